import { describe, expect, it } from 'vitest';
import {
  checkEnabled,
  checkLive,
  integrationsOf,
  workflowNeeds,
} from '../../../src/definition/workflow/check-live.ts';
import { NameIndex } from '../../../src/definition/workflow/names.ts';
import { names } from './graphs.ts';
import { workflowOf } from './reading.ts';

const schema = { type: 'object', properties: { channel: {}, text: {} }, required: ['channel'] };
const actions = {
  post: { schema, exits: 1 },
  ask: { schema: null, exits: 2 },
  free: { schema: { properties: {}, required: 'channel' }, exits: 1 },
  any: { schema: { required: ['channel'] }, exits: 1 },
};
const integrations = new Map([['slackApp', new Map(Object.entries(actions))]]);
const columns = [{ slug: 'domain', type: 'string' }];

async function told(
  nodes: readonly unknown[],
  live: Partial<Parameters<typeof checkLive>[1]> = {},
): Promise<string[]> {
  const workflow = await workflowOf(nodes);
  return checkLive(workflow, { names, integrations, columns, ...live }).map(
    ({ severity, code, path, message }) =>
      `${severity} ${code} at ${path.slice(workflow.path.length).join('.')}: ${message}`,
  );
}

describe('a workflow against the workspace', () => {
  it('that fits gives no message', async () => {
    const post = {
      slug: 'a',
      connector: 'slack',
      action: 'post',
      config: { channel: '{{nodes.start.domain}}' },
    };
    const group = {
      slug: 'g',
      group: { items: 'nodes.start.domain', nodes: [{ slug: 'i', filter: 'nodes.start.own' }] },
    };
    expect(
      await told([post, group, { slug: 't', tool: 'Enrich' }, { slug: 'f', agent: 'Account scorer' }]),
    ).toEqual([]);
  });

  it.each([
    [
      { slug: 'a', filter: 'nodes.start.domian' },
      'error unknown-column at 0.filter: The play\'s model has no column "domian", so the value would be empty. Did you mean "domain"? Available: domain.',
    ],
    [
      { slug: 'a', connector: 'slak', action: 'post' },
      'error unknown-connector at 0.connector: The workspace has no connector "slak". Did you mean "slack"? Available: slack.',
    ],
    [
      { slug: 'a', native: 'agent', config: { advancedSettings: { connector: 'slak' } } },
      'error unknown-connector at 0.config.advancedSettings.connector: The workspace has no connector "slak". Did you mean "slack"? Available: slack.',
    ],
    [
      { slug: 'a', tool: 'Enrihc' },
      'error unknown-tool at 0.tool: The workspace has no tool "Enrihc". Did you mean "Enrich"? Available: Enrich, Twin.',
    ],
    [
      { slug: 'a', tool: 'Twin' },
      'error ambiguous-tool at 0.tool: 2 tools have the name "Twin": 00000000-0000-4000-8000-000000000003, 00000000-0000-4000-8000-000000000004. Write `toolUuid` with one of these UUIDs.',
    ],
    [
      { slug: 'a', agent: 'Nobody' },
      'error unknown-agent at 0.agent: The workspace has no agent "Nobody". Available: Account scorer.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'pots' },
      'error unknown-action at 0.action: The integration slackApp has no action "pots". Did you mean "post"? Available: post, ask, free, any.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'post', config: { channel: 'x', txt: 'y' } },
      'warning wrong-config at 0.config.txt: The action "post" has no field "txt". Did you mean "text"? Available: channel, text.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'post' },
      'warning wrong-config at 0.config: "channel" is missing. The action "post" requires it.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'post', config: { channel: 'x' }, children: ['end', false] },
      'error wrong-exit at 0.children: The action "post" has 1 exit, but `children` has 2. List each exit in `children`.',
    ],
    [
      { slug: 'a', integration: 'slackApp', action: 'pots' },
      'error unknown-action at 0.action: The integration slackApp has no action "pots". Did you mean "post"? Available: post, ask, free, any.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'ask' },
      'error wrong-exit at 0.next: The action "ask" has 2 exits, but `children` has 1. List each exit in `children`.',
    ],
    [
      {
        slug: 'a',
        connector: 'slack',
        action: 'post',
        config: { channel: 'x' },
        children: [],
        onFailure: 'end',
      },
      'error wrong-exit at 0: The action "post" has 1 exit, but `children` has 0. List each exit in `children`.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'free', config: { x: 1 } },
      'warning wrong-config at 0.config.x: The action "free" has no field "x". Available: none.',
    ],
    [
      { slug: 'g', group: { items: '{{nodes.start.domain}}', nodes: [{ slug: 'i', tool: 'Gone' }] } },
      'error unknown-tool at 0.group.nodes.0.tool: The workspace has no tool "Gone". Available: Enrich, Twin.',
    ],
  ])('%j is told', async (node, message) => {
    expect(await told([node])).toEqual([message]);
  });

  it.each([
    ['an integration of which nothing is known', { slug: 'a', integration: 'other', action: 'x' }],
    [
      'an action with exits as listed',
      { slug: 'a', connector: 'slack', action: 'ask', children: ['end', false] },
    ],
    [
      'an action whose fields are not listed',
      { slug: 'a', connector: 'slack', action: 'any', config: { x: 1 } },
    ],
    [
      'an inline agent with a connector',
      { slug: 'a', native: 'agent', config: { advancedSettings: { connector: 'slack' } } },
    ],
    [
      'what another action calls a connector',
      { slug: 'a', native: 'modelUpsert', config: { advancedSettings: { connector: 'x' } } },
    ],
    [
      'settings taken as written',
      {
        slug: 'a',
        native: 'agent',
        config: { advancedSettings: { kind: 'static', value: { connector: 'x' } } },
      },
    ],
    ['a tool by its uuid', { slug: 'a', toolUuid: '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11' }],
  ])('that has %s gives no message', async (_what, node) => {
    expect(await told([node])).toEqual([]);
  });

  it('is not checked against columns that are not listed, and names no more than 20 of those that are', async () => {
    const nodes = [{ slug: 'a', filter: 'nodes.start.zip' }];
    expect(await told(nodes, { columns: null })).toEqual([]);
    const many = (amount: number): { slug: string; type: string }[] =>
      Array.from({ length: amount }, (_, index) => ({
        slug: `c${String(index + 10)}`,
        type: 'string',
      })).reverse();
    expect(await told(nodes, { columns: many(20) })).toEqual([
      expect.stringMatching(/empty\. Available: c10, c11, .*, c28, c29\.$/),
    ]);
    expect(await told(nodes, { columns: many(21) })).toEqual([
      expect.stringMatching(/ Available: c10, .*, c28, c29 and 1 more\.$/),
    ]);
  });

  it('that names an agent of which there are two is told to take one', async () => {
    const twins = new NameIndex({
      connectors: [],
      tools: [],
      agents: [
        { uuid: '1', name: 'Ada' },
        { uuid: '2', name: 'Ada' },
      ],
    });
    expect(await told([{ slug: 'a', agent: 'Ada' }], { names: twins })).toEqual([
      'error ambiguous-agent at 0.agent: 2 agents have the name "Ada": 1, 2. Write `agentUuid` with one of these UUIDs.',
    ]);
  });

  const uuid = '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11';
  it.each([
    [{ slug: 'a', delay: 1 }, []],
    [{ slug: 'a', toolUuid: uuid }, []],
    [{ slug: 'a', agentUuid: uuid }, []],
    [{ slug: 'a', tool: 'Enrich' }, ['tools']],
    [{ slug: 'a', agent: 'Account scorer' }, ['agents']],
    [{ slug: 'a', connector: 'slack', action: 'post' }, ['connectors']],
    [{ slug: 'a', native: 'agent', config: { prompt: 'Hi' } }, []],
    [{ slug: 'a', native: 'agent', config: { advancedSettings: { connector: 'slack' } } }, ['connectors']],
    [{ slug: 'a', group: { items: '{{nodes.start.x}}', nodes: [{ slug: 'b', tool: 'Enrich' }] } }, ['tools']],
  ])('%j asks for the lists %j, and no other', async (node, lists) => {
    const needs = Object.entries(workflowNeeds(await workflowOf([node, { slug: 'z', delay: 1 }])));
    expect(needs.flatMap(([list, isNeeded]) => (isNeeded ? [list] : []))).toEqual(lists);
  });

  it('uses the integrations of its connectors, each once', async () => {
    const workflow = await workflowOf([
      { slug: 'a', connector: 'slack', action: 'post' },
      { slug: 'b', connector: 'slack', action: 'post' },
      { slug: 'c', connector: 'gone', action: 'post' },
      { slug: 'd', integration: 'hubspot', action: 'x' },
      { slug: 'e', delay: 1 },
    ]);
    expect(integrationsOf(workflow, names)).toEqual(['slackApp', 'hubspot']);
  });

  it('can be switched on only where something is deployed', () => {
    expect(checkEnabled(true, false, false)).toMatchObject({
      severity: 'error',
      code: 'not-deployed',
      path: ['enabled'],
      message: expect.stringContaining(
        'this file has no workflow for it, and Cargo has no deployed one',
      ) as string,
    });
    expect(checkEnabled(null, false, false)).toBeNull();
    expect([
      checkEnabled(true, false, true),
      checkEnabled(true, true, false),
      checkEnabled(false, false, false),
    ]).toEqual([null, null, null]);
  });
});
