import type { PlayId } from '../definition/parse.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { PlayRow } from './actual.ts';
import { looseName } from './names.ts';
import { readOwnership, sameOwner } from './ownership.ts';
import type { Owner, Ownership } from './ownership.ts';
import type { Policy } from './plan.ts';

/** Which live play a definition means, found by ownership line first, then by same name on same model. */
export type Match =
  | { readonly kind: 'missing' }
  /** It carries our line with this id. */
  | { readonly kind: 'owned'; readonly row: PlayRow }
  /** It carries our line with an id that no definition has any more. */
  | { readonly kind: 'owned-under-old-id'; readonly row: PlayRow; readonly oldId: string }
  | { readonly kind: 'unowned'; readonly row: PlayRow }
  | { readonly kind: 'owned-by-other'; readonly row: PlayRow; readonly ownership: Ownership }
  | { readonly kind: 'several-with-line'; readonly rows: readonly PlayRow[] }
  | { readonly kind: 'several-with-name'; readonly rows: readonly PlayRow[] };

export interface Matches {
  readonly byId: ReadonlyMap<PlayId, Match>;
  /** Plays with our line whose id no definition has and that no definition means, by id. */
  readonly orphans: ReadonlyMap<string, readonly PlayRow[]>;
}

function nameKey(name: string, modelUuid: string): string {
  return JSON.stringify([name, modelUuid.toLowerCase()]);
}

function group<Key, Row>(rows: readonly Row[], keyOf: (row: Row) => Key | null): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [row]);
    else members.push(row);
  }
  return groups;
}

/**
 * Finds the live play of each definition.
 * @param rows every play that the service lists; those with `deletedAt` are passed over
 * @param owner null matches by name alone
 */
export function match(
  desired: readonly DesiredPlay[],
  rows: readonly PlayRow[],
  owner: Owner | null,
): Matches {
  const live = rows.filter((row) => row.deletedAt === null);
  const ownerships = new Map<PlayRow, Ownership>();
  for (const row of live) {
    const ownership = readOwnership(row.description);
    if (ownership !== null) ownerships.set(row, ownership);
  }
  const ownId = (row: PlayRow): string | null => {
    const ownership = ownerships.get(row);
    return owner !== null && ownership !== undefined && sameOwner(ownership.owner, owner)
      ? ownership.id
      : null;
  };
  const defined = new Set<string>(desired.map((play) => play.id));
  const byLine = group(live, ownId);
  const byName = group(live, (row) => {
    const id = ownId(row);
    // what another definition owns is that definition's, whatever its name is now
    return id !== null && defined.has(id) ? null : nameKey(row.name, row.modelUuid);
  });

  // a play without a line has nothing but its name, and that may have been spelt anew
  const exact = new Set(desired.map((play) => nameKey(play.name, play.modelUuid)));
  const byLooseName =
    owner !== null
      ? null
      : group(live, (row) =>
          exact.has(nameKey(row.name, row.modelUuid)) ? null : nameKey(looseName(row.name), row.modelUuid),
        );

  const byId = new Map<PlayId, Match>();
  const orphans = new Map([...byLine].filter(([id]) => !defined.has(id)));
  for (const play of desired) {
    const owned = byLine.get(play.id) ?? [];
    const named =
      byName.get(nameKey(play.name, play.modelUuid)) ??
      byLooseName?.get(nameKey(looseName(play.name), play.modelUuid)) ??
      [];
    const found = matchOne(owned, named, ownId, ownerships);
    if (found.kind !== 'owned-under-old-id') {
      byId.set(play.id, found);
      continue;
    }
    const copies = byLine.get(found.oldId) ?? [];
    byId.set(play.id, copies.length > 1 ? { kind: 'several-with-line', rows: copies } : found);
    orphans.delete(found.oldId);
  }
  return { byId, orphans };
}

function matchOne(
  owned: readonly PlayRow[],
  named: readonly PlayRow[],
  ownId: (row: PlayRow) => string | null,
  ownerships: ReadonlyMap<PlayRow, Ownership>,
): Match {
  const [row] = owned;
  if (row !== undefined) {
    return owned.length > 1 ? { kind: 'several-with-line', rows: owned } : { kind: 'owned', row };
  }
  const [namesake] = named;
  if (namesake === undefined) return { kind: 'missing' };
  if (named.length > 1) return { kind: 'several-with-name', rows: named };
  const oldId = ownId(namesake);
  if (oldId !== null) return { kind: 'owned-under-old-id', row: namesake, oldId };
  const ownership = ownerships.get(namesake);
  return ownership === undefined
    ? { kind: 'unowned', row: namesake }
    : { kind: 'owned-by-other', row: namesake, ownership };
}

/**
 * The live plays that must be read in full: those that definitions mean, and with `sync` those that nothing
 * defines any more.
 */
export function rowsToRead(matches: Matches, policy: Policy): PlayRow[] {
  const rows: PlayRow[] = [];
  for (const found of matches.byId.values()) if ('row' in found) rows.push(found.row);
  if (policy === 'sync') rows.push(...[...matches.orphans.values()].flat());
  return rows;
}
