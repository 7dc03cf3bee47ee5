import type { Action, InvalidNode } from '../../definition/workflow/check-live.ts';
import type { Graph } from '../../definition/workflow/graph.ts';
import type { Connector, Named } from '../../definition/workflow/names.ts';
import type { LookOptions, PlayUuid } from '../actual.ts';

/** A version of a workflow: the draft, or what is deployed ([pub]). */
export interface Release {
  readonly uuid: string;
  readonly version: string | null;
  readonly description: string | null;
  readonly nodes: Graph;
  readonly deployedAt: string | null;
  /** When it was last changed, as far as Cargo says. */
  readonly updatedAt: string | null;
}

/** A workflow as the list answers it: only what finding it needs is decoded. It has no name ([pub]). */
export interface WorkflowRow {
  readonly uuid: string;
  /** Null for the workflow of a tool. */
  readonly playUuid: string | null;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** A listed workflow in full. */
export interface Workflow {
  readonly uuid: string;
  readonly playUuid: string | null;
  /** What runs; null where nothing was ever deployed. */
  readonly deployedRelease: Release | null;
}

/** What reconciling reads of workflows. Every method that asks Cargo rejects with an ApiError. */
export interface WorkflowReader {
  listWorkflows: (options?: LookOptions) => Promise<readonly WorkflowRow[]>;
  /** Decodes a listed workflow in full; throws an ApiError (`unreadable-answer`) that names what is missing. */
  readWorkflow: (row: WorkflowRow) => Workflow;
  getDraft: (workflowUuid: string) => Promise<Release>;
  listConnectors: () => Promise<readonly Connector[]>;
  listTools: () => Promise<readonly Named[]>;
  listAgents: () => Promise<readonly Named[]>;
  /** The actions of an integration, by slug. */
  getActions: (integrationSlug: string) => Promise<ReadonlyMap<string, Action>>;
  /** Has Cargo check a graph; nothing is kept of it ([pub]). Empty where it would take it. */
  validateNodes: (nodes: Graph) => Promise<readonly InvalidNode[]>;
}

/** What reconciling writes to workflows. The `certainty` of an ApiError says whether the write may have happened. */
interface WorkflowWriter {
  /** Deploys a graph as the next version; what it was sent with is never repeated by the client. */
  deployDraft: (
    workflowUuid: string,
    release: { readonly nodes: Graph; readonly description: string },
  ) => Promise<Release>;
  /** Switches a play on or off; gives how it is then, or null where the answer doesn't say. */
  setEnabled: (playUuid: PlayUuid, isEnabled: boolean) => Promise<boolean | null>;
}

/** What `apply` gets, and nothing else does. */
export type WorkflowApi = WorkflowReader & WorkflowWriter;
