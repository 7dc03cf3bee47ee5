import type { Diagnostic } from '../definition/diagnostic.ts';
import type { Definition } from '../definition/parse.ts';
import type { PlayReference } from '../definition/references.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { PlayRow } from '../reconcile/actual.ts';
import type { Outcome } from '../reconcile/apply.ts';
import type { Owner } from '../reconcile/ownership.ts';
import { isDrifted } from '../reconcile/plan.ts';
import type { Change, Plan } from '../reconcile/plan.ts';
import type { Reach } from '../reconcile/reach.ts';
import type { Policy } from '../reconcile/policy.ts';
import type { Names } from './file-words.ts';
import { changedPlay, isForeign, modelName, pageOf, refusedPlay, unplannedPlay } from './play.ts';
import type { PlayContext } from './play.ts';
import { redactAll } from './redact.ts';
import type { Redact } from './redact.ts';
import { trialWarnings } from './trial.ts';
import { modes } from './modes.ts';
import type { Mode } from './modes.ts';
import type { Before, Counts, Ending, Orphan, PlayReport, Report } from './report.ts';

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
  /** How many records plays are about, by id; none where that wasn't counted. */
  readonly reaches: ReadonlyMap<string, Reach>;
  readonly folders: Report['folders'];
  /** How the plays to be changed and deleted were before the first write, by id. */
  readonly befores: ReadonlyMap<string, Before>;
  readonly pulled: Report['pulled'];
  /** Null where nothing was applied. */
  readonly outcomes: readonly Outcome[] | null;
  /** The merged pull requests that this run applies; null where nobody asked for them. */
  readonly pullRequests: readonly number[] | null;
  readonly review: Report['review'];
  readonly isStale: boolean;
  readonly problems: readonly string[];
  /** What to look at about the run as a whole, but nothing that fails it. */
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
  readonly workspaceUuid: string | null;
  /** What is known of the workspace's names, by uuid in lower case. */
  readonly names: Omit<Names, 'own'>;
  readonly cancelled: boolean;
}

/**
 * Turns what is known at the end of a run into the report that everything else is rendered from. Every text from outside
 * comes in here, whole and not escaped yet: the token is taken out of it before it goes on.
 */
export function buildReport(facts: Facts, redact: Redact): Report {
  const context = contextOf(facts);
  const plays =
    facts.plan === null
      ? facts.definitions.map((play) => unplannedPlay(play, isChecked(facts), context))
      : [...planned(facts, facts.plan, context)];
  const counts = count(plays);
  const broken =
    facts.problems.length > 0 ||
    facts.diagnostics.some(({ severity }) => severity === 'error') ||
    counts.refused + counts.failed + counts.notAttempted > 0;
  const report: Report = {
    mode: facts.mode,
    isPlanned: facts.plan !== null,
    policy: facts.policy,
    owner: facts.owner,
    conclusion: facts.cancelled ? 'cancelled' : broken ? 'failure' : 'success',
    problems: facts.problems,
    warnings: [...facts.warnings, ...plays.flatMap(trialWarnings)],
    notices: facts.notices,
    plays,
    folders: facts.folders,
    pulled: facts.pulled,
    orphans: orphansOf(facts, context),
    review: facts.review,
    isStale: facts.isStale,
    diagnostics: facts.diagnostics.map((diagnostic) => withoutToken(diagnostic, redact)),
    counts,
    workspaceUuid: facts.workspaceUuid,
    source: facts.source,
  };
  return redactAll(report, redact);
}

/** A line that holds the token isn't shown at all: the mark below it would stand elsewhere. */
function withoutToken(diagnostic: Diagnostic, redact: Redact): Diagnostic {
  const { place } = diagnostic;
  return redact(place.excerpt) === place.excerpt
    ? diagnostic
    : { ...diagnostic, place: { ...place, excerpt: '' } };
}

/** Whether a run that came to no plan has checked its definitions as far as it was to check them. */
function isChecked({ mode, offline }: Facts): boolean {
  return modes[mode].isOffline || offline;
}

/** Gives what shows one play of a run after the other, as it ends. */
export function playReporter(facts: Facts, redact: Redact): (change: Change, outcome: Outcome) => PlayReport {
  const context = contextOf(facts);
  return (change, outcome) => redactAll(changedPlay(change, outcome, context), redact);
}

