import type { Graph, Json, JsonObject, Node } from '../../src/definition/workflow/graph.ts';

type Extra = Partial<Pick<Node, 'config' | 'fallbackOnFailure' | 'retry' | 'position' | 'name'>> & {
  /** Slugs of the nodes that the exits lead to; the next one where it is left out. */
  readonly to?: readonly (string | null)[];
  readonly onFailure?: string;
  /** The node's name inside the graph, where its slug is repeated. */
  readonly id?: string;
};
type NativeStep = readonly [slug: string, action: string, extra?: Extra];
/** A step of a graph under test: a native action, or with `connector:` before it that of a connector. */
export type Step = NativeStep;

/**
 * A graph out of steps, with `start` before them; each goes on to the next one unless it says otherwise.
 * @param make the uuid of a step
 */
export function graph(steps: readonly Step[], make = (id: string): string => `uuid-${id}`): Graph {
  const all: readonly Step[] = [['start', 'start'], ...steps];
  const idOf = ([slug, , extra]: Step): string => extra?.id ?? slug;
  return all.map((step, index): Node => {
    const [slug, action, extra = {}] = step;
    const next = all[index + 1];
    const to = extra.to ?? (action === 'end' || next === undefined ? [] : [idOf(next)]);
    const { onFailure = null } = extra;
    const base = {
      uuid: make(idOf(step)),
      slug,
      ...(extra.name === undefined ? {} : { name: extra.name }),
      config: extra.config ?? {},
      childrenUuids: to.map((id) => (id === null ? null : make(id))),
      fallbackOnFailure: extra.fallbackOnFailure ?? onFailure !== null,
      fallbackChildUuid: onFailure === null ? null : make(onFailure),
      position: extra.position ?? { x: 0, y: index * 166 },
      retry: extra.retry ?? null,
    };
    return action.startsWith('connector:')
      ? {
          ...base,
          kind: 'connector',
          integrationSlug: 'slack',
          connectorUuid: 'connector-1',
          actionSlug: action.slice('connector:'.length),
        }
      : { ...base, kind: 'native', actionSlug: action };
  });
}

/** The config of a group with these steps inside. */
export function inside(steps: readonly Step[], make?: (id: string) => string): JsonObject {
  return { items: expression('nodes.start.list'), _nodes: graph(steps, make) as unknown as Json };
}

export function expression(code: string): JsonObject {
  return { kind: 'templateExpression', expression: `{{${code}}}`, instructTo: 'none', fromRecipe: false };
}

/** So many steps in a row, called `step_1` and on. */
export function chain(count: number, config: (index: number) => JsonObject = () => ({})): readonly Step[] {
  return [
    ...Array.from({ length: count }, (_, index): Step => [
      `step_${String(index + 1)}`,
      'script',
      { config: config(index) },
    ]),
    ['end', 'end'],
  ];
}
