import { fillTemplates } from '../definition/references.ts';
import type { PlayId } from '../definition/play-id.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { ActualPlay, Play, PlayRow, PlayUuid } from './actual.ts';
import { differencesOf } from './diff.ts';
import type { Difference } from './diff.ts';
import { settleFields, settleWorkflow } from './ignored.ts';
import { impactsOf } from './impact.ts';
import type { Weighed } from './impact.ts';
import { keptNames } from './kept-names.ts';
import type { Match, Matches } from './match.ts';
import { readOwnership } from './ownership.ts';
import type { Owner, Ownership } from './ownership.ts';
import type { OnRemoval, Policy } from './policy.ts';
import { orphansOf, removalsOf } from './removal.ts';
import type { Orphan, Removal } from './removal.ts';
import * as sentences from './sentences.ts';
import { isWorkflowDrifted, isWritten } from './workflow/planned.ts';
import type { LookUp, PlannedWorkflow } from './workflow/planned.ts';

export interface PlanSettings {
  readonly policy: Policy;
  readonly owner: Owner | null;
  /** Whose plays they were before: a repository that was renamed, or one that hands plays over. */
  readonly formerOwner?: string | null;
  /** Whether `upsert-only` and `sync` may take over an unowned play of the same name and model. */
  readonly adopt: boolean;
  /** What `sync` does to a play of ours whose definition is gone. */
  readonly onRemoval: OnRemoval;
  /** To how many plays `sync` may do that at most; one more and the plan is refused whole. */
  readonly maxDeletes: number;
}

/** What the service has: the live play of each definition, and in full those that one means or that may be removed. */
export interface ActualPlays {
  readonly matches: Matches;
  readonly full: ReadonlyMap<PlayUuid, ActualPlay>;
  /**
   * Plans the workflow of a play; null where its definition says nothing of it.
   * @param actual null where the play is yet to be made
   * @param isOwned whether it is ours, so that what an earlier run began may be gone on with
   */
  readonly workflowOf: (
    desired: DesiredPlay,
    actual: ActualPlay | null,
    isOwned: boolean,
    look: LookUp,
  ) => PlannedWorkflow | null;
  /** What a definition calls a model; its uuid where that isn't known. */
  readonly modelName: (uuid: string) => string;
}

interface Existing {
  readonly id: PlayId;
  readonly desired: DesiredPlay;
  readonly actual: ActualPlay;
  /** Field by field, without the ownership line; empty where only that line is to be written. */
  readonly differences: readonly Difference[];
  /** Whether the line of our play says that it is protected, and its definition does not, or the other way round. */
  readonly protectDiffers: boolean;
  readonly workflow: PlannedWorkflow | null;
  /** What differs in the fields that the definition leaves to the web page; `desired` has its values in them. */
  readonly ignored: readonly Difference[];
  /** What would be done about the workflow without `ignore`; null where nothing is ignored of it. */
  readonly ignoredWorkflow: PlannedWorkflow | null;
}

export type Change =
  | {
      readonly kind: 'create';
      readonly id: PlayId;
      readonly desired: DesiredPlay;
      readonly workflow: PlannedWorkflow | null;
    }
  | ({ readonly kind: 'adopt' } & Existing)
  /**
   * `kept` is what differs and stays so: `create-only` writes no field, and only ends what it has begun. Null where
   * all that differs is written. `newLine`: the ownership line is written anew; `was` is the one that the play has,
   * where the definition speaks of it as its past.
   */
  | ({
      readonly kind: 'update';
      readonly newLine: boolean;
      readonly was: Ownership | null;
      readonly kept: readonly Difference[] | null;
    } & Existing)
  /** `foreign` is a play that another owner manages: it is not the definition's, and only shown beside it. */
  | ({ readonly kind: 'none'; readonly note: string | null; readonly foreign: boolean } & Existing)
  | Removal;

/** Why a play can't be brought in line; one refusal and nothing at all is written. */
export interface Refusal {
  readonly id: PlayId;
  /** Null where it is about plays of which no definition is left. */
  readonly desired: DesiredPlay | null;
  readonly message: string;
  readonly uuids: readonly PlayUuid[];
  /** What was not to be done to a play of which no definition is left. */
  readonly removal?: OnRemoval;
  /** That play, where it is one alone. */
  readonly actual?: Play | null;
}

