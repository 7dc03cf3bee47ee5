import { describe, expect, it } from 'vitest';
import { demoConnectionUuids, demoSecret } from '../../sandbox/seed-connections.ts';
import { demoSeed, demoUuids, livedInSeed } from '../../sandbox/seed.ts';
import { ask, one, reasonOf, rows, sandboxForTest } from '../support/ask.ts';

const unknownUuid = '99999999-9999-4999-8999-999999999999';
const { welcome: workflowUuid, stalledDeals } = demoUuids.workflows;

const uuidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
/** A native node, as a client sends it. */
const native = (number: number, slug: string, children: readonly (number | null)[], more = {}): object => ({
  uuid: uuidOf(number),
  slug,
  kind: 'native',
  actionSlug: slug,
  config: slug === 'end' ? { variables: [] } : {},
  childrenUuids: children.map((child) => (child === null ? null : uuidOf(child))),
  fallbackOnFailure: false,
  position: { x: 0, y: number * 166 },
  ...more,
});
const nodes = [native(1, 'start', [2]), native(2, 'end', [])];
const unfinished = [native(1, 'start', [null])];

const releases = '/orchestration/releases';
type Endpoint = readonly [method: string, path: string];
const spellings: Readonly<Record<'draft' | 'getDraft', readonly [Endpoint, Endpoint, Endpoint]>> = {
  draft: [
    ['GET', `${releases}/draft`],
    ['POST', `${releases}/draft/update`],
    ['POST', `${releases}/draft/deploy`],
  ],
  getDraft: [
    ['GET', `${releases}/getDraft`],
    ['PUT', `${releases}/updateDraft`],
    ['POST', `${releases}/deployDraft`],
  ],
};
const [, update, deploy] = spellings.draft.map(([, path]) => path) as [string, string, string];

describe.each(['draft', 'getDraft'] as const)('the draft, where the paths are spelt as in %s', (spelling) => {
  const [read, save, publish] = spellings[spelling];

  it('can be read, changed and deployed, after which the play can be enabled', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.settings.releasePaths = spelling;
    const play = `/orchestration/plays/${demoUuids.plays.stalledDeals}`;
    expect(await reasonOf(sandbox, 'PUT', play, { isEnabled: true })).toEqual([400, 'playNotDeployed']);
    const body = { workflowUuid: stalledDeals, nodes };
    const saved = one(await ask(sandbox, ...save, body), 'release');
    expect(saved).toMatchObject({ workflowUuid: stalledDeals, status: 'draft', version: null, nodes });
    const draft = await ask(sandbox, read[0], `${read[1]}?workflowUuid=${stalledDeals}`);
    expect(one(draft, 'release')).toEqual(saved);
    const deployed = await ask(sandbox, ...publish, { ...body, formFields: null, description: 'First' });
    expect(one(deployed, 'release')).toMatchObject({
      workflowUuid: stalledDeals,
      status: 'deployed',
      version: '1.0.0',
      description: 'First',
      nodes,
    });
    expect(one(await ask(sandbox, 'PUT', play, { isEnabled: true }), 'play')['isEnabled']).toBe(true);
  });

  it('is not at the other paths: they answer 404 without a reason', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.settings.releasePaths = spelling;
    for (const [method, path] of spellings[spelling === 'draft' ? 'getDraft' : 'draft']) {
      const answered = await ask(
        sandbox,
        method,
        `${path}?workflowUuid=${workflowUuid}`,
        method === 'GET' ? undefined : { workflowUuid, nodes, formFields: null },
      );
      expect([answered.status, answered.body]).toEqual([404, { errorMessage: 'Not Found' }]);
    }
    expect(sandbox.store.deployed.get(workflowUuid)?.version).toBe('1.0.1');
  });
});

