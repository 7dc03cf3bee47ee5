import type { Graph } from '../../definition/workflow/graph.ts';
import type { PlayReference } from '../../definition/references.ts';
import type { Release } from './actual.ts';
import type { DeployOutcome } from './deploy.ts';
import type { WorkflowPlan } from './plan.ts';

/** Gives the uuid that a reference to another play stands for; undefined where it isn't known yet. */
export type LookUp = (reference: PlayReference) => string | undefined;

/** What a run would do about the workflow of one play, and what it takes to do it. */
export interface PlannedWorkflow extends WorkflowPlan {
  /** The definition's graph, with references to other plays filled in; null where the definition has none. */
  readonly graphOf: ((look: LookUp) => Graph) | null;
  /** What is deployed before the run; null where nothing is. */
  readonly deployed: Release | null;
  /** Whether Cargo has told that: a list may leave it out. */
  readonly isTold: boolean;
  /** Whether the play is on before the run. */
  readonly isEnabled: boolean;
  /** A draft of somebody else's that is replaced, as `discard-drafts` allows. */
  readonly discarded: Release | null;
}

/** Whether anything is to be written. */
export function isWritten({ workflow, enabled }: PlannedWorkflow): boolean {
  return workflow.kind === 'deploy' || enabled.kind === 'enable' || enabled.kind === 'disable';
}

/** Whether Cargo differs from the definition in what this run leaves as it is. */
export function isWorkflowDrifted({ workflow, enabled }: PlannedWorkflow): boolean {
  return workflow.kind === 'drifted' || enabled.kind === 'drifted';
}

const participles = {
  disable: 'disabled',
  trial: 'tried',
  deploy: 'deployed',
  enable: 'enabled',
} as const;

/**
 * How far a play came, in words: "created, not deployed: …".
 * @param before what was done to the play itself, as in `created`; null where nothing was
 * @returns null where all is done
 */
export function howFar(before: string | null, { done, stopped }: DeployOutcome): string | null {
  if (stopped === null) return null;
  const steps = [...(before === null ? [] : [before]), ...done.map((step) => participles[step])];
  // a trial is only there for the deploy
  const missing = participles[stopped.step === 'trial' ? 'deploy' : stopped.step];
  return `${[...steps, `not ${missing}`].join(', ')}: ${stopped.error}`;
}
