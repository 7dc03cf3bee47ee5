import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { declaredInputs } from '../../dev/action-file.ts';
import { outputNames } from '../../src/report/outputs.ts';
import { act, repository, sandbox } from '../support/action.ts';

const root = join(import.meta.dirname, '..', '..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

interface Example {
  /** The page and the line of its fence. */
  readonly where: string;
  readonly text: string;
}

/** The YAML examples of a page, without the indentation of the list they may be in. */
function examplesOf(page: string): Example[] {
  const text = textOf(page);
  return [...text.matchAll(/^( *)```yaml\n(.*?)^ *```$/gms)].map((found) => {
    const [, indent = '', body = ''] = found;
    const where = `${page}:${String(text.slice(0, found.index).split('\n').length)}`;
    return { where, text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), '') };
  });
}

const examples = pages.flatMap(examplesOf);
const isWorkflow = ({ text }: Example): boolean => /^(- )?(on|jobs|uses|run|if):/m.test(text);

const least = 'changeKinds: [added]\nrunCreationRule: once\n';

/** A whole definition around what an example shows: nodes or conditions alone, or some keys of a play. */
function definition(example: string, model: string): Document {
  if (/^changeKinds:/m.test(example)) return parseDocument(example);
  const head = `model: ${model}\n${least}`;
  if (/^nodes:/m.test(example)) return parseDocument(`${head}workflow:\n${indented(example, 2)}`);
  if (/^- slug:/m.test(example)) return parseDocument(`${head}workflow:\n  nodes:\n${indented(example, 4)}`);
  const keys = example.replaceAll(/^#.*\n/gm, '').startsWith('- ')
    ? `filter:\n  conjonction: and\n  groups:\n    - conjonction: and\n      conditions:\n${indented(example, 8)}`
    : example;
  return parseDocument(`${head}${keys}`);
}

function indented(text: string, spaces: number): string {
  return text.replaceAll(/^/gm, ' '.repeat(spaces));
}

/** The files that examples take texts from: those of the example plays. */
function texts(): Record<string, string> {
  return Object.fromEntries(
    ['prompts', 'scripts'].flatMap((folder) =>
      readdirSync(join(root, 'plays', folder)).map((name) => {
        const path = `plays/${folder}/${name}`;
        return [path, textOf(path)];
      }),
    ),
  );
}

/** The definitions that the examples stand for, each with a name and an id of its own. */
function definitions(): Record<string, string> {
  const plays = examples
    .filter((example) => !isWorkflow(example))
    .flatMap(({ where, text }) => {
      const model = /^# on the model (\S+)$/m.exec(text)?.[1] ?? 'accounts';
      return text.split(/^---\n/m).map((each) => ({ where, play: definition(each, model) }));
    });
  return Object.fromEntries(
    plays.map(({ where, play }, index) => {
      play.set('name', `Example ${String(index)}`);
      play.set('id', `example-${String(index)}`);
      return [`plays/${where.replaceAll(/\W/g, '-')}-${String(index)}.yml`, play.toString()];
    }),
  );
}

describe('the examples of definitions', () => {
  it('are planned without a complaint by the action, against models that have their columns', async () => {
    const server = await sandbox();
    const others = Object.fromEntries(
      ['welcome', 'score-new-accounts'].map((id) => [
        `plays/${id}.yml`,
        `name: ${id}\nmodel: accounts\n${least}`,
      ]),
    );
    const all = definitions();
    expect(Object.keys(all).length).toBeGreaterThan(40);
    const run = await act(server, repository({ ...all, ...others, ...texts() }), {
      mode: 'plan',
      variables: 'LIMIT: 20\nSALES_CHANNEL: "#test"',
      // the sandbox has no records that these would match
      reach: 'false',
    });
    expect(run.code, run.stdout).toBe(0);
    expect(run.stdout).not.toMatch(/^::(error|warning)/m);
  });
});

/** The names of the inputs of every step in a workflow, or a part of one, that uses this action. */
function givenInputs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(givenInputs);
  const isStep = 'uses' in value && value.uses === 'OWNER/cargo-plays@v1';
  return isStep && 'with' in value ? [...Object.keys(value.with as object), ...inside] : inside;
}

describe('the examples of workflows', () => {
  const inputs = new Set(declaredInputs().map(({ name }) => name));

  it.each(examples.filter(isWorkflow).map((example) => [example.where, example]))(
    '%s uses inputs and outputs that exist',
    (_where, { text }) => {
      const document = parseDocument(text);
      expect(document.errors).toEqual([]);
      const used = givenInputs(document.toJS());
      expect(used.filter((name) => !inputs.has(name))).toEqual([]);
      const read = [...text.matchAll(/(?:steps|needs)\.plays\.outputs\.([\w-]+)/g)].map(
        ([, name = '']) => name,
      );
      const known: readonly string[] = [...outputNames, 'score-new-accounts'];
      expect(read.filter((name) => !known.includes(name))).toEqual([]);
    },
  );
});

describe('the pages', () => {
  it.each(pages)('%s links to files and headings that exist', (page) => {
    const slug = (heading: string): string =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, '')
        .replaceAll(' ', '-');
    const broken = [...textOf(page).matchAll(/\]\(((?!https:)[^)]+)\)/g)].flatMap(([, target = '']) => {
      const [path = '', anchor] = target.split('#');
      const file = join(root, page, '..', path === '' ? (page.split('/').at(-1) ?? '') : path);
      const text = statSync(file).isDirectory() ? '' : readFileSync(file, 'utf8');
      const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => slug(heading));
      return anchor === undefined || headings.includes(anchor) ? [] : [target];
    });
    expect(broken).toEqual([]);
  });

  it('explain every code that a golden pair shows', () => {
    const outs = ['cases', 'cases-live', 'cases-workflow'].flatMap((folder) =>
      readdirSync(join(root, '__tests__', folder))
        .filter((name) => name.endsWith('.out'))
        .map((name) => textOf(`__tests__/${folder}/${name}`)),
    );
    const codes = outs.flatMap((out) =>
      [...out.matchAll(/^\S.*?:\d+:\d+ (?:error|warning|notice) ([a-z0-9-]+):/gm)].map(
        ([, code = '']) => code,
      ),
    );
    const explained = textOf('docs/troubleshooting.md');
    expect(codes.length).toBeGreaterThan(100);
    expect([...new Set(codes)].filter((code) => !explained.includes(`\`${code}\``))).toEqual([]);
  });

  it('the README has at most 200 lines', () => {
    expect(textOf('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(200);
  });
});
