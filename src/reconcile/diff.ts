import type { ActualPlay } from './actual.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import { Template } from '../definition/references.ts';
import { ownText } from './ownership.ts';

/** A field of a play that is not as its definition says. Undefined or null: nothing is there. */
export interface Difference {
  readonly field: string;
  /** What the workspace has. */
  readonly before: unknown;
  /** What the definition says; may hold a Template for a play that does not exist yet. */
  readonly after: unknown;
}

/** The fields of a definition, in the order in which differences are shown. */
const comparedFields = [
  'name',
  'description',
  'changeKinds',
  'runCreationRule',
  'schedule',
  'filter',
  'sort',
  'limit',
  'trackingColumnSlugs',
  'folderUuid',
] as const;

type ComparedField = (typeof comparedFields)[number];

// Cargo's own words inside a filter: one of these that only the workspace has is a difference, any other
// key is the server's addition
const filterKeys = new Set([
  'conjonction',
  'groups',
  'conditions',
  'kind',
  'columnSlug',
  'relatedModelUuid',
  'operator',
  'values',
  'value',
  'firstValue',
  'lastValue',
  'otherValue',
  'propertyName',
  'propertyConditions',
  'segmentUuid',
  'workflowUuid',
  'activityKind',
  'nodeSlug',
  'frequency',
  'period',
  'unit',
  'name',
  'clause',
]);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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
  if (!isObject(desired)) return desired === actual;
  if (!isObject(actual)) return false;
  for (const key of Object.keys(desired)) {
    if (!same(asList(key, desired[key]), asList(key, actual[key]), ours)) return false;
  }
  return Object.keys(actual).every(
    (key) => key in desired || !ours.has(key) || actual[key] === null || actual[key] === undefined,
  );
}

// `values` may be one string or a list ([pub]); the server may answer either form
function asList(key: string, value: unknown): unknown {
  return key === 'values' && typeof value === 'string' ? [value] : value;
}

function asSet(value: unknown): unknown {
  return Array.isArray(value) ? [...new Set(value.map(String))].sort() : value;
}

/** A filter without groups, an empty list and null all say: nothing is set here. */
function nothingAsNull(field: ComparedField, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.length === 0) return null;
  if (
    field === 'filter' &&
    isObject(value) &&
    Array.isArray(value['groups']) &&
    value['groups'].length === 0
  ) {
    return null;
  }
  return value;
}

const serverKeys: Readonly<Record<ComparedField, ReadonlySet<string>>> = {
  name: new Set(),
  description: new Set(),
  changeKinds: new Set(),
  runCreationRule: new Set(),
  // `temporalScheduleWorkflowId` and `meta` are the server's ([doc]), others may come
  schedule: new Set(),
  filter: filterKeys,
  sort: new Set(['columnSlug', 'kind']),
  limit: new Set(),
  trackingColumnSlugs: new Set(),
  folderUuid: new Set(),
};

/** The keys that are shown of what the workspace has, beside those that the definition has too. */
const shownKeys: typeof serverKeys = {
  ...serverKeys,
  schedule: new Set(['type', 'cron', 'jobId', 'playUuid']),
};

/** A live value as it can be set beside the definition's: without what the server added to it. */
function withoutServerKeys(actual: unknown, desired: unknown, shown: ReadonlySet<string>): unknown {
  if (Array.isArray(actual)) {
    return actual.map((item: unknown, index) =>
      withoutServerKeys(item, Array.isArray(desired) ? desired[index] : undefined, shown),
    );
  }
  if (!isObject(actual)) return actual;
  const beside = isObject(desired) ? desired : {};
  return Object.fromEntries(
    Object.entries(actual)
      .filter(([key, value]) => key in beside || (shown.has(key) && value !== null && value !== undefined))
      .map(([key, value]) => [key, withoutServerKeys(value, beside[key], shown)]),
  );
}

/** What a live play has in each field of the create call; the segment's fields come from its segment. */
export function actualFields(actual: ActualPlay): Readonly<Record<ComparedField, unknown>> {
  const { play, segment } = actual;
  return {
    name: play.name,
    description: ownText(play.description),
    changeKinds: play.changeKinds,
    runCreationRule: play.runCreationRule,
    schedule: play.schedule,
    filter: segment?.filter,
    sort: segment?.sort,
    limit: segment?.limit,
    trackingColumnSlugs: segment?.trackingColumnSlugs,
    folderUuid: play.folderUuid,
  };
}

/**
 * Compares a definition with a live play, field by field. `changeKinds` and `trackingColumnSlugs` are
 * sets; what the server adds is no difference; a field that the definition leaves out should hold nothing.
 * @param fields the definition's fields, references to existing plays already filled in
 * @returns the fields that differ, in a fixed order; the ownership line is not looked at
 */
export function differencesOf(fields: DesiredPlay['fields'], actual: ActualPlay): Difference[] {
  const live = actualFields(actual);
  const differences: Difference[] = [];
  for (const field of comparedFields) {
    let before = nothingAsNull(field, live[field]);
    let after = nothingAsNull(field, fields[field]);
    if (field === 'changeKinds' || field === 'trackingColumnSlugs') {
      before = asSet(before);
      after = asSet(after);
    }
    if (field === 'description') {
      before = before === '' ? null : before;
      // a text with a reference in it is no string yet
      after = typeof after === 'string' ? ownText(after) || null : after;
    }
    if (!same(after, before, serverKeys[field])) {
      const wanted = nothingAsNull(field, fields[field]);
      differences.push({
        field,
        before: withoutServerKeys(nothingAsNull(field, live[field]), wanted, shownKeys[field]),
        after: wanted,
      });
    }
  }
  return differences;
}
