import { describe, expect, it } from 'vitest';
import { demoConnectionUuids } from '../../sandbox/seed-connections.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { ask, one, reasonOf, rows, sandboxForTest } from '../support/ask.ts';
import { handClock } from '../support/hand-clock.ts';
import type { HandClock } from '../support/hand-clock.ts';
import { stillClock } from '../support/still-clock.ts';

const { models, segments, workflows } = demoUuids;
const unknownUuid = '99999999-9999-4999-8999-999999999999';
const batches = '/orchestration/batches';
const workflowUuid = workflows.welcome;

const software = {
  conjonction: 'and',
  groups: [
    {
      conjonction: 'and',
      conditions: [{ kind: 'string', columnSlug: 'industry', operator: 'is', values: 'Software' }],
    },
  ],
};
const data = { kind: 'filter', modelUuid: models.accounts, filter: software };

const uuidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const node = (number: number, slug: string, children: readonly number[], more: object): object => ({
  uuid: uuidOf(number),
  slug,
  config: {},
  childrenUuids: children.map(uuidOf),
  fallbackOnFailure: false,
  position: { x: 0, y: 0 },
  ...more,
});
const start = node(1, 'start', [2], { kind: 'native', actionSlug: 'start' });
const company = (more: object = {}): object =>
  node(2, 'company', [3], {
    kind: 'connector',
    integrationSlug: 'clearbit',
    actionSlug: 'enrichCompanyFromDomain',
    connectorUuid: demoConnectionUuids.connectors.clearbit,
    ...more,
  });
const end = node(3, 'end', [], { kind: 'native', actionSlug: 'end', config: { variables: [] } });
const nodes = [start, company(), end];

/** A sandbox with quick round times: a batch begins to run after 3 s, a run takes 1 s, a cancel 2 s. */
async function timed(): Promise<{ sandbox: Sandbox; clock: HandClock }> {
  const clock = handClock();
  const sandbox = await sandboxForTest({ clock });
  sandbox.store.settings.batchMs = { start: 3_000, run: 1_000, cancel: 2_000 };
  return { sandbox, clock };
}

async function begin(sandbox: Sandbox, more: object = {}): Promise<string> {
  const made = await ask(sandbox, 'POST', batches, { workflowUuid, data, nodes, ...more });
  expect(made.status).toBe(200);
  return one(made, 'batch')['uuid'] as string;
}
const read = async (sandbox: Sandbox, uuid: string): Promise<Record<string, unknown>> =>
  one(await ask(sandbox, 'GET', `${batches}/${uuid}`), 'batch');
const runsOf = async (sandbox: Sandbox, more: object = {}): Promise<Record<string, unknown>[]> =>
  rows(await ask(sandbox, 'POST', '/orchestration/runs/list', { workflowUuid, ...more }), 'runs');

