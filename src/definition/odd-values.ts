import type { DiagnosticCode, Path } from './diagnostic.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { nameOf } from './words.ts';

const conjunctionMessage =
  'Write "conjonction": this is how Cargo spells the key. Cargo ignores "conjunction", and then matches no records.';

/**
 * What no definition may hold, wherever it stands: keys without a value, "conjunction", and what JSON can't hold.
 * @param value plain data; expressions already have their values
 */
export function oddValues(value: unknown): Finding[] {
  const found: Finding[] = [];
  // one list for all places, copied for what is found
  const path: (string | number)[] = [];
  const step = (key: string | number, each: unknown, around?: object): void => {
    path.push(key);
    if (key === 'conjunction')
      found.push({ ...wrong('conjunction', [...path], conjunctionMessage), part: 'key' });
    else walk(each, around);
    path.pop();
  };
  const walk = (here: unknown, around?: object): void => {
    const message = whyOdd(here, path, around);
    if (message !== null) found.push(wrong(message[0], [...path], message[1]));
    else if (Array.isArray(here))
      for (let index = 0; index < here.length; index += 1) step(index, here[index]);
    else if (typeof here === 'object' && here !== null)
      for (const [key, each] of Object.entries(here)) step(key, each, here);
  };
  walk(value);
  return found;
}

/** Whether a problem is about a value that JSON can't hold. */
export function isUnsendable(code: DiagnosticCode): boolean {
  return code === 'wrong-number' || code === 'wrong-text';
}

/** The numbers that a comma may have cut: `{ value: 1,000 }`. */
function cutNumbers(around: object): number[] {
  return Object.values(around).filter(
    (each): each is number => Number.isInteger(each) && each >= 1 && each <= 999,
  );
}

/** Whether a key of a mapping is what follows the comma of `{ value: 1,000 }`, which YAML takes for a key of its own. */
export function isThousands(key: string, around: object): boolean {
  if (!/^\d{3}$/.test(key)) return false;
  return Object.getOwnPropertyDescriptor(around, key)?.value === null && cutNumbers(around).length > 0;
}

function separated(thousands: string, around: object): string {
  const numbers = cutNumbers(around);
  const what = numbers.length === 1 ? ` Write ${String(numbers[0])}${thousands}.` : '';
  return `Remove the comma before ${thousands}: numbers have no separators.${what}`;
}

function whyOdd(value: unknown, path: Path, around?: object): [DiagnosticCode, string] | null {
  const key = path.at(-1);
  // a config may have any key
  const isField = around !== undefined && typeof key === 'string' && path[0] !== 'workflow';
  if (value === null && isField && isThousands(key, around)) return ['wrong-number', separated(key, around)];
  if (value === null) return ['empty-value', `${nameOf(path)} has no value. Add one, or remove it.`];
  // what a limit must be is said by the schema
  if (typeof value === 'number' && path[0] === 'limit') return null;
  if (typeof value === 'number' && !Number.isFinite(value))
    return [
      'wrong-number',
      `${nameOf(path)} is ${String(value)}, which JSON cannot represent. Write another number, or put quotes around it to send it as text.`,
    ];
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return [
      'wrong-number',
      `${nameOf(path)} is too large to be sent exactly (the limit is 9007199254740991). Put quotes around it to send it as text.`,
    ];
  if (typeof value === 'string' && !value.isWellFormed())
    return [
      'wrong-text',
      `${nameOf(path)} contains half of a character (\\uD800 to \\uDFFF must come in pairs). Write the character itself.`,
    ];
  return null;
}
