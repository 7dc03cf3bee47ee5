import { isObject, isTexts, isUuid } from './values.ts';

// What the service takes as a filter ([pub]): the shape alone. Whether a column is there, and of the condition's
// kind, it doesn't check.

type Condition = Readonly<Record<string, unknown>>;
type Test = (value: unknown, condition: Condition) => boolean;

interface Field {
  /** Whether the service takes a value. */
  readonly test: Test;
  readonly isOptional: boolean;
  /** Values that it takes. */
  readonly examples: readonly [unknown, ...unknown[]];
}
type Fields = Readonly<Record<string, Field>>;

interface Kind {
  /** The fields of a condition whatever its operator is; `kind` goes without saying. */
  readonly fields: Fields;
  /** Its operators, each with its own fields; null where a condition of the kind has none. */
  readonly operators: Readonly<Record<string, Fields>> | null;
  /** The types of column that it matches; none where it is not about a column. */
  readonly columnTypes: readonly string[];
  /** Whether a realtime schedule takes it. */
  readonly isRealtime: boolean;
}

const field = (test: Test, ...examples: [unknown, ...unknown[]]): Field => ({
  test,
  isOptional: false,
  examples,
});
const optional = ({ test, examples }: Field): Field => ({
  test: (value, condition) => value === undefined || test(value, condition),
  isOptional: true,
  examples,
});

const text = field((value) => typeof value === 'string', 'a');
const number = field((value) => typeof value === 'number', 1);
const date = field((value) => typeof value === 'string', '3 months', '2026-01-01');
const uuid = field(isUuid, '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11');
const textOrTexts = field((value) => typeof value === 'string' || isTexts(value), ['x'], 'x');
// the misspelling is let through, and then matches nothing
const conjonction = field((_value, condition) => isJoined(condition), 'and', 'or');

const nothing: Fields = {};
const nullness = { isNull: nothing, isNotNull: nothing };
const emptiness = { ...nullness, isEmpty: nothing, isNotEmpty: nothing };
const textual = ['is', 'isNot', 'contains', 'doesNotContain', 'startsWith', 'endsWith'];
const compared = ['is', 'isNot', 'greaterThan', 'lowerThan'];
const all = (operators: readonly string[], fields: Fields): Record<string, Fields> =>
  Object.fromEntries(operators.map((operator) => [operator, fields]));
const measured = (value: Field): Record<string, Fields> => ({
  ...all(compared, { value }),
  between: { firstValue: value, lastValue: value },
  ...nullness,
});

const property: Fields = { propertyName: text };
const propertyOperators: Readonly<Record<string, Fields>> = {
  ...all([...textual, 'greaterThan', 'lowerThan'], { ...property, value: text }),
  between: { ...property, value: text, otherValue: text },
  ...all(Object.keys(emptiness), property),
};
const propertyConditions = field(
  (value) =>
    Array.isArray(value) &&
    value.every(
      (each) => isObject(each) && each['kind'] === 'objectProperty' && hasOperator(each, propertyOperators),
    ),
  [{ kind: 'objectProperty', propertyName: 'a', operator: 'isNull' }],
);
const nested = { ...nullness, matchConditions: { conjonction, propertyConditions } };

const amounts = ['moreThan', 'lessThan', 'exactly'];
const often: Fields = {
  frequency: field(
    (value) =>
      isObject(value) &&
      (value['operator'] === 'not' ||
        (amounts.includes(String(value['operator'])) && typeof value['value'] === 'number')),
    { operator: 'moreThan', value: 3 },
    { operator: 'not' },
  ),
  period: field(
    (value) =>
      isObject(value) &&
      amounts.includes(String(value['operator'])) &&
      typeof value['value'] === 'number' &&
      value['unit'] === 'day',
    { operator: 'lessThan', value: 30, unit: 'day' },
  ),
};
const activities = ['workflowEntered', 'workflowNodeExecuted', 'workflowLeft'];

/** A kind about a column. */
const onColumn = (columnTypes: readonly string[], operators: Readonly<Record<string, Fields>>): Kind => ({
  fields: { columnSlug: text },
  operators,
  columnTypes,
  isRealtime: true,
});

