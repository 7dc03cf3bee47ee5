import { isObject } from './values.ts';

/** A condition as it was sent. */
export type Condition = Readonly<Record<string, unknown>>;

/** Milliseconds in a day. */
export const dayMs = 86_400_000;
const unitDays: Readonly<Record<string, number>> = {
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30.4375,
  year: 365.25,
};

/** Milliseconds since 1970 of an ISO date, or of an age such as `3 months`, counted back from `now`. */
function momentOf(text: unknown, now: number): { at: number; isAge: boolean } {
  const [, amount, unit] = /^(\d+)\s+(hour|day|week|month|year)s?$/.exec(String(text)) ?? [];
  const days = unitDays[unit ?? ''];
  if (days !== undefined) return { at: now - Number(amount) * days * dayMs, isAge: true };
  return { at: Date.parse(String(text)), isAge: false };
}

/** Joins results by `and` or `or`; anything else matches nothing, an empty list everything. */
export function joined(conjonction: unknown, results: readonly boolean[]): boolean {
  if (conjonction === 'and') return results.every(Boolean);
  return conjonction === 'or' && (results.length === 0 || results.some(Boolean));
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

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
function matchesDate(condition: Condition, value: unknown, now: number): boolean {
  const first = momentOf(condition['firstValue'] ?? condition['value'], now);
  const last = momentOf(condition['lastValue'] ?? condition['value'], now);
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

/**
 * Whether a column's value, of the condition's own kind, matches the condition.
 * @param now milliseconds since 1970, from which ages count back
 */
export function matchesValue(condition: Condition, value: unknown, now: number): boolean {
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
      return typeof value === 'string' && matchesDate(condition, value, now);
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
