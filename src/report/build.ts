import type { Diagnostic } from '../definition/diagnostic.ts';
import type { Definition } from '../definition/parse.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { PlayRow } from '../reconcile/actual.ts';
import type { Outcome } from '../reconcile/apply.ts';
import { actualFields } from '../reconcile/diff.ts';
import { impactOf } from '../reconcile/impact.ts';
import type { Owner } from '../reconcile/ownership.ts';
import type { Change, Plan, Policy, Refusal } from '../reconcile/plan.ts';
import type { Counts, Mode, PlayReport, Report, Status } from './report.ts';

/** What a run has found out by the time it ends, however early that is. */
export interface Facts {
  readonly mode: Mode;
  /** Whether `plan` could check offline only, for want of a token. */
  readonly offline: boolean;
  readonly policy: Policy;
  readonly owner: Owner | null;
  readonly source: Report['source'];
  readonly definitions: readonly Definition[];
  /** Null until names are resolved. */
  readonly desired: readonly DesiredPlay[] | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: Plan | null;
  /** Null where nothing was applied. */
  readonly outcomes: readonly Outcome[] | null;
  readonly problems: readonly string[];
  /** What to look at about the run as a whole, but nothing that fails it. */
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
  readonly workspaceUuid: string | null;
  /** The names of the live models by uuid, as far as they are known. */
  readonly modelNames: ReadonlyMap<string, string>;
  readonly cancelled: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Turns what is known at the end of a run into the report that everything else is rendered from. */
export function buildReport(facts: Facts): Report {
  const plays =
    facts.plan === null
      ? facts.definitions.map((play) => unplanned(play, facts))
      : planned(facts, facts.plan);
  const counts = count(plays);
  const broken =
    facts.problems.length > 0 ||
    facts.diagnostics.some(({ severity }) => severity === 'error') ||
    counts.refused + counts.failed + counts.notAttempted > 0;
  return {
    mode: facts.mode,
    policy: facts.policy,
    owner: facts.owner,
    conclusion: facts.cancelled ? 'cancelled' : broken ? 'failure' : 'success',
    problems: facts.problems,
    warnings: facts.warnings,
    notices: facts.notices,
    plays,
    diagnostics: facts.diagnostics,
    counts,
    workspaceUuid: facts.workspaceUuid,
    source: facts.source,
  };
}

const nothingKnown = {
  uuid: null,
  workflowUuid: null,
  segmentUuid: null,
  modelUuid: null,
  workspaceUuid: null,
  url: null,
  differences: [],
  impact: [],
  note: null,
} as const;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function scheduleOf(fields: Fields): Fields | null {
  const schedule = fields['schedule'];
  return typeof schedule === 'object' && schedule !== null ? (schedule as Fields) : null;
}

/** A definition of a run that came to no plan: it was only validated, or something stopped it before. */
function unplanned(play: Definition, facts: Facts): PlayReport {
  const fields: Fields = play.fields;
  const valid = facts.mode === 'validate' || facts.offline;
  return {
    ...nothingKnown,
    id: play.id,
    file: play.file,
    line: play.line,
    name: text(fields['name']),
    action: 'none',
    status: valid ? 'valid' : 'not-attempted',
    error: valid ? null : 'The run ended before this play was looked at.',
    model: text(fields['model'] ?? fields['modelUuid']),
    modelUuid: typeof fields['modelUuid'] === 'string' ? fields['modelUuid'] : null,
    schedule: scheduleOf(fields),
    waitsFor: play.dependsOn,
  };
}

function planned(facts: Facts, plan: Plan): PlayReport[] {
  const blocked = plan.refusals.length > 0 || plan.problems.length > 0;
  const outcomes = new Map((facts.outcomes ?? []).map((outcome) => [outcome.change, outcome]));
  const reports = new Map<string, PlayReport>();
  for (const refusal of plan.refusals) reports.set(refusal.id, refused(refusal));
  for (const change of plan.changes) {
    const outcome = outcomes.get(change) ?? foreseen(change, facts.mode, blocked);
    reports.set(change.id, reportPlay(change, outcome, facts));
  }
  const order = new Map((facts.desired ?? []).map((play, index) => [play.id as string, index]));
  const place = (id: string): number => order.get(id) ?? order.size;
  return [...reports.values()].sort(
    (one, other) => place(one.id) - place(other.id) || (one.id < other.id ? -1 : 1),
  );
}

function refused({ id, desired, message, uuids }: Refusal): PlayReport {
  return {
    ...nothingKnown,
    ...(desired === null
      ? { file: null, line: null, name: id, model: '', schedule: null, waitsFor: [] }
      : describe(desired)),
    id,
    action: desired === null ? 'delete' : 'none',
    status: 'refused',
    error: message,
    // with several, none of them is the play
    uuid: uuids.length === 1 ? (uuids[0] ?? null) : null,
  };
}

function describe(
  desired: DesiredPlay,
): Pick<PlayReport, 'file' | 'line' | 'name' | 'model' | 'modelUuid' | 'schedule' | 'waitsFor'> {
  const { file, line, name, model, modelUuid, fields, dependsOn } = desired;
  return { file, line, name, model, modelUuid, schedule: scheduleOf(fields), waitsFor: dependsOn };
}

interface Ending {
  readonly status: Status;
  readonly play: PlayRow | null;
  readonly error: string | null;
  readonly note: string | null;
}

/** How a change stands that was not applied: in `plan` mode, or because something forbids it. */
function foreseen(change: Change, mode: Mode, blocked: boolean): Ending {
  const play = change.kind === 'create' ? null : change.actual.play;
  if (change.kind === 'none') {
    return {
      status: change.differences.length === 0 ? 'unchanged' : 'drifted',
      play,
      error: null,
      note: null,
    };
  }
  if (mode === 'plan' && !blocked) return { status: 'planned', play, error: null, note: null };
  const error = blocked
    ? 'Nothing is written in a run in which something was refused.'
    : 'The run ended before its turn came.';
  return { status: 'not-attempted', play, error, note: null };
}

/**
 * One play as people see it.
 * @param facts the workspace, for plays that don't name theirs, and the names of its models
 */
export function reportPlay(
  change: Change,
  outcome: Outcome | Ending,
  { workspaceUuid, modelNames }: Pick<Facts, 'workspaceUuid' | 'modelNames'>,
): PlayReport {
  const play = outcome.play;
  const described =
    change.kind === 'delete'
      ? {
          file: null,
          line: null,
          name: change.actual.play.name,
          model: modelNames.get(change.actual.play.modelUuid) ?? change.actual.play.modelUuid,
          modelUuid: change.actual.play.modelUuid,
          schedule: change.actual.play.schedule,
          waitsFor: [],
        }
      : describe(change.desired);
  return {
    ...nothingKnown,
    ...described,
    ...identity(play, workspaceUuid),
    id: change.id,
    action: change.kind,
    status: outcome.status,
    error: 'error' in outcome ? outcome.error : null,
    differences: 'differences' in change ? change.differences : [],
    impact: impactOfChange(change),
    note: ('note' in outcome ? outcome.note : null) ?? noteOf(change),
  };
}

function identity(play: PlayRow | null, workspace: string | null): Partial<PlayReport> {
  if (play === null) return {};
  const workspaceUuid = play.workspaceUuid ?? workspace;
  // the address of a play's page ([pub]); only of what are surely uuids
  const url =
    workspaceUuid !== null && uuidForm.test(workspaceUuid) && uuidForm.test(play.uuid)
      ? `https://app.getcargo.io/workspaces/${workspaceUuid}/plays/${play.uuid}`
      : null;
  const { uuid, workflowUuid, segmentUuid, modelUuid } = play;
  return { uuid, workflowUuid, segmentUuid, modelUuid, workspaceUuid, url };
}

function noteOf(change: Change): string | null {
  switch (change.kind) {
    case 'none':
      return change.note;
    case 'adopt':
      return 'Made by hand, and taken over: from now on it is managed as code.';
    case 'update':
      return change.newLine ? 'It was managed under another id, and takes the new one.' : null;
    case 'create':
    case 'delete':
      return null;
  }
}

function impactOfChange(change: Change): string[] {
  switch (change.kind) {
    case 'create':
      return impactOf(null, change.desired.fields);
    case 'adopt':
    case 'update':
      return impactOf(actualFields(change.actual), change.desired.fields);
    case 'none':
    case 'delete':
      return [];
  }
}

function count(plays: readonly PlayReport[]): Counts {
  const counts = {
    create: 0,
    adopt: 0,
    update: 0,
    delete: 0,
    none: 0,
    drifted: 0,
    refused: 0,
    failed: 0,
    notAttempted: 0,
  };
  for (const { action, status } of plays) {
    switch (status) {
      case 'planned':
      case 'applied':
        counts[action] += 1;
        break;
      case 'valid':
      case 'unchanged':
        counts.none += 1;
        break;
      case 'drifted':
      case 'refused':
      case 'failed':
        counts[status] += 1;
        break;
      case 'not-attempted':
        counts.notAttempted += 1;
        break;
    }
  }
  return counts;
}
