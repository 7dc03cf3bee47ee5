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
import { kinds } from '../src/definition/workflow/kinds.ts';
import { keys } from './keys.ts';
import { workflowKeys } from './workflow-schema.ts';

type Schema = z.core.JSONSchema.JSONSchema;

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

/** The keys of an object schema, and of the mappings in it, each with the key that holds it; empty at the top. */
function keysIn(schema: Schema, holder = ''): [string, string][] {
  const { properties = {}, items, anyOf = [] } = schema;
  const below = [...anyOf, ...(typeof items === 'object' && !Array.isArray(items) ? [items] : [])];
  return [
    ...Object.entries(properties).flatMap(([name, each]): [string, string][] => [
      [name, holder],
      ...keysIn(each as Schema, name),
    ]),
    ...below.flatMap((each) => keysIn(each, holder)),
  ];
}

/** Every key of a node: on which nodes it may stand, what it means, and an example. */
function nodeKeys(): string {
  const places = new Map<string, Set<string>>();
  for (const { schema, keys: own } of kinds) {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    for (const [name, holder] of keysIn(json)) {
      const found = places.get(name) ?? new Set<string>();
      places.set(name, found.add(holder === '' ? own[0] : `below ${code(holder)}`));
    }
  }
  const where = (found: ReadonlySet<string>): string => {
    if (kinds.every(({ keys: own }) => found.has(own[0]))) return 'every node';
    const names = [...found].map((each) => (each.startsWith('below') ? each : code(each)));
    return names.length > 6 ? 'every node with one exit' : names.join(', ');
  };
  const rows = Object.entries(workflowKeys).flatMap(([name, { description, examples }]) => {
    const found = places.get(name);
    return found === undefined
      ? []
      : [[code(name), where(found), description, code(JSON.stringify(examples[0]))]];
  });
  return table(['Key', 'On', 'Meaning', 'Example'], rows);
}

/** What the golden pairs of workflows show: every code with its messages, each once. */
function checks(): string {
  const folder = join(root, '__tests__', 'cases-workflow');
  const byCode = new Map<string, Set<string>>();
  for (const name of readdirSync(folder)
    .filter((each) => each.endsWith('.out'))
    .sort()) {
    const told = readFileSync(join(folder, name), 'utf8').matchAll(
      /^\S.*?:\d+:\d+ (error|warning|notice) ([a-z-]+): (.*)$/gm,
    );
    for (const [, severity = '', found = '', message = ''] of told) {
      const key = severity === 'error' ? code(found) : `${code(found)} (${severity})`;
      byCode.set(key, (byCode.get(key) ?? new Set()).add(message));
    }
  }
  const rows = [...byCode].sort().map(([key, messages]) => [key, [...messages].join('<br>')]);
  return table(['Code', 'Messages'], rows);
}

const tables: Readonly<Record<string, () => string>> = {
  inputs,
  outputs,
  keys: playKeys,
  conditions,
  nodeKeys,
  checks,
};

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
