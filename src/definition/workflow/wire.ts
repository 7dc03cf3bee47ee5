import * as z from 'zod/mini';
import { present } from './encode.ts';
import type { Graph, JsonObject, Node } from './graph.ts';

const maybe = z.nullish(z.string());

const nodeSchema = z.looseObject({
  uuid: z.string().check(z.minLength(1)),
  slug: z.string(),
  kind: z.enum(['native', 'connector', 'tool', 'agent']),
  name: maybe,
  description: maybe,
  config: z.nullish(z.record(z.string(), z.unknown())),
  childrenUuids: z.nullish(z.array(z.nullable(z.string()))),
  fallbackOnFailure: z.nullish(z.boolean()),
  fallbackChildUuid: maybe,
  position: z.catch(z.nullish(z.looseObject({ x: z.number(), y: z.number() })), null),
  retry: z.nullish(
    z.object({
      maximumAttempts: z.nullish(z.number()),
      initialInterval: z.nullish(z.number()),
      backoffCoefficient: z.nullish(z.number()),
    }),
  ),
  actionSlug: maybe,
  integrationSlug: maybe,
  connectorUuid: maybe,
  toolUuid: maybe,
  agentUuid: maybe,
  templateSlug: maybe,
  releaseUuid: maybe,
  waitUntilFinished: z.nullish(z.boolean()),
});

type RawNode = z.infer<typeof nodeSchema>;

/**
 * Reads the nodes of a release, or those inside a group ([pub]). Fields that we do not know are left out.
 * @param value the JSON of a list of nodes
 * @returns the graph, or what in the JSON is not as expected
 */
export function readGraph(
  value: unknown,
):
  | { readonly graph: Graph; readonly wrong?: undefined }
  | { readonly graph?: undefined; readonly wrong: string } {
  if (!Array.isArray(value)) return { wrong: 'the nodes are not a list' };
  const graph: Node[] = [];
  for (const [index, each] of value.entries()) {
    const result = nodeSchema.safeParse(each);
    if (!result.success) {
      const path = (result.error.issues[0]?.path ?? []).map(String);
      return { wrong: `${['nodes', String(index), ...path].join('.')} has an unexpected value` };
    }
    graph.push(toNode(result.data));
  }
  return { graph };
}

function toNode(raw: RawNode): Node {
  const base = {
    uuid: raw.uuid,
    slug: raw.slug,
    ...(typeof raw.name === 'string' ? { name: raw.name } : {}),
    ...(typeof raw.description === 'string' ? { description: raw.description } : {}),
    // it came out of JSON
    config: (raw.config ?? {}) as JsonObject,
    childrenUuids: raw.childrenUuids ?? [],
    fallbackOnFailure: raw.fallbackOnFailure ?? false,
    fallbackChildUuid: raw.fallbackChildUuid ?? null,
    position: raw.position ? { x: raw.position.x, y: raw.position.y } : null,
    retry: raw.retry ? present(raw.retry) : null,
  };
  const shared = {
    templateSlug: raw.templateSlug ?? null,
    releaseUuid: raw.releaseUuid ?? null,
    waitUntilFinished: raw.waitUntilFinished ?? null,
  };
  const actionSlug = raw.actionSlug ?? '';
  switch (raw.kind) {
    case 'native':
      return { ...base, kind: 'native', actionSlug };
    case 'connector':
      return {
        ...base,
        kind: 'connector',
        actionSlug,
        integrationSlug: raw.integrationSlug ?? '',
        connectorUuid: raw.connectorUuid ?? null,
      };
    case 'tool':
      return { ...base, kind: 'tool', toolUuid: raw.toolUuid ?? null, ...shared };
    case 'agent':
      return { ...base, kind: 'agent', agentUuid: raw.agentUuid ?? null, ...shared };
  }
}

// a graph is walked several times, and reading it once is enough; configs never change
const read = new WeakMap<JsonObject, Graph | null>();

/** The graph inside a group; null for any other node, and where a group's nodes can't be read. */
export function innerGraph(node: Node): Graph | null {
  if (node.kind !== 'native' || node.actionSlug !== 'group') return null;
  const known = read.get(node.config);
  if (known !== undefined) return known;
  const graph = readGraph(node.config['_nodes'] ?? []).graph ?? null;
  read.set(node.config, graph);
  return graph;
}
