import pLimit from 'p-limit';
import { ApiError } from '../errors.ts';
import type { WritableWorkspace } from '../cargo/workspace.ts';
import type { Outcome } from '../reconcile/apply.ts';
import { sharedLooks } from '../reconcile/settle.ts';
import { bringLive, releaseDescription } from '../reconcile/workflow/deploy.ts';
import { keepUuids } from '../reconcile/workflow/kept.ts';
import { howFar } from '../reconcile/workflow/planned.ts';
import { settleDeploys } from '../reconcile/workflow/read-back.ts';
import { runTrial } from '../reconcile/workflow/trial.ts';
import type { GoLive } from '../reconcile/writes.ts';
import { trialProgressLine } from '../report/trial.ts';
import { lastLookMs } from './run.ts';
import type { Run } from './run.ts';

/** Gives what brings the workflow of one play live after the other, once the play itself is written. */
export function goLiveOn(run: Run, workspace: WritableWorkspace): GoLive {
  const { inputs, clock, cancellation } = run;
  const { stop } = cancellation;
  const api = workspace.workflowApi;
  const look = sharedLooks(() => api.listWorkflows());
  const trials = pLimit(inputs.parallelism);
  return async (id, play, planned, known, tryout, turn) => {
    if (play.workflowUuid === null) return null;
    const { workflow } = planned;
    const plan =
      workflow.kind === 'deploy' && planned.graphOf !== null
        ? {
            ...planned,
            workflow: {
              ...workflow,
              graph: keepUuids(planned.deployed?.nodes ?? [], planned.graphOf(known)),
            },
          }
        : planned;
    const description = releaseDescription(inputs.owner, id, inputs.commit);
    const { workflowUuid } = play;
    const { workflow: change } = plan;
    const tryOut =
      tryout === null || change.kind !== 'deploy'
        ? null
        : () =>
            runTrial(
              { workflowUuid, graph: change.graph, ...tryout },
              {
                api: workspace.batches,
                inTurn: trials,
                clock,
                stop,
                onProgress: (progress) => {
                  run.runner.print(trialProgressLine(id, progress));
                },
              },
            );
    const { policy } = inputs;
    const { name } = play;
    const { discarded } = planned;
    const job = {
      playUuid: play.uuid,
      workflowUuid,
      plan,
      policy,
      name,
      discarded,
      description,
      tryOut,
    };
    const inTurn = <Value>(write: () => Promise<Value>): Promise<Value> =>
      turn(write).catch((thrown: unknown) => {
        // a turn that is not given any more: nothing was sent
        if (stop.aborted && !(thrown instanceof ApiError)) throw neverSent();
        throw thrown;
      });
    const outcome = await bringLive(job, { api, look, inTurn, retries: inputs.retries, clock, stop });
    return { job, outcome };
  };
}

function neverSent(): ApiError {
  const facts = { method: 'POST', path: '/orchestration/releases', status: null, reason: null } as const;
  return new ApiError('cancelled', 'The run was cancelled before it was sent.', {
    ...facts,
    certainty: 'not-done',
  });
}

/**
 * Reads back what is deployed, once all deploys have ended: the answers to them are not relied on.
 * @returns the outcomes, those of deploys as Cargo shows them
 */
export async function settleLive(
  { clock, cancellation }: Run,
  outcomes: readonly Outcome[],
  { workflowApi: api }: WritableWorkspace,
): Promise<readonly Outcome[]> {
  const live = outcomes.flatMap((outcome) =>
    'live' in outcome && outcome.live !== null ? [{ outcome, live: outcome.live }] : [],
  );
  if (live.length === 0) return outcomes;
  const settled = await settleDeploys(
    live.map(({ live: { job, outcome } }) => [job, outcome] as const),
    { api, clock, stop: cancellation.stop, lastLookMs },
  );
  const now = new Map<Outcome, Outcome>();
  for (const [index, { outcome, live: before }] of live.entries()) {
    const after = settled[index];
    if (after === undefined || after === before.outcome) continue;
    now.set(outcome, asSettled(outcome, { ...before, outcome: after }));
  }
  return outcomes.map((outcome) => now.get(outcome) ?? outcome);
}

type Live = NonNullable<Extract<Outcome, { status: 'applied' }>['live']>;

function asSettled(outcome: Outcome, live: Live): Outcome {
  const { change, play } = outcome;
  const error = howFar(live.before, live.outcome);
  if (error !== null) return { status: 'failed', change, play, error, live };
  if (play === null) return outcome;
  return { status: 'applied', change, play, note: 'note' in outcome ? outcome.note : null, live };
}
