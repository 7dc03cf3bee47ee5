import type { PlayId } from '../definition/play-id.ts';
import { Work } from '../definition/work.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { PlayRow } from './actual.ts';
import { looseName, stepsOf } from './names.ts';
import { readOwnerships, sameOwner } from './ownership.ts';
import type { Owner, Ownership } from './ownership.ts';
import type { Policy } from './policy.ts';
import { shortenedOf } from './shortened.ts';

/** Which live play a definition means, found by ownership line first, then by same name on same model. */
export type Match =
  | { readonly kind: 'missing' }
  /** It carries our line with this id. */
  | { readonly kind: 'owned'; readonly row: PlayRow }
  /**
   * It carries our line with an id that no definition has, or the line of our former owner: an update writes the line
   * anew. `by` is how it was found: by what the definition says of it (its ids, and our former owner), or by its name.
   */
  | {
      readonly kind: 'owned-under-old-id';
      readonly row: PlayRow;
      readonly old: Ownership;
      readonly by: 'line' | 'name';
    }
  | { readonly kind: 'unowned'; readonly row: PlayRow }
  | { readonly kind: 'owned-by-other'; readonly row: PlayRow; readonly ownership: Ownership }
  /** Its description holds more than one ownership line, so that nobody can tell whose it is. */
  | { readonly kind: 'two-lines'; readonly rows: readonly PlayRow[] }
  | { readonly kind: 'several-with-line'; readonly id: string; readonly rows: readonly PlayRow[] }
  | { readonly kind: 'several-with-name'; readonly rows: readonly PlayRow[] }
  /** Plays that other definitions may mean as well: the names differ in blanks, Unicode form or case alone. */
  | {
      readonly kind: 'meant-by-several';
      readonly rows: readonly PlayRow[];
      readonly others: readonly PlayId[];
    }
  /** Plays that the definition may have made, with only the beginning of its name kept. */
  | { readonly kind: 'shortened'; readonly rows: readonly PlayRow[] };

export interface Matches {
  readonly byId: ReadonlyMap<PlayId, Match>;
  /** Plays with our line whose id no definition has and that no definition means, by id. */
  readonly orphans: ReadonlyMap<string, readonly PlayRow[]>;
  /** Plays with the line of our former owner that no definition means: what they are is for that owner to say. */
  readonly left: readonly PlayRow[];
  /** Former ids of definitions that have another play: by id, the definition. The plays under them are orphans. */
  readonly superseded: ReadonlyMap<string, PlayId>;
  /** Live plays whose description holds more than one ownership line. */
  readonly twoLines: ReadonlySet<PlayRow>;
}

/** Whether a definition has no live play, so that it is to be made. */
export function isMissing({ byId }: Matches, id: PlayId): boolean {
  return (byId.get(id)?.kind ?? 'missing') === 'missing';
}

async function group<Key, Item extends { readonly name: string }>(
  items: Iterable<Item>,
  keysOf: (item: Item) => Iterable<Key>,
  work: Work,
): Promise<Map<Key, Item[]>> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    if (work.isDue(stepsOf(item.name))) await work.rest();
    for (const key of keysOf(item)) {
      const members = groups.get(key);
      if (members === undefined) groups.set(key, [item]);
      else members.push(item);
    }
  }
  return groups;
}

/** Whose plays a run manages. */
export interface Owners {
  /** Null where no ownership line is written. */
  readonly owner: Owner | null;
  /** The owner that they had before; its plays of the same ids are ours. Null where there was none. */
  readonly formerOwner?: string | null;
}

interface Named {
  readonly name: string;
  readonly modelUuid: string;
}

function exactKey({ name, modelUuid }: Named): string {
  return JSON.stringify([name, modelUuid.toLowerCase()]);
}

function looseKey({ name, modelUuid }: Named): string {
  return JSON.stringify([looseName(name), modelUuid.toLowerCase()]);
}

