import type { Graph, Json, JsonObject, Node } from '../../definition/workflow/graph.ts';
import { decidingParts } from './fields.ts';
import { innerGraph } from '../../definition/workflow/wire.ts';
import { walk } from './walk.ts';

/**
 * A graph as it is compared, as plain JSON: two graphs that do the same give the same value, as far as one can be told
 * without the other. Nodes stand in the order in which they are walked, and exits name them by their place in it:
 * uuids, positions, names, the order of the list and nodes that never run are not part of it.
 */
export function normalGraph(graph: Graph): Json {
  const walked = walk(graph);
  const place = new Map<Node | null, number>(walked.nodes.map((node, index) => [node, index]));
  return walked.nodes.map((node): JsonObject => {
    const inner = innerGraph(node);
    return {
      parts: decidingParts(node),
      exits: walked
        .exits(node)
        .map(({ to, onFailure }) => [place.get(to) ?? null, onFailure] satisfies readonly Json[]),
      inside: inner === null ? null : normalGraph(inner),
    };
  });
}
