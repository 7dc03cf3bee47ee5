/**
 * Writes the tables of README.md and docs/ from their sources: `npm run docs`. With --check it only says which are stale.
 * A table stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->`, in any page.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { conditionKinds } from '../src/definition/conditions.ts';
import type { ConditionRow } from '../src/definition/conditions.ts';
import { playSchema } from '../src/definition/schema.ts';
import { keys } from './keys.ts';

interface Described {
  readonly description: string;
  readonly default?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, Described>>;
  readonly outputs: Readonly<Record<string, Described>>;
}

const root = join(import.meta.dirname, '..');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text: unknown): string => `\`${String(text)}\``;

function action(): Action {
  return parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
}

function inputs(): string {
  const rows = Object.entries(action().inputs).map(([name, { description, default: value }]) => [
    code(name),
    value === undefined ? '' : code(value),
    description,
  ]);
  return table(['Input', 'Default', 'Meaning'], rows);
}

function outputs(): string {
  const rows = Object.entries(action().outputs).map(([name, { description }]) => [code(name), description]);
  const ids = ['`<id>`', 'The UUID of the play with this id. It is written as soon as the play exists.'];
  return table(['Output', 'Value'], [...rows, ids]);
}

function playKeys(): string {
  const rows = Object.entries(playSchema.shape).map(([key, schema]) => {
    const { description = '', examples = [] } = keys[key] ?? {};
    // long examples have sections of their own
    const example = JSON.stringify(examples[0]);
    return [
      code(key),
      schema.safeParse(undefined).success ? '' : 'yes',
      description,
      example.length > 60 ? '' : code(example),
    ];
  });
  return table(['Key', 'Required', 'Meaning', 'Example'], rows);
}

/** Kinds of condition with the operators and fields that go together. */
function conditions(): string {
  const rows = Object.entries<ConditionRow>(conditionKinds).flatMap(([kind, { fields, groups }]) => {
    const without = { operators: [] as readonly string[], shape: {} };
    return (groups.length === 0 ? [without] : groups).map(({ operators, shape }) => {
      const all = Object.entries({ ...fields, ...shape });
      const own = all.filter(([key]) => key !== 'columnSlug' && !key.startsWith('relatedModel'));
      return [
        code(kind),
        operators.map(code).join(', ') || '–',
        own.map(([key, schema]) => `${code(key)}${isOptional(schema) ? ' (optional)' : ''}`).join(', ') ||
          '–',
        'columnSlug' in fields ? 'yes' : '',
      ];
    });
  });
  return table(['`kind`', '`operator`', 'Fields', 'On a column'], rows);
}

function isOptional(schema: z.core.$ZodType): boolean {
  return z.core.safeParse(schema, undefined).success;
}

const tables: Readonly<Record<string, () => string>> = { inputs, outputs, keys: playKeys, conditions };

/** Puts each table between its markers. */
function fill(page: string, text: string, found: Set<string>): string {
  return [...text.matchAll(/<!-- (\w+):begin -->/g)].reduce((filled, [begin, name = '']) => {
    const make = tables[name];
    const end = `<!-- ${name}:end -->`;
    const [from, to] = [filled.indexOf(begin), filled.indexOf(end)];
    if (make === undefined) throw new Error(`${page}: there is no table "${name}"`);
    if (to < from) throw new Error(`${page}: ${begin} has no ${end}`);
    found.add(name);
    return `${filled.slice(0, from + begin.length)}\n\n${make()}\n\n${filled.slice(to)}`;
  }, text);
}

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);
const found = new Set<string>();
const stale: string[] = [];
for (const page of pages) {
  const before = readFileSync(join(root, page), 'utf8');
  const after = fill(page, before, found);
  if (after === before) continue;
  stale.push(page);
  if (!process.argv.includes('--check')) writeFileSync(join(root, page), after);
}
const missing = Object.keys(tables).filter((name) => !found.has(name));
if (missing.length > 0) throw new Error(`No page has the tables ${missing.join(', ')}.`);
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Tables are out of date in ${stale.join(', ')}. Run \`npm run docs\` and commit the result.`);
  process.exitCode = 1;
}
