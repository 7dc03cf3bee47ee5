import { encodeGraph } from '../../src/definition/workflow/encode.ts';
import { describe, expect, it } from 'vitest';
import { createWorkflows } from '../../src/cargo/workflows.ts';
import type { PlayUuid } from '../../src/reconcile/actual.ts';
import type { WorkflowApi } from '../../src/reconcile/workflow/actual.ts';
import { graph } from '../support/graphs.ts';
import { answer, scripted } from '../support/scripted.ts';

type Options = Parameters<typeof scripted>[1];
type AnswerTo = Parameters<typeof scripted>[0];

/** The client before a service that answers as it is told; `asked` grows with each request. */
function client(
  answerTo: AnswerTo,
  options: Options = {},
): { readonly api: WorkflowApi; readonly asked: () => string[]; readonly passedOver: string[] } {
  const { send, reached } = scripted(answerTo, options);
  const passedOver: string[] = [];
  const api = createWorkflows(send, (row) => passedOver.push(row));
  return { api, asked: () => reached.map(({ method, path }) => `${method} ${path}`), passedOver };
}

const nodes = graph([
  ['wait', 'delay', { config: { minutes: 5 } }],
  ['end', 'end'],
]);
const release = { uuid: 'r1', version: '1.0.3', description: 'd', nodes, deployedAt: 't', more: 1 };
const deployment = { nodes, description: 'acme/revenue#score at abc' };

describe('the list of workflows', () => {
  it('tells what is deployed', async () => {
    const rows = [
      { uuid: 'w1', playUuid: 'p1', deployedRelease: release },
      { uuid: 'w2', playUuid: null, toolUuid: 't1', deployedRelease: null },
    ];
    const { api } = client(() => answer(200, { workflows: rows }));
    const read = (await api.listWorkflows()).map((row) => api.readWorkflow(row));
    expect(read).toEqual([
      {
        uuid: 'w1',
        playUuid: 'p1',
        deployedRelease: {
          uuid: 'r1',
          version: '1.0.3',
          description: 'd',
          nodes,
          deployedAt: 't',
          updatedAt: null,
        },
      },
      { uuid: 'w2', playUuid: null, deployedRelease: null },
    ]);
  });

  it('reads the nodes only of the workflows that are needed', async () => {
    const broken = { uuid: 'w1', playUuid: 'p1', deployedRelease: { uuid: 'r', nodes: [{ uuid: 'n' }] } };
    const { api } = client(() => answer(200, { workflows: [broken] }));
    const [row] = await api.listWorkflows();
    expect(() => api.readWorkflow(row!)).toThrow(
      /workflow w1: deployedRelease: nodes\.0\.slug has an unexpected value/,
    );
  });
});

describe('the two spellings of a path', () => {
  const older = (path: string): boolean => /getDraft|deployDraft/.test(path);
  const unknown = (): ReturnType<typeof answer> => answer(404, { message: 'Not Found' });
  const calls: readonly [string, (api: WorkflowApi) => Promise<unknown>, string, string][] = [
    [
      'get',
      (api) => api.getDraft('w1'),
      'GET /orchestration/releases/draft?workflowUuid=w1',
      'GET /orchestration/releases/getDraft?workflowUuid=w1',
    ],
    [
      'deploy',
      (api) => api.deployDraft('w1', deployment),
      'POST /orchestration/releases/draft/deploy',
      'POST /orchestration/releases/deployDraft',
    ],
  ];

  it.each(calls)('%s: the newer one, where the service knows it', async (_what, call, newer) => {
    const { api, asked } = client((_nth, { path }) => (older(path) ? unknown() : answer(200, { release })));
    await call(api);
    await call(api);
    expect(asked()).toEqual([newer, newer]);
  });

  it.each(calls)('%s: the older one, once found, from then on', async (_what, call, newer, old) => {
    const { api, asked } = client((_nth, { path }) => (older(path) ? answer(200, { release }) : unknown()));
    await call(api);
    await call(api);
    expect(asked()).toEqual([newer, old, old]);
  });

  it.each(calls)('%s: a reason that is known is no unknown path', async (_what, call, newer) => {
    const { api, asked } = client(() => answer(404, { reason: 'workflowNotFound' }));
    await expect(call(api)).rejects.toMatchObject({ status: 404, reason: 'workflowNotFound' });
    expect(asked()).toEqual([newer]);
  });

  it('both unknown is an error', async () => {
    const { api, asked } = client(unknown);
    await expect(api.getDraft('w1')).rejects.toMatchObject({ status: 404, certainty: 'not-done' });
    expect(asked()).toHaveLength(2);
  });
});