describe('a batch', () => {
  it('runs on the records that its data means, up to its limit', async () => {
    const sandbox = await sandboxForTest();
    const runsCount = async (given: object): Promise<unknown> =>
      one(await ask(sandbox, 'POST', batches, { workflowUuid, data: given }), 'batch')['runsCount'];
    const all = { kind: 'filter', modelUuid: models.accounts };
    expect(await runsCount(all)).toBe(6);
    expect(await runsCount(data)).toBe(3);
    expect(await runsCount({ ...data, limit: 2 })).toBe(2);
    expect(await runsCount({ ...data, filter: { conjunction: 'and', groups: software.groups } })).toBe(0);
    expect(await runsCount({ kind: 'segment', segmentUuid: segments.enterprise })).toBe(1);
    expect(await runsCount({ kind: 'recordIds', modelUuid: models.accounts, ids: ['a1', 'a9'] })).toBe(1);
  });

  it('moves from stage to stage by the clock', async () => {
    const { sandbox, clock } = await timed();
    const uuid = await begin(sandbox);
    const seen: unknown[] = [];
    for (const ms of [0, 1_000, 1_000, 1_000, 999, 1, 1_000, 1_000]) {
      await clock.advance(ms);
      const { status, executedRunsCount, runsStatus } = await read(sandbox, uuid);
      seen.push([status, executedRunsCount, runsStatus]);
    }
    expect(seen).toEqual([
      ['pending', 0, null],
      ['syncing', 0, null],
      ['querying', 0, null],
      ['running', 0, null],
      ['running', 0, null],
      ['running', 1, 'healthy'],
      ['running', 2, 'healthy'],
      ['success', 3, 'healthy'],
    ]);
    const batch = await read(sandbox, uuid);
    expect(batch).toMatchObject({
      workflowUuid,
      workspaceUuid: sandbox.workspaceUuid,
      runsCount: 3,
      failedRunsCount: 0,
      creditsUsedCount: 3,
      errorMessage: null,
    });
    expect(Date.parse(String(batch['finishedAt'])) - Date.parse(String(batch['createdAt']))).toBe(6_000);
  });

  it('lists its runs in the order that its data asks for', async () => {
    const { sandbox, clock } = await timed();
    const sort = [{ columnSlug: 'employee_count', kind: 'asc' }];
    const batchUuid = await begin(sandbox, { data: { ...data, sort } });
    await begin(sandbox, { data: { ...data, limit: 1 } });
    await clock.advance(4_500);
    expect(await runsOf(sandbox, { batchUuid })).toMatchObject([
      {
        batchUuid,
        recordId: 'a1',
        recordTitle: 'Northwind',
        status: 'success',
        errorMessage: null,
        executions: [
          { nodeSlug: 'start', status: 'success', errorMessage: null, creditsUsedCount: 0 },
          { nodeSlug: 'company', status: 'success', errorMessage: null, creditsUsedCount: 1 },
          { nodeSlug: 'end', status: 'success', errorMessage: null, creditsUsedCount: 0 },
        ],
      },
      { recordId: 'a5', status: 'running', executions: [] },
      { recordId: 'a3', status: 'pending', executions: [] },
    ]);
    expect(await runsOf(sandbox)).toHaveLength(4);
    expect(await runsOf(sandbox, { statuses: ['running', 'pending'], limit: 1 })).toMatchObject([
      { recordId: 'a5' },
    ]);
    expect(await runsOf(sandbox, { workflowUuid: workflows.stalledDeals })).toEqual([]);
  });

  it('runs nodes of its own without deploying them, or what is live, or an older release', async () => {
    const { sandbox, clock } = await timed();
    const live = structuredClone(sandbox.store.deployed);
    await begin(sandbox);
    await begin(sandbox, { nodes: undefined });
    const older = sandbox.store.history.get(workflowUuid)?.at(-1)?.uuid;
    const uuid = await begin(sandbox, { nodes: undefined, releaseUuid: older });
    await clock.advance(60_000);
    expect((await read(sandbox, uuid))['releaseUuid']).toBe(older);
    const slugs = (await runsOf(sandbox)).map((run) =>
      (run['executions'] as { nodeSlug: string }[]).map(({ nodeSlug }) => nodeSlug).join(' '),
    );
    const whole = 'start company is_big tell_sales note end';
    expect(slugs).toEqual([...Array<string>(3).fill('start company end'), ...Array<string>(6).fill(whole)]);
    expect(sandbox.store.deployed).toEqual(live);
  });

  it('goes on while a client on the same clock waits for it', async () => {
    const clock = stillClock();
    const sandbox = await sandboxForTest({ clock });
    sandbox.store.settings.batchMs = { start: 8_000, run: 60_000, cancel: 0 };
    const uuid = await begin(sandbox);
    let polls = 0;
    while ((await read(sandbox, uuid))['finishedAt'] === null) {
      polls += 1;
      await clock.sleep(5_000);
    }
    expect(polls).toBe(Math.ceil((8_000 + 3 * 60_000) / 5_000));
  });

  it('ends, whatever graph was deployed by hand', async () => {
    const { sandbox, clock } = await timed();
    const circle = [start, company({ childrenUuids: [uuidOf(2)] })];
    sandbox.store.publish(workflowUuid, { nodes: circle });
    const uuid = await begin(sandbox, { nodes: undefined });
    await clock.advance(60_000);
    expect(await read(sandbox, uuid)).toMatchObject({ status: 'success', creditsUsedCount: 3 });
  });

  it('is in the list, newest first, and the workflow’s last one', async () => {
    const { sandbox, clock } = await timed();
    const first = await begin(sandbox);
    const second = await begin(sandbox);
    sandbox.store.publish(workflows.stalledDeals, { nodes });
    const other = await begin(sandbox, { workflowUuid: workflows.stalledDeals });
    await clock.advance(60_000);
    const listed = async (...uuids: readonly string[]): Promise<unknown[]> => {
      const query = uuids.map((uuid) => `workflowUuids[]=${uuid}`).join('&');
      return rows(await ask(sandbox, 'GET', `${batches}/list?${query}`), 'batches').map(
        (each) => each['uuid'],
      );
    };
    expect(await listed(workflowUuid)).toEqual([second, first]);
    expect(await listed(workflowUuid, workflows.stalledDeals)).toEqual([other, second, first]);
    expect(await listed()).toEqual([other, second, first]);
    const [workflow] = rows(await ask(sandbox, 'GET', '/orchestration/workflows/list'), 'workflows');
    expect(workflow?.['lastBatch']).toEqual({
      uuid: second,
      status: 'success',
      runsStatus: 'healthy',
      errorMessage: null,
      createdAt: expect.any(String) as unknown,
      finishedAt: expect.any(String) as unknown,
    });
  });
});

