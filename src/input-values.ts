import { LineCounter, parseDocument } from 'yaml';

/** The values for `${{ vars.NAME }}`; null is a value that was left empty. */
export type Variables = ReadonlyMap<string, string | number | boolean | null>;

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads the `variables` input: a YAML mapping of names to strings, numbers and booleans.
 * @param emptyAllowed whether a value may be empty: on a fork's or Dependabot's run GitHub leaves them so
 * @param wrong is called with each mistake, a sentence that names its line
 */
export function parseVariables(text: string, emptyAllowed: boolean, wrong: (message: string) => void): Variables {
  const variables = new Map<string, string | number | boolean | null>();
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, stringKeys: true, schema: 'core' });
  for (const error of document.errors) {
    wrong(`line ${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0] ?? 'this is not YAML'}`);
  }
  if (document.errors.length > 0) return variables;
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    wrong('it has too many aliases.');
    return variables;
  }
  if (value === null) return variables;
  if (typeof value !== 'object' || Array.isArray(value)) {
    wrong('it is not a mapping. Write one `NAME: value` a line.');
    return variables;
  }
  for (const [name, each] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    if (!variableName.test(name)) {
      wrong(`"${name}" is not a name: use letters, digits and _, not beginning with a digit.`);
    } else if (each === null && !emptyAllowed) {
      wrong(`"${name}" has no value. Is the variable it comes from spelt right? For an empty text write "".`);
    } else if (each !== null && typeof each !== 'string' && typeof each !== 'number' && typeof each !== 'boolean') {
      wrong(`"${name}" is a ${Array.isArray(each) ? 'list' : 'mapping'}: a variable is a text, a number, true or false.`);
    } else if (typeof each === 'number' && !Number.isFinite(each)) {
      wrong(`"${name}" is not a finite number.`);
    } else variables.set(name, each);
  }
  return variables;
}

/** Whether a URL's host is this very machine: what is sent there crosses no network. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
