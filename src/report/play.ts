import type { Definition } from '../definition/parse.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import { uuidForm } from '../definition/uuid.ts';
import type { Play, PlayRow } from '../reconcile/actual.ts';
import type { Outcome } from '../reconcile/apply.ts';
import { uncountedFilter } from '../reconcile/impact.ts';
import { isRemoval } from '../reconcile/plan.ts';
import { sameOwner } from '../reconcile/ownership.ts';
import type { Owner, Ownership } from '../reconcile/ownership.ts';
import type { Change, Plan, Refusal } from '../reconcile/plan.ts';
import type { Reach } from '../reconcile/reach.ts';
import { keptFields } from '../reconcile/sentences.ts';
import type { Release } from '../reconcile/workflow/actual.ts';
import { differenceInFileWords, inFileWords } from './file-words.ts';
import type { Names } from './file-words.ts';
import { filterSentence, reachSentence } from './reach.ts';
import type { Before, Ending, FileDifference, PlayReport } from './report.ts';
import { plannedTrial } from './trial.ts';
import { isOn, workflowReport } from './workflow.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What it takes to show a play: its workspace, where the play doesn't name its own, what uuids are called, and costs. */
export interface PlayContext {
  readonly workspaceUuid: string | null;
  readonly names: Names;
  /** What makes plays run more, or on more records, than before: sentences by id. */
  readonly owner: Owner | null;
  readonly impacts: Plan['impacts'];
  /** How many records plays are about, by id. */
  readonly reaches: ReadonlyMap<string, Reach>;
  /** How plays were before the run, by id. */
  readonly befores: ReadonlyMap<string, Before>;
}

const nothingKnown = {
  uuid: null,
  workflowUuid: null,
  segmentUuid: null,
  modelUuid: null,
  workspaceUuid: null,
  url: null,
  differences: [],
  ignored: [],
  impact: [],
  note: null,
  workflow: null,
  trial: null,
  reach: null,
  enabled: null,
  isWritten: false,
  before: null,
} as const;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function scheduleOf(schedule: unknown, names: Names): Fields | null {
  return typeof schedule === 'object' && schedule !== null ? (inFileWords(schedule, names) as Fields) : null;
}

/**
 * A definition of a run that came to no plan.
 * @param isValid whether it was checked as far as the run was to check it
 */
export function unplannedPlay(play: Definition, isValid: boolean, { names }: PlayContext): PlayReport {
  const fields: Fields = play.fields;
  return {
    ...nothingKnown,
    id: play.id,
    file: play.file,
    line: play.line,
    name: text(fields['name']),
    action: 'none',
    status: isValid ? 'valid' : 'not-attempted',
    error: isValid ? null : 'The run stopped before it checked this play.',
    model: text(fields['model'] ?? fields['modelUuid']),
    modelUuid: typeof fields['modelUuid'] === 'string' ? fields['modelUuid'] : null,
    schedule: scheduleOf(fields['schedule'], names),
    waitsFor: play.dependsOn,
  };
}

/** A play that the plan refuses. */
export function refusedPlay(refusal: Refusal, context: PlayContext): PlayReport {
  const { id, desired, message, uuids, removal = 'none', actual = null } = refusal;
  const unknown = { file: null, line: null, name: id, model: '', schedule: null, waitsFor: [] };
  return {
    ...nothingKnown,
    ...(desired !== null
      ? describe(desired, context)
      : actual === null
        ? unknown
        : { ...describeActual(actual, context), ...identity(actual, context) }),
    id,
    action: removal,
    status: 'refused',
    error: message,
    // with several, none of them is the play
    uuid: uuids.length === 1 ? (uuids[0] ?? null) : null,
  };
}

/** One play as people see it, by its change and how that ended. */
export function changedPlay(change: Change, outcome: Outcome | Ending, context: PlayContext): PlayReport {
  const { names } = context;
  const isGone = change.kind === 'delete' && outcome.status === 'applied';
  return {
    ...nothingKnown,
    ...(isRemoval(change) ? describeActual(change.actual.play, context) : describe(change.desired, context)),
    // another owner's play is not the definition's: its uuid is in the note alone
    ...(isForeign(change)
      ? { schedule: scheduleOf(change.actual.play.schedule, names) }
      : identity(outcome.play, context)),
    ...(isGone ? { url: null } : {}),
    id: change.id,
    action: change.kind,
    status: outcome.status,
    error: 'error' in outcome ? outcome.error : null,
    differences: differencesIn(change, context),
    ignored: 'ignored' in change ? ignoredOf(change, names) : [],
    impact: impactOf(change, outcome, context),
    trial: 'live' in outcome ? (outcome.live?.outcome.trial ?? null) : null,
    reach: context.reaches.get(change.id) ?? null,
    note: ('note' in outcome ? outcome.note : null) ?? noteOf(change, names),
    workflow: workflowReport(change, outcome),
    enabled: isForeign(change) ? null : isOn(change, outcome),
    isWritten: isWritten(change, outcome),
    // a write that failed may have happened all the same
    before:
      outcome.status === 'applied' || outcome.status === 'failed'
        ? (context.befores.get(change.id) ?? null)
        : null,
  };
}

/** Whether a change was done, or one of its steps before it failed. */
function isWritten(change: Change, outcome: Outcome | Ending): boolean {
  if (outcome.status === 'applied') return true;
  if (outcome.status !== 'failed') return false;
  if (change.kind === 'create') return outcome.play !== null;
  const live = 'live' in outcome ? outcome.live : null;
  // a trial leaves the play as it is
  return live !== null && (live.before !== null || live.outcome.done.some((step) => step !== 'trial'));
}

