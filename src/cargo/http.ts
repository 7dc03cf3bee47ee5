import pLimit from 'p-limit';
import type { Clock } from '../clock.ts';
import { failure, judge } from './judge.ts';
import type { Call } from './judge.ts';
import { createPace } from './pace.ts';
import { createTransport } from './transport.ts';
import type { Attempt } from './transport.ts';

export interface HttpOptions {
  readonly baseUrl: string;
  readonly token: string;
  /** Requests in flight at the most. */
  readonly parallelism: number;
  /** For one try of a request, in milliseconds. */
  readonly timeoutMs: number;
  /** Tries after the first, for what is safe to repeat. */
  readonly retries: number;
  /** Refuses every method but GET before anything is sent. */
  readonly readOnly: boolean;
  readonly proxies: { readonly http?: string; readonly https?: string; readonly no?: string };
  readonly effects: Clock & { random: () => number };
  /** After it no request is sent any more, but for one with a deadline of its own. */
  readonly stop: AbortSignal;
  /** After it those in flight are given up too. */
  readonly kill: AbortSignal;
}

/**
 * Sends a request as often as is safe.
 * @returns the answer's JSON, or null where a write was answered without a body
 * @throws ApiError
 */
export type Send = (call: Call) => Promise<unknown>;

/** A list answers everything, anything else a single thing. */
const mostListBytes = 256 * 1024 * 1024;
const mostBytes = 16 * 1024 * 1024;
const longestHoldMs = 120_000;
const patienceMs = 300_000;

/** Makes the HTTP client: retries, rate limits, time-outs, and errors that say what is known of a write. */
export function createHttp(options: HttpOptions): Send {
  const { now, sleep, random } = options.effects;
  const transport = createTransport(options);
  const limit = pLimit(options.parallelism);
  const pace = createPace(options.effects);

  const attempt = (call: Call): Promise<Attempt> =>
    limit(async () => {
      const ends = call.deadline ?? options.stop;
      await pace.turn(ends);
      if (ends.aborted) return { kind: 'unsent' };
      const body = call.body === undefined ? null : JSON.stringify(call.body);
      const headers = headersFor(options.token, body !== null);
      const most = call.path.endsWith('/list') ? mostListBytes : mostBytes;
      return transport(call.method, call.path, headers, body, most, call.deadline);
    });

  return async (call) => {
    if (options.readOnly && call.method !== 'GET') {
      throw failure(call, 'read-only', 'in `plan` mode nothing is written.', 'not-done');
    }
    const ends = call.deadline ?? options.stop;
    let failures = 0;
    let refusals = 0;
    let waitedMs = 0;
    for (;;) {
      const result = judge(call, await attempt(call), failures);
      if (result.kind === 'done') {
        pace.accepted();
        return result.json;
      }
      const asked = retryAfterMs(result.retryAfter);
      if (result.kind === 'limited') {
        pace.refused();
        refusals += 1;
        const hold = asked ?? backoffMs(refusals, random());
        waitedMs += hold;
        pace.holdBack(hold);
      } else {
        if (!result.repeatable || failures === options.retries) throw result.error;
        failures += 1;
        // what the service asks of one request it asks of all
        if (asked !== null) pace.holdBack(asked);
        const before = now();
        await sleep(asked ?? backoffMs(failures, random()), ends);
        waitedMs += now() - before;
      }
      if (ends.aborted || waitedMs > patienceMs) throw result.error;
    }
  };
}

function headersFor(token: string, hasBody: boolean): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'user-agent': 'cargo-plays',
    ...(hasBody ? { 'content-type': 'application/json' } : {}),
  };
}

/** The milliseconds that a `Retry-After` asks for, 2 minutes at the most; null where it says nothing sensible. */
function retryAfterMs(header: unknown): number | null {
  if (typeof header !== 'string') return null;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim())
    ? Number(header)
    : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) || seconds < 0 ? null : Math.min(seconds * 1000, longestHoldMs);
}

/** Exponential with jitter: about half a second, then twice that each time, 30 seconds at the most. */
function backoffMs(failures: number, random: number): number {
  return Math.min(30_000, 500 * 2 ** (failures - 1)) * (0.75 + random / 2);
}
