import { describe, expect, it } from 'vitest';
import { demoConnectionUuids } from '../../sandbox/seed-connections.ts';
import { ask, reasonOf, sandboxForTest } from '../support/ask.ts';

const validate = '/orchestration/nodes/validate';
const unknownUuid = '99999999-9999-4999-8999-999999999999';
const uuidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

interface Node {
  readonly uuid: string;
  readonly slug: string;
}
type Children = readonly (number | string | null)[];

/** A node as a client sends it; children by number, or a uuid as it is. */
const node = (number: number, slug: string, children: Children, more: object): Node =>
  ({
    uuid: uuidOf(number),
    slug,
    ...{ config: {}, fallbackOnFailure: false, position: { x: 0, y: 0 } },
    ...more,
    childrenUuids: children.map((child) => (typeof child === 'number' ? uuidOf(child) : child)),
  }) as Node;
const native = (
  number: number,
  actionSlug: string,
  children: Children,
  config: object = {},
  more: object = {},
): Node => node(number, actionSlug, children, { kind: 'native', actionSlug, config, ...more });
const start = native(1, 'start', [2]);
const end = (number: number): Node => native(number, 'end', [], { variables: [] });
const expression = {
  kind: 'templateExpression',
  expression: '{{nodes.start.domain}}',
  instructTo: 'none',
  fromRecipe: false,
};
const { connectors, tools, agents } = demoConnectionUuids;
const clearbit = { kind: 'connector', integrationSlug: 'clearbit', actionSlug: 'enrichCompanyFromDomain' };
const approval = { kind: 'connector', integrationSlug: 'slack', actionSlug: 'askForApproval' };
const route = (name: string): object => ({ name, uuid: uuidOf(50), value: expression });
const advanced = (connectorUuid: string): object => ({
  prompt: expression,
  advancedSettings: { connectorUuid, languageModelSlug: 'gpt-5-mini' },
});

/** What the service says of a start, this node and an end. */
async function outcome(nodes: unknown): Promise<unknown> {
  return (await ask(await sandboxForTest(), 'POST', validate, { nodes })).body;
}
const between = (middle: Node): Node[] => [start, middle, end(3)];

describe('a valid node', () => {
  it.each<[string, Node]>([
    ['a filter', native(2, 'filter', [3], { filter: expression })],
    ['a branch, one exit leading nowhere', native(2, 'branch', [3, null], { condition: true })],
    ['a switch', native(2, 'switch', [3, 3], { routes: [route('a'), route('b')] })],
    ['a split', native(2, 'split', [3, 3], { percentage: 50 })],
    [
      'variables',
      native(2, 'variables', [3], { variables: [{ name: 'x', type: 'any', value: expression }] }),
    ],
    ['a delay', native(2, 'delay', [3], { minutes: 5 })],
    ['a python script', native(2, 'python', [3], { script: 'return 1' })],
    ['a script', native(2, 'script', [3], { script: expression })],
    ['an agent', native(2, 'agent', [3], advanced(connectors.openai))],
    ['an action that is not documented', native(2, 'humanReview', [3, 3, null])],
    [
      'a group',
      native(2, 'group', [3], {
        items: expression,
        failOnItemFailure: true,
        _nodes: [native(4, 'start', [5]), end(5)],
      }),
    ],
    ['a connector', node(2, 'company', [3], { ...clearbit, connectorUuid: connectors.clearbit })],
    ['the default connector', node(2, 'company', [3], clearbit)],
    ['an action with three exits', node(2, 'ask', [3, null, 3], approval)],
    ['a tool', node(2, 'tool', [3], { kind: 'tool', toolUuid: tools.findEmail })],
    ['a saved agent', node(2, 'fit', [3], { kind: 'agent', agentUuid: agents.emailWriter })],
    [
      'a fallback',
      node(2, 'company', [3], { ...clearbit, fallbackOnFailure: true, fallbackChildUuid: uuidOf(3) }),
    ],
  ])('is valid: %s', async (_what, middle) => {
    expect(await outcome(between(middle))).toEqual({ outcome: 'valid' });
  });

  it('may have the same slug as another node', async () => {
    const tell = (number: number): Node => node(number, 'tell', [3], clearbit);
    const split = native(2, 'split', [4, 5], { percentage: 10 });
    expect(await outcome([start, split, tell(4), tell(5), end(3)])).toEqual({ outcome: 'valid' });
  });
});

