import type { Graph, Json, Node } from '../../definition/workflow/graph.ts';
import { isJsonList, isJsonObject } from '../../definition/workflow/values.ts';

/** A way out of a node. */
export interface Exit {
  /** `next`, `then`, `else`, `a`, `b`, a route's name, a number, or `onFailure`. */
  readonly label: string;
  /** Whether it is taken when the node fails. */
  readonly onFailure: boolean;
  /** Where it leads; null where it leads nowhere. */
  readonly to: Node | null;
}

/** A graph as it is walked: the nodes that `start` leads to, each with its exits. */
export interface Walk {
  readonly start: Node | null;
  /** From `start` on, nearest first. Nodes that nothing leads to never run, and are left out. */
  readonly nodes: readonly Node[];
  readonly exits: (node: Node) => readonly Exit[];
}

/** Walks a graph from its `start`, in a time that grows with its nodes and exits. Circles end it. */
export function walk(graph: Graph): Walk {
  const byUuid = new Map<string, Node>();
  for (const node of graph) if (!byUuid.has(node.uuid)) byUuid.set(node.uuid, node);
  const start = graph.find((node) => node.kind === 'native' && node.actionSlug === 'start') ?? null;
  const exits = new Map<Node, readonly Exit[]>();
  const nodes: Node[] = start === null ? [] : [start];
  const seen = new Set(nodes);
  // the list grows while it is gone through
  for (const node of nodes) {
    const ways = exitsOf(node, byUuid);
    exits.set(node, ways);
    for (const { to } of ways) {
      if (to === null || seen.has(to)) continue;
      seen.add(to);
      nodes.push(to);
    }
  }
  return { start, nodes, exits: (node) => exits.get(node) ?? [] };
}

function exitsOf(node: Node, byUuid: ReadonlyMap<string, Node>): Exit[] {
  const at = (uuid: string | null | undefined): Node | null =>
    typeof uuid === 'string' ? (byUuid.get(uuid) ?? null) : null;
  const children = [...node.childrenUuids];
  // an exit that leads nowhere and one that is not there are the same
  while (children.length > 0 && at(children.at(-1)) === null) children.pop();
  const names = namesOf(node);
  const exits = children.map((uuid, index) => ({
    label: names?.[index] ?? (node.childrenUuids.length > 1 ? String(index + 1) : 'next'),
    onFailure: false,
    to: at(uuid),
  }));
  if (!node.fallbackOnFailure) return exits;
  // without a place of its own, a failed node goes on as a good one does ([pub])
  return [
    ...exits,
    { label: 'onFailure', onFailure: true, to: at(node.fallbackChildUuid) ?? at(children[0]) },
  ];
}

function namesOf(node: Node): readonly string[] | null {
  if (node.kind !== 'native') return null;
  switch (node.actionSlug) {
    case 'branch':
      return ['then', 'else'];
    case 'split':
      return ['a', 'b'];
    case 'switch':
      return routesOf(node.config['routes']);
    default:
      return null;
  }
}

function routesOf(routes: Json | undefined): readonly string[] | null {
  if (!isJsonList(routes)) return null;
  return routes.map((route, index) =>
    isJsonObject(route) && typeof route['name'] === 'string' ? route['name'] : String(index + 1),
  );
}
