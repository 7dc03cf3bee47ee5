import type { Clock } from '../../clock.ts';
import { ApiError } from '../../errors.ts';
import type { Graph } from '../../definition/workflow/graph.ts';
import type { PlayUuid } from '../actual.ts';
import type { Owner } from '../ownership.ts';
import type { Policy } from '../policy.ts';
import type { Release, WorkflowApi, WorkflowRow } from './actual.ts';
import { sameGraph } from './equal.ts';
import type { DefaultOf } from './fields.ts';
import { judgeDraft } from './plan.ts';
import type { WorkflowPlan } from './plan.ts';
import type { TrialOutcome } from './trial.ts';

/** Seconds after a doubt at which is looked what is deployed. */
const lookAfterSeconds = [0.5, 2, 5] as const;

/** A play that exists, and what is to be done about its workflow. */
export interface DeployJob {
  readonly playUuid: PlayUuid;
  readonly workflowUuid: string;
  readonly plan: WorkflowPlan;
  /** It decides what a later run does about what this one leaves undone. */
  readonly policy: Policy;
  /** The play's name, for messages. */
  readonly name: string;
  /** The draft of somebody else's that the plan allows to replace; null where there was none. */
  readonly discarded: Release | null;
  /** The description of the release. */
  readonly description: string;
  /** Tries the workflow before it is deployed; null where it goes live untried. */
  readonly tryOut: (() => Promise<TrialOutcome>) | null;
}

export interface DeployContext {
  readonly api: Pick<WorkflowApi, 'readWorkflow' | 'getDraft' | 'deployDraft' | 'setEnabled'>;
  /** A list of the workflows that begins after this call; shared by all who ask before it begins. */
  readonly look: () => Promise<readonly WorkflowRow[]>;
  /** Sends a write when its turn comes: the caller decides how many may be in flight. */
  readonly inTurn: <Value>(write: () => Promise<Value>) => Promise<Value>;
  /** How often a deploy whose answer was lost, and which is not to be seen, is sent again. */
  readonly retries: number;
  readonly clock: Clock;
  /** After it, no new write begins. */
  readonly stop: AbortSignal;
  readonly defaultOf?: DefaultOf;
}

export type DeployStep = 'disable' | 'trial' | 'deploy' | 'enable';

/** How far a play's workflow came. */
export interface DeployOutcome {
  readonly status: 'done' | 'failed' | 'not-attempted';
  /** The steps that were done, in their order. */
  readonly done: readonly DeployStep[];
  /** What is deployed by this run; null where it deployed nothing. */
  readonly release: Release | null;
  /** How its trial ended; null where there was none. */
  readonly trial: TrialOutcome | null;
  /** The step that failed or was not begun, and why; null where all is done. */
  readonly stopped: {
    readonly step: DeployStep;
    readonly error: string;
    /** Whether the step may have happened all the same. */
    readonly inDoubt: boolean;
  } | null;
}

/** The description of a release: it leads from the history in the web page back to the repository. */
export function releaseDescription(owner: Owner | null, id: string, commit: string | null): string {
  return `${owner === null ? id : `${owner}#${id}`}${commit === null ? '' : ` at ${commit}`}`;
}

/** The steps that a job takes: off before the workflow changes, tried before it is live, on after. */
export function stepsOf({ plan: { workflow, enabled }, tryOut }: DeployJob): DeployStep[] {
  return [
    ...(enabled.kind === 'disable' ? ['disable' as const] : []),
    ...(workflow.kind === 'deploy' && tryOut !== null ? ['trial' as const] : []),
    ...(workflow.kind === 'deploy' ? ['deploy' as const] : []),
    ...(enabled.kind === 'enable' ? ['enable' as const] : []),
  ];
}

/**
 * Does what a plan asks for about one play's workflow, step by step; what fails stops what follows. Never rejects
 * for what Cargo answers. Its outcome stands until what is deployed was read back (`settleDeploys`).
 */
export async function bringLive(job: DeployJob, context: DeployContext): Promise<DeployOutcome> {
  const done: DeployStep[] = [];
  let release: Release | null = null;
  let trial: TrialOutcome | null = null;
  for (const step of stepsOf(job)) {
    const ended = await begin(step, job, context);
    trial = ended.trial ?? trial;
    if ('error' in ended) {
      const { status, inDoubt } = ended;
      const error = step === 'enable' ? `${ended.error}${staysOff(job)}` : ended.error;
      return { status, done, release, trial, stopped: { step, error, inDoubt } };
    }
    done.push(step);
    release = ended.release ?? release;
  }
  return { status: 'done', done, release, trial, stopped: null };
}

/**
 * What to do about a play that is deployed and could not be switched on: for `create-only`, it looks like one that
 * somebody switched off.
 */
export function staysOff({ policy }: DeployJob): string {
  return policy === 'create-only'
    ? ' With `create-only`, no later run enables it, because somebody may have disabled it on purpose. Enable it in ' +
        'Cargo, or run once with `policy: upsert-only`.'
    : '';
}

type Ended = { readonly trial?: TrialOutcome } & (
  | { readonly release?: Release }
  | { readonly status: 'failed' | 'not-attempted'; readonly error: string; readonly inDoubt: boolean }
);