describe('an invalid node', () => {
  it.each<[string, string, Node]>([
    ['slugInvalid', 'a dash', node(2, 'has-domain', [3], clearbit)],
    ['slugInvalid', 'an empty slug', node(2, '', [3], clearbit)],
    ['slugInvalid', 'the slug of the start', node(2, 'start', [3], clearbit)],
    ['childrenUuidsInvalid', 'a child that is not there', node(2, 'company', [9], clearbit)],
    [
      'childrenUuidsInvalid',
      'a fallback that is not there',
      node(2, 'company', [3], { ...clearbit, fallbackChildUuid: unknownUuid }),
    ],
    ['childrenUuidsInvalid', 'itself as child', node(2, 'company', [2], clearbit)],
    ['childrenUuidsInvalid', 'an exit too many', node(2, 'company', [3, 3], clearbit)],
    ['childrenUuidsInvalid', 'an exit too few', node(2, 'ask', [3], approval)],
    ['childrenUuidsInvalid', 'a branch with one exit', native(2, 'branch', [3], { condition: expression })],
    [
      'childrenUuidsInvalid',
      'a switch with an exit more than routes',
      native(2, 'switch', [3, 3], { routes: [route('a')] }),
    ],
    ['childrenUuidsInvalid', 'an end that goes on', native(2, 'end', [3], { variables: [] })],
    [
      'connectorNotFound',
      'an unknown connector',
      node(2, 'company', [3], { ...clearbit, connectorUuid: unknownUuid }),
    ],
    [
      'connectorNotFound',
      'a connector of another service',
      node(2, 'company', [3], { ...clearbit, connectorUuid: connectors.slack }),
    ],
    [
      'connectorNotFound',
      'an unknown integration',
      node(2, 'company', [3], { ...clearbit, integrationSlug: 'apollo' }),
    ],
    [
      'connectorNotFound',
      'an action that the integration lacks',
      node(2, 'company', [3], { ...clearbit, actionSlug: 'toString' }),
    ],
    [
      'connectorNotFound',
      'an agent with an unknown connector',
      native(2, 'agent', [3], advanced(unknownUuid)),
    ],
    ['toolInvalid', 'an unknown tool', node(2, 'tool', [3], { kind: 'tool', toolUuid: unknownUuid })],
    ['toolInvalid', 'no tool', node(2, 'tool', [3], { kind: 'tool' })],
    ['toolInvalid', 'an unknown saved agent', node(2, 'fit', [3], { kind: 'agent', agentUuid: unknownUuid })],
    ['nativeInvalid', 'an unknown action', native(2, 'loop', [3])],
    ['nativeInvalid', 'an action named as a method of objects', native(2, 'constructor', [3])],
    ['nativeInvalid', 'a filter without one', native(2, 'filter', [3])],
    [
      'nativeInvalid',
      'a text without the kind of an expression',
      native(2, 'filter', [3], { filter: '{{x}}' }),
    ],
    ['nativeInvalid', 'more than the whole', native(2, 'split', [3, 3], { percentage: 101 })],
    [
      'nativeInvalid',
      'a variable without a type',
      native(2, 'variables', [3], { variables: [{ name: 'x', value: 1 }] }),
    ],
    ['nativeInvalid', 'a switch without routes', native(2, 'switch', [], { routes: [] })],
    ['nativeInvalid', 'a group without nodes', native(2, 'group', [3], { items: expression })],
    ['nodesNotFound', 'a group of none', native(2, 'group', [3], { items: expression, _nodes: [] })],
  ])('is told as %s: %s', async (reason, _what, middle) => {
    expect(await outcome(between(middle))).toEqual({
      outcome: 'notValid',
      invalidNodes: [{ node: { uuid: middle.uuid, slug: middle.slug }, reason }],
    });
  });

  it('is reported with the groups around it', async () => {
    const wrong = native(6, 'filter', [7]);
    const inner = native(4, 'group', [8], { items: [], _nodes: [native(5, 'start', [6]), wrong, end(7)] });
    const outer = native(2, 'group', [3], { items: [1], _nodes: [native(9, 'start', [4]), inner, end(8)] });
    expect(await outcome(between(outer))).toEqual({
      outcome: 'notValid',
      invalidNodes: [
        {
          node: { uuid: outer.uuid, slug: 'group' },
          reason: 'subNodesInvalid',
          invalidNodes: [
            {
              node: { uuid: inner.uuid, slug: 'group' },
              reason: 'subNodesInvalid',
              invalidNodes: [{ node: { uuid: wrong.uuid, slug: 'filter' }, reason: 'nativeInvalid' }],
            },
          ],
        },
      ],
    });
  });

  it('is reported once for each invalid node', async () => {
    const [one, other] = [node(2, 'a-b', [4], clearbit), native(4, 'filter', [3])];
    expect(await outcome([start, one, other, end(3)])).toMatchObject({
      invalidNodes: [{ reason: 'slugInvalid' }, { reason: 'nativeInvalid' }],
    });
  });
});

