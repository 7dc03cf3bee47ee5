import { describe, expect, it } from 'vitest';
import { demoUuids } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { sandbox } from '../support/action.ts';
import { filterOf, line, made } from '../support/policy-table.ts';
import { reconcile } from '../support/workspace.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Applies definitions, edits the one play by hand, and plans again. */
async function edited(
  wanted: Fields,
  edit: (server: Sandbox, uuid: string) => void,
): Promise<readonly object[]> {
  const server = await sandbox();
  const { apply } = await reconcile(server, { score: { ...made, ...wanted } });
  const [outcome] = await apply();
  edit(server, outcome?.status === 'applied' ? outcome.play.uuid : '');
  const { planned } = await reconcile(server, { score: { ...made, ...wanted } });
  return planned.changes.flatMap((change) => ('differences' in change ? change.differences : []));
}

const condition = { kind: 'string', columnSlug: 'domain', operator: 'is', values: ['a'] };
describe('what counts as different', () => {
  it.each<[string, Fields, Fields, readonly object[]]>([
    ['nothing', {}, {}, []],
    [
      'a set in another order',
      { changeKinds: ['added', 'removed'] },
      { changeKinds: ['removed', 'added'] },
      [],
    ],
    [
      'a set with one more',
      {},
      { changeKinds: ['added', 'removed'] },
      [{ field: 'changeKinds', before: ['added', 'removed'], after: ['added'] }],
    ],
    [
      'tracked columns in another order',
      { trackingColumnSlugs: ['domain', 'name'] },
      { trackingColumnSlugs: ['name', 'domain'] },
      [],
    ],
    ['an empty list for none', {}, { trackingColumnSlugs: [], sort: [] }, []],
    ['an empty filter for none', {}, { filter: { conjonction: 'or', groups: [] } }, []],
    [
      'a filter for none',
      {},
      { filter: filterOf(condition) },
      [{ field: 'filter', before: filterOf(condition), after: null }],
    ],
    [
      'none for a filter',
      { filter: filterOf(condition) },
      { filter: { conjonction: 'and', groups: [] } },
      [{ field: 'filter', before: null, after: filterOf(condition) }],
    ],
    [
      'one value as a list',
      { filter: filterOf({ ...condition, values: 'a' }) },
      { filter: filterOf(condition) },
      [],
    ],
    [
      'a list as one value',
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, values: 'a' }) },
      [],
    ],
    [
      'a condition more',
      { filter: filterOf(condition) },
      { filter: filterOf(condition, condition) },
      [{ field: 'filter', before: filterOf(condition, condition), after: filterOf(condition) }],
    ],
    [
      'conditions in another order',
      { filter: filterOf(condition, { ...condition, values: ['b'] }) },
      { filter: filterOf({ ...condition, values: ['b'] }, condition) },
      [{ field: 'filter' }],
    ],
    [
      'a key of the server in a condition',
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, cachedAt: 'now' }) },
      [],
    ],
    [
      "a key of Cargo's own words in a condition",
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, otherValue: 3 }) },
      [{ field: 'filter', before: filterOf({ ...condition, otherValue: 3 }), after: filterOf(condition) }],
    ],
    [
      'such a key without a value',
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, otherValue: null }) },
      [],
    ],
    [
      'a difference, shown without what the server added',
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, values: ['b'], cachedAt: 'now', value: null }) },
      [{ field: 'filter', before: filterOf({ ...condition, values: ['b'] }), after: filterOf(condition) }],
    ],
    [
      'a sort the other way',
      { sort: [{ columnSlug: 'domain', kind: 'asc' }] },
      { sort: [{ columnSlug: 'domain', kind: 'desc' }] },
      [{ field: 'sort' }],
    ],
    ['a limit', { limit: 5 }, { limit: 6 }, [{ field: 'limit', before: 6, after: 5 }]],
    ['a limit by hand', {}, { limit: 6 }, [{ field: 'limit', before: 6, after: null }]],
    [
      'a text',
      { description: 'One\n' },
      { description: `Two\n\n${line('score')}` },
      [{ field: 'description', before: 'Two', after: 'One' }],
    ],
    [
      'a text with other line ends',
      { description: 'a\nb' },
      { description: `a\r\nb\r\n\r\n${line('score')}` },
      [],
    ],
    [
      'a text by hand',
      {},
      { description: `Two\n\n${line('score')}` },
      [{ field: 'description', before: 'Two', after: null }],
    ],
    ['an empty text for none', { description: '' }, {}, []],
    [
      'a folder',
      { folderUuid: demoUuids.folders.gtm },
      { folderUuid: demoUuids.folders.scoring },
      [{ field: 'folderUuid', before: demoUuids.folders.scoring, after: demoUuids.folders.gtm }],
    ],
    [
      'a schedule, shown without what the server added',
      { schedule: { type: 'cron', cron: '0 6 * * 1' } },
      { schedule: { type: 'cron', cron: '0 7 * * 1', temporalScheduleWorkflowId: 'x', meta: {} } },
      [
        {
          field: 'schedule',
          before: { type: 'cron', cron: '0 7 * * 1' },
          after: { type: 'cron', cron: '0 6 * * 1' },
        },
      ],
    ],
    [
      'another kind of schedule',
      { schedule: { type: 'watch' } },
      { schedule: { type: 'cron', cron: '0 7 * * 1' } },
      [{ field: 'schedule', before: { type: 'cron', cron: '0 7 * * 1' }, after: { type: 'watch' } }],
    ],
    [
      'no schedule',
      { schedule: { type: 'watch' } },
      { schedule: null },
      [{ field: 'schedule', before: null, after: { type: 'watch' } }],
    ],
    ['a schedule as it was made', { schedule: { type: 'cron', cron: '0 6 * * 1' } }, {}, []],
  ])('%s', async (_what, wanted, edit, differences) => {
    const found = await edited(wanted, (server, uuid) => server.store.editPlay(uuid, edit));
    expect(found).toHaveLength(differences.length);
    expect(found).toMatchObject(differences);
    for (const [index, difference] of differences.entries())
      if ('before' in difference) expect(found[index]).toEqual(difference);
  });
});