const cancelled: Ended = {
  status: 'not-attempted',
  error: 'The run was cancelled before it reached this play.',
  inDoubt: false,
};

function begin(step: DeployStep, job: DeployJob, context: DeployContext): Promise<Ended> {
  const { workflow } = job.plan;
  switch (step) {
    case 'disable':
      return turn(job, false, context);
    case 'enable':
      return turn(job, true, context);
    case 'trial':
      return job.tryOut === null ? Promise.resolve({}) : tried(job.tryOut);
    case 'deploy':
      return workflow.kind === 'deploy' ? deploy(job, workflow, context) : Promise.resolve({});
  }
}

/** Writes once, when its turn comes; null where the run was cancelled by then. */
async function write<Value>(
  send: () => Promise<Value>,
  { inTurn, stop }: DeployContext,
): Promise<{ value: Value } | { error: ApiError } | null> {
  try {
    return await inTurn(async () => (stop.aborted ? null : { value: await send() }));
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    return thrown.code === 'cancelled' && thrown.certainty === 'not-done' ? null : { error: thrown };
  }
}

/** A trial that passed, or that had no record to run on, lets the deploy go on. */
async function tried(tryOut: NonNullable<DeployJob['tryOut']>): Promise<Ended> {
  const trial = await tryOut();
  switch (trial.kind) {
    case 'passed':
    case 'no-records':
      return { trial };
    case 'failed':
      return { trial, status: 'failed', error: trial.error, inDoubt: false };
    case 'cancelled': {
      const status = trial.count === null && !trial.mayRun ? 'not-attempted' : 'failed';
      return { trial, status, error: trial.error, inDoubt: false };
    }
  }
}

async function turn(job: DeployJob, on: boolean, context: DeployContext): Promise<Ended> {
  const answer = await write(() => context.api.setEnabled(job.playUuid, on), context);
  if (answer === null) return cancelled;
  if ('error' in answer) {
    const { message, certainty } = answer.error;
    return { status: 'failed', error: message, inDoubt: certainty !== 'not-done' };
  }
  if (answer.value === null || answer.value === on) return {};
  const error = `Cargo accepted the request, but the play is still ${on ? 'off' : 'on'}. Turn it ${on ? 'on' : 'off'} in Cargo.`;
  return { status: 'failed', error, inDoubt: false };
}

type Deploy = Extract<WorkflowPlan['workflow'], { kind: 'deploy' }>;

/** Looks once more at the draft: the plan has, but a trial may have taken half an hour since. */
async function draftInTheWay(
  { workflowUuid, name, discarded }: DeployJob,
  change: Deploy,
  { api }: DeployContext,
): Promise<Ended | null> {
  const stopped = (error: string): Ended => ({ status: 'failed', error, inDoubt: false });
  try {
    const draft = await api.getDraft(workflowUuid);
    // the report keeps this one
    if (discarded !== null && sameGraph(draft.nodes, discarded.nodes)) return null;
    const verdict = judgeDraft(name, draft, change, false);
    return verdict.kind === 'refused'
      ? stopped(`Somebody changed the workflow in Cargo during the trial. ${verdict.message}`)
      : null;
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    if (thrown.code === 'cancelled') return cancelled;
    return stopped(
      `The draft could not be read after the trial, so it is not known whether somebody changed it: ${thrown.message}`,
    );
  }
}

async function deploy(job: DeployJob, change: Deploy, context: DeployContext): Promise<Ended> {
  const inTheWay = job.tryOut === null ? null : await draftInTheWay(job, change, context);
  if (inTheWay !== null) return inTheWay;
  const { graph } = change;
  const { workflowUuid, description } = job;
  for (let retries = context.retries; ; retries -= 1) {
    const answer = await write(
      () => context.api.deployDraft(workflowUuid, { nodes: graph, description }),
      context,
    );
    if (answer === null) return cancelled;
    if ('value' in answer) return { release: answer.value };
    const { error } = answer;
    if (error.certainty === 'not-done') return { status: 'failed', error: error.message, inDoubt: false };
    const release = await lookFor(workflowUuid, graph, context);
    if (release !== null) return { release };
    if (retries <= 0 || context.stop.aborted) {
      const more = ' The workflow may or may not be deployed. The next run finds out.';
      return { status: 'failed', error: `${error.message}${more}`, inDoubt: true };
    }
  }
}

/** Whether a deploy whose answer was lost has happened. Only looks that begin after the doubt count. */
async function lookFor(workflowUuid: string, graph: Graph, context: DeployContext): Promise<Release | null> {
  const start = context.clock.now();
  for (const seconds of lookAfterSeconds) {
    await context.clock.sleep(Math.max(0, start + seconds * 1000 - context.clock.now()), context.stop);
    if (context.stop.aborted) return null;
    try {
      const release = deployedOf(await context.look(), workflowUuid, context.api);
      if (release !== null && sameGraph(release.nodes, graph, context.defaultOf)) return release;
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
    }
  }
  return null;
}

/** What is deployed of a workflow, by the list. */
export function deployedOf(
  rows: readonly WorkflowRow[],
  workflowUuid: string,
  api: Pick<WorkflowApi, 'readWorkflow'>,
): Release | null {
  const row = rows.find(({ uuid }) => uuid === workflowUuid);
  return row === undefined ? null : api.readWorkflow(row).deployedRelease;
}
