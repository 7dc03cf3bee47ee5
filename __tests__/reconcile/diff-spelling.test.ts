import { Cron } from 'croner';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ActualPlay } from '../../src/reconcile/actual.ts';
import { canonicalCron, runsPerDay } from '../../src/reconcile/cron.ts';
import { differencesOf } from '../../src/reconcile/diff.ts';
import { filterOf } from '../support/policy-table.ts';
import { actualPlay } from '../support/report.ts';

type Fields = Readonly<Record<string, unknown>>;

const base: Fields = { name: 'Score', changeKinds: ['added'], runCreationRule: 'once' };

/** A live play that the service spells so; everything else is as it was sent. */
function live(fields: Fields): ActualPlay {
  return actualPlay(1, 'score', { description: null, ...base, ...fields }, fields);
}

/** The fields that differ between what was sent and what the service answers. */
function differing(sent: Fields, answered: Fields): string[] {
  return differencesOf({ ...base, ...sent }, live(answered)).map(({ field }) => field);
}

const cron = (text: string): Fields => ({ schedule: { type: 'cron', cron: text } });
const on = (fields: Fields): Fields => ({ filter: filterOf({ columnSlug: 'c', ...fields }) });
const string = (fields: Fields): Fields => on({ kind: 'string', operator: 'is', ...fields });
const number = (fields: Fields): Fields => on({ kind: 'number', operator: 'is', ...fields });
const date = (value: unknown): Fields => on({ kind: 'date', operator: 'greaterThan', value });
const property = (fields: Fields): Fields =>
  on({ kind: 'objectProperty', operator: 'is', propertyName: 'p', ...fields });
const uuid = '5e600000-0000-4000-8000-00000000000a';
const upper = uuid.toUpperCase();
const segment = (segmentUuid: string): object => ({ kind: 'segment', operator: 'in', segmentUuid });
const occurrence = (fields: Fields): Fields => ({
  filter: filterOf({
    ...{ kind: 'occurrence', relatedModelUuid: uuid, conjonction: 'and', conditions: [] },
    ...{ frequency: { operator: 'moreThan', value: 3 } },
    ...{ period: { operator: 'lessThan', value: 7, unit: 'day' }, ...fields },
  }),
});
const sorted = (...keys: readonly object[]): Fields => ({ sort: keys });
const one = { kind: 'string', columnSlug: 'c', operator: 'isNull' };

