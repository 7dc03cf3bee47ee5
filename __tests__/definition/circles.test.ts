import { describe, expect, it } from 'vitest';
import { findCircles } from '../../src/definition/circles.ts';
import type { PlayId } from '../../src/definition/play-id.ts';

/** What is told of plays, each with those that it refers to. */
function told(plays: Readonly<Record<string, readonly string[]>>): string[] {
  const waiting = Object.entries(plays).map(([id, others]) => ({
    id: id as PlayId,
    references: others.map((other, index) => ({ id: other as PlayId, path: ['at', index] })),
  }));
  return findCircles(waiting).map(({ play, finding: { path, message } }) => {
    const circle = /first: (.*)\. Remove/.exec(message)?.[1] ?? message;
    return `${play.id} at ${String(path[1])}: ${circle}`;
  });
}

describe('plays that wait for each other', () => {
  it.each<[string, Readonly<Record<string, readonly string[]>>, readonly string[]]>([
    ['none', { a: ['b', 'c'], b: ['c'], c: [] }, []],
    ['a play that nobody defines', { a: ['x'] }, []],
    ['itself', { a: ['b', 'a'], b: [] }, ['a at 1: "a" refers to itself. Remove the reference.']],
    ['two', { a: ['b'], b: ['x', 'a'] }, ['a at 0: a → b → a']],
    ['three, after others', { x: ['y'], y: ['a'], a: ['b'], b: ['c'], c: ['a'] }, ['a at 0: a → b → c → a']],
    [
      'two circles apart',
      { a: ['b'], b: ['a'], c: ['d'], d: ['c'] },
      ['a at 0: a → b → a', 'c at 0: c → d → c'],
    ],
    [
      'two circles with one play in both',
      { a: ['b', 'c'], b: ['a'], c: ['a'] },
      ['a at 0: a → b → a', 'a at 1: a → c → a'],
    ],
    ['a circle that is entered in its middle', { x: ['b'], a: ['b'], b: ['a'] }, ['b at 0: b → a → b']],
    ['two references between the same two', { a: ['b', 'b'], b: ['a', 'a'] }, ['a at 0: a → b → a']],
  ])('%s', (_what, plays, expected) => {
    expect(told(plays)).toEqual(expected);
  });

  it.each([
    [39, false],
    [40, true],
  ])('in a circle of %d are told whole, or their first and last ones', (count, isCut) => {
    const id = (index: number): string => `p${String(index % count)}`;
    const ring = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [id(index), [id(index + 1)]]),
    );
    const [line = ''] = told(ring);
    const ids = line.replace('p0 at 0: ', '').split(' → ');
    expect(ids).toHaveLength(isCut ? 41 : 40);
    expect(ids.slice(19, 21)).toEqual(['p19', isCut ? '…' : 'p20']);
    expect(ids.at(-1)).toBe('p0');
  });
});
