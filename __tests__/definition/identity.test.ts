import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/definition/diagnostic.ts';
import { proposeId } from '../../src/definition/identity.ts';
import { fileOf, parse, parseOnFork } from '../support/parsing.ts';

describe('an id near to a text', () => {
  it.each([
    ['Score Accounts', 'score-accounts'],
    ['  Score -- accounts!  ', 'score-accounts'],
    ['score_accounts', 'score_accounts'],
    ['__Score__', 'score'],
    ['Über ﬁrst Café №1', 'uber-first-cafe-no1'],
    ['2 Score', '2-score'],
    ['a'.repeat(120), 'a'.repeat(100)],
    [`${'a'.repeat(99)} b`, 'a'.repeat(99)],
    ['採点', 'my-play'],
    ['', 'my-play'],
    ['Counts', 'play-counts'],
    ['cargo-score', 'play-score'],
    ['cargo_score', 'cargo_score'],
    ['cargo', 'cargo'],
    ['my-cargo-score', 'my-cargo-score'],
    [`cargo-${'a'.repeat(120)}`, `play-${'a'.repeat(94)}`],
  ])('%j: %s', (text, id) => {
    expect(proposeId(text, ['counts'])).toBe(id);
  });
});

const rest = 'model: accounts\nchangeKinds: [added]\nrunCreationRule: once\n';

/** What is wrong with files of plays, each with its name. */
async function wrongIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { diagnostics } = await parse(
    Object.entries(files).map(([path, head], index) =>
      fileOf(path, head.includes('---') ? head : `${head}\nname: Play ${String(index)}\n${rest}`),
    ),
  );
  return diagnostics.map((each) => renderDiagnostic(each).split('\n')[0] ?? '');
}

describe('an id that two plays have', () => {
  const proposals = async (files: Readonly<Record<string, string>>): Promise<(string | undefined)[]> =>
    (await wrongIn(files)).map((text) => /`id: (.*)`/.exec(text)?.[1]);

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['the folder in front of it', { 'x/a/score.yml': '', 'x/b/score.yml': '' }, ['b-score']],
    ['a number behind it, where there is no folder', { 'a/score.yml': '', 'score.yml': '' }, ['score-2']],
    [
      'a number, where the name with the folder is taken',
      { 'a/score.yml': '', 'b/score.yml': '', 'b/b-score.yml': '' },
      ['score-2'],
    ],
    [
      'a number, where a later play has the name with the folder as its id',
      { 'a/score.yml': '', 'b/score.yml': '', 'c/other.yml': 'id: b-score' },
      ['score-2'],
    ],
    [
      'a number that none has',
      { 'a/score.yml': '', 'b/x.yml': 'id: score', 'b/y.yml': 'id: score', 'c/score-2.yml': '' },
      ['b-score', 'score-3'],
    ],
    [
      'each time another one',
      Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`x/${name}.yml`, 'id: score'])),
      ['x-score', 'score-2', 'score-3', 'score-4'],
    ],
    [
      'one that is no longer than an id may be',
      {
        'a/x.yml': `id: ${'a'.repeat(100)}`,
        'a/y.yml': `id: ${'a'.repeat(100)}`,
        'a/z.yml': `id: ${'a'.repeat(100)}`,
      },
      [`a-${'a'.repeat(98)}`, `${'a'.repeat(93)}-2`],
    ],
  ])('is told with %s', async (_what, files, expected) => {
    expect(await proposals(files)).toEqual(expected);
  });

  it('is told at the key, or at the play whose file has the name', async () => {
    expect(await wrongIn({ 'a/score.yml': '', 'b/score.yml': '', 'c/x.yml': '\nid: score' })).toEqual([
      'b/score.yml:2:1 error duplicate-id: The id "score" (from the file name) is already used at a/score.yml:2. Use another one, for example `id: b-score`.',
      'c/x.yml:2:5 error duplicate-id: The id "score" is already used at a/score.yml:2. Use another one, for example `id: c-score`.',
    ]);
  });
});

describe('an id from a file’s name', () => {
  const idOf = async (path: string): Promise<string[]> =>
    (await parse([fileOf(path, `name: Score\n${rest}`)])).definitions.map(({ id }) => id);

  it.each([
    ['plays/score.yml', ['score']],
    ['score.yaml', ['score']],
    ['plays/a/b_c-1.json', ['b_c-1']],
    [`plays/${'a'.repeat(100)}.yml`, ['a'.repeat(100)]],
    [`plays/${'a'.repeat(101)}.yml`, []],
    ['plays/score.v2.yml', []],
    ['plays/-score.yml', []],
    ['plays/_score.yml', []],
    ['plays/score!.yml', []],
  ])('%s: %j', async (path, ids) => {
    expect(await idOf(path)).toEqual(ids);
  });
});

describe('a name', () => {
  const two = (one: string, other: string): Readonly<Record<string, string>> => ({
    'plays/two.yml': [one, other]
      .map((play, index) => `id: p${String(index)}\n${play}\nchangeKinds: [added]\nrunCreationRule: once\n`)
      .join('---\n'),
  });
  const uuid = 'abcdef00-0000-4000-8000-000000000000';
  it.each([
    ['on one model', 'name: A\nmodel: x', 'name: A\nmodel: x', ['duplicate-name']],
    [
      'on one model by its uuid',
      `name: A\nmodelUuid: ${uuid}`,
      `name: A\nmodelUuid: ${uuid.toUpperCase()}`,
      ['duplicate-name'],
    ],
    ['on two models', 'name: A\nmodel: x', 'name: A\nmodel: y', []],
    ['on models of which one is known by its uuid', 'name: A\nmodel: x', `name: A\nmodelUuid: ${uuid}`, []],
    ['and another one', 'name: A\nmodel: x', 'name: B\nmodel: x', []],
    ['and another one in small letters', 'name: A\nmodel: x', 'name: a\nmodel: x', []],
  ])('twice %s', async (_what, one, other, codes) => {
    const found = await wrongIn(two(one, other));
    expect(found.map((text) => / error ([a-z-]+):/.exec(text)?.[1])).toEqual(codes);
  });
});

describe('on a fork’s run', () => {
  it.each(['id', 'name', 'formerly'])('an empty variable in `%s` names nothing', async (key) => {
    const play = (id: string): string => {
      const fields = { id, name: id, formerly: `old-${id}`, [key]: '${{ vars.EMPTY }}' };
      return `${Object.entries(fields)
        .map(([name, value]) => `${name}: ${value}\n`)
        .join('')}${rest}`;
    };
    const { diagnostics } = await parseOnFork([fileOf('p.yml', `${play('a')}---\n${play('b')}`)]);
    expect(diagnostics).toEqual([]);
  });
});
