import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { isScalar, parseAllDocuments } from 'yaml';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '__tests__', 'cases');
const schema = JSON.parse(readFileSync(join(root, 'dist', 'play.schema.json'), 'utf8')) as Node;
const accepts = new Ajv({ strict: false }).compile(schema);

type Node = Readonly<Record<string, unknown>>;

/** What JSON Schema can't say, by code: the parser alone refuses it. */
const beyond = new Set([
  // of several plays or files
  'circle',
  'duplicate-id',
  'duplicate-name',
  'former-id',
  'missing-id',
  'unknown-play',
  // of the text, not of its values
  'duplicate-key',
  // of values that would take a program
  'not-realtime',
  'ownership-line',
  'no-play',
  'unknown-variable',
  // a near miss of one that is known: JSON Schema takes every kind, since the service may be ahead
  'unknown-condition-kind',
  'unknown-schedule-type',
  'wrong-cron',
  'wrong-expression',
  'wrong-number',
  'wrong-text',
]);

/** What never comes to the schema. */
const unreadable = new Set(['not-utf8', 'yaml-syntax', 'too-many-aliases', 'too-deep']);

/** Files without an `id` whose name can't be one. */
const named = ['--My  Play (v2)!.v3', 'Bad-File Name', 'Long-name-'.repeat(11), '___', 'cargo-cargo-sync'];

/** Cases in which the two differ although the code can be said in general, and why. */
const apart: Readonly<Record<string, string>> = {
  ...Object.fromEntries(named.map((name) => [name, 'the id comes from the name of the file'])),
  'expr-in-text-is-text': 'the value comes from a variable',
  'expr-play-in-enum': 'the value comes from an expression',
  'expr-wrong-type': 'the value comes from a variable',
};
/** Cases in which the schema refuses, too, what is beyond it in general. */
const alsoRefused = new Set(['expr-in-key']);

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const isEmpty = (contents: unknown): boolean => isScalar(contents) && contents.source === '';

const names = readdirSync(folder)
  .filter((name) => name.endsWith('.yml'))
  .map((name) => name.replace(/\.yml$/, ''));

describe('the schema for editors', () => {
  it.each(names)('agrees with the parser about %s', (name) => {
    const codes = [...read(`${name}.out`).matchAll(/^\S.*?:\d+:\d+ error ([a-z0-9-]+):/gm)].map(
      ([, code]) => code ?? '',
    );
    if (codes.some((code) => unreadable.has(code))) return;
    const documents = parseAllDocuments(read(`${name}.yml`), { schema: 'core', logLevel: 'silent' });
    const refused = [...documents]
      .filter(({ errors, contents }) => errors.length === 0 && !isEmpty(contents))
      .some((document) => !accepts(document.toJS()));
    const due = codes.some((code) => !beyond.has(code)) && !(name in apart);
    expect({ name, codes, refused }).toEqual({ name, codes, refused: due || alsoRefused.has(name) });
  });

  it('takes every example', () => {
    const plays = join(root, 'plays');
    for (const name of readdirSync(plays).filter((each) => each.endsWith('.yml')))
      for (const document of parseAllDocuments(readFileSync(join(plays, name), 'utf8')))
        expect(accepts(document.toJS()), `${name}: ${JSON.stringify(accepts.errors)}`).toBe(true);
  });

  it('has a description and an example for every key', () => {
    const bare: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, each] of Object.entries(node)) {
        if (key === 'properties')
          for (const [name, property] of Object.entries(each as Readonly<Record<string, Node>>)) {
            const isBranch = !('description' in property) && !('additionalProperties' in node);
            const examples = property['examples'];
            const told = property['description'] !== '' && Array.isArray(examples) && examples.length > 0;
            if (!isBranch && !told) bare.push(`${path}/${name}`);
          }
        walk(each, `${path}/${key}`);
      }
    };
    walk(schema, '');
    expect(bare).toEqual([]);
  });

  it('is named in each example, and there', () => {
    for (const name of readdirSync(join(root, 'plays')).filter((each) => each.endsWith('.yml'))) {
      const [, path = ''] =
        /^# yaml-language-server: \$schema=(\S+)$/m.exec(readFileSync(join(root, 'plays', name), 'utf8')) ??
        [];
      expect(existsSync(join(root, 'plays', path)) && path !== '', name).toBe(true);
    }
  });
});
