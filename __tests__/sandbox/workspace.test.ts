import { describe, expect, it } from 'vitest';
import { demoUuids } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { ask, one, rows, sandboxForTest } from '../support/ask.ts';

const { models, segments, workflows } = demoUuids;
const unknownUuid = '99999999-9999-4999-8999-999999999999';

async function reasonOf(sandbox: Sandbox, method: string, path: string, body?: unknown): Promise<unknown> {
  const answered = await ask(sandbox, method, path, body);
  return [answered.status, answered.body?.['reason']];
}

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

describe('the workflow behind a play', () => {
  const nodes = [
    { uuid: 'n1', slug: 'start', kind: 'start', childrenUuids: ['n2'] },
    { uuid: 'n2', slug: 'score', kind: 'native', childrenUuids: [] },
  ];
  const workflowUuid = workflows.welcome;
  const draft = '/orchestration/releases/draft';

  it('has a draft that can be changed and deployed, after which the play can be enabled', async () => {
    const sandbox = await sandboxForTest();
    const play = `/orchestration/plays/${demoUuids.plays.welcome}`;
    expect(await reasonOf(sandbox, 'PUT', play, { isEnabled: true })).toEqual([400, 'playNotDeployed']);
    await ask(sandbox, 'POST', `${draft}/update`, { workflowUuid, nodes, description: 'First' });
    const read = await ask(sandbox, 'GET', `${draft}?workflowUuid=${workflowUuid}`);
    expect(one(read, 'release')).toMatchObject({
      workflowUuid,
      status: 'draft',
      nodes,
      description: 'First',
    });
    const deployed = await ask(sandbox, 'POST', `${draft}/deploy`, { workflowUuid, nodes, formFields: null });
    expect(one(deployed, 'release')).toMatchObject({ workflowUuid, status: 'deployed', nodes });
    expect(one(await ask(sandbox, 'PUT', play, { isEnabled: true }), 'play')['isEnabled']).toBe(true);
  });

  it('refuses what is not there or not a graph', async () => {
    const sandbox = await sandboxForTest();
    expect(await reasonOf(sandbox, 'GET', `${draft}?workflowUuid=${unknownUuid}`)).toEqual([
      404,
      'workflowNotFound',
    ]);
    expect(await reasonOf(sandbox, 'GET', draft)).toEqual([400, undefined]);
    expect(await reasonOf(sandbox, 'POST', `${draft}/deploy`, { workflowUuid, nodes: [] })).toEqual([
      400,
      'draftReleaseNodesAreInvalid',
    ]);
    expect(await reasonOf(sandbox, 'POST', `${draft}/update`, { workflowUuid })).toEqual([
      400,
      'draftReleaseNodesAreInvalid',
    ]);
    sandbox.store.drafts.delete(workflowUuid);
    expect(await reasonOf(sandbox, 'POST', `${draft}/deploy`, { workflowUuid, nodes })).toEqual([
      404,
      'draftReleaseNotFound',
    ]);
  });

  it('is checked by nodes/validate', async () => {
    const sandbox = await sandboxForTest();
    const validate = async (given: unknown): Promise<unknown> =>
      (await ask(sandbox, 'POST', '/orchestration/nodes/validate', { nodes: given })).body;
    expect(await validate(nodes)).toEqual({ outcome: 'valid' });
    expect(await validate([nodes[0]])).toEqual({
      outcome: 'invalid',
      problems: [{ node: 0, message: 'childrenUuids names a node that is not there' }],
    });
    expect(await validate([nodes[1], nodes[1]])).toMatchObject({
      problems: [{ node: 1, message: 'slug stands in two nodes' }],
    });
  });
});

describe('a batch', () => {
  const batches = '/orchestration/batches';
  const workflowUuid = workflows.welcome;

  it('runs on the records that a filter matches, up to its limit', async () => {
    const sandbox = await sandboxForTest();
    const runsCount = async (data: object): Promise<unknown> =>
      one(await ask(sandbox, 'POST', batches, { workflowUuid, data }), 'batch')['runsCount'];
    const software = {
      conjonction: 'and',
      groups: [
        {
          conjonction: 'and',
          conditions: [{ kind: 'string', columnSlug: 'industry', operator: 'is', values: 'Software' }],
        },
      ],
    };
    const data = { kind: 'filter', modelUuid: models.accounts };
    expect(await runsCount(data)).toBe(6);
    expect(await runsCount({ ...data, filter: software })).toBe(3);
    expect(await runsCount({ ...data, filter: software, limit: 2 })).toBe(2);
    expect(await runsCount({ ...data, filter: { conjunction: 'and', groups: software.groups } })).toBe(0);
    expect(await runsCount({ kind: 'segment', segmentUuid: segments.enterprise })).toBe(1);
    const whole = await ask(sandbox, 'POST', batches, { workflowUuid, data });
    expect(one(whole, 'batch')).toMatchObject({
      workflowUuid,
      workspaceUuid: sandbox.workspaceUuid,
      status: 'pending',
    });
  });

  it('refuses a play’s own segment and what is not there', async () => {
    const sandbox = await sandboxForTest();
    const segment = (segmentUuid: string): object => ({
      workflowUuid,
      data: { kind: 'segment', segmentUuid },
    });
    const filter = (more: object): object => ({
      workflowUuid,
      data: { kind: 'filter', modelUuid: models.accounts, ...more },
    });
    expect(await reasonOf(sandbox, 'POST', batches, segment(segments.welcome))).toEqual([
      400,
      'segmentLinkedToPlay',
    ]);
    expect(await reasonOf(sandbox, 'POST', batches, segment(unknownUuid))).toEqual([400, 'segmentNotFound']);
    expect(await reasonOf(sandbox, 'POST', batches, filter({ modelUuid: unknownUuid }))).toEqual([
      400,
      'modelNotFound',
    ]);
    expect(await reasonOf(sandbox, 'POST', batches, filter({ filter: {} }))).toEqual([400, 'invalidFilter']);
    expect(await reasonOf(sandbox, 'POST', batches, { ...filter({}), workflowUuid: unknownUuid })).toEqual([
      400,
      'workflowNotFound',
    ]);
    expect(await reasonOf(sandbox, 'POST', batches, { workflowUuid, data: { kind: 'all' } })).toEqual([
      400,
      undefined,
    ]);
  });
});
