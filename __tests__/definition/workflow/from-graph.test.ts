import { describe, expect, it } from 'vitest';
import { fromGraph } from '../../../src/definition/workflow/from-graph.ts';
import type { Graph, JsonObject, Node } from '../../../src/definition/workflow/graph.ts';
import { names } from './graphs.ts';
import { graphOf } from './reading.ts';

const uuid = '4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11';
const wait = (slug: string, more: object = {}): object => ({ slug, delay: 1, ...more });

describe('a workflow in the short form', () => {
  it.each<[string, readonly object[]]>([
    ['without nodes', []],
    [
      'of every kind',
      [
        { slug: 'f', filter: '{{nodes.start.x}}' },
        {
          slug: 'v',
          variables: { n: 3, day: { type: 'date', value: '2026-01-01' }, any: '{{nodes.start.y}}' },
        },
        { slug: 'd', delay: '{{nodes.start.n}}' },
        {
          slug: 'g',
          group: { items: '{{nodes.start.all}}', failOnItemFailure: false, nodes: [wait('inner')] },
        },
        { slug: 'py', python: 'return 1' },
        { slug: 'js', script: 'return 1' },
        { slug: 'n', native: 'modelUpsert', config: { a: 1 } },
        { slug: 'last', end: { x: 1 } },
      ],
    ],
    [
      'with names in place of uuids',
      [
        { slug: 'c', connector: 'slack', action: 'post', config: { text: 'Hi' } },
        { slug: 't', tool: 'Enrich' },
        {
          slug: 'a',
          agent: 'Account scorer',
          agentTemplate: 'x',
          releaseUuid: uuid,
          waitUntilFinished: true,
        },
        {
          slug: 'ai',
          native: 'agent',
          config: { prompt: 'Hi', advancedSettings: { connector: 'slack', x: 1 } },
        },
      ],
    ],
    [
      'with uuids where no name means one alone',
      [
        { slug: 'c', integration: 'gone', connectorUuid: uuid, action: 'post' },
        { slug: 'i', integration: 'slackApp', action: 'post' },
        { slug: 't', toolUuid: '00000000-0000-4000-8000-000000000003' },
        { slug: 'a', agentUuid: uuid },
      ],
    ],
    [
      'with exits that are said where there are several',
      [
        { slug: 'if', branch: true, then: 's', else: 'p' },
        {
          slug: 's',
          switch: [
            { name: 'x', when: true, next: 'c' },
            { name: 'y', when: false, next: false },
          ],
        },
        { slug: 'c', connector: 'slack', action: 'post', children: ['end', 'p'] },
        { slug: 'p', split: 40, a: 'last', b: false },
        wait('last', { next: false }),
      ],
    ],
    [
      'with an exit that does not lead to the next node',
      [{ slug: 'if', branch: true, then: 'a', else: 'b' }, wait('a', { next: 'end' }), wait('b')],
    ],
    [
      'with what all nodes may say',
      [
        wait('a', { name: 'N', description: 'D', retry: { maximumAttempts: 3 }, onFailure: 'continue' }),
        wait('b', { onFailure: 'd' }),
        wait('c', { onFailure: 'end' }),
        wait('d'),
      ],
    ],
    [
      'with ids where a slug stands twice, or means something else',
      [
        wait('a'),
        wait('a', { id: 'a_3' }),
        wait('a', { id: 'a_4' }),
        wait('continue', { id: 'continue_2' }),
        wait('a_2'),
      ],
    ],
    [
      'with a start that says more than that it is one',
      [{ slug: 'start', native: 'start', name: 'Begin' }, wait('a')],
    ],
    [
      'with a start that fails',
      [{ slug: 'start', native: 'start', onFailure: 'b' }, wait('a', { next: 'end' }), wait('b')],
    ],
    ['with a start that has settings', [{ slug: 'start', native: 'start', config: { x: 1 } }, wait('a')]],
    [
      'with a start that has a description',
      [{ slug: 'start', native: 'start', description: 'D' }, wait('a')],
    ],
    [
      'with a start that is tried again',
      [{ slug: 'start', native: 'start', retry: { maximumAttempts: 2 } }, wait('a')],
    ],
    ['with an end that has a description', [{ slug: 'end', end: {}, description: 'D' }]],
    ['with an end that gives something', [{ slug: 'end', end: { x: 1 } }]],
    [
      'with actions of others called start and end',
      [
        { slug: 'a', connector: 'slack', action: 'start' },
        { slug: 'b', connector: 'slack', action: 'end' },
      ],
    ],
    [
      'with the slugs of start and end at other nodes',
      [wait('start', { id: 'start_2' }), wait('end', { id: 'end_2' })],
    ],
    ['with a start of another name', [{ slug: 'go', native: 'start' }, wait('a')]],
    ['with a start that leads nowhere', [{ slug: 'start', native: 'start', next: false }]],
    ['with an end that says more than that it is one', [wait('a'), { slug: 'end', end: {}, name: 'Done' }]],
    [
      'with two ends',
      [
        { slug: 'if', branch: true, then: 'end', else: 'end_2' },
        { slug: 'end', id: 'end_2', end: {} },
      ],
    ],
    [
      'with values that are taken as written',
      [
        {
          slug: 'c',
          connector: 'slack',
          action: 'post',
          config: {
            nothing: { kind: 'static', value: null },
            braces: { kind: 'static', value: 'Hi {{ you }}' },
            file: { kind: 'static', value: { file: 'x' } },
            js: { kind: 'jsExpression', expression: 'nodes.start.x' },
            list: [1, { a: '{{nodes.start.x}}' }],
          },
        },
      ],
    ],
  ])('%s comes back as it was written', (_what, nodes) => {
    expect(fromGraph(graphOf(nodes), names.written)).toStrictEqual(nodes);
  });
});

