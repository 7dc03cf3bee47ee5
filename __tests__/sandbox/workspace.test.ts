import { describe, expect, it } from 'vitest';
import { demoUuids } from '../../sandbox/seed.ts';
import { ask, one, reasonOf, rows, sandboxForTest } from '../support/ask.ts';

const { folders, models, segments } = demoUuids;
const unknownUuid = '99999999-9999-4999-8999-999999999999';

describe('the lists', () => {
  it('answer models with columns of every type, and one slug in two datasets', async () => {
    const sandbox = await sandboxForTest();
    const listed = rows(await ask(sandbox, 'GET', '/storage/models/list'), 'models');
    expect(listed.find((model) => model['slug'] === 'accounts')).toMatchObject({
      uuid: models.accounts,
      workspaceUuid: sandbox.workspaceUuid,
      isPaused: false,
      columns: expect.arrayContaining([
        { slug: 'employee_count', type: 'number', label: 'Employee count', kind: 'original' },
      ]) as unknown,
    });
    const types = listed.flatMap((model) =>
      [
        ...(model['columns'] as { type: string }[]),
        ...(model['additionalColumns'] as { type: string }[]),
      ].map(({ type }) => type),
    );
    expect([...new Set(types)].sort()).toEqual([
      'any',
      'array',
      'boolean',
      'date',
      'number',
      'object',
      'string',
      'vector',
    ]);
    const datasets = rows(await ask(sandbox, 'GET', '/storage/datasets/list'), 'datasets');
    expect(datasets.map((dataset) => dataset['slug'])).toEqual(['hubspot', 'warehouse']);
    const homes = listed.filter((model) => model['slug'] === 'users').map((model) => model['datasetUuid']);
    expect(homes).toEqual(datasets.map((dataset) => dataset['uuid']));
  });

  it('answer folders that lie in one another, not all of them for plays', async () => {
    const sandbox = await sandboxForTest();
    const folders = rows(await ask(sandbox, 'GET', '/workspaceManagement/folders/list'), 'folders');
    const nameOf = new Map(folders.map((folder) => [folder['uuid'], folder['name']]));
    expect(
      folders.map((folder) => [nameOf.get(folder['parentUuid']), folder['name'], folder['kind']]),
    ).toEqual([
      [undefined, 'GTM', 'play'],
      ['GTM', 'Scoring', 'play'],
      ['GTM', 'Outreach', 'play'],
      [undefined, 'Customer success', 'play'],
      [undefined, 'Enrichment tools', 'tool'],
    ]);
  });

  it('answer segments, those of plays where it is told to', async () => {
    const sandbox = await sandboxForTest();
    const uuids = async (): Promise<unknown[]> =>
      rows(await ask(sandbox, 'GET', '/segmentation/segments/list'), 'segments').map(
        (segment) => segment['uuid'],
      );
    expect(await uuids()).toEqual(Object.values(segments));
    sandbox.store.settings.listPlaySegments = false;
    expect(await uuids()).toEqual([segments.targetAccounts, segments.enterprise]);
    const alone = await ask(sandbox, 'GET', `/segmentation/segments/${segments.welcome}`);
    expect(one(alone, 'segment')['fromPlay']).toBe(true);
    expect(await reasonOf(sandbox, 'GET', `/segmentation/segments/${unknownUuid}`)).toEqual([
      404,
      'segmentNotFound',
    ]);
  });
});