function contextOf(facts: Facts): PlayContext {
  const { workspaceUuid, names, owner, plan, outcomes, reaches, befores } = facts;
  const own = new Map<string, PlayReference>();
  const add = (id: Change['id'], play: PlayRow): void => {
    for (const property of ['uuid', 'workflowUuid', 'segmentUuid'] as const) {
      const uuid = play[property];
      if (uuid !== null) own.set(uuid.toLowerCase(), { id, property });
    }
  };
  for (const change of plan?.changes ?? []) {
    if ('desired' in change && change.kind !== 'create' && !isForeign(change))
      add(change.id, change.actual.play);
  }
  for (const { change, play } of outcomes ?? [])
    if (change.kind === 'create' && play !== null) add(change.id, play);
  const impacts = plan?.impacts ?? new Map();
  return { workspaceUuid, names: { ...names, own }, owner, impacts, reaches, befores };
}

/** The plays of a plan, one after the other: in definition order, then those to be deleted by id. */
function* planned(facts: Facts, plan: Plan, context: PlayContext): Generator<PlayReport> {
  const blocked = whyBlocked(plan);
  const outcomes = new Map((facts.outcomes ?? []).map((outcome) => [outcome.change, outcome]));
  const changes = new Map(plan.changes.map((change) => [change.id as string, change]));
  const refusals = new Map(plan.refusals.map((refusal) => [refusal.id as string, refusal]));
  const defined = new Set((facts.desired ?? []).map(({ id }) => id as string));
  const others = [...changes.keys(), ...refusals.keys()].filter((id) => !defined.has(id)).sort();
  for (const id of new Set([...defined, ...others])) {
    const change = changes.get(id);
    const refusal = refusals.get(id);
    if (change !== undefined) {
      yield changedPlay(change, outcomes.get(change) ?? foreseen(change, facts, blocked), context);
    } else if (refusal !== undefined) yield refusedPlay(refusal, context);
  }
}

/** The plays of a plan that was just made, one after the other, as its report has them. */
export function* plannedPlays(facts: Facts, plan: Plan, redact: Redact): Generator<PlayReport> {
  for (const play of planned(facts, plan, contextOf(facts))) yield redactAll(play, redact);
}

/** What keeps a whole plan from being applied, as a sentence; null where nothing does. */
function whyBlocked({ refusals, problems }: Plan): string | null {
  if (refusals.length > 0) return 'A play was refused, so nothing was written.';
  return problems.length > 0 ? 'The plan as a whole is not allowed, so nothing was written.' : null;
}

/** How a change stands that was not applied: in `plan` mode, or because something forbids it. */
function foreseen(change: Change, { mode, review }: Facts, blocked: string | null): Ending {
  const play = change.kind === 'create' ? null : change.actual.play;
  const ending = { play, error: null, note: null };
  if (change.kind === 'none') {
    return { ...ending, status: isDrifted(change) ? 'drifted' : 'unchanged' };
  }
  if (mode === 'plan' && blocked === null) return { ...ending, status: 'planned' };
  const error =
    review !== null
      ? 'This plan was not reviewed, so nothing was written.'
      : (blocked ?? 'The run stopped before it reached this play.');
  return { ...ending, status: 'not-attempted', error };
}

function orphansOf({ plan, workspaceUuid }: Facts, { names }: PlayContext): Orphan[] {
  return (plan?.orphans ?? []).map(({ id, uuid, name, modelUuid, isProtected, note }) => ({
    id,
    uuid,
    name,
    model: modelName(modelUuid, names),
    url: pageOf(uuid, workspaceUuid),
    isProtected,
    note,
  }));
}

function count(plays: readonly PlayReport[]): Counts {
  const counts = {
    create: 0,
    adopt: 0,
    update: 0,
    delete: 0,
    disable: 0,
    release: 0,
    none: 0,
    drifted: 0,
    refused: 0,
    failed: 0,
    notAttempted: 0,
    deploy: 0,
    enable: 0,
  };
  for (const { action, status, workflow, enabled } of plays) {
    const isPlanned = status === 'planned';
    if (workflow?.isDeployed === true || (isPlanned && workflow?.change === 'deploy')) counts.deploy += 1;
    if (workflow?.switched === 'enable' && (isPlanned || enabled === true)) counts.enable += 1;
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
