import { isObject, isTexts, isUuid } from './values.ts';

// What the service takes as a filter ([pub]): the shape alone. Whether a column is there, and of the condition's
// kind, it doesn't check.

type Test = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Test>>;

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number';
const isTextOrTexts: Test = (value) => typeof value === 'string' || isTexts(value);

const nothing: Fields = {};
const nullness = { isNull: nothing, isNotNull: nothing };
const emptiness = { ...nullness, isEmpty: nothing, isNotEmpty: nothing };
const textual = ['is', 'isNot', 'contains', 'doesNotContain', 'startsWith', 'endsWith'];
const compared = ['is', 'isNot', 'greaterThan', 'lowerThan'];
const all = (operators: readonly string[], fields: Fields): Record<string, Fields> =>
  Object.fromEntries(operators.map((operator) => [operator, fields]));
const measured = (test: Test): Record<string, Fields> => ({
  ...all(compared, { value: test }),
  between: { firstValue: test, lastValue: test },
  ...nullness,
});

const property: Fields = { propertyName: isText };
const propertyOperators = {
  ...all([...textual, 'greaterThan', 'lowerThan'], { ...property, value: isText }),
  between: { ...property, value: isText, otherValue: isText },
  ...all(Object.keys(emptiness), property),
};
const isProperties: Test = (value) =>
  Array.isArray(value) &&
  value.every(
    (each) => isObject(each) && each['kind'] === 'objectProperty' && hasOperator(each, propertyOperators),
  );
const nested = { ...nullness, matchConditions: { propertyConditions: isProperties } };

const columnOperators: Readonly<Record<string, Readonly<Record<string, Fields>>>> = {
  string: { ...all(textual, { values: isTextOrTexts }), ...emptiness },
  number: measured(isNumber),
  date: measured(isText),
  boolean: { isTrue: nothing, isFalse: nothing, ...nullness },
  object: nested,
  array: nested,
  objectProperty: propertyOperators,
  vector: nullness,
  any: nullness,
};

function hasFields(condition: Readonly<Record<string, unknown>>, fields: Fields): boolean {
  return Object.entries(fields).every(([key, test]) => test(condition[key]));
}

function hasOperator(
  condition: Readonly<Record<string, unknown>>,
  operators: Readonly<Record<string, Fields>>,
): boolean {
  const operator = condition['operator'];
  const fields =
    typeof operator === 'string' && Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  return fields !== undefined && hasFields(condition, fields);
}

const amounts = ['moreThan', 'lessThan', 'exactly'];
const isFrequency: Test = (value) =>
  isObject(value) &&
  (value['operator'] === 'not' || (amounts.includes(String(value['operator'])) && isNumber(value['value'])));
const isPeriod: Test = (value) =>
  isObject(value) &&
  amounts.includes(String(value['operator'])) &&
  isNumber(value['value']) &&
  value['unit'] === 'day';
const activities = ['workflowEntered', 'workflowNodeExecuted', 'workflowLeft'];
const often = { frequency: isFrequency, period: isPeriod };

/** The conjunction word, or the misspelling that the service lets through, and then matches nothing with. */
function isJoined(value: Readonly<Record<string, unknown>>): boolean {
  if (value['conjonction'] === undefined) return value['conjunction'] !== undefined;
  return value['conjonction'] === 'and' || value['conjonction'] === 'or';
}

function isColumnCondition(condition: Readonly<Record<string, unknown>>): boolean {
  const kind = String(condition['kind']);
  const operators = Object.hasOwn(columnOperators, kind) ? columnOperators[kind] : undefined;
  const related = condition['relatedModelUuid'];
  return (
    operators !== undefined &&
    isText(condition['columnSlug']) &&
    (related === undefined || related === null || isUuid(related)) &&
    hasOperator(condition, operators)
  );
}

function isCondition(condition: unknown, newKinds: ReadonlySet<string>): boolean {
  if (!isObject(condition)) return false;
  switch (condition['kind']) {
    case 'segment':
      return ['in', 'notIn'].includes(String(condition['operator'])) && isUuid(condition['segmentUuid']);
    case 'occurrence':
      return (
        isUuid(condition['relatedModelUuid']) &&
        isJoined(condition) &&
        hasFields(condition, often) &&
        Array.isArray(condition['conditions']) &&
        condition['conditions'].every((each) => isObject(each) && isColumnCondition(each))
      );
    case 'enrollment':
      return (
        isUuid(condition['workflowUuid']) &&
        activities.includes(String(condition['activityKind'])) &&
        (condition['nodeSlug'] === undefined || isText(condition['nodeSlug'])) &&
        hasFields(condition, often)
      );
    case 'sql':
      return isText(condition['name']) && isText(condition['clause']);
    default:
      return newKinds.has(String(condition['kind'])) || isColumnCondition(condition);
  }
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
