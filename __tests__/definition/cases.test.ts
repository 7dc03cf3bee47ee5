import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/definition/diagnostic.ts';
import type { Parsed } from '../../src/definition/parse.ts';
import { withoutLongLists } from '../support/long-lists.ts';
import { parse, variablesOf } from '../support/parsing.ts';

const folder = join(import.meta.dirname, '..', 'cases');

/** Parses the files of a case: `name.yml` alone, or every file in the folder `name`. */
async function parseCase(name: string): Promise<Parsed> {
  const whole = join(folder, name);
  const paths = statSync(whole).isDirectory()
    ? readdirSync(whole)
        .sort()
        .map((file) => `${name}/${file}`)
    : [name];
  const files = paths.map((path) => ({ path: `plays/${path}`, bytes: readFileSync(join(folder, path)) }));
  return parse(files, variablesOf(folder, name));
}

const names = readdirSync(folder).filter((name) => name.endsWith('.yml') || !name.includes('.'));

describe('a definition', () => {
  it.each(names)('%s gives the result in its .out file', async (name) => {
    const { definitions, diagnostics } = await parseCase(name);
    const read = definitions.map(
      ({ id, file, line, fields }) => `${file}:${String(line)} ${id} ${JSON.stringify(fields)}`,
    );
    const sound = diagnostics.length === 0;
    const lines = [...diagnostics.map(renderDiagnostic), ...(sound ? read : [])];
    const out = `${withoutLongLists(lines.join('\n'))}\n`;
    const path = join(folder, `${name.replace(/\.yml$/, '')}.out`);
    // to be read before it is committed
    if (process.env['UPDATE_CASES'] === '1') writeFileSync(path, out);
    expect(out).toBe(readFileSync(path, 'utf8'));
  });
});

describe('a file that is no case of its own', () => {
  const parseBytes = (bytes: Uint8Array): Promise<Parsed> => parse([{ path: 'plays/big.yml', bytes }]);

  it('over 1 MiB is refused, and just below is read', async () => {
    const head = 'name: Big\nmodel: accounts\nchangeKinds: [added]\nrunCreationRule: once\n# ';
    const below = new TextEncoder().encode(head + 'x'.repeat(1024 * 1024 - head.length));
    expect((await parseBytes(below)).diagnostics).toEqual([]);
    const { diagnostics } = await parseBytes(new Uint8Array([...below, 120]));
    expect(diagnostics.map(renderDiagnostic)).toEqual([
      'plays/big.yml:1:1 error too-large: The file is larger than 1 MiB. Split it into several files.',
    ]);
  });

  it.each([
    ['flow', '['.repeat(20_000)],
    ['closed flow', `a: ${'['.repeat(9_000)}${']'.repeat(9_000)}`],
    ['block', Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('nested by thousands (%s) is an error, not a crash', async (_how, text) => {
    const { diagnostics, definitions } = await parseBytes(new TextEncoder().encode(text));
    expect(definitions).toEqual([]);
    expect(diagnostics.length).toBeGreaterThan(0);
  });
});
