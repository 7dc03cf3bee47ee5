import pLimit from 'p-limit';
import type { Clock } from '../clock.ts';
import { ApiError } from '../errors.ts';
import { failure, isSafeToRepeat, judge } from './judge.ts';
import type { Call, Judgement } from './judge.ts';
import { createPace } from './pace.ts';
import type { Attempt, Transport } from './transport.ts';

export interface HttpOptions {
  readonly token: string;
  /** The most requests in flight. */
  readonly parallelism: number;
  /** For one try of a request, in milliseconds. */
  readonly timeoutMs: number;
  /** Tries after the first, for what is safe to repeat. */
  readonly retries: number;
  /** Refuses everything that does not only read before it is sent. */
  readonly readOnly: boolean;
  readonly effects: Clock & { random: () => number };
  /** After it no more requests are sent, but for one that is let through. */
  readonly stop: AbortSignal;
  /** After it those in flight are given up too. */
  readonly kill: AbortSignal;
}

/**
 * Sends a request as often as is safe.
 * @param decode reads the answer's JSON (null where a delete was answered without any); what it can't read, by an
 *   ApiError, is as doubtful as an answer that is not JSON
 * @returns what `decode` made of the answer
 * @throws ApiError
 */
export type Send = <Value>(call: Call, decode: (json: unknown, call: Call) => Value) => Promise<Value>;

/** A list answers everything, anything else a single thing. */
const mostListBytes = 256 * 1024 * 1024;
const mostBytes = 16 * 1024 * 1024;
const longestHoldMs = 120_000;
const patienceMs = 300_000;
const never = new AbortController().signal;

/** What came of a try: an answer or none, or that there was no use in sending it. */
type Try = Attempt | { readonly kind: 'out-of-time' } | { readonly kind: 'not-begun' };

/** Makes the HTTP client: retries, rate limits, time-outs, and errors that say what is known of a write. */
export function createHttp(options: HttpOptions, transport: Transport): Send {
  const { now, sleep, random } = options.effects;
  const limit = pLimit(options.parallelism);
  const pace = createPace(options.effects);
  /** Turns true when a write was given up: then Cargo takes no more, and none is begun. */
  let writeGivenUp = false;

  return async (call, decode) => {
    const isWrite = call.method !== 'GET' && call.reads !== true;
    if (options.readOnly && isWrite) {
      throw failure(
        call,
        'read-only',
        '`plan` mode never writes. This is a bug in the action. Please report it.',
        'not-done',
      );
    }
    const ends = call.afterCancel === true ? never : options.stop;
    const kill = call.afterCancel === true ? never : options.kill;
    let until = call.withinMs === undefined ? null : now() + call.withinMs;
    let tries = 0;
    let failures = 0;
    let refusals = 0;
    let last: ApiError | null = null;
    /** What an earlier try has left in doubt stays so, whatever became of the later ones. */
    let doubt: ApiError | null = null;

    const attempt = (): Promise<Try> =>
      limit(async () => {
        // waiting for a place among those in flight is not Cargo's doing
        until ??= now() + patienceMs;
        const hasTurn = await pace.turn(ends, until);
        if (ends.aborted) return { kind: 'unsent' };
        if (isWrite && writeGivenUp && tries === 0) return { kind: 'not-begun' };
        if (!hasTurn) return { kind: 'out-of-time' };
        tries += 1;
        const { timeoutMs } = options;
        return transport({
          ...requestOf(call, options.token),
          timeoutMs: call.withinMs === undefined ? timeoutMs : Math.min(timeoutMs, until - now()),
          kill,
        });
      });
    const giveUp = (error: ApiError): ApiError => {
      if (isWrite && !ends.aborted && call.withinMs === undefined) writeGivenUp = true;
      return error;
    };

    for (;;) {
      const came = await attempt();
      if (came.kind === 'not-begun') throw failure(call, 'not-begun', notBegun, 'not-done');
      if (came.kind === 'out-of-time') throw giveUp(doubtful(last ?? held(call), doubt));
      const result = read(judge(call, came, failures), call, decode);
      if (result.kind === 'done') {
        pace.accepted();
        return result.value;
      }
      last = result.error;
      if (result.error.certainty !== 'not-done') doubt = result.error;
      const asked = retryAfterMs(result.retryAfter);
      if (result.kind === 'limited') {
        pace.refused();
        refusals += 1;
        pace.holdBack(asked ?? backoffMs(refusals, random()));
      } else {
        // what Cargo asks of one request it asks of all, even if this one is not repeated
        if (asked !== null) pace.holdBack(asked);
        if (!result.repeatable || failures === options.retries) throw doubtful(result.error, doubt);
        failures += 1;
        if (asked === null) {
          const wait = backoffMs(failures, random());
          if (until !== null && now() + wait > until) throw giveUp(doubtful(result.error, doubt));
          await sleep(wait, ends);
        }
      }
      if (ends.aborted) throw doubtful(result.error, doubt);
    }
  };
}

const notBegun =
  'no further writes are sent, because Cargo kept an earlier one waiting for 5 minutes. Run the job again later.';

function held(call: Call): ApiError {
  const words = 'Cargo asked for a longer wait than this request allows. Run the job again later.';
  return failure(call, 'refused', words, 'not-done');
}

/** An error that says no more than is known: where an earlier try was in doubt, a later refusal doesn't end that doubt. */
function doubtful(error: ApiError, doubt: ApiError | null): ApiError {
  if (doubt === null || error.certainty !== 'not-done') return error;
  const { method, path, status, reason } = error;
  const { certainty } = doubt;
  return new ApiError(error.code, error.message, { method, path, status, reason, certainty, cause: doubt });
}

type Read<Value> =
  { readonly kind: 'done'; readonly value: Value } | Exclude<Judgement, { readonly kind: 'done' }>;

/** A judgement with the answer read: one that can't be read counts as none. */
function read<Value>(
  judgement: Judgement,
  call: Call,
  decode: (json: unknown, call: Call) => Value,
): Read<Value> {
  if (judgement.kind !== 'done') return judgement;
  try {
    return { kind: 'done', value: decode(judgement.json, call) };
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    return { kind: 'failed', error: thrown, repeatable: isSafeToRepeat(call), retryAfter: null };
  }
}

function requestOf(
  call: Call,
  token: string,
): {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  readonly mostBytes: number;
} {
  const body = call.body === undefined ? null : JSON.stringify(call.body);
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'user-agent': 'cargo-plays',
    ...(body === null ? {} : { 'content-type': 'application/json' }),
  };
  const most = /\/list(\?|$)/.test(call.path) ? mostListBytes : mostBytes;
  return { method: call.method, path: call.path, headers, body, mostBytes: most };
}

/** The milliseconds that a `Retry-After` asks for, at most 2 minutes; null where it says nothing sensible. */
function retryAfterMs(header: unknown): number | null {
  if (typeof header !== 'string') return null;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim())
    ? Number(header)
    : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) || seconds < 0 ? null : Math.min(seconds * 1000, longestHoldMs);
}

/** Exponential with jitter: about half a second, then twice that each time, at most 30 seconds. */
function backoffMs(failures: number, random: number): number {
  return Math.min(30_000, 500 * 2 ** (failures - 1)) * (0.75 + random / 2);
}
