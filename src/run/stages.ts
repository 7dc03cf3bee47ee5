import type { Workspace } from '../cargo/workspace.ts';
import { check } from '../definition/check.ts';
import { thatMatter } from '../definition/if-made.ts';
import { inOrder } from '../definition/problems.ts';
import type { Definition } from '../definition/parse.ts';
import { ModelIndex } from '../definition/live.ts';
import type { Folder, LiveWorkspace } from '../definition/live.ts';
import type { PlayId } from '../definition/play-id.ts';
import { needsOf, resolve } from '../definition/resolve.ts';
import type { PlayRow } from '../reconcile/actual.ts';
import { foldersToMake } from '../reconcile/folders.ts';
import { loadActual } from '../reconcile/load.ts';
import { isMissing, match, rowsToRead } from '../reconcile/match.ts';
import { plan } from '../reconcile/plan.ts';
import type { Plan } from '../reconcile/plan.ts';
import { notMeant } from '../reconcile/sentences.ts';
import { unknownPlays } from '../reconcile/waited.ts';
import type { Facts } from '../report/build.ts';
import { folderNames, namesByUuid } from '../report/file-words.ts';
import { amount } from '../report/log.ts';
import type { Reached } from './definitions.ts';
import { hasErrors } from './facts.ts';
import { goOn, pauseOf } from './run.ts';
import type { Run, Story } from './run.ts';
import { tellPlan } from './tell.ts';
import type { LiveWorkflows } from './workflows.ts';

/** A plan that nothing forbids to carry out. */
export interface Planned {
  readonly plan: Plan;
  readonly rows: readonly PlayRow[];
  /** Whether any definition says what its play does. */
  readonly hasWorkflows: boolean;
  /** The lists that the plan took; those that nothing asked for are null. */
  readonly listed: LiveWorkspace;
  /** Null where no definition says anything of a workflow. */
  readonly workflows: LiveWorkflows | null;
}

