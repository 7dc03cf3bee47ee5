import { describe, expect, it } from 'vitest';
import { matchingRows } from '../../sandbox/matching.ts';
import { demoSeed, demoUuids } from '../../sandbox/seed.ts';
import { defaultSettings } from '../../sandbox/settings.ts';
import { createStore } from '../../sandbox/store.ts';
import { handClock } from '../support/hand-clock.ts';

const { models, segments, workflows } = demoUuids;
const store = createStore(demoSeed(Date.now()), defaultSettings());
const group = (...conditions: unknown[]): object => ({ conjonction: 'and', conditions });
const and = (...conditions: unknown[]): Record<string, unknown> => ({
  conjonction: 'and',
  groups: [group(...conditions)],
});

/** The ids of the records that a filter matches. */
function found(modelUuid: string, filter: Record<string, unknown>): unknown[] {
  return matchingRows(store, modelUuid, filter).map((row) => Object.values(row)[0]);
}

describe('filters that match nothing without an error', () => {
  const all = { kind: 'string', columnSlug: 'name', operator: 'isNotNull' };
  it.each<[string, Record<string, unknown>]>([
    ['a misspelt conjunction at the top', { conjunction: 'and', groups: [group(all)] }],
    ['a misspelt conjunction without groups', { conjunction: 'and', groups: [] }],
    [
      'a misspelt conjunction in a group',
      { conjonction: 'and', groups: [{ conjunction: 'and', conditions: [all] }] },
    ],
    ['a column that is not there', and({ ...all, columnSlug: 'nmae' })],
    ['a kind that is not the column’s type', and({ ...all, kind: 'number' })],
    [
      'a property of a column that is no object',
      and({ kind: 'objectProperty', columnSlug: 'name', propertyName: 'x', operator: 'isNull' }),
    ],
    ['a related model that is not related', and({ ...all, relatedModelUuid: models.productEvents })],
    ['SQL', and({ kind: 'sql', name: 'All', clause: 'true' })],
  ])('%s', (_what, filter) => {
    expect(found(models.accounts, filter)).toEqual([]);
  });

  it('the same filter, written correctly, matches', () => {
    expect(found(models.accounts, and(all))).toHaveLength(6);
    expect(found(models.accounts, { conjonction: 'and', groups: [] })).toHaveLength(6);
  });
});