/** Every kind of condition that the service takes. A new kind is a row. */
export const conditionKinds: Readonly<Record<string, Kind>> = {
  string: onColumn(['string'], { ...all(textual, { values: textOrTexts }), ...emptiness }),
  number: onColumn(['number'], measured(number)),
  date: onColumn(['date'], measured(date)),
  boolean: onColumn(['boolean'], { isTrue: nothing, isFalse: nothing, ...nullness }),
  object: onColumn(['object'], nested),
  array: onColumn(['array'], nested),
  objectProperty: onColumn(['object', 'array'], propertyOperators),
  vector: onColumn(['vector'], nullness),
  any: onColumn(['any'], nullness),
  segment: {
    fields: {},
    operators: { in: { segmentUuid: uuid }, notIn: { segmentUuid: uuid } },
    columnTypes: [],
    isRealtime: false,
  },
  occurrence: {
    fields: {
      relatedModelUuid: uuid,
      conjonction,
      ...often,
      conditions: field(
        (value) => Array.isArray(value) && value.every((each) => isObject(each) && isColumnCondition(each)),
        [],
      ),
    },
    operators: null,
    columnTypes: [],
    isRealtime: false,
  },
  enrollment: {
    fields: {
      workflowUuid: uuid,
      activityKind: field((value) => activities.includes(String(value)), 'workflowEntered', 'workflowLeft'),
      nodeSlug: optional(text),
      ...often,
    },
    operators: null,
    columnTypes: [],
    isRealtime: true,
  },
  sql: { fields: { name: text, clause: text }, operators: null, columnTypes: [], isRealtime: false },
};

/** The row of a condition's kind; undefined where the service doesn't know it. */
export function kindOf({ kind }: Condition): Kind | undefined {
  return typeof kind === 'string' && Object.hasOwn(conditionKinds, kind) ? conditionKinds[kind] : undefined;
}

function hasFields(condition: Condition, fields: Fields): boolean {
  return Object.entries(fields).every(([key, { test }]) => test(condition[key], condition));
}

function hasOperator(condition: Condition, operators: Readonly<Record<string, Fields>>): boolean {
  const { operator } = condition;
  const fields =
    typeof operator === 'string' && Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  return fields !== undefined && hasFields(condition, fields);
}

/** The conjunction word, or the misspelling that the service lets through, and then matches nothing with. */
function isJoined(value: Condition): boolean {
  if (value['conjonction'] === undefined) return value['conjunction'] !== undefined;
  return value['conjonction'] === 'and' || value['conjonction'] === 'or';
}

function isOfKind(condition: Condition, { fields, operators }: Kind): boolean {
  return hasFields(condition, fields) && (operators === null || hasOperator(condition, operators));
}

function isColumnCondition(condition: Condition): boolean {
  const kind = kindOf(condition);
  const related = condition['relatedModelUuid'];
  return (
    kind !== undefined &&
    kind.columnTypes.length > 0 &&
    (related === undefined || related === null || isUuid(related)) &&
    isOfKind(condition, kind)
  );
}

function isCondition(condition: unknown, newKinds: ReadonlySet<string>): boolean {
  if (!isObject(condition)) return false;
  const kind = kindOf(condition);
  if (kind === undefined) return newKinds.has(String(condition['kind']));
  return kind.columnTypes.length > 0 ? isColumnCondition(condition) : isOfKind(condition, kind);
}

/**
 * Whether the service takes this as a filter. `conjunction` is taken, and so is a condition on a column that
 * isn't there: both match nothing later.
 * @param newKinds condition kinds that are taken though they are in no reference
 */
export function isFilter(value: unknown, newKinds: ReadonlySet<string>): value is Record<string, unknown> {
  return (
    isObject(value) &&
    isJoined(value) &&
    Array.isArray(value['groups']) &&
    value['groups'].every(
      (group) =>
        isObject(group) &&
        isJoined(group) &&
        Array.isArray(group['conditions']) &&
        group['conditions'].every((condition) => isCondition(condition, newKinds)),
    )
  );
}
