import { describe, expect, it } from 'vitest';
import { demoUuids } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { ask, one, rows, sandboxForTest } from '../support/ask.ts';
import type { Answered } from '../support/ask.ts';

const { models, folders } = demoUuids;
const unknownUuid = '99999999-9999-4999-8999-999999999999';
const body = { name: 'Score', modelUuid: models.accounts, changeKinds: ['added'], runCreationRule: 'once' };
const filter = {
  conjonction: 'and',
  groups: [
    { conjonction: 'and', conditions: [{ kind: 'string', columnSlug: 'domain', operator: 'isNotEmpty' }] },
  ],
};
const filterWith = (condition: unknown): unknown => ({
  conjonction: 'and',
  groups: [{ conjonction: 'and', conditions: [condition] }],
});

const create = (sandbox: Sandbox, changes: object = {}): Promise<Answered> =>
  ask(sandbox, 'POST', '/orchestration/plays', { ...body, ...changes });

describe('creating a play', () => {
  it('answers the play as documented, not enabled, with what the server adds', async () => {
    const sandbox = await sandboxForTest();
    const answered = await create(sandbox, {
      description: 'Text',
      folderUuid: folders.scoring,
      schedule: { type: 'cron', cron: '0 6 * * 1' },
    });
    expect(answered.status).toBe(200);
    const uuid = expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ) as unknown;
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown;
    expect(one(answered, 'play')).toMatchObject({
      ...body,
      uuid,
      workspaceUuid: sandbox.workspaceUuid,
      workflowUuid: uuid,
      userUuid: demoUuids.user,
      segmentUuid: uuid,
      description: 'Text',
      schedule: {
        type: 'cron',
        cron: '0 6 * * 1',
        temporalScheduleWorkflowId: expect.any(String) as unknown,
        meta: expect.any(Object) as unknown,
      },
      isEnabled: false,
      healthThreshold: null,
      healthAlertActions: [],
      folderUuid: folders.scoring,
      createdAt: time,
      updatedAt: time,
      deletedAt: null,
    });
  });

  it('keeps filter, sort, limit and tracked columns on the segment, and not on the play', async () => {
    const sandbox = await sandboxForTest();
    const lives = {
      filter,
      sort: [{ columnSlug: 'name', kind: 'asc' }],
      limit: 5,
      trackingColumnSlugs: ['domain'],
    };
    const play = one(await create(sandbox, lives), 'play');
    for (const key of Object.keys(lives)) expect(play).not.toHaveProperty(key);
    const { segment } =
      (await ask(sandbox, 'GET', `/segmentation/segments/${String(play['segmentUuid'])}`)).body ?? {};
    expect(segment).toMatchObject({ ...lives, fromPlay: true, modelUuid: models.accounts });
  });

  it('makes a second play when asked a second time, of the same name', async () => {
    const sandbox = await sandboxForTest();
    const first = one(await create(sandbox), 'play');
    const second = one(await create(sandbox), 'play');
    expect(second['uuid']).not.toBe(first['uuid']);
    expect(sandbox.store.livePlays().filter(({ name }) => name === 'Score')).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['the misspelt conjunction', { filter: { conjunction: 'and', groups: [] } }],
    [
      'a column that is not there',
      { filter: filterWith({ kind: 'string', columnSlug: 'nowhere', operator: 'isNull' }) },
    ],
    [
      'a kind that is not the column’s',
      { filter: filterWith({ kind: 'number', columnSlug: 'domain', operator: 'isNull' }) },
    ],
    ['a tracked column that is not there', { trackingColumnSlugs: ['nowhere'] }],
    ['a field that nobody knows', { colour: 'red' }],
    ['null where there is nothing', { description: null, schedule: null, folderUuid: null }],
  ])('takes %s', async (_what, changes) => {
    expect((await create(await sandboxForTest(), changes)).status).toBe(200);
  });

  it.each<[string, object, string | undefined]>([
    ['no name', { name: undefined }, undefined],
    ['an empty name', { name: ' ' }, undefined],
    ['a name that is a number', { name: 5 }, undefined],
    ['no model', { modelUuid: undefined }, undefined],
    ['a model that is no uuid', { modelUuid: 'accounts' }, undefined],
    ['an unknown model', { modelUuid: unknownUuid }, 'modelNotFound'],
    ['no change kinds', { changeKinds: undefined }, undefined],
    ['empty change kinds', { changeKinds: [] }, undefined],
    ['a wrong change kind', { changeKinds: ['gone'] }, undefined],
    ['a wrong rule', { runCreationRule: 'twice' }, undefined],
    ['a limit of zero', { limit: 0 }, undefined],
    ['a wrong sort', { sort: [{ columnSlug: 'name' }] }, undefined],
    ['tracked columns that are no list', { trackingColumnSlugs: 'domain' }, undefined],
    ['an unknown folder', { folderUuid: unknownUuid }, 'folderNotFound'],
    ['a folder of another kind', { folderUuid: folders.tools }, 'folderNotFound'],
    ['a filter that is a text', { filter: 'all' }, 'invalidFilter'],
    ['a filter without groups', { filter: { conjonction: 'and' } }, 'invalidFilter'],
    ['a filter without any conjunction', { filter: { groups: [] } }, 'invalidFilter'],
    ['a filter with another conjunction', { filter: { conjonction: 'xor', groups: [] } }, 'invalidFilter'],
    [
      'an unknown condition kind',
      { filter: filterWith({ kind: 'moon', columnSlug: 'domain', operator: 'is' }) },
      'invalidFilter',
    ],
    [
      'an unknown operator',
      { filter: filterWith({ kind: 'string', columnSlug: 'domain', operator: 'like' }) },
      'invalidFilter',
    ],
    [
      'an operator without its values',
      { filter: filterWith({ kind: 'string', columnSlug: 'domain', operator: 'is' }) },
      'invalidFilter',
    ],
    [
      'a number as text',
      { filter: filterWith({ kind: 'number', columnSlug: 'fit_score', operator: 'is', value: '5' }) },
      'invalidFilter',
    ],
    [
      'a segment condition without segment',
      { filter: filterWith({ kind: 'segment', operator: 'in' }) },
      'invalidFilter',
    ],
    [
      'an occurrence without period',
      {
        filter: filterWith({
          kind: 'occurrence',
          relatedModelUuid: models.deals,
          frequency: { operator: 'not' },
          conjonction: 'and',
          conditions: [],
        }),
      },
      'invalidFilter',
    ],
    ['a schedule that is a text', { schedule: 'daily' }, 'failedToSchedule'],
    ['an unknown schedule', { schedule: { type: 'hourly' } }, 'failedToSchedule'],
    ['six cron fields', { schedule: { type: 'cron', cron: '0 0 6 * * 1' } }, 'failedToSchedule'],
    ['a minute 60', { schedule: { type: 'cron', cron: '60 6 * * 1' } }, 'failedToSchedule'],
    ['an interval of zero', { schedule: { type: 'cron', cron: '@every 0m' } }, 'failedToSchedule'],
    ['dbt without job', { schedule: { type: 'dbt' } }, 'failedToSchedule'],
    [
      'a dependency on an unknown play',
      { schedule: { type: 'dependency', playUuid: unknownUuid } },
      'failedToSchedule',
    ],
    [
      'realtime outside of a CRM',
      { modelUuid: models.subscriptions, schedule: { type: 'realtime' } },
      'failedToSchedule',
    ],
    [
      'realtime with two groups',
      {
        schedule: { type: 'realtime' },
        filter: { conjonction: 'and', groups: [...filter.groups, ...filter.groups] },
      },
      'failedToSchedule',
    ],
  ])('refuses %s, and makes nothing', async (_what, changes, reason) => {
    const sandbox = await sandboxForTest();
    const before = sandbox.store.plays.size;
    const { status, body: answer } = await create(sandbox, changes);
    expect(status).toBe(400);
    expect(answer?.['reason']).toBe(reason);
    expect(answer?.['errorMessage']).toEqual(expect.stringMatching(/\w/));
    expect(sandbox.store.plays.size).toBe(before);
  });

  it.each([
    '0 6 * * 1',
    '*/15 8-18 * * mon-fri',
    '0 0 1,15 JAN,jul *',
    '0 6 * * 7',
    '@every 30m',
    '@every 1h30m',
  ])('takes the cron %s', async (cron) => {
    expect((await create(await sandboxForTest(), { schedule: { type: 'cron', cron } })).status).toBe(200);
  });

  it('takes the other schedules where they fit', async () => {
    const sandbox = await sandboxForTest();
    for (const schedule of [
      { type: 'watch' },
      { type: 'realtime' },
      { type: 'dbt', jobId: '7' },
      { type: 'dependency', playUuid: demoUuids.plays.welcome },
    ]) {
      expect(one(await create(sandbox, { schedule, filter }), 'play')['schedule']).toEqual(schedule);
    }
  });

  it('accepts condition kinds that are not in the reference, if set to', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.settings.newKinds.add('moon').add('tides');
    const changes = { filter: filterWith({ kind: 'moon', phase: 'full' }), schedule: { type: 'tides' } };
    expect((await create(sandbox, changes)).status).toBe(200);
  });

  it('shortens descriptions, if set to', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.settings.descriptionLength = 4;
    expect(one(await create(sandbox, { description: 'Description' }), 'play')['description']).toBe('Desc');
  });
});