describe('a draft', () => {
  it('may be unfinished, and keeps what a change leaves out', async () => {
    const sandbox = await sandboxForTest();
    await ask(sandbox, 'POST', update, { workflowUuid, nodes: unfinished, testRecords: [{ id: 'c1' }] });
    const changed = await ask(sandbox, 'POST', update, { workflowUuid, formFields: [] });
    expect(one(changed, 'release')).toMatchObject({
      nodes: unfinished,
      testRecords: [{ id: 'c1' }],
      formFields: [],
    });
    expect(sandbox.store.deployed.get(workflowUuid)?.nodes).not.toEqual(unfinished);
  });

  it('of a new play has only its start', async () => {
    const sandbox = await sandboxForTest();
    const play = sandbox.store.addPlay({ name: 'New' });
    const draft = await ask(sandbox, 'GET', `${releases}/draft?workflowUuid=${play.workflowUuid}`);
    expect(one(draft, 'release')['nodes']).toMatchObject([
      { slug: 'start', kind: 'native', actionSlug: 'start', childrenUuids: [null] },
    ]);
  });

  it.each<[string, string, object, [number, string | undefined]]>([
    ['an unknown workflow', update, { workflowUuid: unknownUuid }, [404, 'workflowNotFound']],
    ['no workflow', update, { workflowUuid: undefined }, [400, undefined]],
    ['nodes that are no list', update, { nodes: {} }, [400, undefined]],
    ['form fields that are no list', update, { formFields: 'none' }, [400, undefined]],
    ['two nodes with one uuid', update, { nodes: [nodes[0], nodes[0]] }, [400, 'failedToReconciliateNodes']],
    [
      'a node before the start',
      update,
      { nodes: [nodes[0], native(2, 'delay', [1], { config: { minutes: 1 } })] },
      [400, 'invalidParent'],
    ],
    ['an unknown workflow', deploy, { workflowUuid: unknownUuid }, [404, 'workflowNotFound']],
    ['no nodes', deploy, { nodes: [] }, [400, 'draftReleaseNodesAreInvalid']],
    ['nodes left out', deploy, { nodes: undefined }, [400, undefined]],
    ['form fields left out', deploy, { formFields: undefined }, [400, undefined]],
    ['an unfinished graph', deploy, { nodes: [nodes[0]] }, [400, 'draftReleaseNodesAreInvalid']],
    ['two nodes with one uuid', deploy, { nodes: [nodes[0], nodes[0]] }, [400, 'failedToReconciliateNodes']],
    ['a version that was there', deploy, { version: '1.0.1' }, [400, 'invalidReleaseVersion']],
    ['what is no version', deploy, { version: 'two' }, [400, 'invalidReleaseVersion']],
    ['a description that is no text', deploy, { description: 1 }, [400, undefined]],
  ])('with %s is refused by %s', async (_what, path, more, expected) => {
    const sandbox = await sandboxForTest();
    const before = structuredClone([sandbox.store.drafts, sandbox.store.deployed]);
    const body = { workflowUuid, nodes, formFields: null, ...more };
    expect(await reasonOf(sandbox, 'POST', path, body)).toEqual(expected);
    expect([sandbox.store.drafts, sandbox.store.deployed]).toEqual(before);
  });

  it('is missing after somebody deleted it', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.drafts.delete(workflowUuid);
    for (const path of [update, deploy])
      expect(await reasonOf(sandbox, 'POST', path, { workflowUuid, nodes, formFields: null })).toEqual([
        404,
        'draftReleaseNotFound',
      ]);
    expect(await reasonOf(sandbox, 'GET', `${releases}/draft`)).toEqual([400, undefined]);
  });

  it('of a play that was deleted can’t be deployed', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.deletePlay(demoUuids.plays.welcome);
    expect(await reasonOf(sandbox, 'POST', deploy, { workflowUuid, nodes, formFields: null })).toEqual([
      404,
      'workflowNotFound',
    ]);
  });
});

