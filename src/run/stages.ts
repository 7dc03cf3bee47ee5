import { setImmediate } from 'node:timers/promises';
import type { Workspace } from '../cargo/workspace.ts';
import { check } from '../definition/check.ts';
import { inOrder } from '../definition/diagnostic.ts';
import type { Definition } from '../definition/parse.ts';
import { parseDefinitions } from '../definition/parse.ts';
import { needsOf, resolve } from '../definition/resolve.ts';
import { findFiles, readFiles, readTextFile } from '../github/workspace.ts';
import type { PlayRow } from '../reconcile/actual.ts';
import { loadActual } from '../reconcile/load.ts';
import { match, rowsToRead } from '../reconcile/match.ts';
import { readOwnership } from '../reconcile/ownership.ts';
import { plan } from '../reconcile/plan.ts';
import type { Plan } from '../reconcile/plan.ts';
import type { Facts } from '../report/build.ts';
import { amount } from '../report/log.ts';
import { hasErrors, noFiles, withUnusedVariables } from './facts.ts';
import { goOn } from './run.ts';
import type { Run, Story } from './run.ts';
import { tellPlan } from './tell.ts';

/** A run whose definitions are sound: what is known of it, and the stage's own result. */
export interface Reached<Result> {
  readonly facts: Facts;
  readonly result: Result;
}

/**
 * Finds the definition files.
 * @throws AppError where there is none, and `allow-empty` does not say that this is fine
 */
export async function findDefinitions(run: Run): Promise<readonly string[]> {
  const { inputs, runner } = run;
  runner.stage('Read the definitions');
  const paths = await findFiles(inputs.workspace, inputs.patterns);
  if (paths.length === 0 && !inputs.allowEmpty) throw noFiles(inputs);
  goOn(run);
  return paths;
}

/** Reads the definitions and checks them offline; null where anything is wrong with them. */
export async function* readDefinitions(
  run: Run,
  before: Facts,
  paths: readonly string[],
): Story<Reached<readonly Definition[]> | null> {
  const { inputs, runner } = run;
  const { definitions, diagnostics, usedVariables } = await parseDefinitions(
    readFiles(inputs.workspace, paths),
    {
      variables: inputs.variables,
      emptyVariablesAllowed: inputs.event.withoutSecrets,
      ownershipId: (description) => readOwnership(description)?.id ?? null,
      readText: (path) => readTextFile(inputs.workspace, path),
      pause: async () => {
        await setImmediate();
        goOn(run);
      },
    },
  );
  const facts = withUnusedVariables(
    { ...before, definitions, diagnostics: [...before.diagnostics, ...diagnostics] },
    inputs,
    usedVariables,
  );
  yield facts;
  runner.print(`${amount(paths.length, 'file')}, ${amount(definitions.length, 'play')}`);
  return hasErrors(facts) ? null : { facts, result: definitions };
}

/** Checks the definitions against the workspace and plans; null where anything forbids to go on. */
export async function* planChanges(
  run: Run,
  read: Reached<readonly Definition[]>,
  workspace: Workspace,
): Story<Reached<{ plan: Plan; rows: readonly PlayRow[] }> | null> {
  const { inputs, runner } = run;
  runner.stage('Look at the workspace');
  let facts: Facts = { ...read.facts, workspaceUuid: await workspace.uuid() };
  yield facts;
  const models = await workspace.models();
  facts = { ...facts, modelNames: new Map(models.map(({ uuid, slug }) => [uuid, slug])) };
  const needs = needsOf(read.result, models);
  const folders = needs.folders ? await workspace.folders() : null;
  const datasets = needs.datasets ? await workspace.datasets() : null;
  const { desired, diagnostics } = resolve(read.result, { models, folders, datasets });
  const found = inOrder([...diagnostics, ...check(desired, models)]);
  facts = { ...facts, diagnostics: [...facts.diagnostics, ...found] };
  yield facts;
  if (hasErrors(facts)) return null;
  const rows = await workspace.plays();
  const matches = match(desired, rows, inputs.owner);
  const full = await loadActual(rowsToRead(matches, inputs.policy), workspace.reader, workspace.segments);
  runner.print(`${amount(rows.length, 'play')}, ${amount(models.length, 'model')}`);

  runner.stage(inputs.mode === 'plan' ? 'Plan' : 'Apply');
  goOn(run);
  const planned = plan(desired, { rows, full }, inputs);
  facts = { ...facts, desired, plan: planned, problems: [...facts.problems, ...planned.problems] };
  yield facts;
  tellPlan(facts, planned, runner);
  if (planned.refusals.length > 0 || planned.problems.length > 0) return null;
  return { facts, result: { plan: planned, rows } };
}