/** What was sent, and how a service may answer it. */
const same: readonly (readonly [string, Fields, Fields])[] = [
  ['names of days for numbers', cron('0 6 * * 1-5'), cron('0 6 * * MON-FRI')],
  ['numbers for names of months', cron('0 6 1 jan,JUL *'), cron('0 6 1 1,7 *')],
  ['0 for a Sunday', cron('0 6 * * 7'), cron('0 6 * * 0')],
  ['a name for a Sunday', cron('0 6 * * 7'), cron('0 6 * * sun')],
  ['a Sunday at the end of a range', cron('0 6 * * 5-7'), cron('0 6 * * FRI-SUN')],
  ['zeros in front', cron('0 6 * * *'), cron('00 06 * * *')],
  ['other blanks in a cron', cron('0  6 * * *'), cron(' 0 6\t* * * ')],
  ['a list in order', cron('0 18,6 * * *'), cron('0 6,18 * * *')],
  ['a list for a step', cron('*/20 * * * *'), cron('0,20,40 * * * *')],
  ['a range for a list', cron('0 6 * * 1,2,3'), cron('0 6 * * 1-3')],
  ['a star for all', cron('0 0-23 * * *'), cron('0 * * * *')],
  ['an interval in larger units', cron('@every 60m'), cron('@every 1h')],
  ['an interval as Go writes it', cron('@every 90m'), cron('@every 1h30m0s')],
  ['a job as a number', { schedule: { type: 'dbt', jobId: '7' } }, { schedule: { type: 'dbt', jobId: 7 } }],
  ['a schedule without a type', {}, { schedule: { type: null, meta: {} } }],
  [
    'a uuid in another case in a schedule',
    { schedule: { type: 'dependency', playUuid: uuid } },
    { schedule: { type: 'dependency', playUuid: upper } },
  ],
  [
    'more keys in a schedule',
    cron('0 6 * * *'),
    { schedule: { type: 'cron', cron: '0 6 * * *', timezone: 'UTC' } },
  ],
  ['an instant with milliseconds', date('2026-01-05T10:00:00Z'), date('2026-01-05T10:00:00.000Z')],
  ['an instant in another zone', date('2026-01-05T10:00:00Z'), date('2026-01-05T11:00:00+01:00')],
  ['an instant as a database writes it', date('2026-01-05T10:00:00Z'), date('2026-01-05 10:00:00+0000')],
  ['a day as its midnight', date('2026-01-05'), date('2026-01-05T00:00:00.000Z')],
  ['a number as a text', number({ value: 5 }), number({ value: '5' })],
  ['a number as a text with decimals', number({ value: 5 }), number({ value: '5.00' })],
  ['a text as a number in a property', property({ value: '5' }), property({ value: 5 })],
  ['a text as a number among values', string({ values: ['5'] }), string({ values: [5] })],
  [
    'numbers as texts in an occurrence',
    occurrence({}),
    occurrence({ frequency: { operator: 'moreThan', value: '3' } }),
  ],
  ['values in another order', string({ values: ['b', 'a'] }), string({ values: ['a', 'b'] })],
  ['one value as a list', string({ values: 'a' }), string({ values: ['a'] })],
  ['a value once', string({ values: ['a', 'a'] }), string({ values: ['a'] })],
  [
    'kinds of change in another order',
    { changeKinds: ['added', 'removed'] },
    { changeKinds: ['removed', 'added'] },
  ],
  ['columns in another order', { trackingColumnSlugs: ['b', 'a'] }, { trackingColumnSlugs: ['a', 'b'] }],
  ['no columns as an empty list', {}, { trackingColumnSlugs: [] }],
  ['no sort as an empty list', {}, { sort: [] }],
  ['no filter as one without groups', {}, { filter: { conjonction: 'or', groups: [] } }],
  ['no filter as an empty mapping', {}, { filter: {} }],
  ['no filter as one of empty groups', {}, { filter: filterOf() }],
  [
    'an empty group more',
    { filter: filterOf(one) },
    {
      filter: {
        conjonction: 'and',
        groups: [{ conjonction: 'or', conditions: [] }, ...(filterOf(one) as { groups: object[] }).groups],
      },
    },
  ],
  [
    'a conjonction that is left out',
    { filter: filterOf(one) },
    { filter: { groups: [{ conditions: [one] }] } },
  ],
  ['more keys in a filter', { filter: filterOf(one) }, { filter: { ...filterOf(one), uuid, version: 2 } }],
  ['keys without a value', string({ values: ['a'] }), string({ values: ['a'], relatedModelUuid: null })],
  [
    'a uuid in another case in a condition',
    { filter: filterOf(segment(uuid)) },
    { filter: filterOf(segment(upper)) },
  ],
  [
    'a related model in another case',
    string({ values: 'a', relatedModelUuid: uuid }),
    string({ values: 'a', relatedModelUuid: upper }),
  ],
  [
    "a property's column said again",
    on({
      kind: 'object',
      operator: 'matchConditions',
      conjonction: 'and',
      propertyConditions: [{ kind: 'objectProperty', operator: 'isNull', propertyName: 'p' }],
    }),
    on({
      kind: 'object',
      operator: 'matchConditions',
      propertyConditions: [
        { kind: 'objectProperty', operator: 'isNull', propertyName: 'p', columnSlug: 'c' },
      ],
    }),
  ],
  ['conditions of an occurrence left out', occurrence({}), occurrence({ conditions: null })],
  ['a folder in another case', { folderUuid: uuid }, { folderUuid: upper }],
  ['no folder as an empty text', {}, { folderUuid: '' }],
  ['no description as an empty text', {}, { description: '' }],
  ['other line ends', { description: 'a\nb\n' }, { description: 'a\r\nb' }],
  [
    'another Unicode form',
    { name: 'Cafe\u0301', description: 'Cafe\u0301' },
    { name: 'Caf\u00e9', description: 'Caf\u00e9' },
  ],
  [
    'more keys in a sort',
    sorted({ columnSlug: 'c', kind: 'asc' }),
    sorted({ columnSlug: 'c', kind: 'asc', nulls: 'last' }),
  ],
];