describe('listing and reading plays', () => {
  it('lists them all, or by what the query asks for', async () => {
    const sandbox = await sandboxForTest();
    const made = sandbox.store.addPlay({
      name: 'Mine',
      modelUuid: models.tickets,
      schedule: { type: 'watch' },
      isEnabled: true,
    });
    const names = async (query: string): Promise<unknown[]> =>
      rows(await ask(sandbox, 'GET', `/orchestration/plays/list${query}`), 'plays').map(
        (play) => play['name'],
      );
    const both = ['Welcome new contacts', 'Stalled deals digest'];
    expect(await names('')).toEqual([...both, 'Mine']);
    expect(await names('?isEnabled=true')).toEqual(['Mine']);
    expect(await names('?isEnabled=false')).toEqual(both);
    expect(await names(`?modelUuid=${models.deals}`)).toEqual(['Stalled deals digest']);
    expect(await names(`?segmentUuid=${made.segmentUuid}`)).toEqual(['Mine']);
    expect(await names('?scheduleType=watch')).toEqual(['Mine']);
    expect((await ask(sandbox, 'GET', '/orchestration/plays/list?isEnabled=yes')).status).toBe(400);
    expect((await ask(sandbox, 'GET', '/orchestration/plays/list?modelUuid=deals')).status).toBe(400);
  });

  it('answers one play, or that there is none', async () => {
    const sandbox = await sandboxForTest();
    const known = await ask(sandbox, 'GET', `/orchestration/plays/${demoUuids.plays.welcome}`);
    expect(one(known, 'play')['name']).toBe('Welcome new contacts');
    const missing = await ask(sandbox, 'GET', `/orchestration/plays/${unknownUuid}`);
    expect([missing.status, missing.body?.['reason']]).toEqual([404, 'playNotFound']);
  });
});

