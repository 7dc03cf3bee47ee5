import type { WritableWorkspace } from '../cargo/workspace.ts';
import type { PlayId } from '../definition/play-id.ts';
import { foldersToMake, makeFolders, withFolders } from '../reconcile/folders.ts';
import type { FolderOutcome } from '../reconcile/folders.ts';
import type { Facts } from '../report/build.ts';
import { folderLine } from '../report/folders.ts';
import type { Run } from './run.ts';
import type { Reached } from './definitions.ts';
import type { Planned } from './stages.ts';

/** A plan whose folders exist, as far as they could be made. */
interface WithFolders extends Reached<Planned> {
  /** Why plays can't be written whose folder was not made, by id. */
  readonly blocked: ReadonlyMap<PlayId, string>;
}

/** Makes the folders that a plan needs, before any play is written. */
export async function withNewFolders(
  { inputs, runner, clock, cancellation }: Run,
  planned: Reached<Planned>,
  { folderApi }: WritableWorkspace,
): Promise<WithFolders> {
  const { plan, listed } = planned.result;
  const folders = foldersToMake(plan.changes);
  if (folders.length === 0) return { ...planned, blocked: new Map() };
  const outcomes = await makeFolders(folders, {
    api: folderApi,
    before: new Set((listed.folders ?? []).map(({ uuid }) => uuid)),
    retries: inputs.retries,
    clock,
    stop: cancellation.stop,
    onOutcome: (outcome) => {
      runner.print(folderLine(told(outcome)));
    },
  });
  const { changes, blocked } = withFolders(plan.changes, outcomes);
  const now = { ...plan, changes };
  const facts = withOutcomes(planned.facts, outcomes);
  return { facts: { ...facts, plan: now }, result: { ...planned.result, plan: now }, blocked };
}

function told({ folder: { path }, status, uuid, note }: FolderOutcome): Facts['folders'][number] {
  return { path, status, uuid, note };
}

function withOutcomes(facts: Facts, outcomes: readonly FolderOutcome[]): Facts {
  const named = outcomes.flatMap(({ folder, uuid }) =>
    uuid === null ? [] : [[uuid.toLowerCase(), folder.path] as const],
  );
  const problems = outcomes.flatMap(({ folder, status, note }) =>
    status === 'failed' ? [`The folder "${folder.path}" was not created. ${note ?? ''}`.trim()] : [],
  );
  const warnings = outcomes.flatMap(({ uuid, note }) => (uuid === null || note === null ? [] : [note]));
  return {
    ...facts,
    folders: outcomes.map(told),
    names: { ...facts.names, folders: new Map([...facts.names.folders, ...named]) },
    problems: [...facts.problems, ...problems],
    warnings: [...facts.warnings, ...warnings],
  };
}
