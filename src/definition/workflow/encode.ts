import type { Graph, Json, JsonObject } from './graph.ts';

/** The entries of a mapping that are something. */
export function present<Of>(mapping: Readonly<Record<string, Of | null | undefined>>): Record<string, Of> {
  const found: Record<string, Of> = {};
  for (const [key, each] of Object.entries(mapping)) {
    if (each !== null && each !== undefined) found[key] = each;
  }
  return found;
}

/** A graph as Cargo takes it ([pub]): what is null is left out. */
export function encodeGraph(graph: Graph): JsonObject[] {
  return graph.map((node) => {
    const { retry, position, ...others } = node;
    const optional: Readonly<Record<string, Json | null>> = {
      ...others,
      retry: retry === null ? null : { ...retry },
      position: position === null ? null : { ...position },
    };
    return present(optional);
  });
}