describe('a node that fails', () => {
  it('fails the runs on the records it is told to, and the batch is a success with failed runs', async () => {
    const { sandbox, clock } = await timed();
    sandbox.store.settings.nodeFailures.push({ nodeSlug: 'company', recordId: 'a5', message: 'not found' });
    const uuid = await begin(sandbox);
    await clock.advance(60_000);
    expect(await read(sandbox, uuid)).toMatchObject({
      status: 'success',
      runsStatus: 'unhealthy',
      executedRunsCount: 3,
      failedRunsCount: 1,
    });
    expect(await runsOf(sandbox, { statuses: ['error'] })).toMatchObject([
      {
        recordId: 'a5',
        errorMessage: 'not found',
        executions: [
          { nodeSlug: 'start', status: 'success' },
          { nodeSlug: 'company', status: 'error', errorMessage: 'not found' },
        ],
      },
    ]);
  });

  it('fails no run where the node says how to go on', async () => {
    const { sandbox, clock } = await timed();
    sandbox.store.settings.nodeFailures.push({ nodeSlug: 'company', message: 'not found' });
    const uuid = await begin(sandbox, { nodes: [start, company({ fallbackOnFailure: true }), end] });
    await clock.advance(60_000);
    expect((await read(sandbox, uuid))['failedRunsCount']).toBe(0);
    const [run] = await runsOf(sandbox);
    expect(run?.['executions']).toMatchObject([
      {},
      { nodeSlug: 'company', status: 'error' },
      { nodeSlug: 'end' },
    ]);
  });

  it.each([
    [true, 1],
    [false, 0],
  ])('in a group fails the run where failOnItemFailure is %s', async (failOnItemFailure, failed) => {
    const { sandbox, clock } = await timed();
    sandbox.store.settings.nodeFailures.push({ nodeSlug: 'company', message: 'not found' });
    const config = { items: [1], failOnItemFailure, _nodes: nodes };
    const group = node(2, 'each', [3], { kind: 'native', actionSlug: 'group', config });
    const uuid = await begin(sandbox, { nodes: [start, group, end], data: { ...data, limit: 1 } });
    await clock.advance(60_000);
    expect(await read(sandbox, uuid)).toMatchObject({ failedRunsCount: failed, creditsUsedCount: 1 });
  });

  it('can fail the whole batch', async () => {
    const { sandbox, clock } = await timed();
    sandbox.store.settings.batchError = 'the warehouse is down';
    const uuid = await begin(sandbox);
    await clock.advance(3_000);
    expect(await read(sandbox, uuid)).toMatchObject({
      status: 'error',
      errorMessage: 'the warehouse is down',
      executedRunsCount: 0,
      runsStatus: null,
    });
  });
});

