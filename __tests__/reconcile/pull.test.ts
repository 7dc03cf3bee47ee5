import { describe, expect, it } from 'vitest';
import type { PlayRow } from '../../src/reconcile/actual.ts';
import { match } from '../../src/reconcile/match.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import { idleNames, nameMatcher, unmanaged } from '../../src/reconcile/pull.ts';
import { line } from '../support/policy-table.ts';
import { actualPlay, desiredPlay, uuidOf } from '../support/report.ts';

const pause = (): Promise<void> => Promise.resolve();
const row = (number: number, name: string, fields: Partial<PlayRow> = {}): PlayRow => ({
  ...{ ...actualPlay(number, name).play, description: null },
  ...fields,
});

/** What a pull would take of plays, beside the definitions `score` and `rank`, as numbers, ids and marks. */
async function taken(
  rows: readonly PlayRow[],
  owner: Owner | null = 'acme/revenue' as Owner,
): Promise<string[]> {
  const desired = [desiredPlay('score', { name: 'Score' }), desiredPlay('rank', { name: 'Rank' })];
  const matches = await match(desired, rows, { owner }, pause);
  return unmanaged(rows, matches, owner).map(
    ({ row: { uuid }, ownId, isProtected }) =>
      `${String(rows.findIndex((each) => each.uuid === uuid))} ${ownId ?? '-'}${isProtected ? '!' : ''}`,
  );
}

describe('the plays without a definition', () => {
  it.each<[string, readonly PlayRow[], Owner | null, readonly string[]]>([
    [
      'are those that nobody manages',
      [row(1, 'Other'), row(2, 'More')],
      'acme/revenue' as Owner,
      ['0 -', '1 -'],
    ],
    [
      'are not those of a definition, by name or line',
      [row(1, 'Score'), row(2, 'X', { description: line('rank') })],
      'acme/revenue' as Owner,
      [],
    ],
    [
      'are not two of which a definition may mean either',
      [row(1, 'Score'), row(2, 'Score')],
      'acme/revenue' as Owner,
      [],
    ],
    [
      'are not those that were deleted',
      [row(1, 'Other', { deletedAt: '2026-01-01T00:00:00Z' })],
      'acme/revenue' as Owner,
      [],
    ],
    [
      'keep their own ids',
      [row(1, 'A', { description: line('gone') }), row(2, 'B', { description: `${line('old')}, protected` })],
      'acme/revenue' as Owner,
      ['0 gone', '1 old!'],
    ],
    [
      'are not those of another owner',
      [row(1, 'A', { description: line('gone', 'acme/other') })],
      'acme/revenue' as Owner,
      [],
    ],
    [
      'are of no owner, where none is set',
      [row(1, 'A', { description: line('gone') }), row(2, 'B')],
      null,
      ['1 -'],
    ],
  ])('%s', async (_what, rows, owner, expected) => {
    expect(await taken(rows, owner)).toEqual(expected);
  });

  it('are given as they are listed', async () => {
    const other = row(3, 'Other');
    const matches = await match([], [other], { owner: null }, pause);
    expect(unmanaged([other], matches, null)).toEqual([{ row: other, ownId: null, isProtected: false }]);
    expect(other.uuid).toBe(uuidOf(3));
  });
});

describe('a pattern of names', () => {
  it.each<[readonly string[], readonly string[]]>([
    [[], ['Score', 'Score 2', 'Rank (new)', 'a\nb']],
    [['*'], ['Score', 'Score 2', 'Rank (new)', 'a\nb']],
    [['Score'], ['Score']],
    [['Score*'], ['Score', 'Score 2']],
    [['*e*'], ['Score', 'Score 2', 'Rank (new)']],
    [['Score ?'], ['Score 2']],
    [['Scor?'], ['Score']],
    [['a?b'], ['a\nb']],
    [['Rank (new)'], ['Rank (new)']],
    [['Rank (n.w)'], []],
    [['score'], []],
    [['!Score*'], ['Rank (new)', 'a\nb']],
    [['Score*', '!* 2'], ['Score']],
    [
      ['!* 2', 'Score*', 'Rank**'],
      ['Score', 'Rank (new)'],
    ],
    [['core'], []],
  ])('%j means %j', (patterns, names) => {
    const all = ['Score', 'Score 2', 'Rank (new)', 'a\nb'];
    expect(all.filter(nameMatcher(patterns))).toEqual(names);
  });
});

describe('patterns that mean no play', () => {
  const rows = [row(1, 'Route hot sign-ups'), row(2, 'Gone', { deletedAt: '2026-01-01T00:00:00Z' })];

  it.each<[string, readonly string[], readonly string[]]>([
    ['none, where each means one', ['Route hot sign-ups', 'Route*', '?oute*'], []],
    ['none, of stars alone and of what is left out', ['*', '**', '!Nothing'], []],
    ['none, where none is given', [], []],
    [
      'a misspelt name, with the one that was meant',
      ['route hot signups'],
      [
        '`pull-names`: no play in this workspace is called "route hot signups". Did you mean "Route hot sign-ups"?',
      ],
    ],
    [
      'a deleted play, and a pattern beside one that means a play',
      ['Gone', 'Route*', 'Score*'],
      [
        '`pull-names`: no play in this workspace is called "Gone". Check the spelling.',
        '`pull-names`: "Score*" matches the name of no play in this workspace. Check the spelling.',
      ],
    ],
  ])('are %s', (_what, patterns, problems) => {
    expect(idleNames(patterns, rows)).toEqual(problems);
  });
});
