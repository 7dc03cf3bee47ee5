import type { Row } from './seed.ts';
import type { Store } from './store.ts';
import { isObject } from './values.ts';

// Which records a filter matches. Like the service, it matches nothing, without a word, where the conjunction is
// misspelt, the column isn't on the model, or the condition's kind isn't the column's type ([pub]).

type Condition = Readonly<Record<string, unknown>>;

const dayMs = 86_400_000;
const unitDays: Readonly<Record<string, number>> = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30.4375,
  year: 365.25,
};

/** Milliseconds since 1970 of an ISO date, or of an age such as `3 months`, counted back from now. */
function momentOf(text: unknown): { at: number; isAge: boolean } {
  const [, amount, unit] = /^(\d+)\s+(hour|day|week|month|year)s?$/.exec(String(text)) ?? [];
  const days = unitDays[unit ?? ''];
  if (days !== undefined) return { at: Date.now() - Number(amount) * days * dayMs, isAge: true };
  return { at: Date.parse(String(text)), isAge: false };
}

function joined(conjonction: unknown, results: readonly boolean[]): boolean {
  if (conjonction === 'and') return results.every(Boolean);
  return conjonction === 'or' && (results.length === 0 || results.some(Boolean));
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

function matchesText(operator: unknown, value: unknown, wanted: readonly string[]): boolean {
  const isNothing = value === null || value === undefined;
  const text = isNothing ? '' : textOf(value);
  switch (operator) {
    case 'is':
      return !isNothing && wanted.includes(text);
    case 'isNot':
      return !wanted.includes(text);
    case 'contains':
      return !isNothing && wanted.some((each) => text.includes(each));
    case 'doesNotContain':
      return !wanted.some((each) => text.includes(each));
    case 'startsWith':
      return !isNothing && wanted.some((each) => text.startsWith(each));
    case 'endsWith':
      return !isNothing && wanted.some((each) => text.endsWith(each));
    case 'isNull':
      return isNothing;
    case 'isNotNull':
      return !isNothing;
    case 'isEmpty':
      return text === '';
    case 'isNotEmpty':
      return text !== '';
    default:
      return false;
  }
}

function matchesNumber(operator: unknown, value: number, first: number, last: number): boolean {
  switch (operator) {
    case 'is':
      return value === first;
    case 'isNot':
      return value !== first;
    case 'greaterThan':
      return value > first;
    case 'lowerThan':
      return value < first;
    case 'between':
      return value >= Math.min(first, last) && value <= Math.max(first, last);
    default:
      return false;
  }
}

/** An age compares the record's age, so that more than three months is longer ago; a date compares dates. */
function matchesDate(condition: Condition, value: unknown): boolean {
  const first = momentOf(condition['firstValue'] ?? condition['value']);
  const last = momentOf(condition['lastValue'] ?? condition['value']);
  const sign = first.isAge ? -1 : 1;
  return matchesNumber(
    condition['operator'],
    sign * Date.parse(String(value)),
    sign * first.at,
    sign * last.at,
  );
}

function matchesProperty(condition: Condition, holder: unknown): boolean {
  if (!isObject(holder)) return false;
  const value = holder[String(condition['propertyName'])];
  const { operator } = condition;
  if (operator === 'greaterThan' || operator === 'lowerThan' || operator === 'between') {
    const [first, last] = [condition['value'], condition['otherValue'] ?? condition['value']].map(Number);
    return (
      value !== null &&
      value !== undefined &&
      matchesNumber(operator, Number(value), first ?? NaN, last ?? NaN)
    );
  }
  return matchesText(operator, value, [String(condition['value'])]);
}

/** A condition on the value of a column of the condition's own kind. */
function matchesValue(condition: Condition, value: unknown): boolean {
  const { kind, operator } = condition;
  if (operator === 'isNull' || operator === 'isNotNull') {
    if (kind !== 'objectProperty') return (value === null || value === undefined) === (operator === 'isNull');
  }
  const items = Array.isArray(value) ? value : [value];
  switch (kind) {
    case 'string':
      return matchesText(operator, value, [condition['values'] ?? []].flat().map(String));
    case 'number':
      return (
        typeof value === 'number' &&
        matchesNumber(
          operator,
          value,
          Number(condition['firstValue'] ?? condition['value']),
          Number(condition['lastValue']),
        )
      );
    case 'date':
      return typeof value === 'string' && matchesDate(condition, value);
    case 'boolean':
      return value === (operator === 'isTrue');
    case 'objectProperty':
      return items.some((item) => matchesProperty(condition, item));
    case 'object':
    case 'array': {
      const inner = Array.isArray(condition['propertyConditions'])
        ? condition['propertyConditions'].filter(isObject)
        : [];
      return items.some((item) =>
        joined(
          condition['conjonction'],
          inner.map((each) => matchesProperty(each, item)),
        ),
      );
    }
    default:
      return false;
  }
}

function columnType(store: Store, modelUuid: string, slug: unknown): string | undefined {
  const model = store.models.get(modelUuid);
  return [...(model?.columns ?? []), ...(model?.additionalColumns ?? [])].find(
    (column) => column.slug === slug,
  )?.type;
}

function matchesColumn(store: Store, modelUuid: string, row: Row, condition: Condition): boolean {
  const type = columnType(store, modelUuid, condition['columnSlug']);
  const fits =
    condition['kind'] === 'objectProperty'
      ? type === 'object' || type === 'array'
      : type === condition['kind'];
  return fits && matchesValue(condition, row[String(condition['columnSlug'])]);
}

/** The records of another model that belong to a record. */
function relatedRows(store: Store, modelUuid: string, row: Row, relatedUuid: string): Row[] {
  for (const { models, columns } of store.relations) {
    const own = models.indexOf(modelUuid);
    if (own < 0 || models[1 - own] !== relatedUuid) continue;
    const value = row[columns[own] ?? ''];
    if (value === null || value === undefined || value === '') return [];
    return (store.records.get(relatedUuid) ?? []).filter((each) => each[columns[1 - own] ?? ''] === value);
  }
  return [];
}

function compares(rule: unknown, count: number): boolean {
  if (!isObject(rule)) return false;
  const value = Number(rule['value']);
  switch (rule['operator']) {
    case 'not':
      return count === 0;
    case 'moreThan':
      return count > value;
    case 'lessThan':
      return count < value;
    case 'exactly':
      return count === value;
    default:
      return false;
  }
}

function matchesOccurrence(store: Store, modelUuid: string, row: Row, condition: Condition): boolean {
  const relatedUuid = String(condition['relatedModelUuid']);
  const timeColumn = store.models.get(relatedUuid)?.timeColumnSlug;
  const inner = Array.isArray(condition['conditions']) ? condition['conditions'].filter(isObject) : [];
  if (inner.some((each) => columnType(store, relatedUuid, each['columnSlug']) === undefined)) return false;
  const found = relatedRows(store, modelUuid, row, relatedUuid).filter((related) => {
    const days = Math.floor((Date.now() - Date.parse(String(related[timeColumn ?? '']))) / dayMs);
    return (
      compares(condition['period'], days) &&
      joined(
        condition['conjonction'],
        inner.map((each) => matchesColumn(store, relatedUuid, related, each)),
      )
    );
  });
  return compares(condition['frequency'], found.length);
}

function matchesCondition(
  store: Store,
  modelUuid: string,
  row: Row,
  condition: Condition,
  depth: number,
): boolean {
  switch (condition['kind']) {
    case 'segment': {
      const segment = store.segments.get(String(condition['segmentUuid']));
      // two segments may point at each other
      if (!segment || segment.modelUuid !== modelUuid || depth > 10) return false;
      return matches(store, modelUuid, row, segment.filter, depth + 1) === (condition['operator'] === 'in');
    }
    case 'occurrence':
      return matchesOccurrence(store, modelUuid, row, condition);
    case 'enrollment':
      // nothing ever runs here: no record entered any workflow
      return compares(condition['frequency'], 0);
    default: {
      const relatedUuid = condition['relatedModelUuid'];
      if (typeof relatedUuid !== 'string') return matchesColumn(store, modelUuid, row, condition);
      return relatedRows(store, modelUuid, row, relatedUuid).some((each) =>
        matchesColumn(store, relatedUuid, each, condition),
      );
    }
  }
}

function matches(store: Store, modelUuid: string, row: Row, filter: Condition, depth: number): boolean {
  const groups = Array.isArray(filter['groups']) ? filter['groups'].filter(isObject) : [];
  return joined(
    filter['conjonction'],
    groups.map((group) => {
      const conditions = Array.isArray(group['conditions']) ? group['conditions'].filter(isObject) : [];
      return joined(
        group['conjonction'],
        conditions.map((condition) => matchesCondition(store, modelUuid, row, condition, depth)),
      );
    }),
  );
}

/**
 * The records of a model that a filter matches. SQL conditions match nothing: there is no database here.
 * @param filter null for all records
 */
export function matchingRows(store: Store, modelUuid: string, filter: Condition | null): Row[] {
  const rows = store.records.get(modelUuid) ?? [];
  return filter === null ? rows : rows.filter((row) => matches(store, modelUuid, row, filter, 0));
}