describe('cancelling a batch', () => {
  it('keeps the runs that finished, and takes time', async () => {
    const { sandbox, clock } = await timed();
    const uuid = await begin(sandbox);
    await clock.advance(4_500);
    expect(await ask(sandbox, 'POST', `${batches}/${uuid}/cancel`)).toEqual({ status: 200, body: null });
    expect((await read(sandbox, uuid))['status']).toBe('cancelling');
    await clock.advance(60_000);
    expect(await read(sandbox, uuid)).toMatchObject({
      status: 'cancelled',
      executedRunsCount: 1,
      creditsUsedCount: 1,
    });
    expect((await runsOf(sandbox)).map((run) => run['status'])).toEqual([
      'success',
      'cancelled',
      'cancelled',
    ]);
    expect(await reasonOf(sandbox, 'POST', `${batches}/${uuid}/cancel`)).toEqual([
      400,
      'batchAlreadyFinished',
    ]);
  });

  it('is refused after the end of the batch, and for an unknown batch', async () => {
    const { sandbox, clock } = await timed();
    const uuid = await begin(sandbox);
    await clock.advance(60_000);
    expect(await reasonOf(sandbox, 'POST', `${batches}/${uuid}/cancel`)).toEqual([
      400,
      'batchAlreadyFinished',
    ]);
    for (const [method, path] of [
      ['POST', `${batches}/${unknownUuid}/cancel`],
      ['GET', `${batches}/${unknownUuid}`],
    ] as const)
      expect(await reasonOf(sandbox, method, path)).toEqual([404, 'batchNotFound']);
  });
});

describe('credits', () => {
  it('are used by what ran, and a batch that would need more is refused', async () => {
    const { sandbox, clock } = await timed();
    sandbox.store.settings.credits = 5;
    const body = { workflowUuid, data, nodes };
    await begin(sandbox);
    await clock.advance(60_000);
    expect(await reasonOf(sandbox, 'POST', batches, body)).toEqual([400, 'notEnoughCredits']);
    expect(sandbox.store.batches.size).toBe(1);
    await begin(sandbox, { data: { ...data, limit: 2 } });
  });

  it('are used by agents, and by each hundred nodes', async () => {
    const { sandbox, clock } = await timed();
    const agent = node(2, 'fit', [4], { kind: 'agent', agentUuid: demoConnectionUuids.agents.accountScorer });
    const scripts = Array.from({ length: 97 }, (_, index) =>
      node(index + 4, `script_${String(index)}`, [index === 96 ? 3 : index + 5], {
        kind: 'native',
        actionSlug: 'script',
        config: { script: 'return 1' },
      }),
    );
    const uuid = await begin(sandbox, {
      nodes: [start, agent, ...scripts, end],
      data: { ...data, limit: 2 },
    });
    await clock.advance(60_000);
    expect((await read(sandbox, uuid))['creditsUsedCount']).toBe(2 * 2 + 2);
  });
});

describe('a batch that is refused', () => {
  const filter = (more: object): object => ({ data: { ...data, ...more } });
  it.each<[string, string | undefined, object]>([
    ['an unknown workflow', 'workflowNotFound', { workflowUuid: unknownUuid }],
    ['no workflow', undefined, { workflowUuid: undefined }],
    [
      'a play’s own segment',
      'segmentLinkedToPlay',
      { data: { kind: 'segment', segmentUuid: segments.welcome } },
    ],
    ['an unknown segment', 'segmentNotFound', { data: { kind: 'segment', segmentUuid: unknownUuid } }],
    ['an unknown kind of data', 'invalidDataKind', { data: { kind: 'all' } }],
    ['no data', undefined, { data: undefined }],
    [
      'ids that are no list',
      undefined,
      { data: { kind: 'recordIds', modelUuid: models.accounts, ids: 'a1' } },
    ],
    ['an unknown model', 'dataError', filter({ modelUuid: unknownUuid })],
    ['what is no filter', 'dataError', filter({ filter: {} })],
    ['a limit of none', undefined, filter({ limit: 0 })],
    ['no nodes', 'nodesNotFound', { nodes: [] }],
    ['nodes that are no list', undefined, { nodes: {} }],
    ['nodes without a start', 'rootNodeNotFound', { nodes: [end] }],
    ['an invalid node', 'invalidReleaseOrCustomNodes', { nodes: [start, company({ slug: 'a-b' }), end] }],
    ['nodes and a release', 'invalidReleaseOrCustomNodes', { releaseUuid: unknownUuid }],
    ['an unknown release', 'invalidReleaseOrCustomNodes', { nodes: undefined, releaseUuid: unknownUuid }],
    [
      'nothing deployed and no nodes',
      'invalidReleaseOrCustomNodes',
      { nodes: undefined, workflowUuid: workflows.stalledDeals },
    ],
  ])('has %s', async (_what, reason, more) => {
    const sandbox = await sandboxForTest();
    const body = { workflowUuid, data, nodes, ...more };
    expect(await reasonOf(sandbox, 'POST', batches, body)).toEqual([400, reason]);
    expect(sandbox.store.batches.size).toBe(0);
  });
});

