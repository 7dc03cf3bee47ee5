import { describe, expect, it } from 'vitest';
import { conditionKinds, filterKeys } from '../../src/definition/conditions.ts';
import type { ConditionKind, ConditionRow } from '../../src/definition/conditions.ts';
import { play } from '../support/action.ts';
import { fileOf, parse } from '../support/parsing.ts';

const uuid = '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11';
const textual = 'is isNot contains doesNotContain startsWith endsWith';
const ordered = 'is isNot greaterThan lowerThan';
const frequency = { operator: 'moreThan', value: 3 };
const period = { operator: 'lessThan', value: 30, unit: 'day' };
const property = { kind: 'objectProperty', propertyName: 'a', operator: 'isNull' };
const matching = { conjonction: 'and', propertyConditions: [property] };

type Fields = Readonly<Record<string, unknown>>;

/** The API's table of conditions: the operators of each kind, with their fields. */
const table: Readonly<Record<ConditionKind, readonly (readonly [operators: string, fields: Fields])[]>> = {
  string: [
    [textual, { values: ['x'] }],
    ['isNull isNotNull isEmpty isNotEmpty', {}],
  ],
  number: [
    [ordered, { value: 1 }],
    ['between', { firstValue: 1, lastValue: 2 }],
    ['isNull isNotNull', {}],
  ],
  date: [
    [ordered, { value: '3 months' }],
    ['between', { firstValue: '2026-01-01', lastValue: '2026-02-01' }],
    ['isNull isNotNull', {}],
  ],
  boolean: [['isTrue isFalse isNull isNotNull', {}]],
  object: [
    ['isNull isNotNull', {}],
    ['matchConditions', matching],
  ],
  array: [
    ['isNull isNotNull', {}],
    ['matchConditions', matching],
  ],
  objectProperty: [
    [`${textual} greaterThan lowerThan`, { propertyName: 'a', value: 'x' }],
    ['between', { propertyName: 'a', value: '1', otherValue: '2' }],
    ['isNull isNotNull isEmpty isNotEmpty', { propertyName: 'a' }],
  ],
  vector: [['isNull isNotNull', {}]],
  any: [['isNull isNotNull', {}]],
  segment: [['in notIn', { segmentUuid: uuid }]],
  occurrence: [['', { relatedModel: 'contacts', frequency, period, conjonction: 'and', conditions: [] }]],
  enrollment: [
    ['', { workflowUuid: uuid, activityKind: 'workflowEntered', nodeSlug: 'a', frequency, period }],
    ['', { workflowUuid: uuid, activityKind: 'workflowLeft', frequency: { operator: 'not' }, period }],
  ],
  sql: [['', { name: 'Large', clause: 'amount > 1' }]],
};

/** The kinds that are about no column. */
const withoutColumn: readonly string[] = ['segment', 'occurrence', 'enrollment', 'sql'];

const rows = Object.entries(table).flatMap(([kind, groups]) =>
  groups.flatMap(([operators, fields]) =>
    operators.split(' ').map((operator): [string, string, Fields] => [kind, operator, fields]),
  ),
);

/** The codes of what is wrong with a play of one condition. */
async function codesOf(condition: Fields, schedule?: Fields): Promise<string[]> {
  const filter = { conjonction: 'and', groups: [{ conjonction: 'and', conditions: [condition] }] };
  const { diagnostics } = await parse([fileOf('plays/a.yml', play({ filter, schedule }))]);
  return diagnostics.map(({ code }) => code);
}

describe('a condition', () => {
  it.each(rows)(
    '%s %s is taken with its fields, and without one of them refused',
    async (kind, operator, fields) => {
      const condition = {
        kind,
        ...(withoutColumn.includes(kind) ? {} : { columnSlug: 'a' }),
        ...(operator === '' ? {} : { operator }),
        ...fields,
      };
      expect(await codesOf(condition)).toEqual([]);
      expect(await codesOf({ ...condition, more: 1 })).toEqual(['wrong-fields']);
      for (const key of Object.keys(condition)) {
        if (key === 'nodeSlug') continue;
        const { [key]: _left, ...rest } = condition as Fields;
        expect(await codesOf(rest), key).toContain('missing-key');
      }
    },
  );

  it.each(Object.entries<ConditionRow>(conditionKinds))(
    '%s has no operators but these',
    (kind, { groups }) => {
      const known = rows.filter(([each]) => each === kind).map(([, operator]) => operator);
      const operators = groups.flatMap((group) => [...group.operators]);
      expect(operators.length === 0 ? [''] : operators.sort()).toEqual([...new Set(known)].sort());
    },
  );

  it('fits the column types of the API, each kind its own', () => {
    const fitting = Object.fromEntries(
      Object.entries(conditionKinds).map(([kind, { columnTypes }]) => [kind, columnTypes.join(' ')]),
    );
    const own = ['string', 'number', 'date', 'boolean', 'object', 'array', 'vector', 'any'];
    expect(fitting).toEqual({
      ...Object.fromEntries(own.map((type) => [type, type])),
      ...Object.fromEntries(withoutColumn.map((kind) => [kind, ''])),
      objectProperty: 'object array',
    });
  });

  it.each(rows)(
    '%s %s is refused by a realtime schedule where Cargo does not support it',
    async (kind, operator, fields) => {
      const condition = { kind, columnSlug: 'a', ...(operator === '' ? {} : { operator }), ...fields };
      const isRefused = (await codesOf(condition, { type: 'realtime' })).includes('not-realtime');
      expect(isRefused).toBe(['sql', 'segment', 'occurrence'].includes(kind));
    },
  );
});

it('every key of a condition is known to the comparison', () => {
  const keys = (value: unknown): string[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, each]) =>
          Array.isArray(value) ? keys(each) : [key, ...keys(each)],
        );
  const written = new Set([
    'groups',
    'columnSlug',
    'operator',
    'kind',
    ...keys(rows.map(([, , fields]) => fields)),
  ]);
  written.delete('relatedModel');
  expect(Object.keys(filterKeys).sort()).toEqual([...written, 'relatedModelUuid'].sort());
});
