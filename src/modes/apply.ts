import type { WritableWorkspace } from '../cargo/workspace.ts';
import { AppError } from '../errors.ts';
import { apply as execute } from '../reconcile/apply.ts';
import type { Outcome } from '../reconcile/apply.ts';
import type { PlayRow } from '../reconcile/actual.ts';
import type { Change } from '../reconcile/plan.ts';
import { confirm } from '../reconcile/confirm.ts';
import type { Facts } from '../report/build.ts';
import { amount } from '../report/log.ts';
import { connectToWrite } from '../run/connect.ts';
import { findDefinitions, readDefinitions } from '../run/definitions.ts';
import type { Reached } from '../run/definitions.ts';
import { emptyFacts, withConfirmation } from '../run/facts.ts';
import { withNewFolders } from '../run/folders.ts';
import { arrive, breathOf, goOn, lastLookMs } from '../run/run.ts';
import type { Run, Story } from '../run/run.ts';
import { planChanges } from '../run/stages.ts';
import type { Planned } from '../run/stages.ts';
import { freshness } from '../run/stale.ts';
import { tellOutcomes } from '../run/tell.ts';
import { plan } from './plan.ts';

/** Brings the workspace in line with the definitions, and looks whether it is. A run that is stale only plans. */
export async function* apply(run: Run): Story {
  const found = await freshness(run);
  switch (found.kind) {
    case 'fresh':
      return yield* applyNow(run, emptyFacts(run.inputs));
    case 'stale':
      return yield* planOnly(run, found.sentence);
    case 'unknown':
      return yield* applyUnknown(run, found.sentence);
  }
}

/** A stale run: a plan, and why it is no more than that. */
async function* planOnly(run: Run, sentence: string): Story {
  const inputs = { ...run.inputs, mode: 'plan', reach: false } as const;
  const told = (facts: Facts): Facts => ({
    ...facts,
    isStale: true,
    notices: [sentence, ...facts.notices],
  });
  yield told(emptyFacts(inputs));
  for await (const facts of plan({ ...run, inputs })) yield told(facts);
}

/** Whether the run is stale is not known: GitHub's trouble is no reason to stop, unless nothing may go unreviewed. */
async function* applyUnknown(run: Run, sentence: string): Story {
  const facts = emptyFacts(run.inputs);
  if (run.inputs.onlyReviewed) {
    const problem = `Nothing was written. ${sentence} Run this job again, or set \`allow-stale: true\`.`;
    yield { ...facts, problems: [problem] };
    return;
  }
  const notice = `${sentence} This run applies its commit all the same.`;
  yield* applyNow(run, { ...facts, notices: [...facts.notices, notice] });
}

async function* applyNow(run: Run, before: Facts): Story {
  const { inputs, runner, clock, cancellation } = run;
  const { stop } = cancellation;
  yield before;
  if (inputs.token === null) throw new AppError('wrong-inputs', 'The input `api-token` is required.');
  // its lists are on their way while the files are found and read
  const [paths, workspace] = await Promise.all([findDefinitions(run), connectToWrite(run, inputs.token)]);
  const read = yield* readDefinitions(run, before, paths);
  if (read === null) return;
  const prepared = yield* planChanges(run, read, workspace);
  if (prepared === null) return;
  const planned = yield* reviewed(run, prepared);
  if (planned === null) return;

  const copied = await withCopies(run, planned, workspace);
  yield copied;
  const ready = await withNewFolders(run, { ...planned, facts: copied }, workspace);
  yield ready.facts;
  const { plan, rows } = ready.result;
  let asked: Promise<readonly PlayRow[]> | undefined;
  const lastLook = (): Promise<readonly PlayRow[]> =>
    (asked ??= workspace.reader.listPlays({ withinMs: lastLookMs, afterCancel: true }));
  const deploys = planned.result.hasWorkflows ? await import('../run/deploys.ts') : null;
  const outcomes = await execute(plan.changes, {
    api: workspace.api,
    owner: inputs.owner,
    goLive: deploys?.goLiveOn(run, workspace) ?? null,
    rows,
    blocked: ready.blocked,
    parallelism: inputs.parallelism,
    retries: inputs.retries,
    clock,
    stop,
    pause: arrive,
    breathe: breathOf(clock),
    lastLook,
    onOutcome: tellOutcomes(ready.facts, plan, runner),
  });
  const written = { ...ready.facts, outcomes };
  yield written;
  const settled = (await deploys?.settleLive(run, outcomes, workspace)) ?? outcomes;
  const facts = { ...written, outcomes: settled };
  yield facts;
  yield* lookOnceMore(run, facts, settled, workspace, lastLook);
}

/** The facts with a copy of each play that is about to be changed or deleted; only where there is one, it loads what that takes. */
async function withCopies(
  run: Run,
  { facts, result }: Reached<Planned>,
  workspace: WritableWorkspace,
): Promise<Facts> {
  const isUndone = ({ kind }: Change): boolean => kind !== 'create' && kind !== 'none';
  if (!result.plan.changes.some(isUndone)) return facts;
  const { copiesBefore } = await import('../run/undo.ts');
  return { ...facts, befores: await copiesBefore(run, facts.desired ?? [], result, workspace) };
}

/** With `only-reviewed`, makes sure that the plan is what was reviewed; null where it isn't. */
async function* reviewed(run: Run, planned: Reached<Planned>): Story<Reached<Planned> | null> {
  if (!run.inputs.onlyReviewed) return planned;
  const { review } = await import('../run/review.ts');
  const { facts, passes } = await review(run, planned.facts, planned.result.plan);
  yield facts;
  goOn(run);
  return passes ? { ...planned, facts } : null;
}

/** Makes sure that what was written is there. */
async function* lookOnceMore(
  { inputs, runner, clock, cancellation }: Run,
  facts: Facts,
  outcomes: readonly Outcome[],
  workspace: WritableWorkspace,
  lastLook: () => Promise<readonly PlayRow[]>,
): Story {
  const applied = outcomes.filter(({ status }) => status === 'applied').length;
  if (applied === 0) return;
  runner.stage('Confirm');
  const { owner } = inputs;
  const { stop } = cancellation;
  const confirmation = await confirm(facts.desired ?? [], outcomes, {
    api: workspace.reader,
    owner,
    clock,
    stop,
    pause: breathOf(clock),
    lastLook,
  });
  if (confirmation === null) return;
  yield withConfirmation(facts, confirmation);
  const missing = confirmation.unseen.length + confirmation.unremoved.length;
  runner.print(`${String(applied - missing)} of ${amount(applied, 'change')} can be seen in the workspace`);
}
