import type { Graph, Json, JsonObject, Node } from './graph.ts';
import type { Kind, Writing, Written } from './kind.ts';
import { kinds } from './kinds.ts';
import type { Target } from './short.ts';
import { isJsonList, isJsonObject, sameJson } from './values.ts';
import type { Value, ValueMap } from './values.ts';
import { plainConfig } from './to-graph.ts';
import { inFlowOrder } from './ways.ts';
import { readGraph } from './wire.ts';

/**
 * Writes a graph in the short form, as a person would have written it: names for uuids, order for flow, nothing
 * that follows anyway. Nodes that nothing leads to, positions and uuids are left out.
 * @returns the list below `nodes`, in which `${{` is not escaped yet; null where the graph has no `start`
 */
export function fromGraph(graph: Graph, names: Written): readonly ValueMap[] | null {
  const start = graph.find(isStart);
  if (start === undefined) return null;
  const ordered = inOrder(graph, start);
  const ids = idsOf(ordered);
  const listed = ordered.filter(
    (node) => node !== start && !(isPlainEnd(node) && ids.get(node.uuid) === 'end'),
  );
  const isImplied =
    isPlain(start, 'start') &&
    sameJson(start.config, {}) &&
    start.childrenUuids.length === 1 &&
    ids.get(start.childrenUuids[0] ?? '') === (listed[0] === undefined ? 'end' : ids.get(listed[0].uuid)) &&
    ordered.filter(isStart).length === 1;
  const written = isImplied ? listed : [start, ...listed];
  return written.map((node, index) => {
    const following = written[index + 1];
    return writeNode(node, ids, following === undefined ? 'end' : ids.get(following.uuid), names);
  });
}

const isStart = (node: Node): boolean => node.kind === 'native' && node.actionSlug === 'start';
const isEnd = (node: Node): boolean => node.kind === 'native' && node.actionSlug === 'end';

/** Whether a node says nothing but what it is. */
function isPlain({ slug, name, description, retry, fallbackOnFailure }: Node, due: string): boolean {
  return (
    slug === due && name === undefined && description === undefined && retry === null && !fallbackOnFailure
  );
}

/** Whether a node with the id of the end, as only an end has it, says nothing else. */
function isPlainEnd(node: Node): boolean {
  const isBare = sameJson(node.config, { variables: [] }) && node.childrenUuids.length === 0;
  return isBare && isPlain(node, 'end');
}

/** What the start leads to, each node after those that lead to it. */
function inOrder(graph: Graph, start: Node): Node[] {
  const byUuid = new Map(graph.map((node) => [node.uuid, node]));
  const reached: Node[] = [start];
  const indexes = new Map([[start.uuid, 0]]);
  const after: number[][] = [];
  for (let index = 0; index < reached.length; index += 1) {
    const next = new Set<number>();
    for (const uuid of waysOf(reached[index] ?? start)) {
      const node = byUuid.get(uuid ?? '');
      if (node === undefined) continue;
      const known = indexes.get(node.uuid) ?? reached.push(node) - 1;
      indexes.set(node.uuid, known);
      next.add(known);
    }
    after.push([...next]);
  }
  return inFlowOrder({ after, start: 0 }).flatMap((index) => reached[index] ?? []);
}

function waysOf({ childrenUuids, fallbackOnFailure, fallbackChildUuid }: Node): readonly (string | null)[] {
  return fallbackOnFailure ? [...childrenUuids, fallbackChildUuid] : childrenUuids;
}

/** The id of each node by its uuid: its slug, unless that stands at another node or means something. */
function idsOf(nodes: readonly Node[]): Map<string, string> {
  const taken = new Set(nodes.map(({ slug }) => slug));
  const given = new Set<string>(['continue']);
  const ids = new Map<string, string>();
  for (const node of nodes) {
    const { slug, uuid } = node;
    const isForOthers = (slug === 'end' && !isEnd(node)) || (slug === 'start' && !isStart(node));
    let id = slug;
    for (let turn = 2; given.has(id) || (id === slug ? isForOthers : taken.has(id)); turn += 1)
      id = `${slug}_${String(turn)}`;
    given.add(id);
    ids.set(uuid, id);
  }
  return ids;
}

function writeNode(
  node: Node,
  ids: ReadonlyMap<string, string>,
  following: string | undefined,
  names: Written,
): ValueMap {
  const idOf = (uuid: string | null): Target => ids.get(uuid ?? '') ?? false;
  const explicit = node.childrenUuids.map(idOf);
  // where there are several ways, each is said
  const targets = explicit.length === 1 && explicit[0] === following ? [undefined] : explicit;
  const writeNodes = (nodes: Json | undefined): Value | null => {
    const { graph } = readGraph(nodes);
    return graph === undefined ? null : fromGraph(graph, names);
  };
  const { slug, uuid, name, description, retry } = node;
  const id = ids.get(uuid);
  const fallback = idOf(node.fallbackChildUuid);
  return {
    slug,
    ...(id === undefined || id === slug ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...whatItDoes(node, { targets, explicit, names, writeNodes }),
    ...(retry === null || Object.keys(retry).length === 0 ? {} : { retry: { ...retry } }),
    ...(node.fallbackOnFailure ? { onFailure: fallback === false ? 'continue' : fallback } : {}),
  };
}

function whatItDoes(node: Node, writing: Writing): ValueMap {
  const key = node.kind === 'native' ? node.actionSlug : node.kind;
  const kind = kinds.find(({ keys }) => keys[0] === key);
  const written = kind === undefined ? null : writeAs(kind, node, writing);
  if (written !== null) return written;
  const fallback = kinds.find(({ keys }) => keys[0] === 'native');
  return fallback?.write(node, writing) ?? {};
}

/** A node as a kind writes it; null where reading that again would not give the same node. */
function writeAs(kind: Kind, node: Node, writing: Writing): ValueMap | null {
  if (kind.single && node.childrenUuids.length !== 1) return null;
  const written = kind.write(node, writing);
  if (written === null || node.kind !== 'native') return written;
  const making = { path: [], readNodes: () => [], report: () => undefined };
  const made = kind.read({ slug: 'x', ...written }, making)?.made;
  if (made === undefined) return null;
  const config = plainConfig(made.config, () => '');
  return sameJson(config, comparable(node)) ? written : null;
}

/** A config without what the graph adds to it: a group's nodes, and the uuids of routes. */
function comparable({ actionSlug, config }: { actionSlug: string; config: JsonObject }): Json {
  const { routes } = config;
  if (isJsonList(routes)) {
    const named = routes.map((route) => (isJsonObject(route) ? without(route, 'uuid') : route));
    return { ...config, routes: named };
  }
  return actionSlug === 'group' ? without(config, '_nodes') : config;
}

function without(mapping: JsonObject, key: string): JsonObject {
  const { [key]: _left, ...others } = mapping;
  return others;
}