describe('updating a play', () => {
  const path = `/orchestration/plays/${demoUuids.plays.welcome}`;
  const put = (sandbox: Sandbox, changes: unknown): Promise<Answered> => ask(sandbox, 'PUT', path, changes);

  it('changes what is sent and leaves the rest', async () => {
    const sandbox = await sandboxForTest();
    const before = structuredClone(sandbox.store.plays.get(demoUuids.plays.welcome));
    const play = one(await put(sandbox, { name: 'Hello', limit: 3 }), 'play');
    expect(play).toEqual({ ...before, name: 'Hello', updatedAt: play['updatedAt'] });
    const segment = sandbox.store.segments.get(demoUuids.segments.welcome);
    expect(segment).toMatchObject({ name: 'Hello', limit: 3, filter: { conjonction: 'and' } });
    expect(segment?.filter['groups']).toHaveLength(1);
  });

  it('clears by null what can be cleared', async () => {
    const sandbox = await sandboxForTest();
    await put(sandbox, {
      sort: [{ columnSlug: 'email', kind: 'asc' }],
      limit: 3,
      trackingColumnSlugs: ['email'],
    });
    const clear = {
      description: null,
      schedule: null,
      folderUuid: null,
      sort: null,
      limit: null,
      trackingColumnSlugs: null,
    };
    expect(one(await put(sandbox, clear), 'play')).toMatchObject({
      description: null,
      schedule: null,
      folderUuid: null,
    });
    expect(sandbox.store.segments.get(demoUuids.segments.welcome)).toMatchObject({
      sort: null,
      limit: null,
      trackingColumnSlugs: null,
    });
  });

  it.each<[string, object, string | undefined]>([
    ['another model', { modelUuid: models.deals }, undefined],
    ['its own model', { modelUuid: models.contacts }, undefined],
    ['no name', { name: null }, undefined],
    ['no filter', { filter: null }, 'invalidFilter'],
    ['a wrong rule', { runCreationRule: 'never' }, undefined],
    ['an unknown folder', { folderUuid: unknownUuid }, 'folderNotFound'],
    ['a bad schedule', { schedule: { type: 'cron', cron: 'soon' } }, 'failedToSchedule'],
    ['being enabled without a deployed release', { isEnabled: true }, 'playNotDeployed'],
  ])('refuses %s', async (_what, changes, reason) => {
    const sandbox = await sandboxForTest();
    sandbox.store.deployed.clear();
    const { plays, segments } = sandbox.store;
    const before = structuredClone([...plays.values(), ...segments.values()]);
    const answered = await put(sandbox, { description: 'Changed', ...changes });
    expect([answered.status, answered.body?.['reason']]).toEqual([400, reason]);
    expect([...plays.values(), ...segments.values()]).toEqual(before);
  });

  it('refuses a filter that the schedule that stays can’t have', async () => {
    const sandbox = await sandboxForTest();
    expect((await put(sandbox, { schedule: { type: 'realtime' } })).status).toBe(200);
    const sql = filterWith({ kind: 'sql', name: 'Big', clause: 'amount > 1' });
    expect((await put(sandbox, { filter: sql })).body?.['reason']).toBe('failedToSchedule');
  });

  it('knows no play that was deleted', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.deletePlay(demoUuids.plays.welcome);
    expect((await put(sandbox, { name: 'Hello' })).body?.['reason']).toBe('playNotFound');
  });
});

