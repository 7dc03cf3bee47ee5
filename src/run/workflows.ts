import { createHash } from 'node:crypto';
import type { Workspace } from '../cargo/workspace.ts';
import type { Diagnostic } from '../definition/diagnostic.ts';
import type { Model } from '../definition/live.ts';
import { inOrder } from '../definition/problems.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import {
  checkEnabled,
  checkLive,
  explainInvalid,
  integrationsOf,
  workflowNeeds,
} from '../definition/workflow/check-live.ts';
import type { Action } from '../definition/workflow/check-live.ts';
import { NameIndex } from '../definition/workflow/names.ts';
import type { Workflow } from '../definition/workflow/step.ts';
import { nodeUuids, toGraph } from '../definition/workflow/to-graph.ts';
import { isJsonObject } from '../definition/workflow/values.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { isRemoval } from '../reconcile/plan.ts';
import type { ActualPlays, Change, Plan, Refusal } from '../reconcile/plan.ts';
import type { WorkflowRow } from '../reconcile/workflow/actual.ts';
import type { DefaultOf } from '../reconcile/workflow/fields.ts';
import { judgeDraft, planWorkflow } from '../reconcile/workflow/plan.ts';
import type { PlannedWorkflow } from '../reconcile/workflow/planned.ts';

/** What the workflows of a run's definitions lean on in the workspace. */
interface LeantOn {
  readonly names: NameIndex;
  /** The actions of each integration that is used, by their slugs. */
  readonly actions: ReadonlyMap<string, ReadonlyMap<string, Action>>;
  /** Whether any definition asks for the workflows of the workspace. */
  readonly isListed: boolean;
  readonly defaultOf: DefaultOf;
}

/** That, and the listed workflows by the uuid of their play; none where no definition asks for them. */
export interface LiveWorkflows extends LeantOn {
  readonly byPlay: ReadonlyMap<string, WorkflowRow>;
}

/** Asks for the lists that the definitions' workflows need, each once, and for no other. */
export async function readLeantOn(desired: readonly DesiredPlay[], workspace: Workspace): Promise<LeantOn> {
  const workflows = desired.flatMap(({ workflow }) => (workflow === null ? [] : [workflow]));
  const needs = workflows.map(workflowNeeds);
  const isNeeded = (list: 'connectors' | 'tools' | 'agents'): boolean => needs.some((each) => each[list]);
  const isListed = workflows.length > 0 || desired.some(({ enabled }) => enabled === true);
  const [connectors, tools, agents] = await Promise.all([
    isNeeded('connectors') ? workspace.connectors() : [],
    isNeeded('tools') ? workspace.tools() : [],
    isNeeded('agents') ? workspace.agents() : [],
  ]);
  const names = new NameIndex({ connectors, tools, agents });
  const slugs = [...new Set(workflows.flatMap((workflow) => integrationsOf(workflow, names)))];
  const actions = new Map(
    await Promise.all(slugs.map(async (slug) => [slug, await workspace.actions(slug)] as const)),
  );
  return { names, actions, isListed, defaultOf: defaultsOf(actions) };
}

/** Waits for the list of workflows, where one was asked for. */
export async function withListed(leantOn: LeantOn, workspace: Workspace): Promise<LiveWorkflows> {
  const byPlay = new Map<string, WorkflowRow>();
  for (const row of leantOn.isListed ? await workspace.workflows() : [])
    if (row.playUuid !== null) byPlay.set(row.playUuid.toLowerCase(), row);
  return { ...leantOn, byPlay };
}

/** What an action puts where a config says nothing, by its JSON schema. */
function defaultsOf(actions: LeantOn['actions']): DefaultOf {
  return (node, key) => {
    if (node.kind !== 'connector') return undefined;
    const schema = actions.get(node.integrationSlug)?.get(node.actionSlug)?.schema;
    const properties = isJsonObject(schema) ? schema['properties'] : undefined;
    const property = isJsonObject(properties) ? properties[key] : undefined;
    return isJsonObject(property) ? property['default'] : undefined;
  };
}

/** Checks the definitions' workflows against the workspace. */
export function checkWorkflows(
  desired: readonly DesiredPlay[],
  models: readonly Model[],
  { names, actions }: LeantOn,
): Diagnostic[] {
  const columns = new Map(models.map((model) => [model.uuid.toLowerCase(), model.columns]));
  return desired.flatMap(({ workflow, modelUuid }) => {
    if (workflow === null) return [];
    const live = { names, integrations: actions, columns: columns.get(modelUuid.toLowerCase()) ?? null };
    return checkLive(workflow, live).map((finding) => at(workflow, finding));
  });
}

