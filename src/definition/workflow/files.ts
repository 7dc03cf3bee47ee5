import type { Path } from '../diagnostic.ts';
import { wrong } from '../findings.ts';
import type { Finding } from '../findings.ts';
import type { TextFinding } from './step.ts';
import { isFile, isMap, isStatic } from './values.ts';
import type { Value } from './values.ts';

/** A text file of the checkout, or why it can't be read, as the end of a sentence. */
export type TextFile = { readonly text: string } | { readonly problem: string };

/** A text that stands in a file of its own. */
export interface FileUse {
  /** Relative to the top of the checkout, with `/`; null where it would lead out of it. */
  readonly file: string | null;
  /** Where `{ file }` stands. */
  readonly path: Path;
}

/** A path as a file names it, from the folder of that file; null where it leads out of the checkout. */
export function fileFrom(holder: string, path: string): string | null {
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.includes('\\')) return null;
  const steps = holder.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '..') {
      if (steps.pop() === undefined) return null;
    } else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.length === 0 ? null : steps.join('/');
}

/** Mappings of names to values: one that has the one name `file` names no file. */
const named = new Set(['config', 'end', 'variables']);

/**
 * Lists the files that a list of nodes takes texts from.
 * @param holder the file that holds the nodes, relative to the top of the checkout
 */
export function filesIn(value: Value, holder: string, path: Path = []): FileUse[] {
  if (!isFile(value) || isNamed(path))
    return inside(value).flatMap(([key, each]) => filesIn(each, holder, [...path, key]));
  return [{ file: fileFrom(holder, value.file), path }];
}

// `config` of a node, not a key of that name somewhere in a config
function isNamed(path: Path): boolean {
  const [key, index] = [path.at(-1), path.at(-2)];
  return typeof key === 'string' && named.has(key) && typeof index === 'number';
}

function inside(value: Value): [string | number, Value][] {
  if (Array.isArray(value)) return (value as readonly Value[]).map((each, index) => [index, each]);
  return isMap(value) && !isStatic(value) ? Object.entries(value) : [];
}

/**
 * Puts the texts of files in the places where they are named.
 * @returns the value with its texts, and what is wrong with the files
 */
export function withFiles(
  value: Value,
  holder: string,
  files: ReadonlyMap<string, TextFile>,
): { readonly value: Value; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const replace = (here: Value, path: Path): Value => {
    if (isFile(here) && !isNamed(path)) {
      const file = fileFrom(holder, here.file);
      const found = file === null ? undefined : files.get(file);
      if (found !== undefined && 'text' in found) return found.text;
      const problem = found?.problem ?? 'it is outside the checkout (paths are relative to the definition)';
      findings.push(wrong('wrong-file', [...path, 'file'], `${here.file} cannot be read: ${problem}.`));
      return '';
    }
    if (Array.isArray(here))
      return (here as readonly Value[]).map((each, index) => replace(each, [...path, index]));
    if (!isMap(here) || isStatic(here)) return here;
    return Object.fromEntries(
      Object.entries(here).map(([key, each]) => [key, replace(each, [...path, key])]),
    );
  };
  return { value: replace(value, []), findings };
}

/** What looks like an expression of ours: in a file of its own it is none. */
const ours = /\$\{\{\s*(?:vars|plays)\.[^}]*\}\}/g;

/** Warns of `${{ vars.NAME }}` in the texts of files, where nothing is filled in. */
export function unfilled(uses: readonly FileUse[], files: ReadonlyMap<string, TextFile>): TextFinding[] {
  return uses.flatMap(({ file, path }) => {
    const found = file === null ? undefined : files.get(file);
    if (found === undefined || 'problem' in found) return [];
    const { text } = found;
    return [...text.matchAll(ours)].map(({ 0: whole, index }): TextFinding => {
      const message = `${whole} is not filled in here, because texts in files are sent as they stand. Put the value into a \`variables\` node and read that, or move the text into the definition.`;
      const part = { text, from: index, to: index + whole.length };
      return { severity: 'warning', code: 'wrong-expression', message, path, part };
    });
  });
}
