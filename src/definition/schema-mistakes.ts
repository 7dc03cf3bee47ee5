import type { core } from 'zod/mini';
import { cronMessage } from './cron-mistakes.ts';
import type { Path } from './diagnostic.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { forms, kindsWith, uuidHint, withoutOperator } from './hints.ts';
import { isMapping } from './mapping.ts';
import { nearest, slipOf } from './nearest.ts';
import { otherKinds, otherOperators, otherValues } from './other-words.ts';
import { isThousands } from './odd-values.ts';
import { playSchema } from './schema.ts';
import { keysOf } from './shapes.ts';
import { due, kindOf, nameOf, notOneOf, shown } from './words.ts';

type Issue = core.$ZodIssue;

/**
 * Checks a value against the schema of a play.
 * @param value plain data; expressions already have their values
 * @param odd what was found wrong with single values: what the schema says of these is left out
 * @returns every mistake once: what follows from another is left out
 */
export function* schemaMistakes(value: unknown, odd: readonly Finding[]): Generator<Finding> {
  const { issues, isWhole } = issuesOf(value);
  const unknown = unknownKeys(issues);
  const known = new Set(odd.filter(({ part }) => part === 'value').map(({ path }) => JSON.stringify(path)));
  for (const issue of issues) {
    if (known.size === 0 || !isWithin(issue.path, known)) yield* describe(issue, value, unknown);
  }
  if (!isWhole) yield wrong('more-problems', [], 'This play has too many problems to list.');
}

function issuesOf(value: unknown): { readonly issues: readonly Issue[]; readonly isWhole: boolean } {
  try {
    return { issues: playSchema.safeParse(value).error?.issues ?? [], isWhole: true };
  } catch (thrown) {
    // zod passes issues on as arguments, and runs out of stack with some 100,000 of them
    if (!(thrown instanceof RangeError)) throw thrown;
    return { issues: playSchema.safeParse(shortened(value)).error?.issues ?? [], isWhole: false };
  }
}

/** A value with no more than the first entries of each list. */
function shortened(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, 500).map(shortened);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each)]));
}

/** Whether a path is one of those that are known as JSON, or leads into one. */
function isWithin(path: readonly PropertyKey[], known: ReadonlySet<string>): boolean {
  return (
    known.has(JSON.stringify(path)) ||
    path.some((_, depth) => known.has(JSON.stringify(path.slice(0, depth))))
  );
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

function describe(
  issue: Issue,
  root: unknown,
  unknown: ReadonlyMap<string, readonly string[]>,
): Iterable<Finding> {
  const path = issue.path as Path;
  const value = at(root, path);
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.filter((key) => !(isMapping(value) && isThousands(key, value)));
    return unknownKeysOf(keys, path, issue.message);
  }
  if (value === undefined) {
    const siblings = unknown.get(JSON.stringify(path.slice(0, -1))) ?? [];
    return missingKey(path, siblings, issue);
  }
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  if (path[0] === 'limit') {
    const said =
      typeof value === 'string'
        ? `must be a whole number above 0, without quotes or other text, but is ${kindOf(value)}`
        : value === Infinity || (Number.isInteger(value) && Number(value) > 0)
          ? 'is too large. It must be below 2^53 (9007199254740992)'
          : `must be a whole number above 0, but is ${shown(value)}`;
    return [wrong('wrong-limit', path, `"limit" ${said}.`)];
  }
  switch (issue.code) {
    case 'invalid_type':
      return [
        wrong(
          'wrong-type',
          path,
          `${nameOf(path)} must be ${due(issue.expected, value)}, but is ${kindOf(value)}.${forms(path, value)}`,
        ),
      ];
    case 'invalid_value':
      return notAllowed(value, path, issue.values.map(String), at(root, path.slice(0, -1)));
    case 'invalid_union':
      return union(issue, path, value, at(root, path.slice(0, -1)));
    case 'invalid_format':
      return [wrong('wrong-uuid', path, `${shown(value)} is not a UUID.${uuidHint(key, value)}`)];
    case 'too_small':
      if (typeof value === 'number') return [outside(path, value, `at least ${String(issue.minimum)}`)];
      return [
        wrong(
          'wrong-value',
          path,
          `"${key}" is empty. ${Array.isArray(value) ? 'Add at least one value' : 'Give it a value'}.`,
        ),
      ];
    case 'custom':
      return [
        issue.params?.['code'] === 'wrong-cron'
          ? wrong('wrong-cron', path, cronMessage(value))
          : wrong('wrong-value', path, nameMessage),
      ];
    case 'too_big':
      return [outside(path, value, `at most ${String(issue.maximum)}`)];
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [wrong('wrong-value', path, `"${key}" cannot be ${shown(value)}: ${issue.message}.`)];
  }
}

