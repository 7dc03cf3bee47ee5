import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeGraph } from '../../../src/definition/workflow/encode.ts';
import { NameIndex } from '../../../src/definition/workflow/names.ts';
import { nodeUuids } from '../../../src/definition/workflow/to-graph.ts';
import { innerGraph, readGraph } from '../../../src/definition/workflow/wire.ts';
import { graphOf } from './reading.ts';

const node = { uuid: '1', slug: 'a', kind: 'native' };

describe('a node as Cargo answers it', () => {
  const common = {
    uuid: '1',
    slug: 'a',
    config: {},
    childrenUuids: [],
    fallbackOnFailure: false,
    fallbackChildUuid: null,
    position: null,
    retry: null,
  };
  const saved = { templateSlug: null, releaseUuid: null, waitUntilFinished: null };

  it.each([
    ['native', {}, { actionSlug: '' }],
    ['connector', {}, { actionSlug: '', integrationSlug: '', connectorUuid: null }],
    ['tool', {}, { toolUuid: null, ...saved }],
    ['agent', {}, { agentUuid: null, ...saved }],
    [
      'native',
      { retry: { maximumAttempts: 2, initialInterval: null, more: 1 } },
      { actionSlug: '', retry: { maximumAttempts: 2 } },
    ],
    ['native', { position: { x: 1, y: 2, z: 3 } }, { actionSlug: '', position: { x: 1, y: 2 } }],
    ['native', { position: 'odd', more: 1 }, { actionSlug: '' }],
    ['native', { name: '', description: null }, { actionSlug: '', name: '' }],
  ])('of kind %s with %j gets what it leaves out', (kind, given, expected) => {
    expect(readGraph([{ ...node, ...given, kind }])).toEqual({ graph: [{ ...common, kind, ...expected }] });
  });

  it.each([
    [{}, 'the nodes are not a list'],
    [[node, 1], 'nodes.1 has an unexpected value'],
    [[{ ...node, uuid: '' }], 'nodes.0.uuid has an unexpected value'],
    [[{ ...node, kind: 'other' }], 'nodes.0.kind has an unexpected value'],
    [[{ ...node, retry: { maximumAttempts: 'x' } }], 'nodes.0.retry.maximumAttempts has an unexpected value'],
    [[{ ...node, childrenUuids: [1] }], 'nodes.0.childrenUuids.0 has an unexpected value'],
  ])('is refused where it is %j', (nodes, wrong) => {
    expect(readGraph(nodes)).toEqual({ wrong });
  });

  it('holds a graph of its own where it is a group', () => {
    const [, group, other] = graphOf([
      { slug: 'g', group: { items: true, nodes: [{ slug: 'i', delay: 1 }] } },
      { slug: 'n', native: 'modelUpsert', config: { _nodes: [] } },
    ]);
    expect(innerGraph(group!)?.map(({ slug }) => slug)).toEqual(['start', 'i', 'end']);
    expect(innerGraph(other!)).toBeNull();
    expect(innerGraph({ ...group!, config: {} })).toEqual([]);
    expect(innerGraph({ ...group!, config: { _nodes: 'odd' } })).toBeNull();
  });

  it('is sent without what is null', () => {
    const [, wait] = graphOf([{ slug: 'a', delay: 1, retry: { maximumAttempts: 2 } }]);
    expect(encodeGraph([{ ...wait!, position: null }])).toEqual([
      {
        uuid: 'new:a',
        slug: 'a',
        kind: 'native',
        actionSlug: 'delay',
        config: { minutes: 1 },
        childrenUuids: ['new:end'],
        fallbackOnFailure: false,
        retry: { maximumAttempts: 2 },
      },
    ]);
  });
});

it('a name is written where it means one thing alone', () => {
  const { written, connectors, tools } = new NameIndex({
    connectors: [
      { uuid: '1', slug: 'slack', integrationSlug: 'slackApp' },
      { uuid: '2', slug: 'twin', integrationSlug: 'a' },
      { uuid: '3', slug: 'twin', integrationSlug: 'b' },
    ],
    tools: [
      { uuid: '4', name: 'Enrich' },
      { uuid: '5', name: '' },
      { uuid: '6', name: 'Twin' },
      { uuid: '7', name: 'Twin' },
    ],
    agents: [{ uuid: '8', name: 'Twin' }],
  });
  expect(['4', '5', '6', '7', '8', '9'].map(written.tool)).toEqual(['Enrich', ...Array<undefined>(5)]);
  expect(['4', '8'].map(written.agent)).toEqual([undefined, 'Twin']);
  expect([
    written.connector('1', 'slackApp'),
    written.connector('1', null),
    written.connector('1', 'other'),
    written.connector(null, null),
    written.connector('9', null),
    written.connector('2', 'a'),
  ]).toEqual(['slack', 'slack', undefined, undefined, undefined, undefined]);
  expect(connectors.get('slack')?.uuid).toBe('1');
  expect(tools.get('Twin')).toEqual(['6', '7']);
});

it('a new node has a uuid of its own that is the same in each run', () => {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const uuid = nodeUuids(hash, 'owner', 'play')('g/a');
  expect(uuid).toBe(nodeUuids(hash, 'owner', 'play')('g/a'));
  const others = [
    nodeUuids(hash, 'owner', 'play')('g/b'),
    nodeUuids(hash, 'owner', 'other')('g/a'),
    nodeUuids(hash, 'other', 'play')('g/a'),
  ];
  expect(new Set([uuid, ...others]).size).toBe(4);
  const digits = '0123456789abcdef0123456789abcdef0123';
  expect(nodeUuids(() => digits, '', '')('')).toBe('01234567-89ab-4def-8123-456789abcdef');
  expect(nodeUuids(() => digits.replaceAll('0', 'f'), '', '')('')).toBe(
    'f1234567-89ab-4def-b123-456789abcdef',
  );
});
