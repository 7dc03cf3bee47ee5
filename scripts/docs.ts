/**
 * Writes the README's tables from their sources: `npm run docs`. With --check it only says whether they are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
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

/** The tables by the name of their markers in the README. */
function tables(): Record<string, string> {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;
  const inputs = Object.entries(action.inputs).map(([name, { description, default: value }]) => [
    `\`${name}\``,
    value === undefined ? '' : `\`${value}\``,
    description,
  ]);
  const outputs = Object.entries(action.outputs).map(([name, { description }]) => [
    `\`${name}\``,
    description,
  ]);
  const rows = Object.entries(playSchema.shape).map(([key, schema]) => {
    const { description = '', examples = [] } = keys[key] ?? {};
    return [
      `\`${key}\``,
      schema.safeParse(undefined).success ? '' : 'yes',
      description,
      `\`${JSON.stringify(examples[0])}\``,
    ];
  });
  return {
    inputs: table(['Input', 'Default', 'Meaning'], inputs),
    outputs: table(
      ['Output', 'Value'],
      [...outputs, ['`<id>`', 'The uuid of the play with that id, written the moment the play exists.']],
    ),
    keys: table(['Key', 'Needed', 'Meaning', 'Example'], rows),
  };
}

/** Puts each table between its markers. */
function fill(readme: string): string {
  return Object.entries(tables()).reduce((text, [name, content]) => {
    const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
    return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
  }, readme);
}

const path = join(root, 'README.md');
const before = readFileSync(path, 'utf8');
const after = fill(before);
if (!process.argv.includes('--check')) writeFileSync(path, after);
else if (after !== before) {
  console.error(
    "The README's tables are not what action.yml and the schema make. Run `npm run docs` and commit it.",
  );
  process.exitCode = 1;
}
