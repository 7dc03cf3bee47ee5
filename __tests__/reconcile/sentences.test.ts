import { describe, expect, it } from 'vitest';
import type { PlayId } from '../../src/definition/play-id.ts';
import type { Owner, Ownership } from '../../src/reconcile/ownership.ts';
import * as sentences from '../../src/reconcile/sentences.ts';
import { actualPlay, desiredPlay, uuidOf } from '../support/report.ts';

const play = desiredPlay('score', { name: 'Score' });
const row = actualPlay(1, 'Score').play;
const rows = (count: number): (typeof row)[] =>
  Array.from({ length: count }, (_, index) => actualPlay(index + 1, `P${String(index + 1)}`).play);
const ours = 'acme/revenue' as Owner;
const line = (owner: string, id: string): Ownership => ({ owner, id, isProtected: false });

describe('a play of another owner is told', () => {
  const head = `The play with this name on the model accounts (${uuidOf(1)}) belongs to`;
  const renamed = (owner: string, more = ''): string =>
    ` (If this repository was renamed from ${owner}, or takes the play over, set \`formerly-owner: ${owner}\`${more}. To keep the old name in the plays, set \`owner: ${owner}\`.)`;
  it.each<[string, Ownership, Owner | null, string | null, string]>([
    ['without a way to take it over, where there is no owner', line('a/b', 'score'), null, null, ''],
    ['with the way, under the same id', line('a/b', 'score'), ours, null, renamed('a/b')],
    [
      'with the way, under another id',
      line('a/b', 'old'),
      ours,
      null,
      renamed('a/b', ', with `formerly: old` in this definition'),
    ],
    ['with the way, beside another former owner', line('a/b', 'score'), ours, 'c/d', renamed('a/b')],
    [
      'with the id alone, where it is the former owner’s',
      line('a/b', 'old'),
      ours,
      'A/B',
      ' (To take it over from `formerly-owner`, write `formerly: old` in this definition.)',
    ],
  ])('%s', (_what, other, owner, formerOwner, advice) => {
    expect(sentences.ownedByOther(play, row, other, { owner, formerOwner })).toBe(
      `${head} ${other.owner}#${other.id}, so it is not changed.${advice}`,
    );
  });
});

describe('a play without a definition is told', () => {
  it.each<[string, string, RegExp]>([
    [
      'with what `sync` would do',
      sentences.orphaned('old', 1, false),
      /^No definition has the id "old", so `policy: sync` would delete this play, unless `on-removal` says otherwise\. To keep it, remove the ownership line/,
    ],
    [
      'as protected',
      sentences.orphaned('old', 1, true),
      /^No definition has the id "old"\. This play is protected, so `policy: sync` would refuse .+ To keep it, remove the ownership line/,
    ],
    [
      'as one of several',
      sentences.orphaned('old', 2, true),
      /^No definition has the id "old", but 2 plays have its ownership line\. Delete them in Cargo, or remove the line from the ones to keep\.$/,
    ],
    [
      'as off',
      sentences.disabledOrphan('old', false),
      /, and the play is off, as `on-removal: disable` asks\. To delete it, set `on-removal: delete`\.$/,
    ],
    [
      'as off and protected',
      sentences.disabledOrphan('old', true),
      /set `on-removal: delete`\. It is protected: first take ", protected" out of its ownership line\.$/,
    ],
    [
      'as one too many',
      sentences.tooManyRemovals('delete', 1, 0),
      /^This run would delete 1 play, but `max-deletes` is 0, so nothing was written\..+ set `max-deletes: 1`\.$/,
    ],
    [
      'as several too many',
      sentences.tooManyRemovals('disable', 3, 2),
      /^This run would disable 3 plays, but `max-deletes` is 2, .+ set `max-deletes: 3`\.$/,
    ],
  ])('%s', (_what, sentence, expected) => {
    expect(sentence).toMatch(expected);
  });
});

describe('what a definition’s past could have meant is told', () => {
  const told = (
    count: number,
    superseded: readonly (readonly [string, string])[],
    former: string | null,
  ): string[] =>
    sentences.notMeant(
      {
        ...{ byId: new Map(), orphans: new Map(), twoLines: new Set() },
        left: rows(count),
        superseded: new Map(superseded.map(([old, id]) => [old, id as PlayId])),
      },
      former,
    );
  const named = (count: number): string =>
    rows(count)
      .map(({ name, uuid }) => `"${name}" (${uuid})`)
      .join(', ');

  it.each<[number, string]>([
    [1, `1 play still has the ownership line of acme/old and no definition here: ${named(1)}. This run`],
    [10, `10 plays still have the ownership line of acme/old and no definition here: ${named(10)}. This run`],
    [
      12,
      `12 plays still have the ownership line of acme/old and no definition here: ${named(10)} and 2 more. This run`,
    ],
  ])('with up to ten plays of the former owner (%d)', (count, beginning) => {
    expect(told(count, [], 'acme/old')).toEqual([expect.stringContaining(beginning) as unknown]);
  });

  it('with each former id whose play is not the definition’s', () => {
    expect(told(0, [['old', 'score']], 'acme/old')).toEqual([
      'The play with the former id "old" of "score" counts as orphaned, because "score" has another play already.',
    ]);
  });

  it('not at all where there is nothing', () => {
    expect(told(0, [], 'acme/old')).toEqual([]);
    expect(told(2, [], null)).toEqual([]);
  });
});

describe('a play under a line that is to be written anew is told', () => {
  const old = line('acme/old', 'older');
  it.each<['name' | 'line', RegExp]>([
    [
      'name',
      /^The play has the old id "older", which no definition uses\. It matches "score", because its name and model are the same\. .+ writes the new id into it\.$/,
    ],
    [
      'line',
      /^The play still has the ownership line of acme\/old#older\. It is the former one of "score"\. .+ writes the new line into it\.$/,
    ],
  ])('by its %s', (by, expected) => {
    expect(sentences.oldLine(play, { kind: 'owned-under-old-id', row, old, by })).toMatch(expected);
  });

  it('with a new id, without its past, where it would change its model', () => {
    expect(sentences.modelChanged(play, row, 'deals', false)).toContain(
      'give the definition a new `id` and delete the old play.',
    );
    expect(sentences.modelChanged(play, row, 'deals', true)).toContain(
      'a new `id` without `formerly` and delete the old play.',
    );
  });

  it('with what it takes to manage it, where it was made by hand', () => {
    expect(sentences.notManaged(null)).toMatch(
      /^With `owner: none`, .+ set `owner`, `policy: upsert-only` and `adopt: true`\.$/,
    );
    expect(sentences.notManaged(ours)).toMatch(
      /^This play was created by hand, .+ set `policy: upsert-only` and `adopt: true`\.$/,
    );
  });
});
