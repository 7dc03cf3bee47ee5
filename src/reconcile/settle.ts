import type { Clock } from '../clock.ts';
import { ApiError } from '../errors.ts';
import type { CreateBody, PlayApi, PlayRow, PlayUuid } from './actual.ts';
import { isShortened, looseName } from './names.ts';
import { readOwnership, sameOwner } from './ownership.ts';
import type { Owner } from './ownership.ts';

/** Seconds after a doubt at which the play is looked for. */
const lookAfterSeconds = [0.5, 2, 5] as const;

/**
 * What the makers of a run's writes know and share.
 * `claimed` holds the uuids that belong to definitions of this run, so that no play is found twice.
 */
export interface SettleContext {
  readonly api: PlayApi;
  readonly owner: Owner | null;
  readonly before: ReadonlySet<PlayUuid>;
  readonly claimed: Set<PlayUuid>;
  /** The names of all definitions as they are compared (`looseName`), by id. */
  readonly names: ReadonlyMap<string, string>;
  /** A list of the plays that begins after this call; shared by all who ask before it begins. */
  readonly look: () => Promise<readonly PlayRow[]>;
  readonly retries: number;
  readonly clock: Clock;
  /** After it, nothing is written and nothing is looked for. */
  readonly stop: AbortSignal;
  /** Turns true when an answer showed that Cargo doesn't keep the ownership line. */
  lineLost: boolean;
}

export type Created =
  | { readonly kind: 'created'; readonly play: PlayRow }
  | { readonly kind: 'failed'; readonly error: ApiError; readonly more: string }
  /** The run was cancelled before this could be found out. */
  | { readonly kind: 'in-doubt' };

/**
 * Shares list requests: a caller gets one that begins after the call, together with all who asked meanwhile.
 * A look that began before a doubt arose says nothing about it.
 */
export function sharedLooks<Rows>(list: () => Promise<Rows>): () => Promise<Rows> {
  let running: Promise<unknown> = Promise.resolve();
  let waiting: Promise<Rows> | null = null;
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

function sameModel(row: PlayRow, body: CreateBody): boolean {
  return row.modelUuid.toLowerCase() === body.modelUuid.toLowerCase();
}

/**
 * Finds the play that a doubtful create has made, if it has. The rest of its row need not be readable.
 * @returns a play that was not there before the run, is no other definition's, and carries our line for this
 *   id; with `owner: none`, or where Cargo drops the line, one of the same model and, loosely, name, or a long
 *   beginning of it that is no other definition's name
 */
export function findCreated(
  rows: readonly PlayRow[],
  id: string,
  body: CreateBody,
  context: Pick<SettleContext, 'owner' | 'before' | 'claimed' | 'names' | 'lineLost'>,
): PlayRow | undefined {
  const name = looseName(body.name);
  const named = new Set(context.names.values());
  const isNamed = (kept: string): boolean =>
    looseName(kept) === name || (isShortened(kept, body.name) && !named.has(looseName(kept)));
  return rows.find((row) => {
    if (row.deletedAt !== null || context.before.has(row.uuid) || context.claimed.has(row.uuid)) return false;
    const ownership = readOwnership(row.description);
    if (context.owner !== null && ownership !== null) {
      return sameOwner(ownership.owner, context.owner) && ownership.id === id;
    }
    return (
      (context.owner === null || context.lineLost) &&
      ownership === null &&
      isNamed(row.name) &&
      sameModel(row, body)
    );
  });
}

/**
 * Whether the answer to a create is about the play that it made: one on the right model that was not there before
 * and is not another definition's, by line or by name. Its name may come back spelled differently.
 */
export function isAnswerFor(
  row: PlayRow,
  id: string,
  body: CreateBody,
  context: Pick<SettleContext, 'owner' | 'before' | 'claimed' | 'names'>,
): boolean {
  if (!sameModel(row, body) || context.before.has(row.uuid) || context.claimed.has(row.uuid)) return false;
  const ownership = readOwnership(row.description);
  if (ownership !== null) {
    return context.owner !== null && sameOwner(ownership.owner, context.owner) && ownership.id === id;
  }
  const name = looseName(row.name);
  if (name === looseName(body.name)) return true;
  for (const [other, named] of context.names) if (other !== id && named === name) return false;
  return true;
}

/**
 * Creates a play once. What may or may not have happened is looked for before anything is repeated, and what
 * Cargo may still be at work on is never repeated.
 * @param send sends the create; the caller decides how many may be in flight
 */
export async function createOnce(
  id: string,
  body: CreateBody,
  context: SettleContext,
  send: (body: CreateBody) => Promise<PlayRow>,
): Promise<Created> {
  let retries = context.retries;
  for (;;) {
    let error: ApiError;
    try {
      const play = await send(body);
      if (isAnswerFor(play, id, body, context)) {
        context.claimed.add(play.uuid);
        return { kind: 'created', play };
      }
      error = answeredOther('play', '/orchestration/plays');
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      error = thrown;
    }
    const failed = (more: string): Created => ({ kind: 'failed', error, more });
    if (error.certainty === 'not-done') return failed('');
    const look = await lookUntil(context, 'play', (rows) => findCreated(rows, id, body, context));
    if (look.kind === 'found') {
      // claimed at once, before any other doubt of the same look reads on
      context.claimed.add(look.value.uuid);
      return { kind: 'created', play: look.value };
    }
    if (context.stop.aborted) return { kind: 'in-doubt' };
    if (look.kind === 'no-look') {
      return failed(` ${look.reason} The play may or may not exist. The next run finds it or creates it.`);
    }
    if (error.certainty === 'late') {
      return failed(
        ' The play does not exist yet, but may still appear. The next run finds it or creates it.',
      );
    }
    if (retries === 0) return failed(' Cargo does not have the play. Run the job again to create it.');
    retries -= 1;
  }
}

/** The error of a create that was answered with something else: it may have happened or not. */
export function answeredOther(what: 'play' | 'folder', path: string): ApiError {
  const method = 'POST';
  const message = `Could not create the ${what} (${method} ${path}): the answer is about a different ${what}.`;
  const request = { method, path, status: 200, reason: null, certainty: 'doubtful' } as const;
  return new ApiError('unreadable-answer', message, request);
}

export type Deleted =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'failed'; readonly error: ApiError; readonly more: string }
  /** The run was cancelled before this could be found out. */
  | { readonly kind: 'in-doubt'; readonly error: ApiError };

