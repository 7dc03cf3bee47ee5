import type { Path } from './diagnostic.ts';
import { nearest } from './nearest.ts';
import { cut } from './visible.ts';

/**
 * That a value is none of the allowed ones, which they are, and the one that was meant.
 * @param known what other words in lower case stand for, whatever is near by its letters
 * @param otherwise a sentence to add where no word was meant
 */
export function notOneOf(
  value: unknown,
  allowed: readonly string[],
  known: ReadonlyMap<string, readonly string[]> = new Map(),
  otherwise = '',
): string {
  const meant = typeof value === 'string' ? meantOf(value, allowed, known) : undefined;
  const which = allowed.length === 1 ? `It must be ${allowed[0] ?? ''}.` : `Allowed: ${allowed.join(', ')}.`;
  return meant === undefined
    ? `${shown(value)} is not allowed here. ${which}${otherwise}`
    : `${shown(value)} is not allowed here. Did you mean "${meant}"? ${which}`;
}

function meantOf(
  value: string,
  allowed: readonly string[],
  known: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const other = known.get(value.toLowerCase())?.find((each) => allowed.includes(each));
  // never the opposite, however near it is: `notBetween` is not `between`
  const alike = allowed.filter((each) => isNegative(each) === isNegative(value));
  return other ?? nearest(value, alike);
}

function isNegative(word: string): boolean {
  return /not|n't|^un/i.test(word);
}

/** What stands at the end of a path, as a person calls it. */
export function nameOf(path: Path): string {
  const last = path.at(-1);
  return typeof last === 'string' ? `"${last}"` : 'This list entry';
}

/** A value as a message quotes it, cut where it is long. */
export function shown(value: unknown): string {
  if (typeof value !== 'string') {
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : kindOf(value);
  }
  return `"${cut(value, 80).toWellFormed()}"`;
}

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return `text (${shown(value)})`;
    case 'number':
      return `the number ${String(value)}`;
    case 'boolean':
      return String(value);
    case 'object':
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      break;
  }
  return 'a mapping';
}

/** What zod expected, in words. */
export function due(expected: string, value: unknown): string {
  switch (expected) {
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' ? 'text (put quotes around it)' : 'text';
    case 'array':
      return 'a list, such as [a, b]';
    case 'object':
      return 'a mapping of keys to values';
    case 'boolean':
      return 'true or false';
    case 'int':
      return 'a whole number';
    default:
      return `a ${expected}`;
  }
}