/** A graph of one node between its start and its end, each of its exits leading to the end. */
function around(actionSlug: string, config: JsonObject, exits: number): Graph {
  const childrenUuids = Array.from({ length: exits }, () => 'new:end');
  return graphOf([wait('a')]).map((node): Node =>
    node.slug === 'a' ? { ...node, kind: 'native', actionSlug, config, childrenUuids } : node,
  );
}

const route = { uuid, name: 'x', value: true };
const variable = { name: 'x', type: 'number', value: 1 };

describe('a node that the short form of its kind cannot say', () => {
  it.each<[string, string, JsonObject, number]>([
    ['a key more', 'filter', { filter: true, more: 1 }, 1],
    ['no filter', 'filter', {}, 1],
    ['a key more', 'branch', { condition: true, more: 1 }, 2],
    ['the nodes of a group', 'filter', { filter: true, _nodes: [] }, 1],
    ['routes', 'filter', { filter: true, routes: {} }, 1],
    ['routes in a list', 'delay', { minutes: 1, routes: [{ uuid }] }, 1],
    ['no condition', 'branch', {}, 2],
    ['three exits', 'branch', { condition: true }, 3],
    ['two exits', 'delay', { minutes: 1 }, 2],
    ['a text for a number', 'delay', { minutes: 'soon' }, 1],
    ['a share above 100', 'split', { percentage: 101 }, 2],
    ['no routes', 'switch', { routes: [] }, 0],
    ['routes that are no list', 'switch', { routes: {} }, 0],
    ['more exits than routes', 'switch', { routes: [route] }, 2],
    ['a key more', 'switch', { routes: [route], more: 1 }, 1],
    ['a route with a key more', 'switch', { routes: [{ ...route, more: 1 }] }, 1],
    ['a route without a uuid', 'switch', { routes: [{ name: 'x', value: true }] }, 1],
    ['a route without a name', 'switch', { routes: [{ ...route, name: '' }] }, 1],
    ['a route without a condition', 'switch', { routes: [{ name: 'x', uuid }] }, 1],
    ['a route that is no mapping', 'switch', { routes: ['x'] }, 1],
    ['a key more', 'variables', { variables: [variable], more: 1 }, 1],
    ['no variables', 'variables', {}, 1],
    ['a name twice', 'variables', { variables: [variable, { ...variable, value: 2 }] }, 1],
    ['a variable with a key more', 'variables', { variables: [{ ...variable, more: 1 }] }, 1],
    ['a name that is a number', 'variables', { variables: [{ ...variable, name: '10' }] }, 1],
    ['a type that is no text', 'variables', { variables: [{ ...variable, type: 1 }] }, 1],
    ['a variable without a value', 'variables', { variables: [{ name: 'x', type: 'any' }] }, 1],
    ['a variable that is no mapping', 'variables', { variables: ['x'] }, 1],
    ['exits', 'end', { variables: [] }, 2],
    ['a key more', 'end', { variables: [], more: 1 }, 0],
    ['a key more', 'python', { script: 'x', more: 1 }, 1],
    ['no script', 'script', {}, 1],
    ['a key more', 'group', { items: true, _nodes: [], more: 1 }, 1],
    ['no items', 'group', { _nodes: [] }, 1],
    ['no nodes', 'group', { items: true }, 1],
    ['a choice that is none', 'group', { items: true, failOnItemFailure: 'no', _nodes: [] }, 1],
    ['the name of another kind', 'tool', { a: 1 }, 1],
    ['the name of this kind', 'native', { a: 1 }, 1],
  ])('for it has %s (%s %j), is written as Cargo has it', (_what, native, config, exits) => {
    const [written] = fromGraph(around(native, config, exits), names.written) ?? [];
    expect(written).toMatchObject({ slug: 'a', native });
    expect(graphOf([written])[1]).toMatchObject({ config, childrenUuids: Array(exits).fill('new:end') });
  });

  it('is written in the short form where it can be', () => {
    const written = (actionSlug: string, config: JsonObject): unknown =>
      fromGraph(around(actionSlug, config, 1), names.written)?.[0];
    expect(written('variables', { variables: [{ ...variable, name: 'x1' }] })).toEqual({
      slug: 'a',
      variables: { x1: 1 },
    });
    expect(written('switch', { routes: [route] })).toEqual({
      slug: 'a',
      switch: [{ name: 'x', when: true }],
    });
  });

  it('is tried again is written without an empty retry, and a start with two exits with both', () => {
    const graph = graphOf([wait('a')]).map((node) =>
      node.slug === 'start' ? { ...node, childrenUuids: ['new:a', 'new:end'] } : { ...node, retry: {} },
    );
    expect(fromGraph(graph, names.written)).toStrictEqual([
      { slug: 'start', native: 'start', children: ['a', 'end'] },
      wait('a'),
      { slug: 'end', end: {} },
    ]);
  });

  it('nothing leads to is left out, and without a start there is nothing to write', () => {
    const graph = graphOf([wait('a')]);
    const alone = graph.map((node) => (node.slug === 'start' ? { ...node, childrenUuids: ['gone'] } : node));
    expect(fromGraph(alone, names.written)).toEqual([{ slug: 'start', native: 'start', next: false }]);
    expect(fromGraph(graph.slice(1), names.written)).toBeNull();
  });
});