describe('writing', () => {
  it('deploys with a description and without a version', async () => {
    const bodies: unknown[] = [];
    const { api } = client((_nth, { body }) => {
      bodies.push(JSON.parse(body ?? ''));
      return answer(200, { release });
    });
    await api.deployDraft('w1', deployment);
    expect(bodies).toEqual([
      {
        workflowUuid: 'w1',
        nodes: encodeGraph(nodes),
        formFields: null,
        description: 'acme/revenue#score at abc',
      },
    ]);
  });

  it.each([
    ['a server error', answer(502), 'doubtful'],
    ['a gateway’s time-out', answer(504), 'late'],
    ['no answer in time', { kind: 'timed-out' } as const, 'late'],
    ['an answer that can’t be read', answer(200, { ok: true }), 'doubtful'],
  ])('a deploy is never repeated by the client: %s', async (_what, came, certainty) => {
    const { api, asked } = client(() => came);
    await expect(api.deployDraft('w1', deployment)).rejects.toMatchObject({ certainty });
    expect(asked()).toHaveLength(1);
  });

  it('tells how the play is after the switch', async () => {
    const { api, asked } = client(() => answer(200, { play: { uuid: 'p1', isEnabled: true } }));
    expect(await api.setEnabled('p1' as PlayUuid, true)).toBe(true);
    expect(asked()).toEqual(['PUT /orchestration/plays/p1']);
  });

  it('is refused where nothing may be written, but for what only reads', async () => {
    const { api, asked } = client((nth) => (nth === 1 ? answer(503) : answer(200, { outcome: 'valid' })), {
      readOnly: true,
    });
    for (const write of [
      () => api.deployDraft('w1', deployment),
      () => api.setEnabled('p1' as PlayUuid, true),
    ])
      await expect(write()).rejects.toMatchObject({ code: 'read-only' });
    expect(await api.validateNodes(nodes)).toEqual([]);
    expect(asked()).toEqual(['POST /orchestration/nodes/validate', 'POST /orchestration/nodes/validate']);
  });
});

describe('an answer about another one', () => {
  const other = { ...release, workflowUuid: 'w2' };
  const doubtful = { code: 'unreadable-answer', certainty: 'doubtful' };

  it.each<[string, (api: WorkflowApi) => Promise<unknown>]>([
    ['the draft', (api) => api.getDraft('w1')],
    ['a deploy', (api) => api.deployDraft('w1', deployment)],
  ])('is not taken for %s', async (_, ask) => {
    const { api } = client(() => answer(200, { release: other }));
    await expect(ask(api)).rejects.toMatchObject({
      ...doubtful,
      message: expect.stringContaining('the answer is about a different workflow') as string,
    });
  });

  it('is not taken for how a play is now', async () => {
    const { api } = client(() => answer(200, { play: { uuid: 'p2', isEnabled: true } }));
    await expect(api.setEnabled('p1' as PlayUuid, true)).rejects.toMatchObject({
      ...doubtful,
      message: expect.stringContaining('the answer is about a different play') as string,
    });
  });

  it('does not say which spelling of a path is known', async () => {
    let isFirst = true;
    const { api } = client((_, { path }) => {
      if (path.includes('deployDraft')) return answer(200, { release });
      if (!isFirst) return answer(404, { message: 'Not Found' });
      isFirst = false;
      return answer(200, { release: other });
    });
    await expect(api.deployDraft('w1', deployment)).rejects.toMatchObject(doubtful);
    expect((await api.deployDraft('w1', deployment)).uuid).toBe('r1');
  });
});

describe('reading', () => {
  it('what the service finds wrong with nodes, inside of groups too', async () => {
    const found = (slug: string, reason: string, invalidNodes?: unknown): object => ({
      node: { uuid: `u-${slug}`, slug, config: { token: 'x' } },
      reason,
      ...(invalidNodes === undefined ? {} : { invalidNodes }),
    });
    const { api } = client(() =>
      answer(200, {
        outcome: 'notValid',
        invalidNodes: [found('each', 'subNodesInvalid', [found('wait', 'nativeInvalid')])],
      }),
    );
    expect(await api.validateNodes(nodes)).toEqual([
      {
        uuid: 'u-each',
        slug: 'each',
        reason: 'subNodesInvalid',
        invalidNodes: [{ uuid: 'u-wait', slug: 'wait', reason: 'nativeInvalid', invalidNodes: [] }],
      },
    ]);
  });

  it('of a connector never its settings, which hold credentials', async () => {
    const rows = [
      {
        uuid: 'c1',
        slug: 'slack',
        name: 'Slack',
        integrationSlug: 'slack',
        isDefault: true,
        config: { token: 's3cret' },
      },
      { uuid: 'c2', config: { token: 's3cret' } },
    ];
    const { api, passedOver } = client(() => answer(200, { connectors: rows }));
    const connectors = await api.listConnectors();
    expect(connectors).toEqual([{ uuid: 'c1', slug: 'slack', integrationSlug: 'slack' }]);
    expect(passedOver).toEqual(['connectors: c2']);
    expect(JSON.stringify([connectors, passedOver])).not.toContain('s3cret');
  });

  it('the actions of an integration', async () => {
    const { api, asked } = client(() =>
      answer(200, {
        integration: {
          slug: 'slack',
          actions: { postMessage: { name: 'Post', config: { jsonSchema: { type: 'object' } } }, odd: 5 },
        },
      }),
    );
    const actions = await api.getActions('sl/ack');
    expect(asked()).toEqual(['GET /connection/integrations/sl%2Fack']);
    expect([...actions]).toEqual([
      ['postMessage', { schema: { type: 'object' }, exits: 1 }],
      ['odd', { schema: null, exits: 1 }],
    ]);
  });

  it('tools and agents by name', async () => {
    const { api } = client((_nth, { path }) =>
      answer(200, {
        [path.includes('agents') ? 'agents' : 'tools']: [{ uuid: 'u', name: 'Scorer', extra: 1 }],
      }),
    );
    expect(await api.listTools()).toEqual([{ uuid: 'u', name: 'Scorer' }]);
    expect(await api.listAgents()).toEqual([{ uuid: 'u', name: 'Scorer' }]);
  });
});
