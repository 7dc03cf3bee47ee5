import { describe, expect, it } from 'vitest';
import { explainInvalid } from '../../../src/definition/workflow/check-live.ts';
import type { InvalidNode } from '../../../src/definition/workflow/check-live.ts';
import { toGraph } from '../../../src/definition/workflow/to-graph.ts';
import { names } from './graphs.ts';
import { workflowOf } from './reading.ts';

describe('a workflow', () => {
  const refused = (
    slug: string,
    reason: string,
    invalidNodes: InvalidNode[] = [],
    uuid = slug,
  ): InvalidNode => ({
    uuid,
    slug,
    reason,
    invalidNodes,
  });

  async function explained(
    nodes: readonly unknown[],
    ...invalid: InvalidNode[]
  ): Promise<[string, string][]> {
    const workflow = await workflowOf(nodes);
    const graph = toGraph(workflow.steps, { names, fill: () => '', newUuid: (path) => path });
    const found = explainInvalid(workflow, graph, invalid);
    for (const each of found)
      expect(each).toMatchObject({ severity: 'error', code: 'invalid-node', part: 'value' });
    return found.map(({ path, message }) => [path.join('.'), message]);
  }

  it('that the service refuses is reported at its node, in a group too', async () => {
    const nodes = [
      { slug: 'a', delay: 1 },
      {
        slug: 'g',
        group: {
          items: '{{nodes.start.x}}',
          nodes: [
            { slug: 'c', delay: 1 },
            { slug: 'b', delay: 1 },
          ],
        },
      },
    ];
    const inner = refused('b', 'nativeInvalid', [], 'g/b');
    expect(
      await explained(nodes, refused('a', 'somethingNew'), refused('g', 'subNodesInvalid', [inner])),
    ).toEqual([
      ['workflow.nodes.0', 'Cargo does not accept the node "a": somethingNew.'],
      [
        'workflow.nodes.1.group.nodes.1',
        'Cargo does not accept the node "b": its config is not valid for its action (nativeInvalid).',
      ],
    ]);
    expect(await explained(nodes, refused('g', 'subNodesInvalid'))).toEqual([
      [
        'workflow.nodes.1',
        'Cargo does not accept the node "g": nodes inside it are not valid (subNodesInvalid).',
      ],
    ]);
  });

  it('that the service refuses is found by uuid, else by slug, else as a whole', async () => {
    const start = { slug: 'start', native: 'start', name: 'Begin' };
    const twins = [
      { slug: 'a', delay: 1, name: 'X' },
      { slug: 'a', id: 'b', delay: 1 },
    ];
    const placed = async (nodes: readonly unknown[], node: InvalidNode): Promise<unknown> =>
      (await explained(nodes, node)).map(([path]) => path);
    expect(await placed(twins, refused('a', 'x', [], 'b'))).toEqual(['workflow.nodes.1']);
    expect(await placed([start, ...twins], refused('a', 'x', [], 'b'))).toEqual(['workflow.nodes.2']);
    expect(await placed(twins, refused('a', 'x', [], 'unknown'))).toEqual(['workflow.nodes.0']);
    const group = { slug: 'g', group: { items: true, nodes: twins } };
    const inner = refused('a', 'x', [], 'g/b');
    expect(await placed([group], refused('g', 'x', [inner]))).toEqual(['workflow.nodes.0.group.nodes.1']);
    expect(await placed([group], refused('g', 'x', [inner], 'unknown'))).toEqual([
      'workflow.nodes.0.group.nodes.0',
    ]);
    expect(await placed(twins, refused('a', 'x', [inner]))).toEqual(['workflow.nodes.0']);
    expect(await placed(twins, refused('gone', 'x', [inner]))).toEqual(['workflow.nodes']);
    expect(await placed(twins, refused('gone', 'x'))).toEqual(['workflow.nodes']);
    expect(await placed(twins, refused('start', 'x'))).toEqual(['workflow.nodes']);
  });
});
