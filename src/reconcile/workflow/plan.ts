import type { Graph } from '../../definition/workflow/graph.ts';
import type { Policy } from '../policy.ts';
import type { Release } from './actual.ts';
import { graphDifferences, isEmpty, sameGraph } from './equal.ts';
import type { GraphDifferences } from './equal.ts';
import type { DefaultOf } from './fields.ts';
import { keepUuids } from './kept.ts';
import { walk } from './walk.ts';

/** What a definition says of its workflow; null where it says nothing. */
export interface DesiredWorkflow {
  readonly graph: Graph | null;
  readonly enabled: boolean | null;
}

/** What a play of the workspace does now. */
export interface ActualWorkflow {
  readonly deployed: Release | null;
  readonly isEnabled: boolean;
  /** Whether the play is surely ours, and Cargo has told what is deployed of it. */
  readonly isOwned: boolean;
}

export type WorkflowChange =
  | { readonly kind: 'none' }
  /**
   * `graph` is what is sent: the definition's, with the uuids of the nodes that stay. `after` is the definition's as
   * it was compared: `differences` points to its nodes.
   */
  | {
      readonly kind: 'deploy';
      readonly graph: Graph;
      readonly after: Graph;
      readonly before: Release | null;
      readonly differences: GraphDifferences;
    }
  | {
      readonly kind: 'drifted';
      readonly after: Graph;
      readonly before: Release | null;
      readonly differences: GraphDifferences;
    };

type SwitchChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'enable' }
  | { readonly kind: 'disable' }
  /** `create-only` leaves it as it is; `isEnabled` is how it is in Cargo. */
  | { readonly kind: 'drifted'; readonly isEnabled: boolean };

/** What a run would do about the workflow of one play. */
export interface WorkflowPlan {
  readonly workflow: WorkflowChange;
  readonly enabled: SwitchChange;
}

const none = { kind: 'none' } as const;

/**
 * Computes what a run does about one play's workflow, by the policy. Without a graph in the definition the
 * workflow is left alone. `create-only` deploys for plays that it makes, and for plays of ours that never had
 * anything deployed, since that is a create that came half way; for others it tells the drift. A play of ours that
 * is deployed and off may have been switched off by somebody, so that it stays off.
 * @param actual null where the play is yet to be made
 */
export function planWorkflow(
  desired: DesiredWorkflow,
  actual: ActualWorkflow | null,
  policy: Policy,
  defaultOf?: DefaultOf,
): WorkflowPlan {
  const deployed = actual?.deployed ?? null;
  // what is on has a release ([pub]), whatever the list says
  const isHalfMade = actual === null || (actual.isOwned && deployed === null && !actual.isEnabled);
  const mayChange = policy !== 'create-only' || isHalfMade;
  return {
    workflow: desired.graph === null ? none : ofGraph(desired.graph, deployed, mayChange, defaultOf),
    enabled: ofSwitch(desired.enabled, actual?.isEnabled ?? false, mayChange),
  };
}

function ofGraph(
  desired: Graph,
  deployed: Release | null,
  mayChange: boolean,
  defaultOf: DefaultOf | undefined,
): WorkflowChange {
  const live = deployed?.nodes ?? [];
  const differences = graphDifferences(live, desired, defaultOf);
  if (deployed !== null && isEmpty(differences)) return none;
  const told = { after: desired, before: deployed, differences };
  return mayChange
    ? { kind: 'deploy', graph: keepUuids(live, desired), ...told }
    : { kind: 'drifted', ...told };
}

function ofSwitch(desired: boolean | null, isEnabled: boolean, mayChange: boolean): SwitchChange {
  if (desired === null || desired === isEnabled) return none;
  if (!mayChange) return { kind: 'drifted', isEnabled };
  return { kind: desired ? 'enable' : 'disable' };
}

/** What becomes of the draft in Cargo when we deploy. */
export type DraftVerdict =
  /** Nothing is lost. */
  | { readonly kind: 'free' }
  /** `discard-drafts` goes over it; the report keeps it. */
  | { readonly kind: 'discarded'; readonly draft: Release }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Protects unpublished work: a draft that differs both from what is deployed and from what would be deployed is
 * somebody's who is not done yet. A draft with nothing in it is nobody's.
 * @param name the play's name, for the message
 */
export function judgeDraft(
  name: string,
  draft: Release,
  change: Extract<WorkflowChange, { kind: 'deploy' }>,
  discard: boolean,
): DraftVerdict {
  const live = change.before?.nodes ?? [];
  const differences = graphDifferences(live, draft.nodes);
  const isBlank = !walk(draft.nodes).nodes.some(isStep);
  if (isBlank || isEmpty(differences) || sameGraph(draft.nodes, change.graph)) return { kind: 'free' };
  if (discard) return { kind: 'discarded', draft };
  const when = draft.updatedAt === null ? '' : ` (last changed ${draft.updatedAt})`;
  return {
    kind: 'refused',
    message:
      `The workflow of "${name}" has undeployed changes in Cargo${when}: ${nodesOf(differences)}. ` +
      'Deploying would discard them. Deploy or undo them in Cargo, or set `discard-drafts: true` to replace ' +
      'them. The report file then keeps a copy of the draft.',
  };
}

/** Whether a node does something: `start` and an `end` that gives nothing are in every draft. */
function isStep({ kind, config, ...node }: Graph[number]): boolean {
  if (kind !== 'native' || !('actionSlug' in node)) return true;
  const variables = config['variables'];
  if (node.actionSlug === 'end') return Array.isArray(variables) && variables.length > 0;
  return node.actionSlug !== 'start';
}

const mostNodes = 10;

function nodesOf({ added, changed, removed }: GraphDifferences): string {
  const named = [
    // a start and an end come with every draft
    ...added.filter(isStep).map(({ slug }) => `${slug} (new)`),
    ...changed.map(({ after }) => `${after.slug} (changed)`),
    ...removed.filter(isStep).map(({ slug }) => `${slug} (removed)`),
  ];
  const left = named.length - mostNodes;
  return left <= 0 ? named.join(', ') : `${named.slice(0, mostNodes).join(', ')} and ${String(left)} more`;
}