/**
 * Finds the live play of each definition.
 * @param rows every play that Cargo lists; those with `deletedAt` are skipped
 * @param owners whose plays these are; without an owner, plays are matched by name alone
 * @param pause called after some ten milliseconds of work, so that others get a turn
 */
export async function match(
  desired: readonly DesiredPlay[],
  rows: readonly PlayRow[],
  { owner, formerOwner = null }: Owners,
  pause: () => Promise<void>,
): Promise<Matches> {
  const work = new Work(pause);
  const live = rows.filter((row) => row.deletedAt === null);
  const lines = new Map<PlayRow, readonly Ownership[]>();
  const ownIds = new Map<PlayRow, ReadonlySet<string>>();
  const formerIds = new Map<PlayRow, ReadonlySet<string>>();
  for (const row of live) {
    const { description } = row;
    if (work.isDue(stepsOf(description))) await work.rest();
    const found = readOwnerships(description);
    if (found.length === 0) continue;
    lines.set(row, found);
    if (owner === null) continue;
    const ids = idsOf(found, owner);
    const former = formerOwner === null ? [] : idsOf(found, formerOwner);
    if (ids.length > 0) ownIds.set(row, new Set(ids));
    else if (former.length > 0) formerIds.set(row, new Set(former));
  }
  const defined = new Set<string>(desired.map((play) => play.id));
  const byLine = await group(ownIds.keys(), (row) => ownIds.get(row) ?? [], work);
  const byFormerLine = await group(formerIds.keys(), (row) => formerIds.get(row) ?? [], work);
  const meant = new Map<PlayId, Claim>();
  for (const play of desired) {
    if (work.isDue(stepsOf(play.name))) await work.rest();
    const claim = claimOf(play, byLine, byFormerLine);
    if (claim !== undefined) meant.set(play.id, claim);
  }
  const taken = new Set([...meant.values()].flatMap(({ rows: claimed }) => claimed));
  // what another definition owns is that definition's, whatever its name is now
  for (const [row, ids] of ownIds) if ([...ids].some((id) => defined.has(id))) taken.add(row);
  const unclaimed = live.filter((row) => !taken.has(row));
  const names = new Set(desired.map(({ name }) => name));
  const byName = await group(
    unclaimed.filter(({ name }) => names.has(name)),
    (row) => [exactKey(row)],
    work,
  );

  const byId = new Map<PlayId, Match>();
  const nameless: DesiredPlay[] = [];
  for (const play of desired) {
    if (work.isDue(stepsOf(play.name))) await work.rest();
    const owned = meant.get(play.id);
    const namesakes = byName.get(exactKey(play));
    if (owned !== undefined) byId.set(play.id, ownedMatch(owned, play.id, lines));
    else if (namesakes !== undefined) byId.set(play.id, namedMatch(namesakes, lines, ownIds, byLine));
    else nameless.push(play);
  }
  for await (const [id, found] of looseMatches(nameless, desired, unclaimed, lines, work))
    byId.set(id, found);

  const orphans = new Map(
    [...byLine].filter(([id, held]) => !defined.has(id) && !held.some((row) => taken.has(row))),
  );
  for (const found of byId.values()) if (found.kind === 'owned-under-old-id') orphans.delete(found.old.id);
  const twoLines = new Set([...lines].flatMap(([row, found]) => (found.length > 1 ? [row] : [])));
  const superseded = new Map(
    desired.flatMap(({ id, formerly }) =>
      formerly
        .filter((each) => orphans.has(each) && each !== meant.get(id)?.id)
        .map((each) => [each, id] as const),
    ),
  );
  const left = [...formerIds.keys()].filter((row) => !taken.has(row));
  return { byId, orphans, left, superseded, twoLines };
}

/** The plays whose line a definition means, and which line that is. */
interface Claim {
  readonly rows: readonly PlayRow[];
  readonly id: string;
  /** Whether it is the line of our former owner. */
  readonly isFormer: boolean;
}

function idsOf(found: readonly Ownership[], owner: string): string[] {
  return found.filter((each) => sameOwner(each.owner, owner)).map(({ id }) => id);
}