describe('what was deployed', () => {
  it('counts up, from what was chosen too, and the newest is listed first', async () => {
    const sandbox = await sandboxForTest();
    const publish = async (more: object): Promise<unknown> => {
      const body = { workflowUuid: stalledDeals, nodes, formFields: null, ...more };
      return one(await ask(sandbox, 'POST', deploy, body), 'release')['version'];
    };
    expect([
      await publish({}),
      await publish({}),
      await publish({ version: '2.3.0' }),
      await publish({}),
    ]).toEqual(['1.0.0', '1.0.1', '2.3.0', '2.3.1']);
    const versions = async (query: string): Promise<unknown[]> =>
      rows(
        await ask(sandbox, 'GET', `${releases}/list?workflowUuid=${stalledDeals}${query}`),
        'releases',
      ).map((release) => release['version']);
    expect(await versions('')).toEqual(['2.3.1', '2.3.0', '1.0.1', '1.0.0']);
    expect(await versions('&limit=2&offset=1')).toEqual(['2.3.0', '1.0.1']);
    expect(await reasonOf(sandbox, 'GET', `${releases}/list?workflowUuid=${stalledDeals}&limit=all`)).toEqual(
      [400, undefined],
    );
    const live = await ask(sandbox, 'GET', `${releases}/deployed?workflowUuid=${stalledDeals}`);
    expect(one(live, 'release')['version']).toBe('2.3.1');
  });

  it('is not found before the first time', async () => {
    const path = `${releases}/deployed?workflowUuid=${stalledDeals}`;
    expect(await reasonOf(await sandboxForTest(), 'GET', path)).toEqual([404, 'releaseNotFound']);
  });

  it('leaves a draft that is a copy of it', async () => {
    const sandbox = await sandboxForTest();
    const body = { workflowUuid, nodes, formFields: null };
    const release = one(await ask(sandbox, 'POST', deploy, body), 'release');
    const draft = one(await ask(sandbox, 'GET', `${releases}/draft?workflowUuid=${workflowUuid}`), 'release');
    expect(draft['nodes']).toEqual(nodes);
    expect(draft['uuid']).not.toBe(release['uuid']);
  });

  it('is in workflows/list for every play and tool', async () => {
    const sandbox = await sandboxForTest();
    const listed = rows(await ask(sandbox, 'GET', '/orchestration/workflows/list'), 'workflows');
    expect(
      listed.map(({ uuid, playUuid, toolUuid, deployedRelease }) => [
        uuid,
        playUuid,
        toolUuid,
        (deployedRelease as { version: string } | null)?.version,
      ]),
    ).toEqual([
      [workflowUuid, demoUuids.plays.welcome, null, '1.0.1'],
      [stalledDeals, demoUuids.plays.stalledDeals, null, undefined],
      [demoConnectionUuids.toolWorkflows.findEmail, null, demoConnectionUuids.tools.findEmail, '1.0.0'],
      [
        demoConnectionUuids.toolWorkflows.normalizeDomain,
        null,
        demoConnectionUuids.tools.normalizeDomain,
        '1.0.0',
      ],
    ]);
    expect(Object.keys(listed[0]?.['deployedRelease'] as object).sort()).toEqual(
      ['uuid', 'userUuid', 'description', 'version', 'nodes', 'formFields', 'deployedAt', 'createdAt'].sort(),
    );
    sandbox.store.deletePlay(demoUuids.plays.welcome);
    expect(rows(await ask(sandbox, 'GET', '/orchestration/workflows/list'), 'workflows')).toHaveLength(3);
  });
});