/** What a run would do: plain data, in definition order, then removals by id. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
  /** What forbids the plan as a whole, as sentences. */
  readonly problems: readonly string[];
  /** Plays of ours that no definition has any more, and that this run leaves as they are, by id. */
  readonly orphans: readonly Orphan[];
  /** What makes plays run more, or on more records, than before: sentences by id. */
  readonly impacts: ReadonlyMap<PlayId, readonly string[]>;
}

/**
 * Computes what must change so that the workspace holds each definition.
 * @param desired in definition order
 * @param pause called twice for each definition, so that others get a turn: comparing long filters takes its time
 * @returns the plan; with any refusal or problem in it, nothing may be written
 */
export async function plan(
  desired: readonly DesiredPlay[],
  actual: ActualPlays,
  settings: PlanSettings,
  pause: () => Promise<void>,
): Promise<Plan> {
  const { byId } = actual.matches;
  const look: LookUp = (reference) => {
    const found = byId.get(reference.id);
    const row = found !== undefined && 'row' in found ? found.row : undefined;
    const play = row === undefined ? undefined : actual.full.get(row.uuid)?.play;
    return play?.[reference.property] ?? undefined;
  };

  const changes: Change[] = [];
  const refusals: Refusal[] = [];
  const refuse = (play: DesiredPlay, message: string): void => {
    refusals.push({ id: play.id, desired: play, message, uuids: uuidsOf(byId.get(play.id)) });
  };
  for (const play of desired) {
    await pause();
    const found = byId.get(play.id) ?? { kind: 'missing' };
    const decided = decide(play, found, actual, look, settings);
    if (typeof decided === 'string') refuse(play, decided);
    else changes.push(decided);
  }
  const kept = keptNames(changes);
  for (const play of desired) {
    const keeper = kept.get(play.id);
    if (keeper !== undefined) refuse(play, sentences.nameKept(play, keeper));
  }
  const allowed = changes.filter(({ id }) => !kept.has(id));
  const impacts = await impactsOf(allowed.flatMap(weighed), pause);
  const orphaned = [...actual.matches.orphans].sort(([one], [other]) => (one < other ? -1 : 1));
  if (settings.policy !== 'sync')
    return { changes: allowed, refusals, problems: [], orphans: orphansOf(orphaned), impacts };
  const read = (row: PlayRow): ActualPlay => inFull(row, actual);
  const removed = removalsOf(orphaned, read, actual.matches.twoLines, settings);
  return {
    changes: [...allowed, ...removed.changes],
    refusals: [...refusals, ...removed.refusals],
    problems: removed.problems,
    orphans: removed.orphans,
    impacts,
  };
}

/** A change as its costs are weighed: before it, a play has what differs, and all else as it is defined. */
function weighed(change: Change): Weighed[] {
  if (isRemoval(change)) return [];
  const { id, desired } = change;
  const { fields, dependsOn } = desired;
  if (change.kind === 'create') return [{ id, uuid: null, before: null, after: fields, dependsOn }];
  const differing = change.differences.map(({ field, before }) => [field, before] as const);
  const before = { ...fields, ...Object.fromEntries(differing) };
  const { uuid } = change.actual.play;
  return [{ id, uuid, before, after: change.kind === 'none' ? before : fields, dependsOn }];
}

function inFull(row: PlayRow, { full }: ActualPlays): ActualPlay {
  const whole = full.get(row.uuid);
  if (whole === undefined) throw new TypeError(`the play ${row.uuid} was not read in full`);
  return whole;
}