/** What differs in the words of the file; what stands in the ownership line comes last. */
function differencesIn(change: Change, { names, owner }: PlayContext): FileDifference[] {
  if (!('differences' in change)) return [];
  const { protect } = change.desired;
  return [
    ...change.differences.map((each) => differenceInFileWords(each, names)),
    ...(change.kind === 'update' ? lineDifferences(change.was, change.id, owner) : []),
    ...(change.protectDiffers ? [{ field: 'protect', before: !protect, after: protect }] : []),
  ];
}

/** What differs in what a definition ignores, its workflow included. */
function ignoredOf(
  { ignored, ignoredWorkflow, desired, actual }: Extract<Change, { readonly ignored: unknown }>,
  names: Names,
): FileDifference[] {
  const left = (part: 'workflow' | 'enabled'): boolean =>
    desired.ignored.has(part) && ignoredWorkflow !== null && ignoredWorkflow[part].kind !== 'none';
  const isEnabled = actual.play.isEnabled === true;
  return [
    ...ignored.map((each) => differenceInFileWords(each, names)),
    ...(left('workflow') ? [ignoredWorkflowOf(ignoredWorkflow?.deployed ?? null)] : []),
    ...(left('enabled') ? [{ field: 'enabled', before: isEnabled, after: !isEnabled }] : []),
  ];
}

/** A workflow that is left to Cargo, by its version there: what differs in it is not shown. */
function ignoredWorkflowOf(deployed: Release | null): FileDifference {
  if (deployed === null) return { field: 'workflow', before: 'none deployed', after: 'one' };
  const before = deployed.version === null ? 'deployed' : `version ${deployed.version}`;
  return { field: 'workflow', before, after: 'another one' };
}

/** What a play costs: by its fields, by its records, and by its trial where one is to come. */
function impactOf(change: Change, { status }: Outcome | Ending, context: PlayContext): string[] {
  const reach = context.reaches.get(change.id);
  const records = reach === undefined ? null : reachSentence(reach);
  const trial =
    status === 'planned' && 'workflow' in change && change.workflow?.workflow.kind === 'deploy'
      ? change.desired.trial
      : null;
  const filter = reach === undefined ? null : filterSentence(reach);
  return [
    ...(context.impacts.get(change.id) ?? []).map((impact) =>
      impact === uncountedFilter ? (filter ?? impact) : impact,
    ),
    ...(records === null ? [] : [records]),
    ...(trial === null ? [] : [plannedTrial(trial.records)]),
  ];
}

/** Whether the play beside a definition is another owner's. */
export function isForeign(change: Change): change is Extract<Change, { kind: 'none' }> {
  return change.kind === 'none' && change.foreign;
}

type Description = Pick<
  PlayReport,
  'file' | 'line' | 'name' | 'model' | 'modelUuid' | 'schedule' | 'waitsFor'
>;

function describe(desired: DesiredPlay, { names }: PlayContext): Description {
  const { file, line, name, model, modelUuid, fields, dependsOn } = desired;
  const schedule = scheduleOf(fields['schedule'], names);
  return { file, line, name, model, modelUuid, schedule, waitsFor: dependsOn };
}

function describeActual({ name, modelUuid, schedule }: Play, { names }: PlayContext): Description {
  return {
    file: null,
    line: null,
    name,
    model: modelName(modelUuid, names),
    modelUuid,
    schedule: scheduleOf(schedule, names),
    waitsFor: [],
  };
}

/** A model as a definition names it; its uuid where that isn't known. */
export function modelName(uuid: string, { models }: Names): string {
  return models.get(uuid.toLowerCase()) ?? uuid;
}

function identity(play: PlayRow | null, { workspaceUuid: workspace }: PlayContext): Partial<PlayReport> {
  if (play === null) return {};
  const workspaceUuid = play.workspaceUuid ?? workspace;
  const { uuid, workflowUuid, segmentUuid, modelUuid } = play;
  return { uuid, workflowUuid, segmentUuid, modelUuid, workspaceUuid, url: pageOf(uuid, workspaceUuid) };
}

/** The address of a play's page ([pub]); null unless both are surely uuids. */
export function pageOf(uuid: string, workspaceUuid: string | null): string | null {
  return workspaceUuid !== null && uuidForm.test(workspaceUuid) && uuidForm.test(uuid)
    ? `https://app.getcargo.io/workspaces/${workspaceUuid}/plays/${uuid}`
    : null;
}

function noteOf(change: Change, names: Names): string | null {
  switch (change.kind) {
    case 'none':
      return change.note;
    case 'adopt':
      return 'This play was created by hand. From the adoption on, this repository manages it.';
    case 'update':
      if (change.kept !== null && change.kept.length > 0)
        return keptFields(change.kept.map((each) => differenceInFileWords(each, names).field));
      // what the file declares is told as a difference
      return change.newLine && change.was === null ? 'Its ownership line gets the new id.' : null;
    case 'create':
    case 'delete':
    case 'disable':
    case 'release':
      return null;
  }
}

/** What an ownership line says otherwise, of a play that was managed under another id or by another owner. */
function lineDifferences(was: Ownership | null, id: string, owner: string | null): FileDifference[] {
  if (was === null || owner === null) return [];
  return [
    ...(was.id === id ? [] : [{ field: 'id', before: was.id, after: id }]),
    ...(sameOwner(was.owner, owner) ? [] : [{ field: 'owner', before: was.owner, after: owner }]),
  ];
}
