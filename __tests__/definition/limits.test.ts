import { describe, expect, it } from 'vitest';
import { parseDefinitions } from '../../src/definition/parse.ts';
import type { Parsed } from '../../src/definition/parse.ts';
import { fileOf } from '../support/parsing.ts';

const head = 'name: A\nmodel: accounts\nchangeKinds: [added]\nrunCreationRule: once\n';
const conditions = 'filter:\n  conjonction: and\n  groups:\n    - conjonction: and\n      conditions:\n';

/** The size cap. */
const whole = 1024 * 1024;

/** A file just below a size, the cap's quarter unless given: a beginning, one part over and over, an end. */
function full(start: string, part: (index: number) => string, end = '', size = whole / 4): string {
  const parts = [start];
  let length = start.length + end.length;
  for (let index = 0; ; index += 1) {
    const next = part(index);
    length += next.length;
    if (length > size) return [...parts, end].join('');
    parts.push(next);
  }
}

/** Parses a file, and counts the turns that others get meanwhile. */
async function parseFull(text: string, pause = (): void => undefined): Promise<Parsed & { pauses: number }> {
  let pauses = 0;
  const parsed = await parseDefinitions([fileOf('plays/a.yml', text)], {
    variables: new Map([['LONG', 'x'.repeat(10_000)]]),
    reservedIds: [],
    emptyVariablesAllowed: false,
    ownershipId: () => null,
    readText: () => ({ problem: 'it is not there' }),
    pause: () => {
      pauses += 1;
      pause();
      return Promise.resolve();
    },
  });
  return { ...parsed, pauses };
}

// each of these once held the process for minutes, or broke the run
const hostile: Readonly<Record<string, readonly [text: string, codes: readonly string[]]>> = {
  'unknown keys': [full(head, (index) => `key-${index}: a value\n`), ['unknown-key', 'more-problems']],
  'one key again and again': [full(head, () => 'abcdefgh: a value\n'), ['duplicate-key', 'more-problems']],
  'entries of a list': [full(`${head}sort: [`, () => '{          },', ']'), ['missing-key', 'more-problems']],
  'entries of one sign': [full(`${head}sort: [`, () => '1,', ']', whole), ['too-large']],
  'empty conditions': [
    full(head + conditions, () => `${' '.repeat(8)}- {}\n`),
    ['missing-key', 'more-problems'],
  ],
  'open quotes': [full(head, () => 'k: "\n', '', whole), ['too-large']],
  'documents that are no plays': [full('', () => '--- [       ]\n'), ['not-a-mapping', 'more-problems']],
  'documents without ids': [full(head, () => `---\n${head}`), ['missing-id', 'more-problems']],
  lines: [full(`${head}description: |\n`, () => ' a\n', '', whole), ['too-large']],
  directives: [full('', () => '%a\n', '', whole), ['too-large']],
  'wrong expressions in a text': [full(`${head}description: `, () => '${{}}'), ['wrong-expression']],
  'unknown variables': [
    full(`${head}trackingColumnSlugs:\n`, () => '- ${{ vars.MISSING }}\n'),
    ['unknown-variable', 'more-problems'],
  ],
  'unknown plays': [
    full(`${head}description: `, (index) => `\${{ plays.p${index}.uuid }}`),
    ['unknown-play', 'more-problems'],
  ],
  'a long variable': [full(`${head}description: `, () => '${{ vars.LONG }}'), ['too-large']],
  'mappings in mappings': [full(head, () => 'a: '), ['too-deep']],
  'lists in lists': [full(head, () => '- '), ['too-deep']],
  'minutes of a cron': [
    full(`${head}schedule: { type: cron, cron: "`, () => '1,', '1 * * * *" }'),
    ['wrong-cron'],
  ],
  'uses of an alias': [
    full(`${head}description: &a x\ntrackingColumnSlugs: [`, () => '*a      ,', ']'),
    ['too-many-aliases'],
  ],
};

describe('a large file', () => {
  it.each(Object.entries(hostile))('full of %s gives only a few problems', async (_what, [text, codes]) => {
    const { diagnostics, definitions } = await parseFull(text);
    expect([...new Set(diagnostics.map(({ code }) => code))]).toEqual(codes);
    expect(diagnostics.length).toBe(codes.includes('more-problems') ? 51 : 1);
    // the first play of several may lack nothing but an id
    expect(definitions).toEqual([]);
  });

  it.each([
    [
      'values',
      full(
        `${head}${conditions}${' '.repeat(8)}- { kind: string, columnSlug: a, operator: is, values: [`,
        (index) => `company-${index}.com, `,
        '] }',
        whole,
      ),
    ],
    [
      'conditions',
      full(
        head + conditions,
        () => `${' '.repeat(8)}- { kind: string, columnSlug: domain, operator: isNotEmpty }\n`,
      ),
    ],
    ['text', full(`${head}description: `, () => 'a long text ')],
  ])('full of good %s is read', async (_what, text) => {
    const { diagnostics, definitions } = await parseFull(text);
    expect(diagnostics).toEqual([]);
    expect(definitions).toHaveLength(1);
  });

  it('yields to other work again and again, and stops when told to', async () => {
    const text = full(`${head}trackingColumnSlugs:\n`, (index) => `- column-${index}\n`, '', whole);
    expect((await parseFull(text)).pauses).toBeGreaterThan(30);
    let turns = 0;
    const cancelled = parseFull(text, () => {
      turns += 1;
      if (turns === 10) throw new Error('cancelled');
    });
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(turns).toBe(10);
  });
});

it('many small files give others a turn too, however little is in each', async () => {
  let pauses = 0;
  const files = Array.from({ length: 1_000 }, (_, index) =>
    fileOf(`plays/p${index}.yml`, head.replace('A', `A${index}`)),
  );
  const { definitions } = await parseDefinitions(files, {
    variables: new Map(),
    reservedIds: [],
    emptyVariablesAllowed: false,
    ownershipId: () => null,
    readText: () => ({ problem: 'it is not there' }),
    pause: () => {
      pauses += 1;
      return Promise.resolve();
    },
  });
  expect(definitions).toHaveLength(1_000);
  expect(pauses).toBeGreaterThan(30);
});

it.each([
  [2, 52],
  [1, 51],
  [4_950, 5_000],
])('a file tells its first 50 problems, and that there are %i more', async (more, amount) => {
  const text = head + Array.from({ length: amount }, (_, index) => `key-${index}: 1\n`).join('');
  const { diagnostics } = await parseFull(text);
  expect(diagnostics).toHaveLength(51);
  expect(diagnostics[49]?.message).toMatch(/^"key-49" /);
  const noun = more === 1 ? 'problem' : 'problems';
  expect(diagnostics[50]).toMatchObject({
    severity: 'error',
    message: `This file has ${more} more ${noun}. Fix the ones above first.`,
  });
});

it('warnings that are more than are told stay warnings', async () => {
  const text = head + conditions + `${' '.repeat(8)}- { kind: geo }\n`.repeat(60);
  const { diagnostics, definitions } = await parseFull(text);
  expect(diagnostics.at(-1)).toMatchObject({ severity: 'warning', code: 'more-problems' });
  expect(definitions).toHaveLength(1);
});