/** Checks the definitions against the workspace and plans; null where anything forbids to go on. */
export async function* planChanges(
  run: Run,
  read: Reached<readonly Definition[]>,
  workspace: Workspace,
): Story<Reached<Planned> | null> {
  const { inputs, runner } = run;
  runner.stage('Read the workspace');
  // the longest list is on its way while the others are read and matched; who waits for it is told what keeps it
  if (read.result.some(({ workflow, enabled }) => workflow !== null || enabled === true))
    workspace.workflows().catch(() => undefined);
  let facts: Facts = { ...read.facts, workspaceUuid: await workspace.uuid() };
  yield facts;
  const models = await workspace.models();
  const needs = needsOf(read.result, models);
  const folders = needs.folders ? await workspace.folders() : null;
  const datasets = needs.datasets ? await workspace.datasets() : null;
  const listed = { models, folders, datasets };
  const index = new ModelIndex(listed);
  const modelNames = namesByUuid(models.map((model) => [model.uuid, index.label(model)]));
  facts = { ...facts, names: { ...facts.names, models: modelNames } };
  const pause = pauseOf(run);
  const { desired, diagnostics } = await resolve(read.result, listed, pause, inputs.createFolders);
  const hasWorkflows = desired.some(({ workflow, enabled }) => workflow !== null || enabled !== null);
  // what workflows take is loaded only where there is one
  const workflows = hasWorkflows ? await import('./workflows.ts') : null;
  const leantOn = workflows === null ? null : await workflows.readLeantOn(desired, workspace);
  const inWorkflows = leantOn === null ? [] : (workflows?.checkWorkflows(desired, models, leantOn) ?? []);
  const found = [...diagnostics, ...(await check(desired, models, pause)), ...inWorkflows];
  const offline = facts.diagnostics;
  const withFound = (isMade: (id: PlayId) => boolean): Facts => ({
    ...facts,
    diagnostics: inOrder([...offline, ...inOrder(thatMatter(found, isMade))]),
  });
  facts = withFound(() => false);
  yield facts;
  if (hasErrors(facts)) return null;
  const rows = await workspace.plays();
  const matches = await match(desired, rows, inputs, pause);
  facts = withFound((id) => isMissing(matches, id));
  yield facts;
  if (hasErrors(facts)) return null;
  const toRead = rowsToRead(matches, inputs.policy);
  const full = await loadActual(toRead, workspace.reader, workspace.segments, pause);
  const unreadable = rows.filter((row) => !row.isReadable && row.deletedAt === null && !full.has(row.uuid));
  const notices = [
    ...workspace.passedOver(),
    ...unreadable.map(unreadablePlay),
    ...notMeant(matches, inputs.formerOwner),
  ];
  facts = { ...facts, notices: [...facts.notices, ...notices] };
  const live = leantOn === null ? null : ((await workflows?.withListed(leantOn, workspace)) ?? null);
  runner.print(`${amount(rows.length, 'play')}, ${amount(models.length, 'model')}`);

  runner.stage(inputs.mode === 'plan' ? 'Plan' : 'Apply');
  goOn(run);
  const workflowOf =
    live === null ? () => null : (workflows?.workflowPlanner(live, inputs, workspace) ?? (() => null));
  const modelName = (uuid: string): string => modelNames.get(uuid.toLowerCase()) ?? uuid;
  let planned = await plan(desired, { matches, full, workflowOf, modelName }, inputs, pause);
  facts = { ...facts, diagnostics: [...facts.diagnostics, ...unknownPlays(planned, rows)] };
  yield facts;
  if (hasErrors(facts)) return null;
  if (workflows !== null) {
    const checked = await workflows.checkDeploys(planned, workspace, inputs.discardDrafts);
    facts = { ...facts, diagnostics: [...facts.diagnostics, ...checked.diagnostics] };
    yield facts;
    if (hasErrors(facts)) return null;
    planned = checked.plan;
  }
  const shown = folders ?? (await foldersToShow(planned, workspace));
  const names = {
    models: modelNames,
    folders: folderNames(shown),
    plays: playNames(rows),
  };
  facts = { ...facts, desired, plan: planned, names, problems: [...facts.problems, ...planned.problems] };
  yield facts;
  const isBlocked = planned.refusals.length > 0 || planned.problems.length > 0;
  if (inputs.mode === 'plan' && !isBlocked) {
    const isPlanned = { status: 'planned', uuid: null, note: null } as const;
    const folders = foldersToMake(planned.changes).map(({ path }) => ({ path, ...isPlanned }));
    facts = { ...facts, folders };
    yield facts;
  }
  if (inputs.mode === 'plan' && inputs.reach && !isBlocked) {
    const { withReach } = await import('./reach.ts');
    facts = await withReach(run, facts, planned, workspace);
    yield facts;
  }
  await tellPlan(facts, planned, runner, pause);
  if (isBlocked) return null;
  const known = { listed: { ...listed, folders: shown }, workflows: live };
  return { facts, result: { plan: planned, rows, hasWorkflows, ...known } };
}

/** The names of plays by uuid, put together where one is asked for: most runs ask for none. */
function playNames(rows: readonly PlayRow[]): Facts['names']['plays'] {
  let byUuid: ReadonlyMap<string, string> | undefined;
  return {
    get: (uuid) => (byUuid ??= new Map(rows.map((row) => [row.uuid.toLowerCase(), row.name]))).get(uuid),
  };
}

/** The folders, where a difference names one although no definition does. */
async function foldersToShow({ changes }: Plan, workspace: Workspace): Promise<readonly Folder[]> {
  const differs = changes.some(
    (change) => 'differences' in change && change.differences.some(({ field }) => field === 'folderUuid'),
  );
  // without the list the folders are shown by their uuids
  return differs ? workspace.folders().catch(() => []) : [];
}

function unreadablePlay({ uuid }: PlayRow): string {
  return `A play in Cargo's list was skipped, because its name or model cannot be read: ${uuid}.`;
}