function at(
  workflow: Workflow,
  { severity, code, message, path, part }: ReturnType<typeof checkLive>[number],
): Diagnostic {
  return { severity, code, message, place: workflow.place(path, part) };
}

/**
 * Gives what plans the workflow of one play after the other.
 * @param workspace reads listed workflows in full, those that definitions mean alone
 */
export function workflowPlanner(
  live: LiveWorkflows,
  { policy, owner }: Inputs,
  { workflowReader }: Workspace,
): ActualPlays['workflowOf'] {
  return (desired, actual, isOwned, look) => {
    const { workflow, enabled } = desired;
    if (workflow === null && enabled === null) return null;
    const newUuid = nodeUuids(digest, owner?.toLowerCase() ?? '', desired.id);
    const graphOf: PlannedWorkflow['graphOf'] =
      workflow === null
        ? null
        : (known) => {
            const fill: Parameters<typeof toGraph>[1]['fill'] = ({ parts }) =>
              parts
                .map((part) =>
                  typeof part === 'string'
                    ? part
                    : (known(part) ?? `\${{ plays.${part.id}.${part.property} }}`),
                )
                .join('');
            return toGraph(workflow.steps, { names: live.names, fill, newUuid });
          };
    const row = actual === null ? undefined : live.byPlay.get(actual.play.uuid.toLowerCase());
    const deployed = row === undefined ? null : workflowReader.readWorkflow(row).deployedRelease;
    const isEnabled = actual?.play.isEnabled ?? false;
    // a list that leaves something out is no word that nothing is deployed
    const isTold = row !== undefined && 'deployedRelease' in row.raw;
    const planned = planWorkflow(
      { graph: graphOf?.(look) ?? null, enabled },
      actual === null ? null : { deployed, isEnabled, isOwned: isOwned && isTold },
      policy,
      live.defaultOf,
    );
    return { ...planned, graphOf, deployed, isTold, isEnabled, discarded: null };
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Looks once more at what would be deployed: whether Cargo takes it, whether there is something to switch on, and
 * whether a draft of somebody else's would be lost.
 * @returns the plan with its refusals, and what is wrong with definitions
 */
export async function checkDeploys(
  plan: Plan,
  workspace: Workspace,
  discardDrafts: boolean,
): Promise<{ readonly plan: Plan; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const refusals: Refusal[] = [];
  const changes = await Promise.all(
    plan.changes.map(async (change): Promise<Change[]> => {
      if (isRemoval(change) || change.workflow === null) return [change];
      const { workflow: planned, desired } = change;
      // a workflow that is ignored is in the file all the same
      const ignored = change.kind === 'create' ? null : change.ignoredWorkflow;
      const isInFile = desired.workflow !== null || (ignored !== null && ignored.graphOf !== null);
      const hasRelease = planned.deployed !== null || planned.isEnabled;
      const finding = checkEnabled(desired.enabled, isInFile, hasRelease);
      if (finding !== null) {
        const { severity, code, message, path } = finding;
        diagnostics.push({ severity, code, message, place: desired.place(path) });
      }
      const { workflow } = planned;
      if (workflow.kind !== 'deploy' || desired.workflow === null) return [change];
      const invalid = await workspace.workflowReader.validateNodes(workflow.graph);
      for (const found of explainInvalid(desired.workflow, workflow.graph, invalid))
        diagnostics.push(at(desired.workflow, found));
      const workflowUuid = change.kind === 'create' ? null : change.actual.play.workflowUuid;
      if (change.kind === 'create' || workflowUuid === null) return [change];
      const draft = await workspace.workflowReader.getDraft(workflowUuid);
      const verdict = judgeDraft(desired.name, draft, workflow, discardDrafts);
      switch (verdict.kind) {
        case 'free':
          return [change];
        case 'discarded':
          return [{ ...change, workflow: { ...planned, discarded: verdict.draft } }];
        case 'refused': {
          const { uuid } = change.actual.play;
          refusals.push({ id: change.id, desired, message: verdict.message, uuids: [uuid] });
          return [];
        }
      }
    }),
  );
  return {
    plan: { ...plan, changes: changes.flat(), refusals: [...plan.refusals, ...refusals] },
    diagnostics: inOrder(diagnostics),
  };
}