/** A value that is none of those that its key takes. */
function notAllowed(value: unknown, path: Path, allowed: readonly string[], around: unknown): Finding[] {
  const key = path.findLast((step) => typeof step === 'string') ?? '';
  const lacking = key === 'operator' ? withoutOperator(value, allowed, around) : null;
  if (lacking !== null) return [wrong('wrong-value', path, lacking)];
  const known = key === 'operator' ? otherOperators : otherValues[key];
  // a condition, not a frequency or period in it
  const isOfCondition = key === 'operator' && typeof path.at(-2) === 'number';
  const otherwise = isOfCondition && typeof value === 'string' ? kindsWith(value) : '';
  return [wrong('wrong-value', path, notOneOf(value, allowed, known, otherwise))];
}

function outside(path: Path, value: unknown, allowed: string): Finding {
  return wrong('wrong-value', path, `${nameOf(path)} must be ${allowed}, but is ${shown(value)}.`);
}

const nameMessage = 'A name must be one line, without spaces at its start or end.';

function* unknownKeysOf(keys: readonly string[], path: Path, what: string): Generator<Finding> {
  const allowed = keysOf.get(what) ?? [];
  for (const key of keys) {
    // it has a diagnostic of its own
    if (key === 'conjunction') continue;
    const meant = nearest(key, allowed);
    const instead =
      key === 'play' && allowed.includes('workflowUuid')
        ? ' Write workflowUuid: ${{ plays.ID.workflowUuid }}.'
        : meant === undefined
          ? ''
          : ` Did you mean "${meant}"?`;
    const message = `${shown(key)} is not a key of ${what}.${instead} Allowed: ${allowed.join(', ')}.`;
    yield {
      severity: 'error',
      code: path.length === 0 ? 'unknown-key' : 'wrong-fields',
      message,
      path: [...path, key],
      part: 'key',
    };
  }
}

function missingKey(path: Path, siblings: readonly string[], issue: Issue): Finding[] {
  const key = String(path.at(-1));
  // the misspelled key is the mistake, that the right one is missing follows from it
  if (
    siblings.some((sibling) =>
      sibling === 'conjunction' ? key === 'conjonction' : nearest(sibling, [key]) !== undefined,
    )
  )
    return [];
  const options = optionsOf(issue);
  if (path.length === 2 && path[0] === 'filter' && key === 'groups') {
    const form = 'groups: [{ conjonction: and, conditions: [...] }]';
    return [wrong('missing-key', ['filter'], `"groups" is missing. Conditions stand in groups: ${form}.`)];
  }
  const message = `"${key}" is missing.${options.length === 0 ? '' : ` Allowed: ${options.join(', ')}.`}`;
  return [wrong('missing-key', path.slice(0, -1), message)];
}

function optionsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union')
    return ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
  return [];
}

/** A union that nothing fitted: of conditions and schedules by `kind`, `operator` or `type`, or of a text and a list. */
function union(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  value: unknown,
  around: unknown,
): Finding[] {
  const discriminator = 'discriminator' in issue ? String(issue.discriminator) : '';
  if (discriminator === '') {
    const inner = (Array.isArray(value) ? issue.errors[1] : undefined) ?? [];
    if (inner.every((each) => each.path.length === 0)) {
      const empty = inner.some((each) => each.code === 'too_small');
      const message = empty
        ? `${nameOf(path)} is empty. Add at least one value.`
        : `${nameOf(path)} must be text or a list of texts, but is ${kindOf(value)}.`;
      return [wrong(empty ? 'wrong-value' : 'wrong-type', path, message)];
    }
    return inner.map((each) => {
      const item = at(value, each.path);
      return wrong(
        'wrong-type',
        [...path, ...(each.path as Path)],
        `This list entry must be ${due('string', item)}, but is ${kindOf(item)}.`,
      );
    });
  }
  const options = optionsOf(issue);
  if (typeof value !== 'string') {
    return [
      wrong(
        'wrong-type',
        path,
        `"${discriminator}" must be one of ${options.join(', ')}, but is ${kindOf(value)}.`,
      ),
    ];
  }
  const isKind = discriminator === 'kind';
  const meant = nearest(value, options);
  if (isKind || discriminator === 'type') {
    const what = isKind ? 'condition kind' : 'schedule type';
    // Cargo may be ahead of us, but hardly by a typo
    const slip = (isKind ? otherKinds.get(value.toLowerCase()) : undefined) ?? slipOf(value, options);
    const head = slip === undefined ? 'This version of the action does not know the' : 'There is no';
    const near = (slip ?? meant) === undefined ? '' : ` Did you mean "${slip ?? meant ?? ''}"?`;
    const message = `${head} ${what} ${shown(value)}.${slip === undefined ? ' It is sent to Cargo as written.' : ''}${near} Known: ${options.join(', ')}.`;
    return [
      {
        severity: slip === undefined ? 'warning' : 'error',
        code: isKind ? 'unknown-condition-kind' : 'unknown-schedule-type',
        message,
        path,
        part: 'value',
      },
    ];
  }
  return notAllowed(value, path, options, around);
}
