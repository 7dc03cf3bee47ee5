import type { PlayReport, Report } from './report.ts';
import { trialOutput } from './trial.ts';

/** GitHub's limit for all outputs of a job together; a quarter of it is left to the job's other steps. */
const mostBytes = 768 * 1024;
/** What is no longer than this is never left out: the counts. */
const mostKept = 512;
/** GitHub's limit for the jobs of a matrix. */
const mostJobs = 256;

function bytes(value: string): number {
  return new TextEncoder().encode(value).length;
}

/** What the output `plays` tells of a play as it stands in the report. */
const told = [
  'id',
  'file',
  'line',
  'name',
  'uuid',
  'workflowUuid',
  'segmentUuid',
  'modelUuid',
  'workspaceUuid',
  'url',
  'action',
  'status',
  'error',
] as const satisfies readonly (keyof PlayReport)[];

function playOutput(play: PlayReport): object {
  return {
    ...Object.fromEntries(told.map((key) => [key, play[key]])),
    releaseUuid: play.workflow?.releaseUuid ?? null,
    version: play.workflow?.version ?? null,
    enabled: play.enabled,
    trial: trialOutput(play.trial),
  };
}

function isDone({ status }: PlayReport): boolean {
  return status === 'applied' || status === 'planned';
}

/** Whether this run made a folder; in `plan` mode, whether it would. */
function isNew({ status }: Report['folders'][number]): boolean {
  return status === 'created' || status === 'planned';
}

/** Whether the workflow of a play was deployed; in `plan` mode, whether it would be. */
function isDeployed({ status, workflow }: PlayReport): boolean {
  return workflow !== null && (workflow.isDeployed || (status === 'planned' && workflow.change === 'deploy'));
}

/** The uuids of plays that were changed so; in `plan` mode, of those that exist. */
function uuidsOf(plays: readonly PlayReport[], actions: readonly PlayReport['action'][]): string {
  const uuids = plays.filter((play) => isDone(play) && actions.includes(play.action)).map(({ uuid }) => uuid);
  return JSON.stringify(uuids.filter((uuid) => uuid !== null));
}

/** The defined plays that exist. */
function defined(plays: readonly PlayReport[]): { readonly id: string; readonly uuid: string }[] {
  return plays.flatMap(({ id, file, uuid }) => (file !== null && uuid !== null ? [{ id, uuid }] : []));
}

/**
 * The one table of what is computed of a report. A new output is a row here and one in action.yml.
 * Where not all of them fit into GitHub's limit, the first ones do.
 */
const rows: Readonly<Record<string, (report: Report) => string>> = {
  changed: ({ plays, folders, pulled }) =>
    String(
      plays.some((play) => play.isWritten || play.status === 'planned') ||
        folders.some(isNew) ||
        pulled.length > 0,
    ),
  pulled: ({ pulled }) => JSON.stringify([...new Set(pulled.flatMap(({ files }) => files))]),
  counts: ({ counts }) => JSON.stringify(counts),
  created: ({ plays }) => uuidsOf(plays, ['create']),
  updated: ({ plays }) => uuidsOf(plays, ['adopt', 'update']),
  deleted: ({ plays }) => uuidsOf(plays, ['delete']),
  deployed: ({ plays }) => JSON.stringify(plays.filter(isDeployed).flatMap(({ uuid }) => uuid ?? [])),
  matrix: matrixOf,
  uuids: ({ plays }) => JSON.stringify(defined(plays).map(({ uuid }) => uuid)),
  plays: ({ plays }) => JSON.stringify(Object.fromEntries(plays.map((play) => [play.id, playOutput(play)]))),
};

/** The output that names the file of the whole report. */
export const reportPath = 'report-path';

/** Every output of the step but those named after ids: a play with one of these as its id would hide it. */
export const outputNames: readonly string[] = [...Object.keys(rows), reportPath];

/**
 * The step's outputs, but for `report-path` and those named after ids.
 * @returns every output, and a warning for each that had to be left to the report file
 */
export function outputsOf(report: Report): {
  readonly outputs: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
} {
  const outputs = Object.fromEntries(Object.entries(rows).map(([name, valueOf]) => [name, valueOf(report)]));
  const changed = changedPlays(report).length;
  const warnings =
    report.mode !== 'plan' && changed > mostJobs
      ? [
          `${String(changed)} plays changed, but GitHub allows at most ${String(mostJobs)} jobs in a matrix, so the output \`matrix\` is empty. Read the plays from the file at \`report-path\`.`,
        ]
      : [];
  // the names of the plays' own outputs count, too
  let left = mostBytes - bytes(Object.entries(idOutputs(report)).flat().join('  '));
  for (const [name, value] of Object.entries(outputs)) {
    const size = bytes(value);
    if (size > left && size > mostKept) {
      outputs[name] = name === 'matrix' ? '' : value.startsWith('{') ? '{}' : '[]';
      warnings.push(
        `The output \`${name}\` is empty, because it does not fit into GitHub's limit (1 MB for all outputs of a job). Read it from the file at \`report-path\`.`,
      );
    } else left -= size;
  }
  return { outputs, warnings };
}

/** The plays that a matrix would have a job for each of. */
function changedPlays({ plays }: Report): PlayReport[] {
  return plays.filter(
    (play) =>
      isDone(play) && (play.action === 'create' || play.action === 'adopt' || play.action === 'update'),
  );
}

function matrixOf(report: Report): string {
  const changed = changedPlays(report);
  if (report.mode === 'plan' || changed.length === 0 || changed.length > mostJobs) return '';
  const include = changed.map(({ id, uuid, name, workflowUuid, modelUuid, action }) => ({
    id,
    uuid,
    name,
    workflowUuid,
    modelUuid,
    action,
  }));
  return JSON.stringify({ include });
}

/** The outputs named after the plays' ids: the uuid of each defined play that exists. */
export function idOutputs({ plays }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(defined(plays).map(({ id, uuid }) => [id, uuid]));
}

/** The whole report, for the file that `report-path` names. */
export function reportJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
