import type { core } from 'zod/mini';
import type { DiagnosticCode, Path, Severity } from './diagnostic.ts';
import { nearest } from './nearest.ts';
import { playSchema } from './schema.ts';
import { keysOf } from './shapes.ts';
import { cronMessage, due, kindOf, notOneOf, shown } from './words.ts';

/** Something wrong inside one document, before its place in the file is looked up. */
export interface Finding {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly path: Path;
  readonly part: 'key' | 'value';
}

type Issue = core.$ZodIssue;

/** An error at a value. */
export function wrong(code: DiagnosticCode, path: Path, message: string): Finding {
  return { severity: 'error', code, message, path, part: 'value' };
}

/**
 * Checks a value against the schema of a play.
 * @param value plain data; expressions already have their values
 * @returns every mistake once: what follows from another is left out
 */
export function findMistakes(value: unknown): Finding[] {
  const empties = findKeys(value, (_key, each) => each === null).map((path) =>
    wrong(
      'empty-value',
      path,
      `${nameOf(path)} has no value. Fill it in, or remove it: what is left empty by a slip can cost money.`,
    ),
  );
  const conjunctions = findKeys(value, (key) => key === 'conjunction').map((path): Finding => ({
    ...wrong('conjunction', path, conjunctionMessage),
    part: 'key',
  }));
  const found = [...empties, ...conjunctions];
  const issues = playSchema.safeParse(value).error?.issues ?? [];
  const unknown = unknownKeys(issues);
  for (const issue of issues) {
    if (empties.some(({ path }) => isWithin(issue.path, path))) continue;
    found.push(...describe(issue, value, unknown));
  }
  return found;
}

/** What stands at the end of a path, as a person calls it. */
function nameOf(path: Path): string {
  const last = path.at(-1);
  return typeof last === 'string' ? `"${last}"` : 'This entry of the list';
}

const conjunctionMessage =
  'Cargo spells this key "conjonction". It does not refuse "conjunction": it silently matches no records.';

function isWithin(path: readonly PropertyKey[], parent: Path): boolean {
  return path.length >= parent.length && parent.every((step, index) => path[index] === step);
}

/** The paths of all keys, at any depth, for which a test holds. */
function findKeys(
  value: unknown,
  test: (key: string | number, value: unknown) => boolean,
  path: Path = [],
): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((each, index) => [index, each])
    : Object.entries(value);
  return entries.flatMap(([key, each]) => {
    const here = [...path, key];
    return test(key, each) ? [here] : findKeys(each, test, here);
  });
}

/** The unknown keys of each mapping, by its path. */
function unknownKeys(issues: readonly Issue[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') found.set(JSON.stringify(issue.path), issue.keys);
  }
  return found;
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) here = (here as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key];
  return here;
}