describe('what nodes refer to', () => {
  it('is listed: connectors with credentials in them, tools and agents without slugs', async () => {
    const sandbox = await sandboxForTest();
    const connectors = rows(await ask(sandbox, 'GET', '/connection/connectors/list'), 'connectors');
    expect(connectors).toContainEqual(
      expect.objectContaining({
        uuid: demoConnectionUuids.connectors.clearbit,
        slug: 'clearbit_main',
        name: 'Clearbit',
        integrationSlug: 'clearbit',
        isDefault: true,
        useCredits: true,
      }),
    );
    for (const { config } of connectors) expect(JSON.stringify(config)).toContain(demoSecret);
    const tools = rows(await ask(sandbox, 'GET', '/orchestration/tools/list'), 'tools');
    expect(tools.map(({ name, slug }) => [name, slug])).toEqual([
      ['Find work email', undefined],
      ['Normalize domain', undefined],
    ]);
    const agents = rows(await ask(sandbox, 'GET', '/ai/agents/list'), 'agents');
    expect(agents.map(({ name }) => name)).toEqual(['Account scorer', 'Email writer', 'Email writer']);
  });

  it('is an action of an integration, with a schema, and exits where it has several', async () => {
    const sandbox = await sandboxForTest();
    const slack = one(await ask(sandbox, 'GET', '/connection/integrations/slack'), 'integration');
    expect(slack).toMatchObject({
      slug: 'slack',
      actions: {
        postMessage: {
          name: 'Post message',
          config: { jsonSchema: { type: 'object', required: ['channel', 'text'] } },
          output: { schema: { type: 'object' } },
        },
        askForApproval: { children: [{ name: 'Approved' }, { name: 'Rejected' }, { name: 'Timed out' }] },
      },
    });
    expect(await reasonOf(sandbox, 'GET', '/connection/integrations/salesforce')).toEqual([
      404,
      'integrationNotFound',
    ]);
  });

  it('may be forbidden', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.settings.forbidden.push(/connectors/, /deploy$/);
    expect(await reasonOf(sandbox, 'GET', '/connection/connectors/list')).toEqual([403, 'forbidden']);
    const body = { workflowUuid, nodes, formFields: null };
    expect(await reasonOf(sandbox, 'POST', deploy, body)).toEqual([403, 'forbidden']);
    expect(sandbox.store.deployed.get(workflowUuid)?.version).toBe('1.0.1');
  });
});

describe('a deploy under a fault', () => {
  const body = { workflowUuid, nodes, formFields: null };
  const listedVersion = async (sandbox: Awaited<ReturnType<typeof sandboxForTest>>): Promise<unknown> => {
    const [first] = rows(await ask(sandbox, 'GET', '/orchestration/workflows/list'), 'workflows');
    return (first?.['deployedRelease'] as { version: string } | null)?.version;
  };

  it.each(['before', 'after'] as const)('is answered with an error %s it was done', async (when) => {
    const sandbox = await sandboxForTest();
    sandbox.faults.add({ path: /deploy$/, when, act: { kind: 'status', status: 502 } });
    expect((await ask(sandbox, 'POST', deploy, body)).status).toBe(502);
    expect(await listedVersion(sandbox)).toBe(when === 'after' ? '1.0.2' : '1.0.1');
  });

  it('can be answered with another release', async () => {
    const sandbox = await sandboxForTest();
    const lie = { release: { uuid: unknownUuid, status: 'deployed', nodes: [] } };
    sandbox.faults.add({ path: /deploy$/, act: { kind: 'rubbish', body: JSON.stringify(lie) } });
    expect((await ask(sandbox, 'POST', deploy, body)).body).toEqual(lie);
    expect(await listedVersion(sandbox)).toBe('1.0.1');
  });
});

describe.each([
  ['demo', demoSeed(0), ['Stalled deals digest']],
  ['lived-in', livedInSeed(0), ['Stalled deals digest', 'Summarize technologies']],
])('the %s workspace', (_name, seed, drafts) => {
  it('holds only deployed graphs that the service takes', async () => {
    const sandbox = await sandboxForTest({ seed });
    const graphs = [...sandbox.store.deployed.values()];
    expect(graphs.length).toBeGreaterThanOrEqual(3);
    for (const release of graphs) {
      const answered = await ask(sandbox, 'POST', '/orchestration/nodes/validate', { nodes: release.nodes });
      expect(answered.body).toEqual({ outcome: 'valid' });
    }
    for (const play of sandbox.store.livePlays().filter(({ isEnabled }) => isEnabled))
      expect(sandbox.store.deployed.has(play.workflowUuid)).toBe(true);
  });

  it('holds drafts that somebody is working on', async () => {
    const { store } = await sandboxForTest({ seed });
    const open = store.livePlays().filter(({ workflowUuid: uuid }) => {
      const [draft, live] = [store.drafts.get(uuid)?.nodes ?? [], store.deployed.get(uuid)?.nodes];
      return live ? JSON.stringify(draft) !== JSON.stringify(live) : draft.length > 1;
    });
    expect(open.map(({ name }) => name)).toEqual(drafts);
  });
});