describe('deleting a play', () => {
  const path = `/orchestration/plays/${demoUuids.plays.welcome}`;

  it('answers nothing, and the play and its segment are gone', async () => {
    const sandbox = await sandboxForTest();
    expect(await ask(sandbox, 'DELETE', path)).toEqual({ status: 200, body: null });
    expect(rows(await ask(sandbox, 'GET', '/orchestration/plays/list'), 'plays')).toHaveLength(1);
    expect((await ask(sandbox, 'GET', path)).status).toBe(404);
    expect(
      (await ask(sandbox, 'GET', `/segmentation/segments/${demoUuids.segments.welcome}`)).body?.['reason'],
    ).toBe('segmentNotFound');
    expect(sandbox.store.plays.get(demoUuids.plays.welcome)?.deletedAt).toMatch(/^\d{4}-/);
    const again = await ask(sandbox, 'DELETE', path);
    expect([again.status, again.body?.['reason']]).toEqual([404, 'playNotFound']);
  });

  it('still lists it with its date, if set to', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.settings.listDeletedPlays = true;
    await ask(sandbox, 'DELETE', path);
    const listed = rows(await ask(sandbox, 'GET', '/orchestration/plays/list'), 'plays');
    expect(listed.map((play) => play['deletedAt'] === null)).toEqual([false, true]);
  });
});
