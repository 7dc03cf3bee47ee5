import type { Path, Severity } from '../diagnostic.ts';
import type { DiagnosticCode } from '../diagnostic.ts';
import type { Column as ModelColumn } from '../live.ts';
import { nearest } from '../nearest.ts';
import type { Graph, Json } from './graph.ts';
import type { NameIndex } from './names.ts';
import type { Step, TextFinding, Workflow } from './step.ts';
import { connectorIn } from './to-graph.ts';
import { isJsonObject, isMap } from './values.ts';
import { innerGraph } from './wire.ts';

/** An action of an integration, as Cargo lists it ([pub]). */
export interface Action {
  /** The JSON schema of its config; null where Cargo gives none. */
  readonly schema: Json;
  /** How many exits it has. */
  readonly exits: number;
}

/** What of the live workspace the checks of a workflow need. */
export interface LiveWorkflow {
  readonly names: NameIndex;
  /** The actions of each integration that `integrationsOf` names, by their slugs. */
  readonly integrations: ReadonlyMap<string, ReadonlyMap<string, Action>>;
  /** The columns of the play's model; null where Cargo lists none. */
  readonly columns: readonly ModelColumn[] | null;
}

/** Which lists of the workspace a workflow makes necessary. */
export function workflowNeeds(workflow: Workflow): {
  readonly connectors: boolean;
  readonly tools: boolean;
  readonly agents: boolean;
} {
  const steps = everyStep(workflow.steps);
  const names = (kind: 'tool' | 'agent'): boolean =>
    steps.some(({ doing }) => doing.kind === kind && doing.name !== undefined);
  return {
    connectors: steps.some(
      ({ doing, config }) => doing.kind === 'connector' || connectorIn(config, doing) !== undefined,
    ),
    tools: names('tool'),
    agents: names('agent'),
  };
}

/** The integrations whose actions a workflow uses, each once. */
export function integrationsOf(workflow: Workflow, names: NameIndex): string[] {
  const found = everyStep(workflow.steps).flatMap(({ doing }) => {
    if (doing.kind !== 'connector') return [];
    const slug =
      doing.connector === undefined
        ? doing.integration
        : names.connectors.get(doing.connector)?.integrationSlug;
    return slug === undefined ? [] : [slug];
  });
  return [...new Set(found)];
}

function everyStep(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...everyStep(step.inner ?? [])]);
}

/** Checks a workflow against the live workspace: columns, connectors, tools, agents, actions and their configs. */
export function checkLive(workflow: Workflow, live: LiveWorkflow): TextFinding[] {
  return [
    ...checkColumns(workflow, live.columns),
    ...everyStep(workflow.steps).flatMap((step) => [
      ...checkNames(step, live.names),
      ...checkAction(step, live),
    ]),
  ];
}

function told(
  severity: Severity,
  code: DiagnosticCode,
  path: Path,
  message: string,
  part: TextFinding['part'] = 'value',
): TextFinding {
  return { severity, code, message, path, part };
}

function near(word: string, known: Iterable<string>): string {
  const list = [...known];
  const meant = nearest(word, list);
  const shown =
    list.length > 20
      ? `${list.slice(0, 20).join(', ')} and ${String(list.length - 20)} more`
      : list.join(', ');
  return `${meant === undefined ? '' : ` Did you mean "${meant}"?`} Available: ${shown || 'none'}.`;
}

function checkColumns({ columns: used }: Workflow, columns: readonly ModelColumn[] | null): TextFinding[] {
  if (columns === null) return [];
  const slugs = columns.map(({ slug }) => slug).sort();
  const known = new Set(slugs);
  return used.flatMap(({ column, path, span }) => {
    if (known.has(column)) return [];
    const message = `The play's model has no column "${column}", so the value would be empty.${near(column, slugs)}`;
    return [told('error', 'unknown-column', path, message, span)];
  });
}

function checkNames({ doing, config, path }: Step, names: NameIndex): TextFinding[] {
  const connector = doing.kind === 'connector' ? doing.connector : connectorIn(config, doing);
  if (connector !== undefined && !names.connectors.has(connector)) {
    const at =
      doing.kind === 'connector'
        ? [...path, 'connector']
        : [...path, 'config', 'advancedSettings', 'connector'];
    const message = `The workspace has no connector "${connector}".${near(connector, names.connectors.keys())}`;
    return [told('error', 'unknown-connector', at, message)];
  }
  if ((doing.kind !== 'tool' && doing.kind !== 'agent') || doing.name === undefined) return [];
  const index = doing.kind === 'tool' ? names.tools : names.agents;
  const uuids = index.get(doing.name) ?? [];
  const at = [...path, doing.kind];
  if (uuids.length === 0) {
    const message = `The workspace has no ${doing.kind} "${doing.name}".${near(doing.name, index.keys())}`;
    return [told('error', doing.kind === 'tool' ? 'unknown-tool' : 'unknown-agent', at, message)];
  }
  if (uuids.length === 1) return [];
  const message = `${String(uuids.length)} ${doing.kind}s have the name "${doing.name}": ${uuids.join(', ')}. Write \`${doing.kind}Uuid\` with one of these UUIDs.`;
  return [told('error', doing.kind === 'tool' ? 'ambiguous-tool' : 'ambiguous-agent', at, message)];
}