/** Our line comes before our former owner's, and the present id before a former one. */
function claimOf(
  { id, formerly }: DesiredPlay,
  byLine: ReadonlyMap<string, readonly PlayRow[]>,
  byFormerLine: ReadonlyMap<string, readonly PlayRow[]>,
): Claim | undefined {
  for (const [held, isFormer] of [
    [byLine, false],
    [byFormerLine, true],
  ] as const) {
    for (const each of [id, ...formerly]) {
      const rows = held.get(each);
      if (rows !== undefined) return { rows, id: each, isFormer };
    }
  }
  return undefined;
}

type Lines = ReadonlyMap<PlayRow, readonly Ownership[]>;

function ownedMatch({ rows, id, isFormer }: Claim, present: PlayId, lines: Lines): Match {
  const [row] = rows;
  if (row === undefined || rows.length > 1) return { kind: 'several-with-line', id, rows };
  const [old, second] = lines.get(row) ?? [];
  if (second !== undefined) return { kind: 'two-lines', rows };
  if (old === undefined || (id === present && !isFormer)) return { kind: 'owned', row };
  return { kind: 'owned-under-old-id', row, old, by: 'line' };
}

function namedMatch(
  namesakes: readonly PlayRow[],
  lines: Lines,
  ownIds: ReadonlyMap<PlayRow, ReadonlySet<string>>,
  byLine: ReadonlyMap<string, readonly PlayRow[]>,
): Match {
  const [row] = namesakes;
  if (row === undefined || namesakes.length > 1) return { kind: 'several-with-name', rows: namesakes };
  const [ownership, second] = lines.get(row) ?? [];
  if (ownership === undefined) return { kind: 'unowned', row };
  if (second !== undefined) return { kind: 'two-lines', rows: [row] };
  const [oldId] = ownIds.get(row) ?? [];
  if (oldId === undefined) return { kind: 'owned-by-other', row, ownership };
  const copies = byLine.get(oldId) ?? [];
  return copies.length > 1
    ? { kind: 'several-with-line', id: oldId, rows: copies }
    : { kind: 'owned-under-old-id', row, old: ownership, by: 'name' };
}

/**
 * Matches by a name that Cargo may store differently, so that such a play is not made again: only
 * what has no line at all, and what no other definition is called exactly.
 */
async function* looseMatches(
  nameless: readonly DesiredPlay[],
  desired: readonly DesiredPlay[],
  unclaimed: readonly PlayRow[],
  lines: Lines,
  work: Work,
): AsyncGenerator<[PlayId, Match]> {
  if (nameless.length === 0) return;
  const exact = await group(desired, (play) => [exactKey(play)], work);
  const lineless = unclaimed.filter((row) => !lines.has(row));
  const free: PlayRow[] = [];
  for (const row of lineless) {
    if (work.isDue(stepsOf(row.name))) await work.rest();
    if (!exact.has(exactKey(row))) free.push(row);
  }
  const rows = await group(free, (row) => [looseKey(row)], work);
  const meant = await group(desired, (play) => [looseKey(play)], work);
  const isNameless = new Set(nameless);
  const unmeant = [...rows].flatMap(([key, found]) => (meant.has(key) ? [] : found));
  const shortened = await shortenedOf(unmeant, work);
  for (const play of nameless) {
    if (work.isDue(stepsOf(play.name))) await work.rest();
    const key = looseKey(play);
    const found = rows.get(key) ?? [];
    const [row] = found;
    if (row === undefined) {
      const short = shortened(play);
      yield [play.id, short.length === 0 ? { kind: 'missing' } : { kind: 'shortened', rows: short }];
      continue;
    }
    const rivals = (meant.get(key) ?? []).filter((each) => each !== play && isNameless.has(each));
    const others = rivals.map(({ id }) => id);
    if (others.length > 0) yield [play.id, { kind: 'meant-by-several', rows: found, others }];
    else if (found.length > 1) yield [play.id, { kind: 'several-with-name', rows: found }];
    else yield [play.id, { kind: 'unowned', row }];
  }
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