/** One row of the policy table: a change, or the sentence that refuses it. */
function decide(
  play: DesiredPlay,
  found: Match,
  actual: ActualPlays,
  look: LookUp,
  settings: PlanSettings,
): Change | string {
  switch (found.kind) {
    case 'missing':
      return {
        kind: 'create',
        id: play.id,
        desired: play,
        workflow: actual.workflowOf(play, null, true, look),
      };
    case 'two-lines':
      return found.rows.map(sentences.twoLines).join(' ');
    case 'several-with-line':
      return sentences.severalWithLine(found.id, found.rows);
    case 'several-with-name':
      return sentences.severalWithName(play, found.rows);
    case 'meant-by-several':
      return sentences.meantBySeveral(found.rows, found.others);
    case 'shortened':
      return sentences.keptShortened(play, found.rows);
    case 'owned':
    case 'owned-under-old-id':
    case 'unowned':
    case 'owned-by-other':
      break;
  }
  if (found.row.modelUuid.toLowerCase() !== play.modelUuid.toLowerCase())
    return sentences.modelChanged(
      play,
      found.row,
      actual.modelName(found.row.modelUuid),
      found.kind === 'owned-under-old-id' && found.by === 'line',
    );

  const whole = inFull(found.row, actual);
  const { desired: settled, ignored } = settleFields(play, whole, look);
  const differences = differencesOf(fillTemplates(settled.fields, look) as DesiredPlay['fields'], whole);
  const isOwned = found.kind === 'owned' || found.kind === 'owned-under-old-id';
  const protectDiffers = isOwned && readOwnership(found.row.description)?.isProtected !== play.protect;
  const same = differences.length === 0 && !protectDiffers;
  const isForeign = found.kind === 'owned-by-other';
  // without an owner nothing says whose a play is: one that is exactly as defined may be gone on with
  const isOurs = found.kind === 'owned' || (found.kind === 'unowned' && settings.owner === null && same);
  // an adopted play is ours from the next run on: what that one would end, this one does
  const isManaged = isOwned || isOurs || (found.kind === 'unowned' && settings.adopt);
  const { desired, workflow, setAside } = settleWorkflow(settled, isManaged, (each) =>
    isForeign ? null : actual.workflowOf(each, whole, isOurs, look),
  );
  const existing: Existing = {
    id: play.id,
    desired,
    actual: whole,
    differences,
    protectDiffers,
    workflow,
    ignored,
    ignoredWorkflow: setAside,
  };
  const isAsDefined = same && (workflow === null || !isWritten(workflow));
  const none = (note: string | null, foreign = false): Change => ({
    kind: 'none',
    note,
    foreign,
    ...existing,
  });
  const changesNothing = settings.policy === 'create-only';
  // what `create-only` has begun, it ends
  const toEnd = (): Change | null =>
    workflow === null || !isWritten(workflow)
      ? null
      : {
          kind: 'update',
          newLine: false,
          was: null,
          kept: differences,
          ...existing,
          differences: [],
          protectDiffers: false,
        };
  switch (found.kind) {
    case 'owned':
      if (changesNothing) return toEnd() ?? none(null);
      return isAsDefined
        ? none(null)
        : { kind: 'update', newLine: false, was: null, kept: null, ...existing };
    case 'owned-under-old-id': {
      if (changesNothing) return none(sentences.oldLine(play, found));
      const was = found.by === 'line' ? found.old : null;
      return { kind: 'update', newLine: true, was, kept: null, ...existing };
    }
    case 'unowned':
      if (changesNothing) return toEnd() ?? none(same ? null : sentences.notManaged(settings.owner));
      return settings.adopt ? { kind: 'adopt', ...existing } : sentences.notAdopted(play, found.row);
    case 'owned-by-other': {
      const sentence = sentences.ownedByOther(play, found.row, found.ownership, settings);
      return changesNothing ? none(sentence, true) : sentence;
    }
  }
}

/** Whether a change is about a play that no definition has any more. */
export function isRemoval(change: Change): change is Removal {
  return !('desired' in change);
}

/** Whether a play that is left as it is differs from its definition. */
export function isDrifted(change: Extract<Change, { kind: 'none' }>): boolean {
  const { differences, protectDiffers, workflow } = change;
  return differences.length > 0 || protectDiffers || (workflow !== null && isWorkflowDrifted(workflow));
}

function uuidsOf(found: Match | undefined): PlayUuid[] {
  if (found === undefined || found.kind === 'missing') return [];
  return 'rows' in found ? found.rows.map(({ uuid }) => uuid) : [found.row.uuid];
}