function checkAction(
  { doing, config, exits, path }: Step,
  { names, integrations }: LiveWorkflow,
): TextFinding[] {
  if (doing.kind !== 'connector') return [];
  const integration =
    doing.connector === undefined
      ? doing.integration
      : names.connectors.get(doing.connector)?.integrationSlug;
  const actions = integrations.get(integration ?? '');
  if (integration === undefined || actions === undefined) return [];
  const action = actions.get(doing.action);
  if (action === undefined) {
    const message = `The integration ${integration} has no action "${doing.action}".${near(doing.action, actions.keys())}`;
    return [told('error', 'unknown-action', [...path, 'action'], message)];
  }
  const found: TextFinding[] = [];
  if (action.exits !== exits.length) {
    const at = exits[0]?.path.slice(0, path.length + 1) ?? path;
    const message = `The action "${doing.action}" has ${String(action.exits)} ${action.exits === 1 ? 'exit' : 'exits'}, but \`children\` has ${String(exits.length)}. List each exit in \`children\`.`;
    found.push(told('error', 'wrong-exit', at, message));
  }
  return [...found, ...checkConfig(config, action.schema, doing.action, [...path, 'config'])];
}

/** Compares the keys of a config with a JSON schema: warnings, since Cargo may know more than it says. */
function checkConfig(config: Step['config'], schema: Json, action: string, path: Path): TextFinding[] {
  if (!isJsonObject(schema) || !isJsonObject(schema['properties']) || !isMap(config)) return [];
  const known = Object.keys(schema['properties']);
  const found = Object.keys(config).flatMap((key) =>
    known.includes(key)
      ? []
      : [
          told(
            'warning',
            'wrong-config',
            [...path, key],
            `The action "${action}" has no field "${key}".${near(key, known)}`,
            'key',
          ),
        ],
  );
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : [];
  for (const key of required) {
    if (typeof key === 'string' && !Object.hasOwn(config, key))
      found.push(
        told('warning', 'wrong-config', path, `"${key}" is missing. The action "${action}" requires it.`),
      );
  }
  return found;
}

/** Whether `enabled: true` can come true: a play without a workflow in the file and without a release can't be switched on ([pub]). */
export function checkEnabled(
  enabled: boolean | null,
  isInFile: boolean,
  hasRelease: boolean,
): TextFinding | null {
  if (enabled !== true || isInFile || hasRelease) return null;
  const message =
    'The play cannot be enabled: this file has no workflow for it, and Cargo has no deployed one. Add a `workflow`, deploy one in Cargo, or remove `enabled`.';
  return told('error', 'not-deployed', ['enabled'], message);
}

/** A node that Cargo finds wrong ([pub]). */
export interface InvalidNode {
  readonly uuid: string;
  readonly slug: string;
  readonly reason: string;
  /** Nodes inside a group. */
  readonly invalidNodes: readonly InvalidNode[];
}

const reasons: Readonly<Record<string, string>> = {
  startNodeNotFound: 'it has no start node',
  nodesNotFound: 'an exit leads to a node that does not exist',
  childrenUuidsInvalid: 'it does not have as many exits as its action needs, or one of them leads nowhere',
  subNodesInvalid: 'nodes inside it are not valid',
  connectorNotFound: 'its connector does not exist',
  nativeInvalid: 'its config is not valid for its action',
  toolInvalid: 'its tool does not exist, or was never deployed',
  slugInvalid: 'its slug is not allowed',
};

/**
 * Turns what `nodes/validate` says of a graph into findings at the nodes that the graph was made from.
 * @param graph as it was sent
 */
export function explainInvalid(
  workflow: Workflow,
  graph: Graph,
  invalid: readonly InvalidNode[],
): TextFinding[] {
  return explainIn(workflow.steps, workflow.path, graph, invalid);
}

function explainIn(
  steps: readonly Step[],
  path: Path,
  graph: Graph,
  invalid: readonly InvalidNode[],
): TextFinding[] {
  // the graph has the steps in their order, an implied start before them and an implied end after them
  const shift = graph[0]?.slug === steps[0]?.slug ? 0 : 1;
  return invalid.flatMap(({ uuid, slug, reason, invalidNodes }) => {
    const index = graph.findIndex((node) => node.uuid === uuid);
    const step = index === -1 ? steps.find((each) => each.slug === slug) : steps[index - shift];
    const node = graph[index];
    const inside = step?.inner ?? null;
    if (invalidNodes.length > 0 && step !== undefined && inside !== null)
      return explainIn(inside, step.path, (node && innerGraph(node)) ?? [], invalidNodes);
    const known = reasons[reason];
    const message = `Cargo does not accept the node "${slug}": ${known === undefined ? reason : `${known} (${reason})`}.`;
    return [told('error', 'invalid-node', step?.path ?? path, message)];
  });
}
