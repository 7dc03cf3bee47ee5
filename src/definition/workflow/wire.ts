import * as z from 'zod/mini';
import { present } from './encode.ts';
import type { Graph, Json, Node } from './graph.ts';
import { isJsonObject } from './values.ts';

const json = z.json() as unknown as z.ZodMiniType<Json>;
const words = z.optional(z.nullable(z.string()));
const flag = z.optional(z.nullable(z.boolean()));
const amount = z.optional(z.nullable(z.number()));
const base = {
  uuid: z.string(),
  slug: z.string(),
  name: words,
  description: words,
  config: z.optional(z.nullable(z.record(z.string(), json))),
  childrenUuids: z.optional(z.nullable(z.array(z.nullable(z.string())))),
  fallbackOnFailure: flag,
  fallbackChildUuid: words,
  position: z.optional(z.nullable(z.object({ x: z.number(), y: z.number() }))),
  retry: z.optional(
    z.nullable(z.object({ maximumAttempts: amount, initialInterval: amount, backoffCoefficient: amount })),
  ),
};
const saved = { templateSlug: words, releaseUuid: words, waitUntilFinished: flag };

/** The nodes of a graph as Cargo sends them ([pub]); what this version doesn't know is left out. */
const graphSchema = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('native'), actionSlug: z.string(), ...base }),
    z.object({
      kind: z.literal('connector'),
      integrationSlug: z.string(),
      actionSlug: z.string(),
      connectorUuid: words,
      ...base,
    }),
    z.object({ kind: z.literal('tool'), toolUuid: words, ...saved, ...base }),
    z.object({ kind: z.literal('agent'), agentUuid: words, ...saved, ...base }),
  ]),
);
type Row = z.infer<typeof graphSchema>[number];

/**
 * A graph from Cargo's nodes, or from a group's `_nodes`.
 * @returns null where they are not nodes that this version knows
 */
export function decodeGraph(nodes: unknown): Graph | null {
  const { data } = graphSchema.safeParse(nodes);
  return data === undefined ? null : data.map(decodeNode);
}

function decodeNode(row: Row): Node {
  const { retry, name, description } = row;
  const common = {
    uuid: row.uuid,
    slug: row.slug,
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    config: row.config ?? {},
    childrenUuids: row.childrenUuids ?? [],
    fallbackOnFailure: row.fallbackOnFailure ?? false,
    fallbackChildUuid: row.fallbackChildUuid ?? null,
    position: row.position ?? null,
    retry: retry === null || retry === undefined ? null : present(retry),
  };
  switch (row.kind) {
    case 'native':
      return { ...common, kind: row.kind, actionSlug: row.actionSlug };
    case 'connector': {
      const { kind, integrationSlug, actionSlug, connectorUuid = null } = row;
      return { ...common, kind, integrationSlug, actionSlug, connectorUuid };
    }
    case 'tool':
      return { ...common, kind: row.kind, toolUuid: row.toolUuid ?? null, ...savedOf(row) };
    case 'agent':
      return { ...common, kind: row.kind, agentUuid: row.agentUuid ?? null, ...savedOf(row) };
  }
}

function savedOf({
  templateSlug,
  releaseUuid,
  waitUntilFinished,
}: Extract<Row, { kind: 'tool' | 'agent' }>): {
  templateSlug: string | null;
  releaseUuid: string | null;
  waitUntilFinished: boolean | null;
} {
  return {
    templateSlug: templateSlug ?? null,
    releaseUuid: releaseUuid ?? null,
    waitUntilFinished: waitUntilFinished ?? null,
  };
}

/** The graph inside a group; null for any other node, and where its nodes can't be read. */
export function groupOf(node: Node): Graph | null {
  if (node.kind !== 'native' || node.actionSlug !== 'group' || !isJsonObject(node.config)) return null;
  return decodeGraph(node.config['_nodes']);
}