/** What may look alike, and is not the same. */
const different: readonly (readonly [string, Fields, Fields])[] = [
  ['schedule', cron('0 6 * * 1'), cron('0 6 * * 2')],
  ['schedule', cron('0 6 1 * 1'), cron('0 6 1 * *')],
  // in Cargo's cron a star may let the other field decide alone; whether a step does is not known
  ['schedule', cron('0 6 */2 * 1'), cron('0 6 1-31/2 * 1')],
  ['schedule', cron('@every 60m'), cron('0 * * * *')],
  ['schedule', cron('0 6 * * *'), { schedule: { type: 'watch' } }],
  ['filter', date('3 months'), date('90 days')],
  ['filter', date('2026-01-05'), date('2026-01-05T10:00:00Z')],
  ['filter', number({ value: 5 }), number({ value: 'five' })],
  ['filter', string({ values: ['05'] }), string({ values: [5] })],
  ['filter', string({ values: ['a'] }), string({ values: ['A'] })],
  ['filter', string({ values: ['a'] }), string({ values: ['a'], operator: 'isNot' })],
  [
    'filter',
    { filter: filterOf(one, { ...one, columnSlug: 'd' }) },
    { filter: filterOf({ ...one, columnSlug: 'd' }, one) },
  ],
  ['filter', { filter: filterOf(one) }, { filter: { ...filterOf(one), conjonction: 'or' } }],
  ['filter', occurrence({}), occurrence({ conditions: [one] })],
  [
    'sort',
    sorted({ columnSlug: 'a', kind: 'asc' }, { columnSlug: 'b', kind: 'asc' }),
    sorted({ columnSlug: 'b', kind: 'asc' }, { columnSlug: 'a', kind: 'asc' }),
  ],
  ['sort', sorted({ columnSlug: 'a', kind: 'asc' }), sorted({ columnSlug: 'a' })],
  ['limit', {}, { limit: 0 }],
  ['name', { name: 'Score  all' }, { name: 'Score all' }],
  ['name', { name: 'Score' }, { name: 'score' }],
  ['description', { description: ' a' }, { description: 'a' }],
];

describe('what a service may spell otherwise', () => {
  it.each(same)('%s: is no difference', (_what, sent, answered) => {
    expect(differing(sent, answered)).toEqual([]);
    // written so in the file, it is no difference either
    expect(differing(sent, sent)).toEqual([]);
  });

  it.each(different)('%s: %j is not %j', (field, sent, answered) => {
    expect(differing(sent, answered)).toEqual([field]);
  });
});

describe('the one spelling of a cron', () => {
  const part = (least: number, most: number): fc.Arbitrary<string> =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min: least, max: most }).map(String),
      fc.integer({ min: 2, max: 7 }).map((step) => `*/${String(step)}`),
      fc
        .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
        .map(([a, b]) => `${String(Math.min(a, b))}-${String(Math.max(a, b))}`),
      fc
        .tuple(fc.integer({ min: least, max: most - 3 }), fc.integer({ min: 1, max: 3 }))
        .map(([from, step]) => `${String(from)}-${String(most)}/${String(step)}`),
      fc
        .array(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 3 })
        .map((all) => all.join(',')),
    );
  const crons = fc
    .tuple(
      part(0, 59),
      part(0, 23),
      part(1, 28),
      fc.oneof(part(1, 12), fc.constantFrom('jan', 'DEC', 'feb-may', 'mar,nov')),
      fc.oneof(part(0, 7), fc.constantFrom('sun', 'SAT', 'mon-fri', 'tue,thu', 'fri-sun', 'Sun-Mon')),
    )
    .map((fields) => fields.join(' '));

  it('means the same times, and is its own', () => {
    const from = new Date('2026-01-05T00:00:00Z');
    const times = (text: string): number[] =>
      new Cron(text, { timezone: 'UTC', paused: true }).nextRuns(5, from).map((at) => at.getTime());
    const property = fc.property(crons, (text) => {
      const spelt = canonicalCron(text);
      expect(times(spelt)).toEqual(times(text));
      expect(canonicalCron(spelt)).toBe(spelt);
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('runs as often as the cron does', () => {
    const property = fc.property(crons, (text) => {
      const from = Date.parse('2026-01-05T00:00:00Z');
      const cron = new Cron(text, { timezone: 'UTC', paused: true });
      let times = 0;
      let at = cron.nextRun(new Date(from - 1000));
      while (at !== null && at.getTime() < from + 4 * 86_400_000) {
        times += 1;
        at = cron.nextRun(at);
      }
      expect(runsPerDay(text, 4)).toBeCloseTo(times / 4);
    });
    fc.assert(property, { numRuns: 20 });
  });

  it.each([
    ['0 6 * * fri-sun', 3 / 7],
    ['0 6 * * sun-mon', 2 / 7],
    // 5 and 6 January are a Monday and a Tuesday
    ['0 6 6 * mon', 2 / 7],
    ['0 6 6 * *', 1 / 7],
    ['0 6 6 * */1', 1 / 7],
    ['0 6 * feb *', 0],
    ['0,30 6-8/2 * jan *', 4],
  ])('%s runs so often a day: %d', (text, runs) => {
    expect(runsPerDay(text, 7)).toBeCloseTo(runs, 10);
  });

  it.each(['every day', '0 6 * *', '60 * * * *', ''])('of %j, which is none, is that', (text) => {
    expect(canonicalCron(text)).toBe(text);
  });
});