function describe(issue: Issue, root: unknown, unknown: ReadonlyMap<string, readonly string[]>): Finding[] {
  const path = issue.path as Path;
  const value = at(root, path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.flatMap((key) => unknownKey(key, path, issue.message));
  if (value === undefined) {
    const siblings = unknown.get(JSON.stringify(path.slice(0, -1))) ?? [];
    return missingKey(path, siblings, issue);
  }
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  if (path[0] === 'limit') {
    const said =
      typeof value === 'string'
        ? `${kindOf(value)}, and must be a whole number above 0, without quotes or text around it`
        : `${shown(value)}, and must be a whole number above 0`;
    return [wrong('wrong-limit', path, `"limit" is ${said}.`)];
  }
  switch (issue.code) {
    case 'invalid_type':
      return [
        wrong(
          'wrong-type',
          path,
          `${nameOf(path)} is ${kindOf(value)}, and must be ${due(issue.expected, value)}.`,
        ),
      ];
    case 'invalid_value':
      return [wrong('wrong-value', path, notOneOf(value, issue.values.map(String)))];
    case 'invalid_union':
      return union(issue, path, value);
    case 'invalid_format':
      return [wrong('wrong-uuid', path, `${shown(value)} is not a uuid.${byName[key] ?? ''}`)];
    case 'too_small':
      return [
        wrong(
          'wrong-value',
          path,
          `"${key}" is empty. ${Array.isArray(value) ? 'Give it at least one value' : 'Fill it in'}.`,
        ),
      ];
    case 'custom':
      return [
        issue.params?.['code'] === 'wrong-cron'
          ? wrong('wrong-cron', path, cronMessage(value))
          : wrong('wrong-value', path, nameMessage),
      ];
    case 'too_big':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [wrong('wrong-value', path, `"${key}" can't be ${shown(value)}: ${issue.message}.`)];
  }
}

const nameMessage = 'A name is one line without blanks at its beginning and end.';

const byName: Readonly<Record<string, string>> = {
  modelUuid: ' To name a model by its slug, write `model` in place of `modelUuid`.',
  relatedModelUuid: ' To name a model by its slug, write `relatedModel` in place of `relatedModelUuid`.',
  folderUuid: ' To name a folder by its names, write `folder` in place of `folderUuid`.',
  playUuid: ' To name a play of this repository by its id, write `play` in place of `playUuid`.',
};

function unknownKey(key: string, path: Path, what: string): Finding[] {
  // it has a diagnostic of its own
  if (key === 'conjunction') return [];
  const allowed = keysOf.get(what) ?? [];
  const meant = nearest(key, allowed);
  const message = `"${key}" is not a key of ${what}.${meant === undefined ? '' : ` Did you mean "${meant}"?`} Allowed: ${allowed.join(', ')}.`;
  return [
    {
      severity: 'error',
      code: path.length === 0 ? 'unknown-key' : 'wrong-fields',
      message,
      path: [...path, key],
      part: 'key',
    },
  ];
}

function missingKey(path: Path, siblings: readonly string[], issue: Issue): Finding[] {
  const key = String(path.at(-1));
  // the misspelt key is the mistake, that the right one is missing follows from it
  if (
    siblings.some((sibling) =>
      sibling === 'conjunction' ? key === 'conjonction' : nearest(sibling, [key]) !== undefined,
    )
  )
    return [];
  const options = optionsOf(issue);
  const message = `"${key}" is missing.${options.length === 0 ? '' : ` It is one of ${options.join(', ')}.`}`;
  return [wrong('missing-key', path.slice(0, -1), message)];
}

function optionsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union')
    return ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
  return [];
}

/** A union that nothing fitted: of conditions and schedules by `kind`, `operator` or `type`, or of a text and a list. */
function union(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path, value: unknown): Finding[] {
  const discriminator = 'discriminator' in issue ? String(issue.discriminator) : '';
  if (discriminator === '') {
    const inner = (Array.isArray(value) ? issue.errors[1] : undefined) ?? [];
    if (inner.every((each) => each.path.length === 0)) {
      const empty = inner.some((each) => each.code === 'too_small');
      const message = empty
        ? `${nameOf(path)} is empty. Give it at least one value.`
        : `${nameOf(path)} is ${kindOf(value)}, and must be a text or a list of texts.`;
      return [wrong(empty ? 'wrong-value' : 'wrong-type', path, message)];
    }
    return inner.map((each) => {
      const item = at(value, each.path);
      return wrong(
        'wrong-type',
        [...path, ...(each.path as Path)],
        `This entry of the list is ${kindOf(item)}, and must be ${due('string', item)}.`,
      );
    });
  }
  const options = optionsOf(issue);
  if (typeof value !== 'string') {
    return [
      wrong(
        'wrong-type',
        path,
        `"${discriminator}" is ${kindOf(value)}, and must be one of ${options.join(', ')}.`,
      ),
    ];
  }
  const isKind = discriminator === 'kind';
  const meant = nearest(value, options);
  if (isKind || discriminator === 'type') {
    // the service may be ahead of us
    const what = isKind ? 'condition kind' : 'schedule type';
    const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    const message = `${shown(value)} is no ${what} that this version knows, and is sent as it is.${near} Known: ${options.join(', ')}.`;
    return [
      {
        severity: 'warning',
        code: isKind ? 'unknown-condition-kind' : 'unknown-schedule-type',
        message,
        path,
        part: 'value',
      },
    ];
  }
  return [wrong('wrong-value', path, notOneOf(value, options))];
}
