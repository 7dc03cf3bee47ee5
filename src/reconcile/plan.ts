import { fillTemplates } from '../definition/references.ts';
import type { PlayReference } from '../definition/references.ts';
import type { PlayId } from '../definition/parse.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { ActualPlay, PlayRow, PlayUuid } from './actual.ts';
import { differencesOf } from './diff.ts';
import type { Difference } from './diff.ts';
import { match } from './match.ts';
import type { Match } from './match.ts';
import { sameOwner } from './ownership.ts';
import type { Owner, Ownership } from './ownership.ts';

/**
 * - `create-only` makes what is missing and changes nothing.
 * - `upsert-only` also updates what differs.
 * - `sync` also deletes owned plays whose definition is gone.
 */
export type Policy = 'create-only' | 'upsert-only' | 'sync';

export interface PlanSettings {
  readonly policy: Policy;
  readonly owner: Owner | null;
  /** Whether `upsert-only` and `sync` may take over an unowned play of the same name and model. */
  readonly adopt: boolean;
  /** How many plays `sync` may delete at the most; one more and the plan is refused whole. */
  readonly maxDeletes: number;
}

/** What the service has: every listed play, and in full those that a definition means or that may be deleted. */
export interface ActualPlays {
  readonly rows: readonly PlayRow[];
  readonly full: ReadonlyMap<PlayUuid, ActualPlay>;
}

interface Existing {
  readonly id: PlayId;
  readonly desired: DesiredPlay;
  readonly actual: ActualPlay;
  /** Field by field, without the ownership line; empty where only that line is to be written. */
  readonly differences: readonly Difference[];
}

export type Change =
  | { readonly kind: 'create'; readonly id: PlayId; readonly desired: DesiredPlay }
  | ({ readonly kind: 'adopt' } & Existing)
  | ({ readonly kind: 'update'; readonly newLine: boolean } & Existing)
  /** `foreign` is a play that another owner manages: it is not the definition's, and only shown beside it. */
  | ({ readonly kind: 'none'; readonly note: string | null; readonly foreign: boolean } & Existing)
  | { readonly kind: 'delete'; readonly id: PlayId; readonly actual: ActualPlay };

/** Why a play can't be brought in line; one refusal and nothing at all is written. */
export interface Refusal {
  readonly id: PlayId;
  /** Null where it is about plays of which no definition is left. */
  readonly desired: DesiredPlay | null;
  readonly message: string;
  readonly uuids: readonly PlayUuid[];
}

/** A play of ours that no definition has any more, and that this policy leaves in the workspace. */
export interface Orphan {
  /** As its ownership line says. */
  readonly id: string;
  readonly uuid: PlayUuid;
  readonly name: string;
  readonly modelUuid: string;
  /** What would remove it, as a sentence. */
  readonly note: string;
}

/** What a run would do: plain data, in definition order, then deletes by id. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
  /** What forbids the plan as a whole, as sentences. */
  readonly problems: readonly string[];
  /** By id; none with `sync`, which deletes them. */
  readonly orphans: readonly Orphan[];
}

/**
 * Computes what must change so that the workspace holds each definition.
 * @param desired in definition order
 * @returns the plan; with any refusal or problem in it, nothing may be written
 */
export function plan(desired: readonly DesiredPlay[], actual: ActualPlays, settings: PlanSettings): Plan {
  const matches = match(desired, actual.rows, settings.owner);
  const look = (reference: PlayReference): string | undefined => {
    const found = matches.byId.get(reference.id);
    const row = found !== undefined && 'row' in found ? found.row : undefined;
    const play = row === undefined ? undefined : actual.full.get(row.uuid)?.play;
    return play?.[reference.property] ?? undefined;
  };

  const changes: Change[] = [];
  const refusals: Refusal[] = [];
  for (const play of desired) {
    const found = matches.byId.get(play.id) ?? { kind: 'missing' };
    const decided = decide(play, found, actual, look, settings);
    if (typeof decided === 'string') {
      refusals.push({ id: play.id, desired: play, message: decided, uuids: uuidsOf(found) });
    } else changes.push(decided);
  }
  const orphaned = [...matches.orphans].sort(([one], [other]) => (one < other ? -1 : 1));
  if (settings.policy !== 'sync') {
    const orphans = orphaned.flatMap(([id, rows]) => rows.map((row) => orphan(id, row)));
    return { changes, refusals, problems: [], orphans };
  }
  let deletes = 0;
  for (const [name, rows] of orphaned) {
    const id = name as PlayId;
    const [row] = rows;
    const whole = row === undefined ? undefined : actual.full.get(row.uuid);
    if (rows.length > 1 || whole === undefined) {
      refusals.push({ id, desired: null, message: severalWithLine(id, rows), uuids: uuidsOfRows(rows) });
    } else {
      changes.push({ kind: 'delete', id, actual: whole });
      deletes += 1;
    }
  }
  const problems = deletes > settings.maxDeletes ? [tooManyDeletes(deletes, settings.maxDeletes)] : [];
  return { changes, refusals, problems, orphans: [] };
}

