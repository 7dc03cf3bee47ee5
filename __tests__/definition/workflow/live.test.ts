import { describe, expect, it } from 'vitest';
import {
  checkEnabled,
  checkLive,
  explainInvalid,
  integrationsOf,
  workflowNeeds,
} from '../../../src/definition/workflow/check-live.ts';
import type { Workflow } from '../../../src/definition/workflow/step.ts';
import { toGraph } from '../../../src/definition/workflow/to-graph.ts';
import { fileOf, parse } from '../../support/parsing.ts';
import { names } from './graphs.ts';

async function workflowOf(nodes: readonly unknown[]): Promise<Workflow> {
  const head = { name: 'A', model: 'accounts', changeKinds: ['added'], runCreationRule: 'once' };
  const text = JSON.stringify({ ...head, workflow: { nodes } });
  const { definitions, diagnostics } = await parse([fileOf('plays/a.yml', text)]);
  expect(diagnostics).toEqual([]);
  return definitions[0]!.workflow!;
}

const schema = { type: 'object', properties: { channel: {}, text: {} }, required: ['channel'] };
const integrations = new Map([['slackApp', new Map([['post', { schema, exits: 1 }]])]]);
const columns = [{ slug: 'domain', type: 'string' }];

async function told(nodes: readonly unknown[]): Promise<string[]> {
  const found = checkLive(await workflowOf(nodes), { names, integrations, columns });
  return found.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
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
      'error unknown-column: The play\'s model has no column "domian", so the value would be empty. Did you mean "domain"? Available: domain.',
    ],
    [
      { slug: 'a', connector: 'slak', action: 'post' },
      'error unknown-connector: The workspace has no connector "slak". Did you mean "slack"? Available: slack.',
    ],
    [
      { slug: 'a', native: 'agent', config: { advancedSettings: { connector: 'slak' } } },
      'error unknown-connector: The workspace has no connector "slak". Did you mean "slack"? Available: slack.',
    ],
    [
      { slug: 'a', tool: 'Enrihc' },
      'error unknown-tool: The workspace has no tool "Enrihc". Did you mean "Enrich"? Available: Enrich, Twin.',
    ],
    [
      { slug: 'a', tool: 'Twin' },
      'error ambiguous-tool: 2 tools have the name "Twin": 00000000-0000-4000-8000-000000000003, 00000000-0000-4000-8000-000000000004. Write `toolUuid` with one of these UUIDs.',
    ],
    [
      { slug: 'a', agent: 'Nobody' },
      'error unknown-agent: The workspace has no agent "Nobody". Available: Account scorer.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'pots' },
      'error unknown-action: The integration slackApp has no action "pots". Did you mean "post"? Available: post.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'post', config: { channel: 'x', txt: 'y' } },
      'warning wrong-config: The action "post" has no field "txt". Did you mean "text"? Available: channel, text.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'post' },
      'warning wrong-config: "channel" is missing. The action "post" requires it.',
    ],
    [
      { slug: 'a', connector: 'slack', action: 'post', config: { channel: 'x' }, children: ['end', false] },
      'error wrong-exit: The action "post" has 1 exit, but `children` has 2. List each exit in `children`.',
    ],
  ])('%j is told', async (node, message) => {
    expect(await told([node])).toEqual([message]);
  });

  it('asks only for the lists that it needs', async () => {
    const workflow = await workflowOf([
      { slug: 't', toolUuid: '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11' },
      { slug: 'a', connector: 'slack', action: 'post' },
    ]);
    expect(workflowNeeds(workflow)).toEqual({ connectors: true, tools: false, agents: false });
    expect(integrationsOf(workflow, names)).toEqual(['slackApp']);
  });

  it('can be switched on only where something is deployed', async () => {
    const workflow = await workflowOf([]);
    expect(checkEnabled(true, null, false)?.code).toBe('not-deployed');
    expect([
      checkEnabled(true, null, true),
      checkEnabled(true, workflow, false),
      checkEnabled(false, null, false),
    ]).toEqual([null, null, null]);
  });

  it('that the service refuses is reported at its node, in a group too', async () => {
    const workflow = await workflowOf([
      { slug: 'a', delay: 1 },
      { slug: 'g', group: { items: 'nodes.start.x', nodes: [{ slug: 'b', delay: 1 }] } },
    ]);
    const graph = toGraph(workflow.steps, { names, fill: () => '', newUuid: (path) => path });
    const inner = { uuid: 'g/b', slug: 'b', reason: 'nativeInvalid', invalidNodes: [] };
    const found = explainInvalid(workflow, graph, [
      { uuid: 'a', slug: 'a', reason: 'somethingNew', invalidNodes: [] },
      { uuid: 'g', slug: 'g', reason: 'subNodesInvalid', invalidNodes: [inner] },
    ]);
    expect(found.map(({ path, message }) => [path, message])).toEqual([
      [['workflow', 'nodes', 0], 'Cargo does not accept the node "a": somethingNew.'],
      [
        ['workflow', 'nodes', 1, 'group', 'nodes', 0],
        'Cargo does not accept the node "b": its config is not valid for its action (nativeInvalid).',
      ],
    ]);
  });
});
