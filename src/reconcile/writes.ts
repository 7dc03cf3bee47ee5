import { ApiError } from '../errors.ts';
import type { PlayId } from '../definition/play-id.ts';
import type { PlayRow } from './actual.ts';
import { createBody, fillFields, updateBody } from './body.ts';
import type { Progress, Step } from './execute.ts';
import { readOwnership, sameOwner } from './ownership.ts';
import type { Change } from './plan.ts';
import { createOnce, deleteOnce, findCreated, isListed } from './settle.ts';
import type { SettleContext } from './settle.ts';

/** What is known of a play while its change is being written. */
export interface Written {
  /** Null as long as it does not exist. */
  readonly play: PlayRow | null;
  /** What to tell beside that it was done. */
  readonly note: string | null;
  /** Set where a cancellation left open what became of it: reads the answer from one more look, null for none. */
  readonly doubt: ((rows: readonly PlayRow[] | null) => Progress<Written>) | null;
}

export interface WriteContext extends SettleContext {
  /** The plays that exist by now, by the ids of their definitions. */
  readonly plays: ReadonlyMap<PlayId, PlayRow>;
}

const cancelled = 'The run was cancelled before its turn came.';
const notKnown =
  'The run was cancelled while the play was being created: it is not known whether it was made. The next run settles it.';

/** What is known before the first step of a change: the play that is there. */
export function beforeSteps(change: Change): Written {
  return { play: change.kind === 'create' ? null : change.actual.play, note: null, doubt: null };
}

/** The steps that a change takes, one after the other; none where nothing is to be done. */
export function stepsOf(change: Change, context: WriteContext): readonly Step<Written>[] {
  switch (change.kind) {
    case 'none':
      return [];
    case 'create':
      return [create(change, context)];
    case 'adopt':
    case 'update':
      return [update(change, context)];
    case 'delete':
      return [remove(change, context)];
  }
}

function create(change: Extract<Change, { kind: 'create' }>, context: WriteContext): Step<Written> {
  return async (state, turn) => {
    const { fields, missing } = fillFields(change.desired, context.plays);
    if (missing !== undefined) return failed(state, notTold(missing));
    const body = createBody(change.desired, fields, context.owner);
    const done = (play: PlayRow): Progress<Written> => ({
      kind: 'done',
      state: { play, note: notesOn(play, change.id, body.name, context), doubt: null },
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
    try {
      const answered = await turn(() =>
        context.api.updatePlay(before.uuid, updateBody(change, fields, context.owner)),
      );
      // an answer that leaves something out does not take it away
      const play = {
        ...answered,
        modelUuid: before.modelUuid,
        workflowUuid: answered.workflowUuid ?? before.workflowUuid,
        segmentUuid: answered.segmentUuid ?? before.segmentUuid,
      };
      const line = lineNote(play, change.id, context);
      return { kind: 'done', state: { play, note: line, doubt: null } };
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      return refused(state, thrown, '');
    }
  };
}

function remove(change: Extract<Change, { kind: 'delete' }>, context: WriteContext): Step<Written> {
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

function failed(state: Written, error: string): Progress<Written> {
  return { kind: 'failed', state, error };
}

function refused(state: Written, error: ApiError, more: string): Progress<Written> {
  if (error.certainty === 'not-done') {
    // queued in the client when the run was cancelled, or when the service took no more: nothing was sent
    if (error.code === 'cancelled') return { kind: 'not-attempted', state, error: cancelled };
    if (error.code === 'not-begun') return { kind: 'not-attempted', state, error: error.message };
  }
  return failed(state, `${error.message}${more}`);
}

function notTold(missing: { readonly property: string; readonly id: string }): string {
  return `Cargo did not tell the ${missing.property} of "${missing.id}", which this play needs.`;
}

function notesOn(play: PlayRow, id: PlayId, name: string, context: WriteContext): string | null {
  const notes = [nameNote(play, name, context), lineNote(play, id, context)].filter((note) => note !== null);
  return notes.length === 0 ? null : notes.join(' ');
}

function nameNote(play: PlayRow, sent: string, { owner }: WriteContext): string | null {
  if (play.name === sent || play.name === '') return null;
  const next =
    owner === null ? 'or a later run may not recognise the play' : 'or every run will see a difference';
  return `Cargo keeps the name as "${play.name}", not as "${sent}". Write it so in the file, ${next}.`;
}

function lineNote(play: PlayRow, id: PlayId, context: WriteContext): string | null {
  if (context.owner === null) return null;
  const line = readOwnership(play.description);
  if (line !== null && sameOwner(line.owner, context.owner) && line.id === id) return null;
  // an answer without a description says nothing about it
  if (!play.isDescribed) return null;
  context.lineLost = true;
  return 'The service did not keep the ownership line, so from now on this play is recognised by its name and model alone.';
}
