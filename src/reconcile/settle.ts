import type { Clock } from '../clock.ts';
import { ApiError } from '../errors.ts';
import type { ErrorCode } from '../errors.ts';
import type { CreateBody, Play, PlayApi, PlayRow, PlayUuid } from './actual.ts';
import { readOwnership, sameOwner } from './ownership.ts';
import type { Owner } from './ownership.ts';

/** Seconds after a doubt at which the play is looked for. */
const lookAfterSeconds = [0.5, 2, 5] as const;

/**
 * What a create's maker knows and shares between all creates of a run.
 * `claimed` holds the uuids that belong to definitions of this run, so that no play is found twice.
 */
export interface SettleContext {
  readonly api: PlayApi;
  readonly owner: Owner | null;
  readonly before: ReadonlySet<PlayUuid>;
  readonly claimed: Set<PlayUuid>;
  /** A list of the plays that begins after this call; shared by all who ask before it begins. */
  readonly look: () => Promise<readonly PlayRow[]>;
  readonly retries: number;
  readonly clock: Clock;
  /** After it, nothing is written and nothing is looked for. */
  readonly stop: AbortSignal;
  /** Turns true when an answer showed that the service doesn't keep the ownership line. */
  lineLost: boolean;
}

export type Created =
  | { readonly kind: 'created'; readonly play: Play }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string }
  /** The run was cancelled before this could be found out. */
  | { readonly kind: 'in-doubt'; readonly error: ApiError };

/**
 * Shares list requests: a caller gets one that begins after the call, together with all who asked meanwhile.
 * A look that began before a doubt arose says nothing about it.
 */
export function sharedLooks(list: () => Promise<readonly PlayRow[]>): () => Promise<readonly PlayRow[]> {
  let running: Promise<unknown> = Promise.resolve();
  let waiting: Promise<readonly PlayRow[]> | null = null;
  return () => {
    waiting ??= running
      .catch(() => undefined)
      .then(() => {
        const begun = list();
        running = begun;
        waiting = null;
        return begun;
      });
    return waiting;
  };
}

/**
 * Finds the play that a doubtful create has made, if it has.
 * @returns a play that was not there before the run, is no other definition's, and carries our line for this
 *   id; with `owner: none`, or where the service drops the line, one of the same name and model
 */
export function findCreated(
  rows: readonly PlayRow[],
  id: string,
  body: CreateBody,
  context: Pick<SettleContext, 'owner' | 'before' | 'claimed' | 'lineLost'>,
): PlayRow | undefined {
  return rows.find((row) => {
    if (row.deletedAt !== null || context.before.has(row.uuid) || context.claimed.has(row.uuid)) return false;
    const ownership = readOwnership(row.description);
    if (context.owner !== null && ownership !== null) {
      return sameOwner(ownership.owner, context.owner) && ownership.id === id;
    }
    return (
      (context.owner === null || context.lineLost) &&
      ownership === null &&
      row.name === body.name &&
      row.modelUuid.toLowerCase() === body.modelUuid.toLowerCase()
    );
  });
}

/**
 * Creates a play once. What may or may not have happened is looked for before anything is repeated, and what
 * the service may still be at work on is never repeated.
 * @param send sends the create; the caller decides how many may be in flight
 */
export async function createOnce(
  id: string,
  body: CreateBody,
  context: SettleContext,
  send: (body: CreateBody) => Promise<Play>,
): Promise<Created> {
  let retries = context.retries;
  for (;;) {
    let error: ApiError;
    try {
      return { kind: 'created', play: await send(body) };
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      error = thrown;
    }
    const failed = (more: string): Created => ({
      kind: 'failed',
      code: error.code,
      message: `${error.message}${more}`,
    });
    if (error.certainty === 'not-done') return failed('');
    const found = await lookFor(id, body, context);
    if (context.stop.aborted && found.kind !== 'found') return { kind: 'in-doubt', error };
    switch (found.kind) {
      case 'found':
        return { kind: 'created', play: found.play };
      case 'no-look':
        return failed(` ${found.reason} It is not known whether the play was made; the next run settles it.`);
      case 'not-found':
        if (error.certainty === 'late') {
          return failed(
            ' The play was looked for and not found. It may still appear; the next run settles it.',
          );
        }
        if (retries === 0) return failed(' The play was looked for and not found.');
        retries -= 1;
    }
  }
}

type Found =
  | { readonly kind: 'found'; readonly play: Play }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'no-look'; readonly reason: string };

async function lookFor(id: string, body: CreateBody, context: SettleContext): Promise<Found> {
  const start = context.clock.now();
  let last: Found = { kind: 'no-look', reason: 'The run ended before the play could be looked for.' };
  for (const seconds of lookAfterSeconds) {
    await context.clock.sleep(Math.max(0, start + seconds * 1000 - context.clock.now()), context.stop);
    if (context.stop.aborted) return last;
    try {
      const row = findCreated(await context.look(), id, body, context);
      if (row !== undefined) {
        // claimed at once, before any other doubt of the same look reads on
        context.claimed.add(row.uuid);
        return { kind: 'found', play: row.read() };
      }
      last = { kind: 'not-found' };
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      // only a last look that succeeded lets a create be repeated: an earlier one may have been too early
      last = { kind: 'no-look', reason: `Looking for it failed too: ${thrown.message}` };
    }
  }
  return last;
}
