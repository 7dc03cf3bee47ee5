import { setImmediate } from 'node:timers/promises';
import { check } from './definition/check.ts';
import { inOrder } from './definition/diagnostic.ts';
import { parseDefinitions } from './definition/parse.ts';
import { needsOf, resolve } from './definition/resolve.ts';
import { connect, writeComment } from './effects.ts';
import { AppError } from './errors.ts';
import { createRunner, listenForCancel } from './github/runner.ts';
import type { Cancellation, Runner } from './github/runner.ts';
import { findFiles, readFiles } from './github/workspace.ts';
import { readInputs, readSurroundings, tokenOf } from './inputs.ts';
import type { Environment, Inputs } from './inputs.ts';
import { apply } from './reconcile/apply.ts';
import { confirm } from './reconcile/confirm.ts';
import { loadActual } from './reconcile/load.ts';
import { match, rowsToRead } from './reconcile/match.ts';
import { readOwnership } from './reconcile/ownership.ts';
import { plan } from './reconcile/plan.ts';
import type { Clock } from './reconcile/settle.ts';
import {
  addConfirmation,
  addUnusedVariables,
  emptyFacts,
  failed,
  hasErrors,
  noFiles,
  wrongInputs,
} from './gathered.ts';
import type { Gathered } from './gathered.ts';
import { buildReport } from './report/build.ts';
import { amount } from './report/log.ts';
import { tell, tellOutcomes, tellPlan } from './tell.ts';

/**
 * A run of the action: what is asked for, what is there, what must change, the changes, and what people see.
 * @param env the process environment
 * @param clock the time that waiting goes by
 * @returns the exit code: 0 when all is as asked, else 1
 */
export async function main(env: Environment, clock: Clock): Promise<0 | 1> {
  // first of all: who reads the first line may cancel already
  const cancellation = listenForCancel();
  const runner = createRunner(env, tokenOf(env));

  const surroundings = readSurroundings(env);
  const inputs = readInputs(env, surroundings);
  if ('problems' in inputs) return tell(wrongInputs(surroundings, inputs.problems), true, runner).code;

  const facts = emptyFacts(inputs);
  try {
    await reconcile(inputs, facts, runner, clock, cancellation);
  } catch (thrown) {
    failed(facts, thrown, cancellation.stop.aborted);
  }
  await comment(inputs, facts, cancellation.stop);
  facts.cancelled = cancellation.stop.aborted;
  return tell(facts, inputs.summary, runner).code;
}

/** Fills in `facts` stage by stage, and returns early where there is nothing more to do. */
async function reconcile(
  inputs: Inputs,
  facts: Gathered,
  runner: Runner,
  clock: Clock,
  cancellation: Cancellation,
): Promise<void> {
  const { stop } = cancellation;
  const goOn = (): void => {
    if (stop.aborted) throw new AppError('cancelled', 'The run was cancelled.');
  };

  runner.stage('Read the definitions');
  const paths = await findFiles(inputs.workspace, inputs.patterns);
  if (paths.length === 0 && !inputs.allowEmpty) throw noFiles(inputs);
  goOn();
  // its lists are on their way while the files are read
  const workspace = inputs.token === null ? null : await connect(inputs, inputs.token, clock, cancellation);
  const parsed = await parseDefinitions(readFiles(inputs.workspace, paths), {
    variables: inputs.variables,
    emptyVariablesAllowed: inputs.event.withoutSecrets,
    ownershipId: (description) => readOwnership(description)?.id ?? null,
    pause: async () => {
      await setImmediate();
      goOn();
    },
  });
  facts.definitions = parsed.definitions;
  facts.diagnostics.push(...parsed.diagnostics);
  addUnusedVariables(facts, inputs, parsed.usedVariables);
  runner.print(`${amount(paths.length, 'file')}, ${amount(parsed.definitions.length, 'play')}`);
  if (hasErrors(facts) || workspace === null) return;

  runner.stage('Look at the workspace');
  facts.workspaceUuid = await workspace.uuid();
  const models = await workspace.models();
  facts.modelNames = new Map(models.map(({ uuid, slug }) => [uuid, slug]));
  const needs = needsOf(parsed.definitions, models);
  const folders = needs.folders ? await workspace.folders() : null;
  const datasets = needs.datasets ? await workspace.datasets() : null;
  const { desired, diagnostics } = resolve(parsed.definitions, { models, folders, datasets });
  facts.diagnostics.push(...inOrder([...diagnostics, ...check(desired, models)]));
  if (hasErrors(facts)) return;
  const rows = await workspace.plays();
  const matches = match(desired, rows, inputs.owner);
  const full = await loadActual(rowsToRead(matches, inputs.policy), workspace.api, workspace.segments);
  runner.print(`${amount(rows.length, 'play')}, ${amount(models.length, 'model')}`);

  runner.stage(inputs.mode === 'plan' ? 'Plan' : 'Apply');
  goOn();
  facts.desired = desired;
  facts.plan = plan(desired, { rows, full }, inputs);
  facts.problems.push(...facts.plan.problems);
  tellPlan(facts, facts.plan, runner);
  if (inputs.mode === 'plan' || facts.plan.refusals.length > 0 || facts.plan.problems.length > 0) return;

  facts.outcomes = await apply(facts.plan.changes, {
    api: workspace.api,
    owner: inputs.owner,
    rows,
    parallelism: inputs.parallelism,
    retries: inputs.retries,
    clock,
    stop,
    lastLook: () => AbortSignal.timeout(2_500),
    onOutcome: tellOutcomes(facts, facts.plan, runner),
  });
  const created = facts.outcomes.filter(
    ({ status, change }) => status === 'applied' && change.kind === 'create',
  );
  if (created.length === 0 || stop.aborted) return;

  runner.stage('Confirm');
  const uuids = new Map(
    created.flatMap(({ change, play }) => (play === null ? [] : [[change.id, play.uuid] as const])),
  );
  const confirmation = await confirm(desired, uuids, {
    api: workspace.api,
    owner: inputs.owner,
    clock,
    stop,
  });
  addConfirmation(facts, confirmation);
  runner.print(
    `${uuids.size - confirmation.unseen.length} of ${uuids.size} created plays are in the workspace`,
  );
}

/** Shows the plan on the pull request, where that was asked for; what keeps it from it is a warning. */
async function comment(inputs: Inputs, facts: Gathered, stop: AbortSignal): Promise<void> {
  const { pullRequest } = inputs.event;
  // a fork's token may write nothing, and a notice says already that this is such a run
  if (!inputs.comment || inputs.mode !== 'plan' || inputs.offline || pullRequest === null || stop.aborted)
    return;
  const warning = await writeComment(inputs, buildReport(facts), pullRequest.number, stop);
  if (warning !== null) facts.warnings.push(warning);
}
