import pLimit from 'p-limit';
import type { Clock } from '../clock.ts';
import { ApiError } from '../errors.ts';
import type { PlayId } from '../definition/parse.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { CreateBody, Play, PlayApi, PlayRow } from './actual.ts';
import { createBody, fillFields, updateBody } from './body.ts';
import { deleteWaves } from './order.ts';
import { readOwnership, sameOwner } from './ownership.ts';
import type { Owner } from './ownership.ts';
import type { Change } from './plan.ts';
import { createOnce, findCreated, sharedLooks } from './settle.ts';
import type { SettleContext } from './settle.ts';

/** How a change ended. */
export type Outcome =
  | { readonly status: 'unchanged'; readonly change: Change; readonly play: Play }
  | { readonly status: 'drifted'; readonly change: Change; readonly play: Play }
  /** `play` is the play as it is now, or as it last was where it was deleted. */
  | { readonly status: 'applied'; readonly change: Change; readonly play: Play; readonly note: string | null }
  | { readonly status: 'failed'; readonly change: Change; readonly play: Play | null; readonly error: string }
  | {
      readonly status: 'not-attempted';
      readonly change: Change;
      readonly play: Play | null;
      readonly error: string;
    };

export interface ApplyContext {
  readonly api: PlayApi;
  readonly owner: Owner | null;
  /** The plays that the service listed before the run. */
  readonly rows: readonly PlayRow[];
  /** Writes in flight at the most. */
  readonly parallelism: number;
  /** How often a create that surely or by all looks didn't happen is repeated. */
  readonly retries: number;
  readonly clock: Clock;
  /** After it, no new write begins. */
  readonly stop: AbortSignal;
  /** Ends the one look that follows a cancellation. */
  readonly lastLook: () => AbortSignal;
  /** Called as soon as a change has ended, in the order in which they end. */
  readonly onOutcome: (outcome: Outcome) => void;
}

const cancelled = 'The run was cancelled before its turn came.';

/**
 * Executes a plan: creates and updates first, each as soon as the plays it waits for are done, then deletes,
 * if nothing failed. Never rejects for what a single play meets.
 * @returns one outcome a change, in the plan's order
 */
