import { structuredPatch } from 'diff';
import { cut } from '../definition/visible.ts';
import type { FileDifference } from './report.ts';
import { readable } from './markdown.ts';

/** A difference as it is shown: two short values, or lines that begin with `-`, `+`, a blank, or `@@`. */
export type ShownDifference =
  | { readonly kind: 'values'; readonly before: string; readonly after: string }
  | { readonly kind: 'lines'; readonly lines: readonly string[] };

/** Up to so many characters two values stand on one line. */
const mostOnOneLine = 160;
/** Lines around each change. */
const context = 3;
/** With more changes than this the lines are not matched: it would take too long, and nobody could read it. */
const mostChanges = 1_000;
const mostLines = 100;
const longestLine = 400;

/** How a difference is shown: a short value before and after, a long one by the lines that changed, and some around them. */
export function shownDifference({ before, after }: FileDifference): ShownDifference {
  const was = readable(inOrderOf(before, keysOf(after)));
  const is = readable(after);
  const areOneLine = !was.includes('\n') && !is.includes('\n');
  if (areOneLine && was.length + is.length < mostOnOneLine) return { kind: 'values', before: was, after: is };
  const lines = areOneLine ? changedPart(was, is) : changedLines(was, is);
  const left = lines.length - mostLines;
  const shown = lines.slice(0, mostLines).map((line) => cut(line, longestLine));
  return { kind: 'lines', lines: left > 0 ? [...shown, `@@ … and ${String(left)} more lines @@`] : shown };
}

function changedLines(before: string, after: string): string[] {
  const patch = structuredPatch('', '', `${before}\n`, `${after}\n`, '', '', {
    context,
    maxEditLength: mostChanges,
  });
  if (patch === undefined) {
    return [...before.split('\n').map((line) => `-${line}`), ...after.split('\n').map((line) => `+${line}`)];
  }
  const [first] = patch.hunks;
  const isWhole = patch.hunks.length === 1 && first?.oldStart === 1 && first.newStart === 1;
  return patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    ...(isWhole
      ? []
      : [`@@ -${String(oldStart)},${String(oldLines)} +${String(newStart)},${String(newLines)} @@`]),
    ...lines,
  ]);
}

/** Two long lines, each from a little before the place where they begin to differ. */
function changedPart(before: string, after: string): string[] {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  const from = Math.max(0, same - 60);
  const dots = from > 0 ? '…' : '';
  return [`-${dots}${before.slice(from)}`, `+${dots}${after.slice(from)}`];
}

/** The keys of all mappings in a value, in the order in which they first stand there. */
function keysOf(value: unknown, keys = new Map<string, number>()): Map<string, number> {
  if (typeof value !== 'object' || value === null) return keys;
  for (const [key, each] of Object.entries(value)) {
    if (!Array.isArray(value) && !keys.has(key)) keys.set(key, keys.size);
    keysOf(each, keys);
  }
  return keys;
}

/** A copy of a value with its keys in another's order: Cargo has one of its own, which is no difference. */
function inOrderOf(value: unknown, keys: ReadonlyMap<string, number>): unknown {
  if (Array.isArray(value)) return value.map((each) => inOrderOf(each, keys));
  if (typeof value !== 'object' || value === null) return value;
  const place = (key: string): number => keys.get(key) ?? keys.size;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => place(one) - place(other))
      .map(([key, each]) => [key, inOrderOf(each, keys)]),
  );
}