describe('a graph', () => {
  it('needs a start', async () => {
    expect(await outcome([end(2)])).toEqual({
      outcome: 'notValid',
      invalidNodes: [{ node: { uuid: uuidOf(2), slug: 'end' }, reason: 'startNodeNotFound' }],
    });
    expect(await reasonOf(await sandboxForTest(), 'POST', validate, { nodes: [] })).toEqual([
      400,
      'nodesNotFound',
    ]);
  });

  it('has no circle', async () => {
    const [one, other] = [node(2, 'one', [4], clearbit), node(4, 'other', [2], clearbit)];
    expect(await outcome([start, one, other])).toMatchObject({
      invalidNodes: [
        { node: { slug: 'one' }, reason: 'childrenUuidsInvalid' },
        { node: { slug: 'other' }, reason: 'childrenUuidsInvalid' },
      ],
    });
  });

  it('begins with its start, which comes after nothing', async () => {
    expect(await outcome([start, node(2, 'company', [1], clearbit)])).toMatchObject({
      invalidNodes: [
        { node: { slug: 'start' } },
        { node: { slug: 'company' }, reason: 'childrenUuidsInvalid' },
      ],
    });
  });

  it('may be large', async () => {
    const chain = Array.from({ length: 2_000 }, (_, index) =>
      node(index + 2, `step_${String(index)}`, [index + 3], clearbit),
    );
    expect(await outcome([start, ...chain, end(2_002)])).toEqual({ outcome: 'valid' });
  });

  it.each<[string, unknown]>([
    ['nodes must be a list', {}],
    ['nodes[0] must be an object', ['start']],
    ['nodes[0].uuid must be a uuid', [{ ...start, uuid: 'start' }]],
    ['nodes[0].kind must be native, connector, tool or agent', [{ ...start, kind: 'start' }]],
    ['nodes[0].config must be an object', [{ ...start, config: null }]],
    ['nodes[0].childrenUuids must be a list of uuids and nulls', [{ ...start, childrenUuids: ['end'] }]],
    ['nodes[0].fallbackOnFailure must be true or false', [{ ...start, fallbackOnFailure: undefined }]],
    ['nodes[0].position must be an object with the numbers x and y', [{ ...start, position: null }]],
    ['nodes[0].actionSlug must be a string that is not empty', [{ ...start, actionSlug: undefined }]],
    [
      'nodes[1].config._nodes[0].slug must be a string',
      [start, native(2, 'group', [], { _nodes: [{ ...start, slug: 1 }] })],
    ],
  ])('is refused as a body: %s', async (errorMessage, nodes) => {
    const answered = await ask(await sandboxForTest(), 'POST', validate, { nodes });
    expect([answered.status, answered.body]).toEqual([400, { errorMessage }]);
  });
});
