import type { WritableWorkspace } from '../cargo/workspace.ts';
import { AppError } from '../errors.ts';
import { apply as execute } from '../reconcile/apply.ts';
import type { Outcome } from '../reconcile/apply.ts';
import { confirm } from '../reconcile/confirm.ts';
import type { Facts } from '../report/build.ts';
import { connectToWrite } from '../run/connect.ts';
import { emptyFacts, withConfirmation } from '../run/facts.ts';
import type { Run, Story } from '../run/run.ts';
import { findDefinitions, planChanges, readDefinitions } from '../run/stages.ts';
import { tellOutcomes } from '../run/tell.ts';

/** Brings the workspace in line with the definitions, and looks whether it is. */
export async function* apply(run: Run): Story {
  const { inputs, runner, clock, cancellation } = run;
  const { stop } = cancellation;
  if (inputs.token === null) throw new AppError('wrong-inputs', 'The input `api-token` is needed.');
  const paths = await findDefinitions(run);
  // its lists are on their way while the files are read
  const workspace = await connectToWrite(run, inputs.token);
  const read = yield* readDefinitions(run, emptyFacts(inputs), paths);
  if (read === null) return;
  const planned = yield* planChanges(run, read, workspace);
  if (planned === null) return;

  const { plan, rows } = planned.result;
  const outcomes = await execute(plan.changes, {
    api: workspace.api,
    owner: inputs.owner,
    rows,
    parallelism: inputs.parallelism,
    retries: inputs.retries,
    clock,
    stop,
    lastLook: () => AbortSignal.timeout(2_500),
    onOutcome: tellOutcomes(planned.facts, plan, runner),
  });
  const facts = { ...planned.facts, outcomes };
  yield facts;
  if (!stop.aborted) yield* lookOnceMore(run, facts, outcomes, workspace);
}

/** Makes sure that what was written is there. */
async function* lookOnceMore(
  { inputs, runner, clock, cancellation }: Run,
  facts: Facts,
  outcomes: readonly Outcome[],
  workspace: WritableWorkspace,
): Story {
  const created = outcomes.filter(({ status, change }) => status === 'applied' && change.kind === 'create');
  if (created.length === 0) return;
  runner.stage('Confirm');
  const uuids = new Map(
    created.flatMap(({ change, play }) => (play === null ? [] : [[change.id, play.uuid] as const])),
  );
  const { owner } = inputs;
  const { stop } = cancellation;
  const confirmation = await confirm(facts.desired ?? [], uuids, {
    api: workspace.reader,
    owner,
    clock,
    stop,
  });
  yield withConfirmation(facts, confirmation);
  runner.print(
    `${uuids.size - confirmation.unseen.length} of ${uuids.size} created plays are in the workspace`,
  );
}
