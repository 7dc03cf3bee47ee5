import type { Connector } from './entities.ts';
import { innerNodes } from './node-shape.ts';
import type { WorkflowNode } from './node-shape.ts';
import type { NodeFailure } from './settings.ts';

/** What one node of a run came to ([pub]). */
export interface Execution {
  readonly nodeSlug: string;
  readonly status: 'success' | 'error';
  readonly errorMessage: string | null;
  readonly creditsUsedCount: number;
}

/** What a run on one record comes to. */
export interface RunResult {
  readonly status: 'success' | 'error';
  readonly errorMessage: string | null;
  readonly executions: readonly Execution[];
}

/** What nodes cost, and which of them fail. */
interface Conditions {
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly failures: readonly NodeFailure[];
}

/** What a node costs: a connector on the service's own account one credit, an agent two, the rest nothing. */
function creditsOf(node: WorkflowNode, { connectors }: Conditions): number {
  if (node.kind === 'agent' || (node.kind === 'native' && node.actionSlug === 'agent')) return 2;
  if (node.kind !== 'connector') return 0;
  const connector = [...connectors.values()].find((each) =>
    node.connectorUuid
      ? each.uuid === node.connectorUuid
      : each.isDefault && each.integrationSlug === node.integrationSlug,
  );
  return connector?.useCredits === true ? 1 : 0;
}

/** The exit that a node leaves by. Expressions are not computed: all are true, but for a plain `false`. */
function exitOf(node: WorkflowNode): string | null {
  const { actionSlug, config, childrenUuids } = node;
  if (node.kind !== 'native') return childrenUuids[0] ?? null;
  if (actionSlug === 'filter' && config['filter'] === false) return null;
  if (actionSlug === 'branch' && config['condition'] === false) return childrenUuids[1] ?? null;
  return childrenUuids[0] ?? null;
}

/**
 * Runs a graph on a record, in no time.
 * @param nodes a graph that is valid
 * @param recordId by which a failure on demand may name the record
 */
export function runGraph(
  nodes: readonly WorkflowNode[],
  recordId: string,
  conditions: Conditions,
): RunResult {
  const byUuid = new Map(nodes.map((node) => [node.uuid, node]));
  const executions: Execution[] = [];
  let node = nodes.find(({ kind, actionSlug }) => kind === 'native' && actionSlug === 'start');
  while (node) {
    // each node runs once: a graph that was put in by hand may have a circle
    byUuid.delete(node.uuid);
    let credits = creditsOf(node, conditions);
    const { slug, config, fallbackOnFailure, fallbackChildUuid } = node;
    const failure = conditions.failures.find(
      (each) => each.nodeSlug === slug && (each.recordId === undefined || each.recordId === recordId),
    );
    let errorMessage = failure?.message ?? null;
    if (node.kind === 'native' && node.actionSlug === 'group') {
      const inner = runGraph(innerNodes(node), recordId, conditions);
      credits += inner.executions.reduce((sum, { creditsUsedCount }) => sum + creditsUsedCount, 0);
      if (inner.status === 'error' && config['failOnItemFailure'] === true)
        errorMessage ??= inner.errorMessage;
    }
    const status = errorMessage === null ? 'success' : 'error';
    executions.push({ nodeSlug: slug, status, errorMessage, creditsUsedCount: credits });
    if (errorMessage !== null && !fallbackOnFailure) return { status: 'error', errorMessage, executions };
    const next = errorMessage === null ? exitOf(node) : (fallbackChildUuid ?? exitOf(node));
    node = byUuid.get(next ?? '');
  }
  return { status: 'success', errorMessage: null, executions };
}
