import { ApiError } from '../errors.ts';
import type { PlayId } from '../definition/play-id.ts';
import type { PlayRow } from './actual.ts';
import { createBody, fillFields, partingBody, updateBody } from './body.ts';
import type { Progress, Step, Turn } from './execute.ts';
import { readOwnership, sameOwner } from './ownership.ts';
import type { Change } from './plan.ts';
import type { Removal } from './removal.ts';
import { createOnce, deleteOnce, findCreated, isListed } from './settle.ts';
import type { SettleContext } from './settle.ts';
import type { DeployJob, DeployOutcome } from './workflow/deploy.ts';
import { howFar, isWritten } from './workflow/planned.ts';
import type { LookUp, PlannedWorkflow } from './workflow/planned.ts';
import type { TrialJob } from './workflow/trial-start.ts';

/** What is known of a play while its change is being written. */
export interface Written {
  /** Null as long as it does not exist. */
  readonly play: PlayRow | null;
  /** What to tell beside that it was done. */
  readonly note: string | null;
  /** How far its workflow came; null where nothing was done about that. */
  readonly live: Live | null;
  /** Set where a cancellation left open what became of it: reads the answer from one more look, null for none. */
  readonly doubt: ((rows: readonly PlayRow[] | null) => Progress<Written>) | null;
}

/** What was done about the workflow of a play. */
export interface Live {
  readonly job: DeployJob;
  readonly outcome: DeployOutcome;
  /** What was done to the play itself before, as in `created`; null where nothing was. */
  readonly before: 'created' | 'updated' | null;
}

/** What a workflow is to be tried on before it goes live, and how. */
type Tryout = Pick<TrialJob, 'trial' | 'selection'>;

/**
 * Brings the workflow of a play live, once the play itself is written.
 * @param known the uuids of other plays, which exist by now
 * @param tryout null where it goes live untried
 * @returns null where Cargo did not tell the play's workflow
 */
export type GoLive = (
  id: PlayId,
  play: PlayRow,
  planned: PlannedWorkflow,
  known: LookUp,
  tryout: Tryout | null,
  turn: Turn,
) => Promise<Omit<Live, 'before'> | null>;

export interface WriteContext extends SettleContext {
  /** Null where no definition has a workflow, so that what it takes is not loaded. */
  readonly goLive: GoLive | null;
  /** The plays that exist by now, by the ids of their definitions. */
  readonly plays: ReadonlyMap<PlayId, PlayRow>;
}

const cancelled = 'The run was cancelled before it reached this play.';
const notKnown =
  'The run was cancelled while Cargo was creating the play. It may or may not exist. The next run finds it or creates it.';

/** What is known before the first step of a change: the play that is there. */
export function beforeSteps(change: Change): Written {
  return { play: change.kind === 'create' ? null : change.actual.play, note: null, live: null, doubt: null };
}

/** The steps that a change takes, one after the other; none where nothing is to be done. */
export function stepsOf(change: Change, context: WriteContext): readonly Step<Written>[] {
  switch (change.kind) {
    case 'none':
      return [];
    case 'create':
      return [create(change, context), ...workflowSteps(change, context)];
    case 'adopt':
    case 'update':
      return [update(change, context), ...workflowSteps(change, context)];
    case 'delete':
      return [remove(change, context)];
    case 'disable':
    case 'release':
      return [part(change, context)];
  }
}

function create(change: Extract<Change, { kind: 'create' }>, context: WriteContext): Step<Written> {
  return async (state, turn) => {
    const { fields, missing } = fillFields(change.desired, context.plays);
    if (missing !== undefined) return failed(state, notTold(missing));
    const body = createBody(change.desired, fields, context.owner);
    const done = (play: PlayRow): Progress<Written> => ({
      kind: 'done',
      state: { ...state, play, note: notesOn(play, change.id, body.name, context) },
    });
    const created = await createOnce(change.id, body, context, (sent) =>
      turn(() => context.api.createPlay(sent)),
    );
    switch (created.kind) {
      case 'created':
        return done(created.play);
      case 'failed':
        return refused(state, created.error, created.more);
      case 'in-doubt': {
        const doubt = (rows: readonly PlayRow[] | null): Progress<Written> => {
          const row = findCreated(rows ?? [], change.id, body, context);
          if (row === undefined) return failed(state, notKnown);
          context.claimed.add(row.uuid);
          return done(row);
        };
        return { kind: 'failed', state: { ...state, doubt }, error: notKnown };
      }
    }
  };
}

function update(change: Extract<Change, { kind: 'adopt' | 'update' }>, context: WriteContext): Step<Written> {
  return async (state, turn) => {
    const { fields, missing } = fillFields(change.desired, context.plays);
    if (missing !== undefined) return failed(state, notTold(missing));
    const before = change.actual.play;
    const body = updateBody(change, fields, context.owner);
    // only its workflow is to change
    if (Object.keys(body).length === 0) return { kind: 'done', state };
    try {
      const answered = await turn(() => context.api.updatePlay(before.uuid, body));
      // an answer that leaves something out does not take it away
      const play = {
        ...answered,
        modelUuid: before.modelUuid,
        workflowUuid: answered.workflowUuid ?? before.workflowUuid,
        segmentUuid: answered.segmentUuid ?? before.segmentUuid,
      };
      const line = lineNote(play, change.id, context);
      return { kind: 'done', state: { ...state, play, note: line } };
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      return refused(state, thrown, '');
    }
  };
}