/** Whether a list still shows a play. */
export function isListed(rows: readonly PlayRow[], uuid: PlayUuid): boolean {
  return rows.some((row) => row.uuid === uuid && row.deletedAt === null);
}

/**
 * Deletes a play, and looks whether it is gone wherever the answer doesn't say so.
 * @param send sends the delete
 */
export async function deleteOnce(
  uuid: PlayUuid,
  context: SettleContext,
  send: () => Promise<void>,
): Promise<Deleted> {
  let error: ApiError;
  try {
    await send();
    return { kind: 'deleted' };
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    error = thrown;
  }
  if (error.certainty === 'not-done') return { kind: 'failed', error, more: '' };
  const look = await lookUntil(context, 'play', (rows) => (isListed(rows, uuid) ? undefined : true));
  if (look.kind === 'found') return { kind: 'deleted' };
  if (context.stop.aborted) return { kind: 'in-doubt', error };
  const more =
    look.kind === 'no-look'
      ? ` ${look.reason} The play may or may not be deleted. The next run finds out.`
      : ' The play still exists.';
  return { kind: 'failed', error, more };
}

type Look<Value> =
  | { readonly kind: 'found'; readonly value: Value }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'no-look'; readonly reason: string };

/**
 * Looks at the list, half a second, two and five seconds from now, until it shows what is looked for.
 * @param what it is, for the sentence that says why no look succeeded
 */
export async function lookUntil<Rows, Value>(
  { clock, stop, look }: Pick<SettleContext, 'clock' | 'stop'> & { readonly look: () => Promise<Rows> },
  what: 'play' | 'folder',
  find: (rows: Rows) => Value | undefined,
): Promise<Look<Value>> {
  const start = clock.now();
  let last: Look<Value> = {
    kind: 'no-look',
    reason: `The run ended before it could look for the ${what}.`,
  };
  for (const seconds of lookAfterSeconds) {
    await clock.sleep(Math.max(0, start + seconds * 1000 - clock.now()), stop);
    if (stop.aborted) return last;
    try {
      const value = find(await look());
      if (value !== undefined) return { kind: 'found', value };
      last = { kind: 'not-found' };
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      // only a last look that succeeded lets a create be repeated: an earlier one may have been too early
      last = { kind: 'no-look', reason: `Looking for the ${what} failed too: ${thrown.message}` };
    }
  }
  return last;
}