describe('a preview', () => {
  const preview = `${batches}/preview`;

  it('counts the records that data means, and runs nothing', async () => {
    const sandbox = await sandboxForTest();
    const answered = await ask(sandbox, 'POST', preview, { workflowUuid, data: { ...data, limit: 2 } });
    expect(answered.body?.['count']).toBe(2);
    expect(rows(answered, 'records').map((row) => row['id'])).toEqual(['a1', 'a3']);
    expect(rows(answered, 'columns').map((column) => column['slug'])).toContain('industry');
    expect(sandbox.store.batches.size).toBe(0);
  });

  it.each<[string, string, object]>([
    ['an unknown workflow', 'workflowNotFound', { workflowUuid: unknownUuid }],
    ['an unknown segment', 'segmentNotFound', { data: { kind: 'segment', segmentUuid: unknownUuid } }],
    ['what is no filter', 'failedToFetchFromClient', { data: { ...data, filter: {} } }],
  ])('is refused with %s', async (_what, reason, more) => {
    const sandbox = await sandboxForTest();
    expect(await reasonOf(sandbox, 'POST', preview, { workflowUuid, data, ...more })).toEqual([400, reason]);
  });
});

describe('runs/list', () => {
  it.each<[string, object]>([
    ['no workflow', { workflowUuid: undefined }],
    ['statuses that are no list', { statuses: 'error' }],
    ['a limit of none', { limit: 0 }],
    ['a batch that is no uuid', { batchUuid: 'newest' }],
  ])('is refused with %s', async (_what, more) => {
    const sandbox = await sandboxForTest();
    const answered = await reasonOf(sandbox, 'POST', '/orchestration/runs/list', { workflowUuid, ...more });
    expect(answered).toEqual([400, undefined]);
  });
});

describe('a batch under a fault', () => {
  it('is started although its answer is lost, and appears in the list', async () => {
    const { sandbox } = await timed();
    sandbox.faults.add({ method: 'POST', when: 'after', act: { kind: 'cut' } });
    const lost = await ask(sandbox, 'POST', batches, { workflowUuid, data, nodes }).catch(() => 'lost');
    expect(lost).toBe('lost');
    const listed = await ask(sandbox, 'GET', `${batches}/list?workflowUuids[]=${workflowUuid}`);
    expect(rows(listed, 'batches')).toMatchObject([{ workflowUuid, status: 'pending' }]);
    expect(sandbox.requests.map(({ method, status }) => [method, status])).toEqual([
      ['POST', null],
      ['GET', 200],
    ]);
  });

  it('appears in the list only after a while, and can start late', async () => {
    const { sandbox, clock } = await timed();
    const count = async (): Promise<number> =>
      rows(await ask(sandbox, 'GET', `${batches}/list`), 'batches').length;
    sandbox.faults.add({ method: 'POST', hideMs: 5_000, act: { kind: 'slow', ms: 0 } });
    const uuid = await begin(sandbox);
    expect([await count(), (await read(sandbox, uuid))['status']]).toEqual([0, 'pending']);
    await clock.advance(5_000);
    expect(await count()).toBe(1);
    sandbox.faults.add({ method: 'POST', lateMs: 2_000, act: { kind: 'status', status: 504 } });
    expect((await ask(sandbox, 'POST', batches, { workflowUuid, data, nodes })).status).toBe(504);
    expect(await count()).toBe(1);
    await clock.advance(2_000);
    expect(await count()).toBe(2);
  });

  it('may be forbidden', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.settings.forbidden.push(/^POST .*batches$/);
    const body = { workflowUuid, data, nodes };
    expect(await reasonOf(sandbox, 'POST', batches, body)).toEqual([403, 'forbidden']);
    expect((await ask(sandbox, 'POST', `${batches}/preview`, body)).status).toBe(200);
  });
});
