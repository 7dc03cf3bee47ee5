import { describe, expect, it } from 'vitest';
import type { PlayId } from '../../../src/definition/play-id.ts';
import { idFor, newFiles } from '../../../src/definition/write/new-file.ts';
import type { NewPlay } from '../../../src/definition/write/new-file.ts';
import { names } from '../workflow/graphs.ts';
import { graphOf } from '../workflow/reading.ts';

describe('a new definition', () => {
  const play: NewPlay = {
    id: 'score' as PlayId,
    file: 'plays/team/score.yml',
    isIdWritten: false,
    modelUuid: 'm1',
    fields: { limit: 20, name: 'Score', changeKinds: ['added'], runCreationRule: 'once', description: null },
    graph: null,
    enabled: null,
    isProtected: false,
  };
  const all = {
    ...names.written,
    model: (uuid: string) => ({ m1: 'contacts', m2: 'a ${{ b }}' })[uuid],
    folder: () => undefined,
    play: () => undefined,
  };
  const written = (changes: Partial<NewPlay>): string =>
    (newFiles({ ...play, ...changes }, all, () => false)?.[0].text ?? '').replace(
      /^# yaml-language-server: .*\n/,
      '',
    );
  const fields = 'changeKinds: [added]\nrunCreationRule: once\nlimit: 20\n';

  it('has its keys in the order of the schema, and begins with the schema for editors', () => {
    expect(written({})).toBe(`name: Score\nmodel: contacts\n${fields}`);
    expect(newFiles(play, all, () => false)?.[0]).toMatchObject({
      path: 'plays/team/score.yml',
      text: expect.stringMatching(
        /^# yaml-language-server: \$schema=https:.*\/play\.schema\.json\nname: /,
      ) as string,
    });
  });

  it('has its id, its model by uuid, and that it is protected, where that is to be said', () => {
    expect(written({ isIdWritten: true, modelUuid: 'x', isProtected: true })).toBe(
      `id: score\nname: Score\nmodelUuid: x\n${fields}protect: true\n`,
    );
    expect(written({ modelUuid: 'm2', enabled: false })).toBe(
      `name: Score\nmodel: a $\${{ b }}\n${fields}enabled: false\n`,
    );
  });

  it('has its workflow, with long texts in files beside it', () => {
    const text = 'a\nb\nc\nd ${{ x }}\n';
    const graph = graphOf([
      { slug: 'long', python: text },
      { slug: 'short', python: '${{ x }}' },
    ]);
    const files = newFiles({ ...play, graph }, all, () => false);
    expect(files?.slice(1)).toEqual([{ path: 'plays/team/score.long.py', text }]);
    expect(written({ graph, enabled: true })).toBe(
      `name: Score\nmodel: contacts\n${fields}workflow:\n  nodes:\n    - slug: long\n      python: { file: score.long.py }\n` +
        `    - slug: short\n      python: $\${{ x }}\nenabled: true\n`,
    );
    expect(written({ graph: graphOf([]) })).toBe(
      `name: Score\nmodel: contacts\n${fields}workflow: { nodes: [] }\n`,
    );
    expect(newFiles({ ...play, graph: [] }, all, () => false)).toBeNull();
  });

  it.each([
    ['Score accounts', [], 'score-accounts'],
    ['Score__accounts', [], 'score-accounts'],
    ['Score', ['score', 'score-2'], 'score-3'],
    [`${'a'.repeat(89)}-b`, [], 'a'.repeat(89)],
    ['a'.repeat(95), ['a'.repeat(90)], `${'a'.repeat(90)}-2`],
  ])('for a play named %s, where the ids %j are taken, has the id %s', (name, taken: string[], expected) => {
    expect(idFor(name, [], (each) => taken.includes(each))).toBe(expected);
  });
});
