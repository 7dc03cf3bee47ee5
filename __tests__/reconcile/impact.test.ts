import { describe, expect, it } from 'vitest';
import type { PlayId } from '../../src/definition/play-id.ts';
import { Template } from '../../src/definition/references.ts';
import { impactsOf } from '../../src/reconcile/impact.ts';
import type { Weighed } from '../../src/reconcile/impact.ts';

type Fields = Readonly<Record<string, unknown>>;

const cron = (text: string): Fields => ({ schedule: { type: 'cron', cron: text } });
const is = (value: string): Fields => ({
  kind: 'string',
  columnSlug: 'domain',
  operator: 'is',
  values: value,
});
const filter = (conjonction: string, ...conditions: readonly Fields[]): Fields => ({
  filter: { conjonction: 'and', groups: [{ conjonction, conditions }] },
});
const narrow = { limit: 10 };

/** What a change makes of a play, before and after, and what is said of it. */
const cases: readonly (readonly [string, Fields | null, Fields, readonly string[]])[] = [
  ['a new play with a schedule', null, { ...narrow, ...cron('@every 30m') }, ['Runs 48 times a day.']],
  ['a new play every 90 seconds', null, { ...narrow, ...cron('@every 90s') }, ['Runs 960 times a day.']],
  ['a new play on weekdays', null, { ...narrow, ...cron('30 7 * * mon-fri') }, ['Runs 5 times a week.']],
  ['a new play every month', null, { ...narrow, ...cron('0 5 1 * *') }, ['Runs once a month.']],
  ['a new play every year', null, { ...narrow, ...cron('0 5 1 6 *') }, ['Runs once a year.']],
  ['a new play on leap days', null, { ...narrow, ...cron('0 5 29 2 *') }, ['Runs 0.3 times a year.']],
  ['a new play by hand', null, narrow, []],
  [
    'a new play every minute of working hours',
    null,
    { ...narrow, ...cron('* 9-16 * * 1-5') },
    ['Runs 342.9 times a day.'],
  ],
  [
    'a new play that watches',
    null,
    { ...narrow, schedule: { type: 'watch' } },
    ['Runs whenever records of its model change, so how often depends on your data.'],
  ],
  [
    'a new play in real time',
    null,
    { ...narrow, schedule: { type: 'realtime' } },
    ['Runs whenever records of its model change, so how often depends on your data.'],
  ],
  [
    'a new play after a job',
    null,
    { ...narrow, schedule: { type: 'dbt', jobId: '1' } },
    ['Runs after each run of its dbt job.'],
  ],
  [
    'a new play after one of another repository',
    null,
    { ...narrow, schedule: { type: 'dependency', playUuid: 'uuid-of-another' } },
    ['Runs after every run of the play it depends on.'],
  ],
  [
    'a play by hand that watches now',
    narrow,
    { ...narrow, schedule: { type: 'watch' } },
    ['Runs whenever records of its model change, so how often depends on your data.'],
  ],
  [
    'a new play on everything',
    null,
    {},
    ['It has no filter and no limit, so it selects every record of the model.'],
  ],
  [
    'a schedule added',
    narrow,
    { ...narrow, ...cron('0 * * * *') },
    ['Runs 24 times a day (before: only manually).'],
  ],
  [
    'a schedule made denser',
    { ...narrow, ...cron('@every 6h') },
    { ...narrow, ...cron('@every 30m') },
    ['Runs 48 times a day instead of 4 times a day: about 12 times as often.'],
  ],
  ['a schedule made rarer', cron('@every 30m'), cron('@every 6h'), []],
  ['a schedule removed', cron('@every 30m'), {}, []],
  [
    'a schedule of another kind',
    cron('@every 6h'),
    { schedule: { type: 'watch' } },
    ['Now runs by a watch schedule. Before, another type of schedule decided how often.'],
  ],
  ['a schedule twice a day', {}, cron('0 6,18 * * *'), ['Runs twice a day (before: only manually).']],
  ['a limit of one cleared', { limit: 1 }, {}, ['It no longer has a limit (before: 1 record).']],
  ['a limit loosened', { limit: 10 }, { limit: 500 }, ['Selects up to 500 records instead of 10.']],
  ['a limit tightened', { limit: 500 }, { limit: 10 }, []],
  ['a limit cleared', { limit: 10 }, {}, ['It no longer has a limit (before: 10 records).']],
  ['a limit added', {}, { limit: 10 }, []],
  [
    'a filter cleared',
    filter('and', is('a')),
    {},
    ['It no longer has a filter, so it selects every record of the model.'],
  ],
  [
    'a condition less that must hold',
    filter('and', is('a'), is('b')),
    filter('and', is('a')),
    ['Its filter has 1 fewer condition, so it matches more records.'],
  ],
  ['a condition more that must hold', filter('and', is('a')), filter('and', is('a'), is('b')), []],
  [
    'a condition more that may hold',
    filter('or', is('a')),
    filter('or', is('a'), is('b')),
    ['Its filter changed. Check how many records it matches before you merge.'],
  ],
  [
    'another condition',
    filter('and', is('a')),
    filter('and', is('b')),
    ['Its filter changed. Check how many records it matches before you merge.'],
  ],
  ['a filter added', {}, filter('and', is('a')), []],
  [
    'a kind of change more',
    { changeKinds: ['added'] },
    { changeKinds: ['added', 'updated'] },
    ['Now also selects updated records.'],
  ],
  ['a kind of change less', { changeKinds: ['added', 'updated'] }, { changeKinds: ['added'] }, []],
  [
    'unchanged records with a schedule',
    { changeKinds: ['unchanged'] },
    { changeKinds: ['unchanged'], ...cron('0 6 * * *') },
    [
      'Runs once a day (before: only manually).',
      'It includes unchanged records, so every scheduled run selects all of them again.',
    ],
  ],
];

