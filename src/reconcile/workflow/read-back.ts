import type { Clock } from '../../clock.ts';
import { ApiError } from '../../errors.ts';
import type { Release, WorkflowReader, WorkflowRow } from './actual.ts';
import { deployedOf, staysOff, stepsOf } from './deploy.ts';
import type { DeployJob, DeployOutcome } from './deploy.ts';
import { graphDifferences, isEmpty } from './equal.ts';
import type { DefaultOf } from './fields.ts';

/** How long Cargo may take to show what was deployed, in milliseconds. */
const patienceMs = 15_000;

export interface ReadBackContext {
  readonly api: Pick<WorkflowReader, 'listWorkflows' | 'readWorkflow'>;
  readonly clock: Clock;
  /** A cancellation ends the waiting. */
  readonly stop: AbortSignal;
  /** How long the one look that follows a cancellation may take, in milliseconds. */
  readonly lastLookMs: number;
  readonly defaultOf?: DefaultOf;
}

type Ended = readonly [job: DeployJob, outcome: DeployOutcome];

/**
 * Looks at what is deployed once all deploys have ended, with one list for all of them, and again for 15 seconds
 * at most until it shows them. The answers to the deploys are not relied on.
 * @returns the outcomes, in their order, as Cargo shows them
 */
export async function settleDeploys(
  ended: readonly Ended[],
  context: ReadBackContext,
): Promise<DeployOutcome[]> {
  if (!ended.some(([, outcome]) => isOpen(outcome))) return ended.map(([, outcome]) => outcome);
  const end = context.clock.now() + patienceMs;
  let outcomes: DeployOutcome[] | null = null;
  let error = 'it could not be read.';
  for (let pause = 500; ; pause *= 2) {
    const look = context.stop.aborted ? { afterCancel: true, withinMs: context.lastLookMs } : {};
    try {
      const rows = await context.api.listWorkflows(look);
      const settled = ended.map((each) => settle(each, rows, context));
      outcomes = settled.map(({ outcome }) => outcome);
      if (settled.every(({ isShown }) => isShown)) break;
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      error = thrown.message;
    }
    const left = end - context.clock.now();
    if (left <= 0 || context.stop.aborted) break;
    await context.clock.sleep(Math.min(pause, left), context.stop);
  }
  return (
    outcomes ??
    ended.map(([, outcome]) =>
      isOpen(outcome) ? unseen(outcome, error, 'The next run looks again.') : outcome,
    )
  );
}

/** Whether a deploy was sent, so that what is deployed must be looked at. */
function isOpen({ done, stopped }: DeployOutcome): boolean {
  return done.includes('deploy') || (stopped?.step === 'deploy' && stopped.inDoubt);
}

function settle(
  [job, outcome]: Ended,
  rows: readonly WorkflowRow[],
  { api, defaultOf }: ReadBackContext,
): { readonly outcome: DeployOutcome; readonly isShown: boolean } {
  const { workflow } = job.plan;
  if (workflow.kind !== 'deploy' || !isOpen(outcome)) return { outcome, isShown: true };
  const release = deployedOf(rows, job.workflowUuid, api);
  const differences = release === null ? null : graphDifferences(release.nodes, workflow.graph, defaultOf);
  if (release !== null && differences !== null && isEmpty(differences))
    return { outcome: shown(job, outcome, release), isShown: true };
  const slugs = [
    ...(differences?.added ?? []),
    ...(differences?.removed ?? []),
    ...(differences?.changed ?? []).map(({ after }) => after),
  ].map(({ slug }) => slug);
  const what =
    release === null
      ? 'Cargo shows no deployed version.'
      : `the deployed version in Cargo differs at ${slugs.slice(0, 10).join(', ')}.`;
  const again =
    release !== null && job.policy === 'create-only'
      ? '`create-only` does not deploy over it: run once with `policy: upsert-only`.'
      : 'The next run deploys it again.';
  return { outcome: unseen(outcome, what, again), isShown: false };
}

/** The deploy was done, whatever was known of it before. */
function shown(job: DeployJob, outcome: DeployOutcome, release: Release): DeployOutcome {
  if (outcome.stopped?.step !== 'deploy') return { ...outcome, release };
  const steps = stepsOf(job);
  const done = steps.slice(0, steps.indexOf('deploy') + 1);
  const next = steps[done.length];
  if (next === undefined) return { ...outcome, status: 'done', done, release, stopped: null };
  const more = staysOff(job);
  const error = `The deployment was confirmed too late.${more === '' ? ' The next run enables the play.' : more}`;
  return { ...outcome, done, release, stopped: { step: next, error, inDoubt: false } };
}

function unseen(outcome: DeployOutcome, what: string, again: string): DeployOutcome {
  if (outcome.stopped?.step === 'deploy') return outcome;
  const error = `Cargo accepted the workflow, but ${what} Check the workflow in Cargo. ${again}`;
  return {
    ...outcome,
    status: 'failed',
    done: outcome.done.filter((step) => step !== 'deploy'),
    release: null,
    stopped: { step: 'deploy', error, inDoubt: true },
  };
}
