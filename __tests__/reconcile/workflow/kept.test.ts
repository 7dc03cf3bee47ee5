import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph, JsonObject } from '../../../src/definition/workflow/graph.ts';
import { sameGraph } from '../../../src/reconcile/workflow/equal.ts';
import { keepUuids, keptUuids } from '../../../src/reconcile/workflow/kept.ts';
import { innerGraph } from '../../../src/definition/workflow/wire.ts';
import { chain, graph, inside } from '../../support/graphs.ts';
import type { Step } from '../../support/graphs.ts';
import { countWork } from '../../support/work.ts';

const live = (id: string): string => `live-${id}`;
const uuidsOf = (nodes: Graph): Record<string, string> =>
  Object.fromEntries(nodes.map(({ slug, uuid }) => [slug, uuid]));

describe('the uuids of nodes', () => {
  const deployed = graph(
    [
      ['one', 'delay'],
      ['two', 'script'],
      ['end', 'end'],
    ],
    live,
  );

  it('stay where the slug stays, wherever the node goes', () => {
    const desired = graph([
      ['two', 'script'],
      ['one', 'delay'],
      ['end', 'end'],
    ]);
    expect(uuidsOf(keepUuids(deployed, desired))).toEqual({
      start: 'live-start',
      one: 'live-one',
      two: 'live-two',
      end: 'live-end',
    });
  });

  it('stay at their place where the slug changes', () => {
    const desired = graph([
      ['one', 'delay'],
      ['renamed', 'script'],
      ['end', 'end'],
    ]);
    expect(uuidsOf(keepUuids(deployed, desired))['renamed']).toBe('live-two');
  });

  it('are new for new nodes and for another kind of node', () => {
    const desired = graph([
      ['zero', 'filter'],
      ['one', 'connector:postMessage'],
      ['two', 'script'],
      ['end', 'end'],
    ]);
    expect(uuidsOf(keepUuids(deployed, desired))).toMatchObject({
      zero: 'uuid-zero',
      one: 'uuid-one',
      two: 'live-two',
    });
  });

  it('never stand at two nodes, where a slug is taken up again by another one', () => {
    const before = keepUuids(
      graph([
        ['one', 'delay'],
        ['end', 'end'],
      ]),
      graph([
        ['other', 'delay'],
        ['end', 'end'],
      ]),
    );
    expect(uuidsOf(before)['other']).toBe('uuid-one');
    const after = keepUuids(
      before,
      graph([
        ['one', 'script'],
        ['other', 'delay'],
        ['end', 'end'],
      ]),
    );
    expect(uuidsOf(after)).toMatchObject({ other: 'uuid-one', one: 'uuid-other' });
  });

  it('inside a group stay too, and so do those of routes', () => {
    const steps = (minutes: number): readonly Step[] => [
      ['each', 'group', { config: inside([['wait', 'delay', { config: { minutes } }]]) }],
      [
        'which',
        'switch',
        { config: { routes: [{ name: 'big', uuid: `route-${String(minutes)}` }] }, to: ['end'] },
      ],
      ['end', 'end'],
    ];
    const before = graph(
      steps(1).map((step): Step =>
        step[0] === 'each'
          ? ['each', 'group', { config: inside([['wait', 'delay', { config: { minutes: 1 } }]], live) }]
          : step,
      ),
      live,
    );
    const after = keepUuids(before, graph(steps(2)));
    expect(innerGraph(after[1]!)!.map(({ uuid }) => uuid)).toEqual(['live-start', 'live-wait']);
    expect(after[2]!.config['routes']).toEqual([{ name: 'big', uuid: 'route-1' }]);
    expect(sameGraph(after, graph(steps(2)))).toBe(true);
  });

  it.each<[string, readonly JsonObject[], readonly JsonObject[], readonly unknown[]]>([
    [
      'by name, whatever their order',
      [
        { name: 'a', uuid: '1' },
        { name: 'b', uuid: '2' },
      ],
      [
        { name: 'b', uuid: '8' },
        { name: 'a', uuid: '9' },
      ],
      ['2', '1'],
    ],
    [
      'once, where two have one name',
      [{ name: 'a', uuid: '1' }],
      [
        { name: 'a', uuid: '8' },
        { name: 'a', uuid: '9' },
      ],
      ['1', '9'],
    ],
    ['not where the name is new', [{ name: 'a', uuid: '1' }], [{ name: 'b', uuid: '9' }], ['9']],
    ['not where there are none', [{ name: 'a', uuid: '1' }], [{ name: 'a' }], [undefined]],
    [
      'as those of the nodes that they lead to',
      [{ name: 'a', uuid: '1' }],
      [{ name: 'b', uuid: 'uuid-one' }],
      ['live-one'],
    ],
  ])('of routes stay %s', (_what, old, now, uuids) => {
    const steps = (routes: readonly JsonObject[]): readonly Step[] => [
      ['which', 'switch', { config: { routes }, to: ['one'] }],
      ['one', 'delay'],
    ];
    const [, after] = keepUuids(graph(steps(old), live), graph(steps(now)));
    expect((after?.config['routes'] as readonly JsonObject[]).map(({ uuid }) => uuid)).toEqual(uuids);
  });

  it('of routes stay in switches alone', () => {
    const steps = (uuid: string, action: string): readonly Step[] => [
      ['which', action, { config: { routes: [{ name: 'a', uuid }] } }],
    ];
    const [, after] = keepUuids(graph(steps('1', 'script'), live), graph(steps('9', 'script')));
    expect(after?.config['routes']).toEqual([{ name: 'a', uuid: '9' }]);
    // a step that was another one before has no routes to keep
    const [, other] = keepUuids(graph([['which', 'delay']], live), graph(steps('9', 'switch')));
    expect(other?.config['routes']).toEqual([{ name: 'a', uuid: '9' }]);
  });

  it('are found in under a second of work for 2,000 nodes', () => {
    const work = countWork();
    expect(keptUuids(graph(chain(2000), live), graph(chain(2000))).size).toBe(2002);
    expect(work()).toBeLessThan(1000);
  });

  it('never change what a graph does, and are unique', () => {
    const steps = fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 })
      .chain((slugs) =>
        fc.tuple(
          ...slugs.map((slug) => fc.constantFrom('delay', 'script').map((action): Step => [slug, action])),
        ),
      );
    fc.assert(
      fc.property(steps, steps, steps, (first, second, third) => {
        let held = graph(first);
        for (const next of [second, third, first]) {
          const desired = graph(next);
          held = keepUuids(held, desired);
          expect(sameGraph(held, desired)).toBe(true);
          expect(new Set(held.map(({ uuid }) => uuid)).size).toBe(held.length);
        }
      }),
    );
  });
});