describe('what a change costs', () => {
  const impacting = (plays: readonly Weighed[]): ReturnType<typeof impactsOf> =>
    impactsOf(plays, () => Promise.resolve());
  const play = (id: string, before: Fields | null, after: Fields, ...dependsOn: string[]): Weighed => ({
    ...{ id: id as PlayId, before, after, dependsOn: dependsOn as PlayId[] },
    uuid: before === null ? null : `uuid-of-${id}`,
  });

  it.each(cases)('%s', async (_what, before, after, expected) => {
    expect((await impacting([play('one', before, after)])).get('one' as PlayId)).toEqual(expected);
  });

  it('is told of plays that depend on one that costs more, on and on', async () => {
    const denser = play('a', { ...narrow, ...cron('@every 6h') }, { ...narrow, ...cron('@every 3h') });
    const impacts = await impacting([
      play('d', narrow, narrow, 'c'),
      play('c', narrow, narrow, 'b', 'same'),
      // by the uuid, as a file may write it too
      play('b', narrow, { ...narrow, schedule: { type: 'dependency', playUuid: 'UUID-OF-A' } }),
      denser,
      play('same', narrow, narrow),
      play('after-same', narrow, narrow, 'same'),
    ]);
    const because = (id: string): unknown => expect.stringMatching(`^Depends on "${id}"\\. `) as unknown;
    expect(impacts.get('d' as PlayId)).toEqual([because('c')]);
    expect(impacts.get('c' as PlayId)).toEqual([because('b')]);
    // that it depends on "a" is said already
    expect(impacts.get('b' as PlayId)).toEqual(['Runs after every run of "a".']);
    expect(impacts.get('a' as PlayId)).toHaveLength(1);
    expect(impacts.get('same' as PlayId)).toEqual([]);
    expect(impacts.get('after-same' as PlayId)).toEqual([]);
  });

  it('says which play a new one runs after, whether that exists or not', async () => {
    const playUuid = new Template([{ id: 'first' as PlayId, property: 'uuid' }]);
    const after = { ...narrow, schedule: { type: 'dependency', playUuid } };
    for (const first of [play('first', null, narrow), play('first', narrow, narrow)]) {
      const impacts = await impacting([first, play('second', null, after, 'first')]);
      expect(impacts.get('second' as PlayId)).toEqual(['Runs after every run of "first".']);
    }
  });

  it('is no more often where only the filter looks at that play', async () => {
    const looking = (kind: string): Fields => ({
      ...cron('0 6 * * *'),
      filter: { conjonction: 'and', groups: [{ conjonction: 'and', conditions: [{ kind }] }] },
    });
    const because = (id: string): string =>
      `Its filter looks at the runs or records of "${id}". When these change, it can match more or fewer records.`;
    const after = (id: string): Fields => ({ schedule: { type: 'dependency', playUuid: `uuid-of-${id}` } });
    const impacts = await impacting([
      play('a', { limit: 1 }, { limit: 2 }),
      play('enrolled', looking('enrollment'), looking('enrollment'), 'a'),
      play('in-segment', looking('segment'), looking('segment'), 'a', 'enrolled'),
      // it runs after the play that its filter looks at
      play('both', looking('enrollment'), { ...looking('enrollment'), ...after('a') }, 'a', 'enrolled'),
    ]);
    expect(impacts.get('enrolled' as PlayId)).toEqual([because('a')]);
    expect(impacts.get('in-segment' as PlayId)).toEqual([because('a').replace('"a"', '"a", "enrolled"')]);
    expect(impacts.get('both' as PlayId)?.slice(-2)).toEqual([
      'Depends on "a". When that play runs more often, this one can too.',
      because('enrolled'),
    ]);
  });

  it('ends where plays depend on each other', async () => {
    const schedule = (on: string): Fields => ({
      schedule: { type: 'dependency', playUuid: `uuid-of-${on}` },
    });
    const impacts = await impacting([
      play('a', { limit: 1, ...schedule('b') }, { limit: 2, ...schedule('b') }),
      play('b', { limit: 1, ...schedule('a') }, { limit: 1, ...schedule('a') }),
    ]);
    expect(impacts.get('a' as PlayId)).toEqual([
      'Selects up to 2 records instead of 1.',
      expect.stringContaining('"b"'),
    ]);
    expect(impacts.get('b' as PlayId)).toEqual([expect.stringContaining('"a"')]);
  });
});