export async function apply(changes: readonly Change[], context: ApplyContext): Promise<Outcome[]> {
  const limit = pLimit(context.parallelism);
  const plays = new Map<PlayId, Play>();
  const tasks = new Map<PlayId, Promise<Outcome>>();
  const doubts: Doubt[] = [];
  const settle: SettleContext = {
    api: context.api,
    owner: context.owner,
    before: new Set(context.rows.map((row) => row.uuid)),
    claimed: new Set(),
    look: sharedLooks(() => context.api.listPlays()),
    retries: context.retries,
    clock: context.clock,
    stop: context.stop,
    lineLost: false,
  };
  const done = (outcome: Outcome): Outcome => {
    if (outcome.play !== null && outcome.status !== 'failed') plays.set(outcome.change.id, outcome.play);
    context.onOutcome(outcome);
    return outcome;
  };

  const byId = new Map(changes.map((change) => [change.id, change]));
  const start = (change: Exclude<Change, { kind: 'delete' }>): Promise<Outcome> => {
    const begun = tasks.get(change.id);
    if (begun !== undefined) return begun;
    const task = write(change);
    tasks.set(change.id, task);
    return task;
  };

  async function write(change: Exclude<Change, { kind: 'delete' }>): Promise<Outcome> {
    if (change.kind === 'none') {
      const status = change.differences.length === 0 ? 'unchanged' : 'drifted';
      return done({ status, change, play: change.actual.play });
    }
    const existing = change.kind === 'create' ? null : change.actual.play;
    for (const id of change.desired.dependsOn) {
      const other = byId.get(id);
      if (other === undefined || other.kind === 'delete') continue;
      const { status } = await start(other);
      if (status === 'failed' || status === 'not-attempted') {
        const error = `It waits for "${id}", which ${status === 'failed' ? 'failed' : 'was not attempted'}.`;
        return done({ status: 'not-attempted', change, play: existing, error });
      }
    }
    const { fields, missing } = fillFields(change.desired, plays);
    if (missing !== undefined) {
      const error = `The service told no ${missing.property} of "${missing.id}", which this play needs.`;
      return done({ status: 'failed', change, play: existing, error });
    }
    return change.kind === 'create' ? create(change, fields) : update(change, fields);
  }

  async function create(
    change: Extract<Change, { kind: 'create' }>,
    fields: DesiredPlay['fields'],
  ): Promise<Outcome> {
    const body = createBody(change.desired, fields, context.owner);
    const created = await createOnce(change.id, body, settle, (sent) =>
      limit(() => {
        if (context.stop.aborted) throw neverSent();
        return context.api.createPlay(sent);
      }),
    );
    switch (created.kind) {
      case 'created':
        settle.claimed.add(created.play.uuid);
        return done({
          status: 'applied',
          change,
          play: created.play,
          note: lineNote(created.play, change.id),
        });
      case 'failed':
        return created.code === 'cancelled'
          ? done({ status: 'not-attempted', change, play: null, error: cancelled })
          : done({ status: 'failed', change, play: null, error: created.message });
      case 'in-doubt':
        // told when all requests in flight have ended, by one look for all
        doubts.push({ change, body });
        return { status: 'failed', change, play: null, error: notKnown };
    }
  }

  async function update(
    change: Extract<Change, { kind: 'adopt' | 'update' }>,
    fields: DesiredPlay['fields'],
  ): Promise<Outcome> {
    const before = change.actual.play;
    return limit(async () => {
      if (context.stop.aborted)
        return done({ status: 'not-attempted', change, play: before, error: cancelled });
      try {
        const play = await context.api.updatePlay(before.uuid, updateBody(change, fields, context.owner));
        return done({ status: 'applied', change, play, note: lineNote(play, change.id) });
      } catch (thrown) {
        return done(failure(change, before, thrown));
      }
    });
  }

  async function remove(change: Extract<Change, { kind: 'delete' }>): Promise<Outcome> {
    const { play } = change.actual;
    return limit(async () => {
      if (context.stop.aborted) return done({ status: 'not-attempted', change, play, error: cancelled });
      try {
        await context.api.deletePlay(play.uuid);
        return done({ status: 'applied', change, play, note: null });
      } catch (thrown) {
        return done(failure(change, play, thrown));
      }
    });
  }

  function lineNote(play: Play, id: PlayId): string | null {
    if (context.owner === null) return null;
    const line = readOwnership(play.description);
    if (line !== null && sameOwner(line.owner, context.owner) && line.id === id) return null;
    settle.lineLost = true;
    return 'The service did not keep the ownership line, so from now on this play is recognised by its name and model alone.';
  }

  const writes: Promise<Outcome>[] = [];
  const deletes: Extract<Change, { kind: 'delete' }>[] = [];
  for (const change of changes) {
    if (change.kind === 'delete') deletes.push(change);
    else writes.push(start(change));
  }
  const outcomes = await Promise.all(writes);
  const settled = await settleDoubts(doubts, settle, context, lineNote);
  const written = outcomes.map((outcome) => {
    const late = settled.get(outcome.change.id);
    return late === undefined ? outcome : done(late);
  });

  for (const wave of deleteWaves(deletes)) {
    const whole = written.every(({ status }) => status !== 'failed' && status !== 'not-attempted');
    const error = context.stop.aborted ? cancelled : 'Nothing is deleted in a run in which something failed.';
    const ended = whole
      ? await Promise.all(wave.map(remove))
      : wave.map((change) => done({ status: 'not-attempted', change, play: change.actual.play, error }));
    written.push(...ended);
  }
  const byChange = new Map(written.map((outcome) => [outcome.change, outcome]));
  return changes.flatMap((change) => byChange.get(change) ?? []);
}

interface Doubt {
  readonly change: Extract<Change, { kind: 'create' }>;
  readonly body: CreateBody;
}

const notKnown =
  'The run was cancelled while the play was being created: it is not known whether it was made. The next run settles it.';

/** After a cancellation: one look for all creates that are still in doubt. */
async function settleDoubts(
  doubts: readonly Doubt[],
  settle: SettleContext,
  context: ApplyContext,
  lineNote: (play: Play, id: PlayId) => string | null,
): Promise<Map<PlayId, Outcome>> {
  const settled = new Map<PlayId, Outcome>();
  if (doubts.length === 0) return settled;
  let rows: readonly PlayRow[] = [];
  try {
    rows = await context.api.listPlays({ lastLook: context.lastLook() });
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
  }
  for (const { change, body } of doubts) {
    const row = findCreated(rows, change.id, body, settle);
    if (row === undefined) {
      settled.set(change.id, { status: 'failed', change, play: null, error: notKnown });
      continue;
    }
    settle.claimed.add(row.uuid);
    const play = row.read();
    settled.set(change.id, { status: 'applied', change, play, note: lineNote(play, change.id) });
  }
  return settled;
}

function neverSent(): ApiError {
  return new ApiError('cancelled', cancelled, {
    method: 'POST',
    path: '/orchestration/plays',
    status: null,
    reason: null,
    certainty: 'not-done',
  });
}

function failure(change: Change, play: Play, thrown: unknown): Outcome {
  if (!(thrown instanceof ApiError)) throw thrown;
  // queued in the client when the run was cancelled: nothing was sent
  return thrown.code === 'cancelled' && thrown.certainty === 'not-done'
    ? { status: 'not-attempted', change, play, error: cancelled }
    : { status: 'failed', change, play, error: thrown.message };
}