/** The step after the play itself is written; none where its workflow stays as it is. */
function workflowSteps(
  change: Extract<Change, { kind: 'create' | 'adopt' | 'update' }>,
  { goLive, plays }: WriteContext,
): Step<Written>[] {
  const { workflow } = change;
  if (workflow === null || goLive === null || !isWritten(workflow)) return [];
  return [
    async (state, turn): Promise<Progress<Written>> => {
      const { play } = state;
      if (play === null) throw new TypeError(`${change.id} was written and left no play`);
      const before: Live['before'] =
        change.kind === 'create' ? 'created' : play === change.actual.play ? null : 'updated';
      const known: LookUp = ({ id, property }) => plays.get(id)?.[property] ?? undefined;
      const ended = await goLive(change.id, play, workflow, known, tryoutOf(change, plays), turn);
      if (ended === null) {
        const nowhere = 'Cargo does not say which workflow the play has. The next run tries again.';
        return failed(state, `${before === null ? '' : `${before}, `}not deployed: ${nowhere}`);
      }
      const live: Live = { ...ended, before };
      const error = howFar(before, ended.outcome);
      if (error === null) return { kind: 'done', state: { ...state, live } };
      const isBegun = before !== null || ended.outcome.status === 'failed' || ended.outcome.done.length > 0;
      const kind = isBegun ? ('failed' as const) : ('not-attempted' as const);
      return { kind, state: { ...state, live }, error };
    },
  ];
}

/** The records that a play is about, as its definition has it. */
function tryoutOf(
  { desired }: Extract<Change, { kind: 'create' | 'adopt' | 'update' }>,
  plays: WriteContext['plays'],
): Tryout | null {
  const { trial, modelUuid } = desired;
  if (trial === null) return null;
  const { filter, sort, limit } = fillFields(desired, plays).fields;
  return { trial, selection: { modelUuid, filter, sort, limit: typeof limit === 'number' ? limit : null } };
}

function remove(change: Removal, context: WriteContext): Step<Written> {
  return async (state, turn) => {
    const { uuid } = change.actual.play;
    const deleted = await deleteOnce(uuid, context, () => turn(() => context.api.deletePlay(uuid)));
    switch (deleted.kind) {
      case 'deleted':
        return { kind: 'done', state };
      case 'failed':
        return refused(state, deleted.error, deleted.more);
      case 'in-doubt': {
        const { message } = deleted.error;
        const doubt = (rows: readonly PlayRow[] | null): Progress<Written> =>
          rows === null || isListed(rows, uuid) ? failed(state, message) : { kind: 'done', state };
        return { kind: 'failed', state: { ...state, doubt }, error: message };
      }
    }
  };
}

/** Leaves a play without a definition as it is to be left; the client may repeat an update. */
function part(change: Removal, { api }: WriteContext): Step<Written> {
  return async (state, turn) => {
    try {
      await turn(() => api.updatePlay(change.actual.play.uuid, partingBody(change)));
      return { kind: 'done', state };
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      return refused(state, thrown, '');
    }
  };
}

function failed(state: Written, error: string): Progress<Written> {
  return { kind: 'failed', state, error };
}

function refused(state: Written, error: ApiError, more: string): Progress<Written> {
  if (error.certainty === 'not-done') {
    // queued in the client when the run was cancelled, or when Cargo took no more: nothing was sent
    if (error.code === 'cancelled') return { kind: 'not-attempted', state, error: cancelled };
    if (error.code === 'not-begun') return { kind: 'not-attempted', state, error: error.message };
  }
  return failed(state, `${error.message}${more}`);
}

function notTold(missing: { readonly property: string; readonly id: string }): string {
  return `Cargo returned no ${missing.property} for "${missing.id}", and this play needs it. Run the job again.`;
}

function notesOn(play: PlayRow, id: PlayId, name: string, context: WriteContext): string | null {
  const notes = [nameNote(play, name, context), lineNote(play, id, context)].filter((note) => note !== null);
  return notes.length === 0 ? null : notes.join(' ');
}

function nameNote(play: PlayRow, sent: string, { owner }: WriteContext): string | null {
  if (play.name === sent || play.name === '') return null;
  const next =
    owner === null ? 'or a later run may not find the play' : 'or every run will show a difference';
  return `Cargo stores the name as "${play.name}", not as "${sent}". Write it like this in the file, ${next}.`;
}

function lineNote(play: PlayRow, id: PlayId, context: WriteContext): string | null {
  if (context.owner === null) return null;
  const line = readOwnership(play.description);
  if (line !== null && sameOwner(line.owner, context.owner) && line.id === id) return null;
  // an answer without a description says nothing about it
  if (!play.isDescribed) return null;
  context.lineLost = true;
  return 'Cargo did not keep the ownership line. From now on, this play is matched by its name and model only.';
}
