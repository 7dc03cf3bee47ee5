import type { Graph, Json, JsonObject, Node } from '../../definition/workflow/graph.ts';
import { pairsOf } from './equal.ts';
import { isJsonList, isJsonObject } from '../../definition/workflow/values.ts';
import { innerGraph } from '../../definition/workflow/wire.ts';
import { walk } from './walk.ts';

/**
 * Which uuid of what is deployed each node goes on with, so that its metrics do too: a node of the same slug
 * first, then one at the same place. Takes a time that grows with nodes and exits.
 * @returns uuids of `desired` to the ones they become; those that stay as they are left out, and so are the nodes
 *   inside groups
 */
export function keptUuids(deployed: Graph, desired: Graph): Map<string, string> {
  const kept = new Map<string, string>();
  for (const [node, was] of keptPairs(deployed, desired)) kept.set(node.uuid, was.uuid);
  // the uuid of a new node may be in use by one that had its slug before: it takes the one that this left free
  const usedBy = new Map([...kept].map(([own, used]) => [used, own]));
  for (const { uuid } of desired) {
    if (kept.has(uuid)) continue;
    let free = uuid;
    for (let own = usedBy.get(free); own !== undefined; own = usedBy.get(free)) free = own;
    if (free !== uuid) kept.set(uuid, free);
  }
  return kept;
}

function keptPairs(deployed: Graph, desired: Graph): readonly (readonly [Node, Node])[] {
  // another kind of node has other metrics
  return [...pairsOf(walk(deployed), walk(desired))].filter(([node, was]) => node.kind === was.kind);
}

/** The desired graph, its nodes and routes with the uuids that they have in what is deployed, groups included. */
export function keepUuids(deployed: Graph, desired: Graph): Graph {
  const kept = keptUuids(deployed, desired);
  const was = new Map(keptPairs(deployed, desired));
  const uuidOf = (uuid: string): string => kept.get(uuid) ?? uuid;
  return desired.map((node) => {
    const { fallbackChildUuid: fallback } = node;
    return {
      ...node,
      uuid: uuidOf(node.uuid),
      childrenUuids: node.childrenUuids.map((uuid) => (uuid === null ? null : uuidOf(uuid))),
      fallbackChildUuid: fallback === null ? null : uuidOf(fallback),
      config: keepInside(was.get(node), node, kept),
    };
  });
}

/** The uuids inside a node's config: those of a group's nodes, and of a switch's routes. */
function keepInside(was: Node | undefined, node: Node, kept: ReadonlyMap<string, string>): JsonObject {
  if (node.kind !== 'native') return node.config;
  const inner = innerGraph(node);
  if (inner !== null) {
    const before = was === undefined ? null : innerGraph(was);
    // a graph is JSON through and through
    return { ...node.config, _nodes: keepUuids(before ?? [], inner) as unknown as Json };
  }
  const { routes } = node.config;
  if (node.actionSlug !== 'switch' || !isJsonList(routes)) return node.config;
  const before = was?.config['routes'];
  const byName = new Map(
    (isJsonList(before) ? before : []).map((route) =>
      isJsonObject(route) ? [route['name'], route['uuid']] : [undefined, undefined],
    ),
  );
  return {
    ...node.config,
    routes: routes.map((route) => {
      if (!isJsonObject(route) || typeof route['uuid'] !== 'string') return route;
      const old = byName.get(route['name']);
      // two routes of one name don't share a uuid
      byName.delete(route['name']);
      // where a route's uuid is that of the node it leads to, it stays so
      return { ...route, uuid: kept.get(route['uuid']) ?? old ?? route['uuid'] };
    }),
  };
}
