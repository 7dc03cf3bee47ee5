import type { core } from 'zod/mini';
import type { Path } from '../diagnostic.ts';
import { wrong } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { Template } from '../references.ts';
import { keysOf } from '../shapes.ts';
import { due, kindOf, notOneOf, shown } from '../words.ts';

/** What the key of an exit takes. */
export const targetForm = 'the id of a node, or false to lead nowhere';

/** What a key that another kind of node has means on this one. */
export type Elsewhere = (key: string) => string | undefined;

/**
 * Turns the issues of a schema into findings.
 * @param root what was checked
 * @param path where it stands
 * @param elsewhere what to say of a key that has its place, but not here
 */
export function explain(
  issues: readonly core.$ZodIssue[],
  root: unknown,
  path: Path,
  elsewhere: Elsewhere = () => undefined,
): Finding[] {
  const misspelt = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.flatMap((key) => meantBy(key, issue.message) ?? []) : [],
  );
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) =>
        unknown(key, [...path, ...(issue.path as Path)], issue.message, elsewhere),
      );
    return describe(issue, at(root, issue.path), [...path, ...(issue.path as Path)], misspelt);
  });
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) here = (here as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key];
  return here;
}

/** What a key of another tool, or of another place, means here: by what the mapping is called. */
const otherWords: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'a route',
    new Map([
      ['then', 'next'],
      ['to', 'next'],
      ['if', 'when'],
      ['condition', 'when'],
    ]),
  ],
]);

function meantBy(key: string, what: string): string | undefined {
  return otherWords.get(what)?.get(key) ?? nearest(key, keysOf.get(what) ?? []);
}

function unknown(key: string, path: Path, what: string, elsewhere: Elsewhere): Finding {
  const allowed = keysOf.get(what) ?? [];
  const meant = meantBy(key, what);
  const settings = allowed.includes('config') ? ' Settings of the action stand below `config`.' : '';
  const said =
    elsewhere(key) ??
    `"${key}" is not a key of ${what}.${meant === undefined ? '' : ` Did you mean "${meant}"?`} Allowed: ${allowed.join(', ')}.${settings}`;
  return { ...wrong('wrong-fields', [...path, key], said), part: 'key' };
}

function describe(
  issue: Exclude<core.$ZodIssue, { code: 'unrecognized_keys' }>,
  value: unknown,
  path: Path,
  misspelt: readonly string[],
): Finding[] {
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  if (value === undefined) {
    if (misspelt.includes(key)) return [];
    return [wrong('missing-key', path.slice(0, -1), `"${key}" is missing.`)];
  }
  if (value instanceof Template) {
    return [
      wrong('wrong-expression', path, 'A reference to a play gives a UUID, which is not allowed here.'),
    ];
  }
  switch (issue.code) {
    case 'custom': {
      const isNested = Array.isArray(value) && value.some((each) => typeof each === 'object');
      const hint =
        isNested && issue.message === targetForm
          ? ' Move the nodes below this one, and write the id of the first one here.'
          : '';
      return [
        wrong('wrong-value', path, `"${key}" must be ${issue.message}, but is ${kindOf(value)}.${hint}`),
      ];
    }
    case 'invalid_type':
      return [
        wrong('wrong-type', path, `"${key}" must be ${due(issue.expected, value)}, but is ${kindOf(value)}.`),
      ];
    case 'invalid_value':
      return [wrong('wrong-value', path, notOneOf(value, issue.values.map(String)))];
    case 'invalid_format':
      return [wrong('wrong-uuid', path, `${shown(value)} is not a UUID.`)];
    case 'too_small':
      return [
        wrong(
          'wrong-value',
          path,
          typeof value === 'number'
            ? `"${key}" must be ${issue.inclusive === true ? `${String(issue.minimum)} or more` : `above ${String(issue.minimum)}`}, but is ${String(value)}.`
            : `"${key}" is empty. ${Array.isArray(value) ? 'Add at least one entry' : 'Give it a value'}.`,
        ),
      ];
    case 'invalid_union':
    case 'too_big':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [wrong('wrong-value', path, `"${key}" cannot be ${shown(value)}.`)];
  }
}
