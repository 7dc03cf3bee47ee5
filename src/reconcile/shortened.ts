import { fieldsOn } from '../definition/fields.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { Work } from '../definition/work.ts';
import { ApiError } from '../errors.ts';
import type { PlayRow } from './actual.ts';
import { differencesOf } from './diff.ts';
import { keptPart, looseName, stepsOf } from './names.ts';

/** Finds the plays that a definition may have made although the service keeps only the beginning of its name. */
export type Shortened = (play: DesiredPlay) => readonly PlayRow[];

/**
 * @param free live plays without an ownership line that no definition is called as
 * @param work counts what is done, so that others get a turn
 * @returns what looks for plays on the definition's model whose name is a long beginning of its name, and that are the
 *   same in all that the list of plays tells
 */
export async function shortenedOf(free: readonly PlayRow[], work: Work): Promise<Shortened> {
  const byPart = new Map<string, PlayRow[]>();
  const lengths = new Set<number>();
  for (const row of free) {
    if (work.isDue(stepsOf(row.name))) await work.rest();
    const part = keptPart(row.name);
    if (part === null) continue;
    const key = keyOf(part, row.modelUuid);
    const rows = byPart.get(key);
    if (rows === undefined) byPart.set(key, [row]);
    else rows.push(row);
    lengths.add(part.length);
  }
  return (play) => {
    const loose = looseName(play.name);
    // most services have one greatest length
    return [...lengths]
      .filter((length) => length < loose.length)
      .flatMap((length) => byPart.get(keyOf(loose.slice(0, length), play.modelUuid)) ?? [])
      .filter((row) => isSame(play, row));
  };
}

function keyOf(part: string, modelUuid: string): string {
  return JSON.stringify([part, modelUuid.toLowerCase()]);
}

/** What only the segment tells is not compared, nor what may wait for another play: the schedule. The name is the question. */
const compared: ReadonlySet<string> = new Set(
  fieldsOn('play').filter((field) => field !== 'name' && field !== 'schedule'),
);

function isSame({ fields }: DesiredPlay, row: PlayRow): boolean {
  try {
    const differences = differencesOf(fields, { play: row.read(), segment: null });
    return !differences.some(({ field }) => compared.has(field));
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    return false;
  }
}
