import { filterKeys } from '../definition/conditions.ts';
import { fieldNames, playFields } from '../definition/fields.ts';
import type { DesiredFields, FieldName, FieldOn } from '../definition/fields.ts';
import { Template } from '../definition/references.ts';
import type { ActualPlay } from './actual.ts';
import { ownText } from './ownership.ts';
import { canonical, isMapping } from './spelling.ts';

/** A field of a play that is not as its definition says. Undefined or null: nothing is there. */
export interface Difference {
  readonly field: FieldName;
  /** What the workspace has. */
  readonly before: unknown;
  /** What the definition says; may hold a Template for a play that does not exist yet. */
  readonly after: unknown;
}

// Cargo's own words inside a filter: one of these that only the workspace has is a difference, any other
// key is the server's addition
const wordsOfFilters: ReadonlySet<string> = new Set(Object.keys(filterKeys));

/**
 * Whether the workspace's value is what the definition asks for.
 * @param ours the keys that count although only the workspace has them; all others are the server's
 */
function same(desired: unknown, actual: unknown, ours: ReadonlySet<string>): boolean {
  if (desired === undefined || desired === null) return actual === undefined || actual === null;
  if (desired instanceof Template) return false;
  if (Array.isArray(desired)) {
    return (
      Array.isArray(actual) &&
      actual.length === desired.length &&
      desired.every((item, index) => same(item, actual[index], ours))
    );
  }
  if (!isMapping(desired)) return desired === actual;
  if (!isMapping(actual)) return false;
  for (const key of Object.keys(desired)) {
    if (!same(desired[key], actual[key], ours)) return false;
  }
  return Object.keys(actual).every(
    (key) => key in desired || !ours.has(key) || actual[key] === null || actual[key] === undefined,
  );
}

const none: ReadonlySet<string> = new Set();
const sortKeys: ReadonlySet<string> = new Set(['columnSlug', 'kind']);
const scheduleKeys: ReadonlySet<string> = new Set(['type', 'cron', 'jobId', 'playUuid']);

/** The keys of a field's value that count although only the workspace has them; all others are the server's. */
function oursOf(field: FieldName): ReadonlySet<string> {
  return field === 'filter' ? wordsOfFilters : field === 'sort' ? sortKeys : none;
}

/** The keys that are shown of what the workspace has, beside those that the definition has too. */
function shownOf(field: FieldName): ReadonlySet<string> {
  // `temporalScheduleWorkflowId` and `meta` are the server's ([doc]), others may come
  return field === 'schedule' ? scheduleKeys : oursOf(field);
}

/** A live value as it can be set beside the definition's: without what the server added to it. */
function withoutServerKeys(actual: unknown, desired: unknown, shown: ReadonlySet<string>): unknown {
  if (Array.isArray(actual)) {
    return actual.map((item: unknown, index) =>
      withoutServerKeys(item, Array.isArray(desired) ? desired[index] : undefined, shown),
    );
  }
  if (!isMapping(actual)) return actual;
  const beside = isMapping(desired) ? desired : {};
  return Object.fromEntries(
    Object.entries(actual)
      .filter(([key, value]) => key in beside || (shown.has(key) && value !== null && value !== undefined))
      .map(([key, value]) => [key, withoutServerKeys(value, beside[key], shown)]),
  );
}

function isOnSegment(field: FieldName): field is FieldOn<'segment'> {
  return playFields[field].livesOn === 'segment';
}

/** What a live play has in a field; the description without the ownership line. */
export function actualValue(field: FieldName, { play, segment }: ActualPlay): unknown {
  if (isOnSegment(field)) return segment?.[field];
  return field === 'description' ? ownText(play.description) || null : play[field];
}

/** What a live play has in a field, without what the server is known to add; for a play that has no definition. */
export function ownValue(field: FieldName, actual: ActualPlay): unknown {
  return withoutServerKeys(actualValue(field, actual), undefined, shownOf(field));
}

/**
 * Compares a definition with a live play, field by field. Spellings that mean the same are no difference, nor is
 * what the server adds; a field that the definition leaves out should hold nothing.
 * @param fields the definition's fields, references to existing plays already filled in
 * @returns the fields that differ, in a fixed order; the ownership line is not looked at
 */
export function differencesOf(fields: DesiredFields, actual: ActualPlay): Difference[] {
  return fieldNames.flatMap((field) => {
    const { compared } = playFields[field];
    const value = actualValue(field, actual);
    const before = canonical(compared, value);
    const after = canonical(compared, fields[field]);
    if (same(after, before, oursOf(field))) return [];
    // shown as they are written, but for what says nothing
    const written = after === null ? null : fields[field];
    const wanted = compared === 'description' && typeof written === 'string' ? ownText(written) : written;
    return [
      {
        field,
        before: before === null ? null : withoutServerKeys(value, wanted, shownOf(field)),
        after: wanted,
      },
    ];
  });
}