function orphan(id: string, { uuid, name, modelUuid }: PlayRow): Orphan {
  const note =
    `No definition has the id "${id}" any more. \`policy: sync\` would delete this play. To keep it, remove the ` +
    'ownership line from its description in Cargo.';
  return { id, uuid, name, modelUuid, note };
}

/** One row of the policy table: a change, or the sentence that refuses it. */
function decide(
  play: DesiredPlay,
  found: Match,
  actual: ActualPlays,
  look: (reference: PlayReference) => string | undefined,
  settings: PlanSettings,
): Change | string {
  switch (found.kind) {
    case 'missing':
      return { kind: 'create', id: play.id, desired: play };
    case 'several-with-line':
      return severalWithLine(play.id, found.rows);
    case 'several-with-name':
      return (
        `${found.rows.length} plays are called "${play.name}" on the model ${play.model}, and it is not clear ` +
        `which one is meant: ${uuidsOfRows(found.rows).join(', ')}. Rename or delete all but one in Cargo.`
      );
    case 'owned':
    case 'owned-under-old-id':
    case 'unowned':
    case 'owned-by-other':
      break;
  }
  const whole = actual.full.get(found.row.uuid);
  if (whole === undefined) throw new TypeError(`the matched play ${found.row.uuid} was not read in full`);
  if (found.row.modelUuid.toLowerCase() !== play.modelUuid.toLowerCase())
    return modelChanged(play, found.row);

  const existing: Existing = {
    id: play.id,
    desired: play,
    actual: whole,
    differences: differencesOf(fillTemplates(play.fields, look) as DesiredPlay['fields'], whole),
  };
  const changesNothing = settings.policy === 'create-only';
  switch (found.kind) {
    case 'owned':
      return changesNothing || existing.differences.length === 0
        ? { kind: 'none', note: null, foreign: false, ...existing }
        : { kind: 'update', newLine: false, ...existing };
    case 'owned-under-old-id':
      return changesNothing
        ? { kind: 'none', note: oldId(play, found.oldId), foreign: false, ...existing }
        : { kind: 'update', newLine: true, ...existing };
    case 'unowned':
      if (changesNothing) return { kind: 'none', note: null, foreign: false, ...existing };
      return settings.adopt
        ? { kind: 'adopt', ...existing }
        : `A play of this name on the model ${play.model} exists (${found.row.uuid}) and is not managed as code. ` +
            'Set `adopt: true` to take it over as it stands, or give this one another name.';
    case 'owned-by-other': {
      const sentence = ownedByOther(play, found.row, found.ownership, settings.owner);
      return changesNothing ? { kind: 'none', note: sentence, foreign: true, ...existing } : sentence;
    }
  }
}

function uuidsOfRows(rows: readonly PlayRow[]): PlayUuid[] {
  return rows.map((row) => row.uuid);
}

function uuidsOf(found: Match): PlayUuid[] {
  if ('rows' in found) return uuidsOfRows(found.rows);
  return 'row' in found ? [found.row.uuid] : [];
}

function severalWithLine(id: string, rows: readonly PlayRow[]): string {
  return (
    `${rows.length} plays carry the ownership line of "${id}": ${uuidsOfRows(rows).join(', ')}. ` +
    'One of them is probably a copy made by hand: remove that line from its description in Cargo, or delete it.'
  );
}

function modelChanged(play: DesiredPlay, row: PlayRow): string {
  return (
    `The model of a play can't be changed, and ${row.uuid} is on another one (${row.modelUuid}) than the ` +
    `definition says (${play.model}). To make a new play on ${play.model}, give the definition a new \`id\` ` +
    'and delete the old play; to keep the old one, put its model back.'
  );
}

function oldId(play: DesiredPlay, id: string): string {
  return (
    `The play is managed as "${id}", an id that no definition has any more. It is taken for "${play.id}" since ` +
    'its name and model are the same; `upsert-only` or `sync` would write the new id into it.'
  );
}

function ownedByOther(play: DesiredPlay, row: PlayRow, other: Ownership, owner: Owner | null): string {
  const renamed =
    owner !== null && !sameOwner(other.owner, owner)
      ? ` If this repository was called ${other.owner} before, set \`owner: ${other.owner}\`.`
      : '';
  return (
    `The play of this name on the model ${play.model} (${row.uuid}) is managed as code by ` +
    `${other.owner}#${other.id}, and is left alone.${renamed}`
  );
}

function tooManyDeletes(deletes: number, most: number): string {
  return (
    `This would delete ${deletes} plays, more than \`max-deletes\` allows (${most}), so nothing was done. If ` +
    `that is what you want, set \`max-deletes: ${deletes}\`; if not, see whether \`plays\` still matches all your files.`
  );
}
