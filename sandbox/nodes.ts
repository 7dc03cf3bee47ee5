import type { Agent, Connector, Integration, Tool } from './entities.ts';
import { nativeActions } from './native-actions.ts';
import { innerNodes } from './node-shape.ts';
import type { WorkflowNode } from './node-shape.ts';
import { isObject } from './values.ts';

/** A node that the service would not deploy, and why ([pub]). */
export interface InvalidNode {
  readonly node: { readonly uuid: string; readonly slug: string };
  readonly reason:
    | 'startNodeNotFound'
    | 'nodesNotFound'
    | 'childrenUuidsInvalid'
    | 'subNodesInvalid'
    | 'connectorNotFound'
    | 'nativeInvalid'
    | 'toolInvalid'
    | 'slugInvalid';
  /** What is wrong inside of a group. */
  readonly invalidNodes?: readonly InvalidNode[];
}

/** What nodes can point at in a workspace. */
interface Catalogue {
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly integrations: ReadonlyMap<string, Integration>;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly agents: ReadonlyMap<string, Agent>;
}

const isStart = (node: WorkflowNode): boolean => node.kind === 'native' && node.actionSlug === 'start';

/** How many exits a node has; null where that isn't known. */
function exitsOf(node: WorkflowNode, { integrations }: Catalogue): number | null {
  switch (node.kind) {
    case 'native':
      return nativeActions[node.actionSlug ?? '']?.exits(node.config) ?? null;
    case 'connector':
      return (
        integrations.get(node.integrationSlug ?? '')?.actions[node.actionSlug ?? '']?.children?.length ?? 1
      );
    default:
      return 1;
  }
}

/** Why what a node points at, or its config, is no good; null where it is. */
function contentProblem(node: WorkflowNode, catalogue: Catalogue): InvalidNode['reason'] | null {
  const { connectors, integrations, tools, agents } = catalogue;
  switch (node.kind) {
    case 'native': {
      const action = Object.hasOwn(nativeActions, node.actionSlug ?? '')
        ? nativeActions[node.actionSlug ?? '']
        : undefined;
      if (!action?.isConfig(node.config)) return 'nativeInvalid';
      const advanced = node.config['advancedSettings'];
      const isAgent = node.actionSlug === 'agent' && isObject(advanced);
      return isAgent && !connectors.has(String(advanced['connectorUuid'])) ? 'connectorNotFound' : null;
    }
    case 'connector': {
      const { integrationSlug = '', actionSlug = '', connectorUuid } = node;
      const actions = integrations.get(integrationSlug)?.actions ?? {};
      const usable = [...connectors.values()].some(
        (each) =>
          each.integrationSlug === integrationSlug &&
          (connectorUuid ? each.uuid === connectorUuid : each.isDefault),
      );
      return usable && Object.hasOwn(actions, actionSlug) ? null : 'connectorNotFound';
    }
    case 'tool':
      return tools.has(node.toolUuid ?? '') || node.templateSlug ? null : 'toolInvalid';
    case 'agent':
      return agents.has(node.agentUuid ?? '') || node.templateSlug ? null : 'toolInvalid';
  }
}

/** The nodes that lie on a circle, or that only a circle leads to. */
function circling(nodes: readonly WorkflowNode[]): ReadonlySet<string> {
  const parents = new Map(nodes.map(({ uuid }) => [uuid, 0]));
  const childrenOf = ({ childrenUuids, fallbackChildUuid }: WorkflowNode): string[] =>
    [...childrenUuids, fallbackChildUuid].filter(
      (each) => typeof each === 'string' && parents.has(each),
    ) as string[];
  const byUuid = new Map(nodes.map((node) => [node.uuid, node]));
  for (const node of byUuid.values())
    for (const child of childrenOf(node)) parents.set(child, (parents.get(child) ?? 0) + 1);
  const free = [...parents].filter(([, count]) => count === 0).map(([uuid]) => uuid);
  for (let uuid = free.pop(); uuid !== undefined; uuid = free.pop()) {
    parents.delete(uuid);
    const node = byUuid.get(uuid);
    for (const child of node ? childrenOf(node) : []) {
      const left = (parents.get(child) ?? 0) - 1;
      parents.set(child, left);
      if (left === 0) free.push(child);
    }
  }
  return new Set(parents.keys());
}

/**
 * The nodes of a graph that the service would not deploy, in their order, each with the first thing that is wrong.
 * @param nodes not empty; their form is right
 */
export function invalidNodes(nodes: readonly WorkflowNode[], catalogue: Catalogue): InvalidNode[] {
  const starts = new Set(nodes.filter(isStart).map(({ uuid }) => uuid));
  const uuids = new Set(nodes.map(({ uuid }) => uuid));
  const inCircle = circling(nodes);
  const leadsRight = (uuid: string | null | undefined): boolean =>
    uuid === null || uuid === undefined || (uuids.has(uuid) && !starts.has(uuid));
  const wrong = (node: WorkflowNode, reason: InvalidNode['reason'], inner?: InvalidNode[]): InvalidNode => ({
    node: { uuid: node.uuid, slug: node.slug },
    reason,
    ...(inner ? { invalidNodes: inner } : {}),
  });
  return nodes.flatMap((node, index) => {
    if (index === 0 && starts.size === 0) return wrong(node, 'startNodeNotFound');
    if (!/^[a-zA-Z0-9_]+$/.test(node.slug) || (node.slug === 'start') !== isStart(node))
      return wrong(node, 'slugInvalid');
    const problem = contentProblem(node, catalogue);
    if (problem !== null) return wrong(node, problem);
    const exits = exitsOf(node, catalogue);
    if (
      (exits !== null && node.childrenUuids.length !== exits) ||
      ![...node.childrenUuids, node.fallbackChildUuid].every(leadsRight) ||
      inCircle.has(node.uuid)
    )
      return wrong(node, 'childrenUuidsInvalid');
    if (node.kind !== 'native' || node.actionSlug !== 'group') return [];
    const inner = innerNodes(node);
    if (inner.length === 0) return wrong(node, 'nodesNotFound');
    const invalid = invalidNodes(inner, catalogue);
    return invalid.length > 0 ? wrong(node, 'subNodesInvalid', invalid) : [];
  });
}

/** Whether two nodes of a graph, or of a group in it, have one uuid: the service can't tell them apart then. */
export function repeatsUuid(nodes: readonly WorkflowNode[]): boolean {
  const uuids = new Set(nodes.map(({ uuid }) => uuid));
  return uuids.size < nodes.length || nodes.some((node) => repeatsUuid(innerNodes(node)));
}