describe('conditions', () => {
  const age = { kind: 'date', columnSlug: 'created_at' };
  const property = { kind: 'objectProperty', columnSlug: 'billing', propertyName: 'plan' };
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'is, one of several',
      { kind: 'string', columnSlug: 'country', operator: 'is', values: ['FR', 'GB'] },
      ['a1', 'a5'],
    ],
    [
      'isNot, none of several',
      { kind: 'string', columnSlug: 'country', operator: 'isNot', values: ['US', 'GB'] },
      ['a1', 'a4'],
    ],
    ['contains', { kind: 'string', columnSlug: 'name', operator: 'contains', values: 'oo' }, ['a5']],
    [
      'startsWith',
      { kind: 'string', columnSlug: 'name', operator: 'startsWith', values: ['No', 'Um'] },
      ['a1', 'a4'],
    ],
    ['endsWith', { kind: 'string', columnSlug: 'name', operator: 'endsWith', values: 'x' }, ['a2']],
    ['isEmpty', { kind: 'string', columnSlug: 'domain', operator: 'isEmpty' }, ['a6']],
    ['isNull of a text', { kind: 'string', columnSlug: 'owner_email', operator: 'isNull' }, ['a4', 'a6']],
    [
      'greaterThan',
      { kind: 'number', columnSlug: 'employee_count', operator: 'greaterThan', value: 260 },
      ['a2', 'a3'],
    ],
    [
      'between, ends included',
      { kind: 'number', columnSlug: 'employee_count', operator: 'between', firstValue: 40, lastValue: 120 },
      ['a1', 'a4'],
    ],
    [
      'no number is not less',
      { kind: 'number', columnSlug: 'annual_revenue', operator: 'lowerThan', value: 3e6 },
      ['a4'],
    ],
    ['isNull of a number', { kind: 'number', columnSlug: 'annual_revenue', operator: 'isNull' }, ['a6']],
    ['isTrue', { kind: 'boolean', columnSlug: 'is_customer', operator: 'isTrue' }, ['a2', 'a3']],
    ['younger than an age', { ...age, operator: 'lowerThan', value: '3 weeks' }, ['a1', 'a4', 'a6']],
    ['older than an age', { ...age, operator: 'greaterThan', value: '1 year' }, ['a2', 'a3']],
    [
      'between two ages',
      { ...age, operator: 'between', firstValue: '1 month', lastValue: '2 months' },
      ['a5'],
    ],
    [
      'after a date',
      { ...age, operator: 'greaterThan', value: new Date(Date.now() - 15 * 86_400_000).toISOString() },
      ['a4', 'a6'],
    ],
    ['a property', { ...property, operator: 'is', value: 'pro' }, ['a2']],
    [
      'a property that is not there',
      { ...property, propertyName: 'gone', operator: 'isNull' },
      ['a1', 'a2', 'a3', 'a5'],
    ],
    [
      'a property of any item of a list',
      {
        kind: 'objectProperty',
        columnSlug: 'technologies',
        propertyName: 'name',
        operator: 'is',
        value: 'hubspot',
      },
      ['a1', 'a5'],
    ],
    [
      'isNotNull of a vector',
      { kind: 'vector', columnSlug: 'description_embedding', operator: 'isNotNull' },
      ['a1', 'a2'],
    ],
    ['isNotNull of anything', { kind: 'any', columnSlug: 'raw', operator: 'isNotNull' }, ['a1']],
    [
      'a column of a related model',
      {
        kind: 'number',
        columnSlug: 'mrr',
        relatedModelUuid: models.subscriptions,
        operator: 'greaterThan',
        value: 3000,
      },
      ['a3'],
    ],
    ['in a segment', { kind: 'segment', operator: 'in', segmentUuid: segments.enterprise }, ['a3']],
    [
      'not in a segment',
      { kind: 'segment', operator: 'notIn', segmentUuid: segments.targetAccounts },
      ['a3', 'a4', 'a6'],
    ],
    [
      'never entered a workflow',
      {
        kind: 'enrollment',
        workflowUuid: workflows.welcome,
        activityKind: 'workflowEntered',
        frequency: { operator: 'exactly', value: 0 },
        period: { operator: 'lessThan', value: 9, unit: 'day' },
      },
      ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'],
    ],
  ])('%s', (_what, condition, ids) => {
    expect(found(models.accounts, and(condition))).toEqual(ids);
  });

  it('of an object or array hold for one and the same item', () => {
    const conditions = ['open', 'launch'].map((value, index) => ({
      kind: 'objectProperty',
      propertyName: ['type', 'campaign'][index],
      operator: 'is',
      value,
    }));
    const events = {
      kind: 'array',
      columnSlug: 'email_events',
      operator: 'matchConditions',
      propertyConditions: conditions,
    };
    expect(found(models.contacts, and({ ...events, conjonction: 'and' }))).toEqual(['c1']);
    expect(found(models.contacts, and({ ...events, conjonction: 'or' }))).toEqual(['c1', 'c2', 'c5']);
  });

  it.each<[object, object, string[]]>([
    [{ operator: 'moreThan', value: 2 }, { operator: 'lessThan', value: 7, unit: 'day' }, ['p1']],
    [{ operator: 'exactly', value: 1 }, { operator: 'lessThan', value: 60, unit: 'day' }, ['p2']],
    [{ operator: 'not' }, { operator: 'lessThan', value: 60, unit: 'day' }, ['p3', 'p4']],
    [
      { operator: 'lessThan', value: 2 },
      { operator: 'moreThan', value: 30, unit: 'day' },
      ['p1', 'p2', 'p3', 'p4'],
    ],
  ])('count occurrences %j within %j', (frequency, period, ids) => {
    const conditions = [
      { kind: 'string', columnSlug: 'event_name', operator: 'is', values: 'report_created' },
    ];
    const condition = {
      kind: 'occurrence',
      relatedModelUuid: models.productEvents,
      frequency,
      period,
      conjonction: 'and',
      conditions,
    };
    expect(found(models.productUsers, and(condition))).toEqual(ids);
  });
});

describe('groups', () => {
  const france = { kind: 'string', columnSlug: 'country', operator: 'is', values: 'FR' };
  const customer = { kind: 'boolean', columnSlug: 'is_customer', operator: 'isTrue' };
  const software = { kind: 'string', columnSlug: 'industry', operator: 'is', values: 'Software' };

  it('are joined by their words, inside and between them', () => {
    const either = { conjonction: 'or', conditions: [france, customer] };
    expect(found(models.accounts, { conjonction: 'and', groups: [either, group(software)] })).toEqual([
      'a1',
      'a3',
    ]);
    expect(found(models.accounts, { conjonction: 'or', groups: [group(france), group(customer)] })).toEqual([
      'a1',
      'a2',
      'a3',
    ]);
  });
});

describe('ages', () => {
  it('are counted by the sandbox’s clock', async () => {
    const clock = handClock();
    const aging = createStore(demoSeed(Date.now()), defaultSettings(), clock);
    const young = and({ kind: 'date', columnSlug: 'created_at', operator: 'lowerThan', value: '1 month' });
    const ids = (): unknown[] => matchingRows(aging, models.accounts, young).map((row) => row['id']);
    expect(ids()).toEqual(['a1', 'a4', 'a6']);
    await clock.advance(25 * 86_400_000);
    expect(ids()).toEqual(['a4']);
  });
});
