import type { PlayId } from '../definition/play-id.ts';
import type { ActualPlay, Play, PlayRow, PlayUuid } from './actual.ts';
import { readOwnerships } from './ownership.ts';
import type { OnRemoval } from './policy.ts';
import * as sentences from './sentences.ts';

/** What `sync` does to a play of ours that no definition has any more. */
export interface Removal {
  readonly kind: OnRemoval;
  readonly id: PlayId;
  readonly actual: ActualPlay;
}

/** A play of ours that no definition has any more, and that this run leaves as it is. */
export interface Orphan {
  /** As its ownership line says. */
  readonly id: string;
  readonly uuid: PlayUuid;
  readonly name: string;
  readonly modelUuid: string;
  readonly isProtected: boolean;
  /** What would remove it, as a sentence. */
  readonly note: string;
}

/** Why a play without a definition is not removed; one such refusal, and nothing at all is written. */
interface RefusedRemoval {
  readonly id: PlayId;
  readonly desired: null;
  readonly message: string;
  readonly uuids: readonly PlayUuid[];
  readonly removal: OnRemoval;
  /** The play that it is about; null where that is not one alone. */
  readonly actual: Play | null;
}

/** What `sync` does about the plays without a definition. */
interface Removals {
  readonly changes: readonly Removal[];
  readonly refusals: readonly RefusedRemoval[];
  /** What forbids the plan as a whole, as sentences. */
  readonly problems: readonly string[];
  readonly orphans: readonly Orphan[];
}

/** The plays with our line whose id no definition has, by that id. */
type Orphaned = readonly (readonly [id: string, rows: readonly PlayRow[]])[];

function isProtected({ description }: PlayRow): boolean {
  return readOwnerships(description).some((line) => line.isProtected);
}

function orphan(id: string, row: PlayRow, note: string): Orphan {
  const { uuid, name, modelUuid } = row;
  return { id, uuid, name, modelUuid, isProtected: isProtected(row), note };
}

/** The plays without a definition, as a policy tells them that leaves them alone. */
export function orphansOf(orphaned: Orphaned): Orphan[] {
  return orphaned.flatMap(([id, rows]) =>
    rows.map((row) => orphan(id, row, sentences.orphaned(id, rows.length, isProtected(row)))),
  );
}

/**
 * The last row of the policy table, with `sync`: what happens to the plays that no definition has. A protected play is
 * neither deleted nor disabled. To release it is allowed: nobody who goes by these lines can then touch it.
 * @param inFull the play of a row
 * @param twoLines rows of which nobody can tell whose they are
 */
export function removalsOf(
  orphaned: Orphaned,
  inFull: (row: PlayRow) => ActualPlay,
  twoLines: ReadonlySet<PlayRow>,
  { onRemoval, maxDeletes }: { readonly onRemoval: OnRemoval; readonly maxDeletes: number },
): Removals {
  const changes: Removal[] = [];
  const refusals: RefusedRemoval[] = [];
  const orphans: Orphan[] = [];
  for (const [name, rows] of orphaned) {
    const id = name as PlayId;
    const refuse = (message: string, actual: Play | null = null): void => {
      const uuids = rows.map(({ uuid }) => uuid);
      refusals.push({ id, desired: null, message, uuids, removal: onRemoval, actual });
    };
    const [row] = rows;
    if (row === undefined || rows.length > 1) refuse(sentences.severalWithLine(id, rows));
    else if (twoLines.has(row)) refuse(sentences.twoLines(row));
    else if (onRemoval === 'disable' && inFull(row).play.isEnabled === false)
      orphans.push(orphan(id, row, sentences.disabledOrphan(id, isProtected(row))));
    else if (onRemoval !== 'release' && isProtected(row))
      refuse(sentences.protectedPlay(id, row, onRemoval), inFull(row).play);
    else changes.push({ kind: onRemoval, id, actual: inFull(row) });
  }
  const problems =
    changes.length > maxDeletes ? [sentences.tooManyRemovals(onRemoval, changes.length, maxDeletes)] : [];
  return { changes, refusals, problems, orphans };
}