describe('segments/fetch', () => {
  const fetched = '/segmentation/segments/fetch';
  const software = {
    conjonction: 'and',
    groups: [
      {
        conjonction: 'and',
        conditions: [{ kind: 'string', columnSlug: 'industry', operator: 'is', values: 'Software' }],
      },
    ],
  };
  const body = { modelUuid: models.accounts, filter: software };

  it('counts all records that a filter matches, and answers a page of them in order', async () => {
    const sandbox = await sandboxForTest();
    const sort = [{ columnSlug: 'employee_count', kind: 'desc' }];
    const look = async (more: object): Promise<unknown> => {
      const answered = await ask(sandbox, 'POST', fetched, { ...body, sort, ...more });
      return [answered.body?.['count'], rows(answered, 'records').map((row) => row['id'])];
    };
    expect(await look({})).toEqual([3, ['a3', 'a5', 'a1']]);
    expect(await look({ fetchingLimit: 1 })).toEqual([3, ['a3']]);
    expect(await look({ fetchingLimit: 1, fetchingOffset: 2 })).toEqual([3, ['a1']]);
    expect(await look({ limit: 2, fetchingLimit: 10 })).toEqual([2, ['a3', 'a5']]);
    expect(await look({ filter: { conjunction: 'and', groups: software.groups } })).toEqual([0, []]);
  });

  it('answers the model’s columns, and that nothing is being refreshed', async () => {
    const answered = await ask(await sandboxForTest(), 'POST', fetched, body);
    expect(answered.body).toMatchObject({ isRefreshing: false });
    expect(rows(answered, 'columns').map((column) => column['slug'])).toEqual(
      expect.arrayContaining(['industry', 'fit_score']),
    );
  });

  it.each<[string, object, string | undefined]>([
    ['no filter', { filter: undefined }, 'invalidFilter'],
    ['what is no filter', { filter: { groups: [] } }, 'invalidFilter'],
    ['an unknown model', { modelUuid: unknownUuid }, 'modelNotFound'],
    ['half a record', { fetchingLimit: 0.5 }, undefined],
    ['an offset before the first', { fetchingOffset: -1 }, undefined],
    ['a limit of none', { limit: 0 }, undefined],
  ])('refuses %s', async (_what, more, reason) => {
    const answered = await reasonOf(await sandboxForTest(), 'POST', fetched, { ...body, ...more });
    expect(answered).toEqual([400, reason]);
  });

  it('is what a segment’s recordsCount counted when its filter was set', async () => {
    const sandbox = await sandboxForTest();
    const listed = await ask(sandbox, 'GET', '/segmentation/segments/list');
    const counts = rows(listed, 'segments').map((each) => [each['uuid'], each['recordsCount']]);
    expect(Object.fromEntries(counts)).toEqual({
      [segments.targetAccounts]: 3,
      [segments.enterprise]: 1,
      [segments.welcome]: 4,
      [segments.stalledDeals]: 5,
    });
    const play = sandbox.store.addPlay({ modelUuid: models.accounts, filter: software });
    expect(sandbox.store.segmentOf(play).recordsCount).toBe(3);
    sandbox.store.editPlay(play.uuid, { limit: 2 });
    expect(sandbox.store.segmentOf(play).recordsCount).toBe(2);
  });
});

describe('a new folder', () => {
  const path = '/workspaceManagement/folders';
  const body = { name: 'Renewals', emojiSlug: 'repeat', kind: 'play' };

  it('lies where it is told to, and is in the list', async () => {
    const sandbox = await sandboxForTest();
    const made = one(await ask(sandbox, 'POST', path, { ...body, parentUuid: folders.gtm }), 'folder');
    expect(made).toEqual({
      ...body,
      parentUuid: folders.gtm,
      workspaceUuid: sandbox.workspaceUuid,
      uuid: expect.any(String) as unknown,
    });
    expect(rows(await ask(sandbox, 'GET', `${path}/list`), 'folders')).toContainEqual(made);
    expect(one(await ask(sandbox, 'POST', path, body), 'folder')['parentUuid']).toBeNull();
  });

  it.each<[string, object, string | undefined]>([
    ['a name that is taken there', { name: 'GTM' }, 'duplicateName'],
    ['no name', { name: ' ' }, undefined],
    ['no emoji', { emojiSlug: undefined }, undefined],
    ['an unknown kind', { kind: 'plays' }, undefined],
    ['a parent that is not there', { parentUuid: unknownUuid }, 'folderNotFound'],
    ['a parent of another kind', { parentUuid: folders.tools }, 'folderNotFound'],
    ['a parent that is no uuid', { parentUuid: 'GTM' }, undefined],
  ])('is refused with %s', async (_what, more, reason) => {
    const sandbox = await sandboxForTest();
    expect(await reasonOf(sandbox, 'POST', path, { ...body, ...more })).toEqual([400, reason]);
    expect(sandbox.store.folders.size).toBe(5);
  });

  it('can be made twice where the service is told to allow that', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.settings.doubleFolders = true;
    await ask(sandbox, 'POST', path, { ...body, name: 'GTM' });
    const names = rows(await ask(sandbox, 'GET', `${path}/list`), 'folders').map(({ name }) => name);
    expect(names.filter((name) => name === 'GTM')).toHaveLength(2);
  });
});
