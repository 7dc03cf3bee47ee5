import pLimit from 'p-limit';
import { ApiError } from '../errors.ts';
import type { Certainty, ErrorCode } from '../errors.ts';
import type { Clock } from '../reconcile/settle.ts';
import { createPace } from './pace.ts';
import { reasonInWords } from './reasons.ts';
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
  readonly effects: Clock & { random(): number };
  /** After it no request is sent any more, but for one with a deadline of its own. */
  readonly stop: AbortSignal;
  /** After it those in flight are given up too. */
  readonly kill: AbortSignal;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** What it is for, as in "could not …". */
  readonly what: string;
  readonly body?: unknown;
  /** Lets the request through after a cancellation; this alone ends it then. */
  readonly deadline?: AbortSignal;
}

/** A decoded answer with a 2xx status: JSON, or null where a write's answer had no body. */
export type Json = unknown;

/** Sends a request as often as is safe; rejects with an ApiError. */
export type Send = (call: Call) => Promise<Json>;

const maxBodyBytes = 256 * 1024 * 1024;
const longestHoldMs = 120_000;
const patienceMs = 300_000;

/** Makes the HTTP client: retries, rate limits, time-outs, and errors that say what is known of a write. */
export function createHttp(options: HttpOptions): Send {
  const { now, sleep, random } = options.effects;
  const transport = createTransport({ ...options, maxBodyBytes });
  const limit = pLimit(options.parallelism);
  const pace = createPace(options.effects);

  const attempt = (call: Call): Promise<Attempt> =>
    limit(async () => {
      const ends = call.deadline ?? options.stop;
      await pace.turn(ends);
      if (ends.aborted) return { kind: 'unsent' };
      const body = call.body === undefined ? null : JSON.stringify(call.body);
      return transport(call.method, call.path, headersFor(options.token, body !== null), body, call.deadline);
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

type Judgement =
  | { readonly kind: 'done'; readonly json: Json }
  | { readonly kind: 'limited'; readonly error: ApiError; readonly retryAfter: unknown }
  | { readonly kind: 'failed'; readonly error: ApiError; readonly repeatable: boolean; readonly retryAfter: unknown };

/** What an attempt means: done, or an error with what is known of it and whether it may be repeated at once. */
function judge(call: Call, attempt: Attempt, failures: number): Judgement {
  const isCreate = call.method === 'POST';
  const failed = (error: ApiError, repeatable: boolean, retryAfter: unknown = null): Judgement => ({ kind: 'failed', error, repeatable, retryAfter });
  switch (attempt.kind) {
    case 'unsent':
      return failed(failure(call, 'cancelled', 'the run was cancelled before it was sent.', 'not-done'), false);
    case 'killed':
      return failed(failure(call, 'cancelled', 'the run was cancelled before the answer came.', 'doubtful'), false);
    case 'timed-out':
      return failed(failure(call, 'timed-out', 'no answer came in time. (`timeout` sets how long to wait.)', 'late'), !isCreate);
    case 'too-large':
      return failed(failure(call, 'unreadable-answer', 'the answer is larger than 256 MiB.', 'doubtful'), false);
    case 'broken': {
      const error = attempt.sent
        ? failure(call, 'connection-lost', `the connection broke (${attempt.why}).`, 'doubtful')
        : failure(call, 'not-reached', `Cargo can't be reached (${attempt.why}). Look at \`base-url\`, and at the runner's proxy and firewall.`, 'not-done');
      return failed(error, !attempt.sent || !isCreate);
    }
    case 'answer':
      return judgeAnswer(call, attempt, failures);
  }
}

function judgeAnswer(call: Call, { status, headers, text }: Extract<Attempt, { kind: 'answer' }>, failures: number): Judgement {
  const retryAfter = headers['retry-after'];
  const isCreate = call.method === 'POST';
  const json = text === null || text.trim() === '' ? undefined : parseJson(text);
  if (status >= 200 && status < 300) {
    if (json !== undefined) return { kind: 'done', json };
    if (call.method === 'DELETE') return { kind: 'done', json: null };
    const what = text?.trim() === '' ? 'the answer is empty' : 'the answer is not JSON';
    return { kind: 'failed', error: failure(call, 'unreadable-answer', `${what}.`, 'doubtful', status), repeatable: !isCreate, retryAfter: null };
  }
  const { reason, errorMessage } = errorBody(json);
  // it is gone, and perhaps by the try before whose answer was lost
  if (call.method === 'DELETE' && status === 404 && (reason === 'playNotFound' || failures > 0)) return { kind: 'done', json: null };
  const why = json === undefined && text?.trim() !== '' ? 'the answer is not JSON (a proxy may have sent it).' : reasonInWords(reason, errorMessage);
  const make = (code: ErrorCode, words: string, certainty: Certainty): ApiError => failure(call, code, words, certainty, status, reason);
  if (status === 429) {
    const error = make('refused', 'Cargo keeps refusing requests as too many; given up after 5 minutes of waiting. Lower `parallelism`, or try again later.', 'not-done');
    return { kind: 'limited', error, retryAfter };
  }
  if (status === 408 || status === 504) return { kind: 'failed', error: make('timed-out', why, 'late'), repeatable: !isCreate, retryAfter };
  if (status >= 500) return { kind: 'failed', error: make('server-failed', why, 'doubtful'), repeatable: !isCreate, retryAfter };
  const error =
    status === 401
      ? make('unauthorized', 'the token was not accepted. Is the secret right, and the token not revoked?', 'not-done')
      : status === 403
        ? make('forbidden', 'the token may not do this. Give it the permission in the settings of the Cargo workspace.', 'not-done')
        : status < 400
          ? make('redirected', 'the answer is a redirect, and redirects are not followed. Correct `base-url`.', 'not-done')
          : make('refused', why, 'not-done');
  return { kind: 'failed', error, repeatable: false, retryAfter: null };
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function errorBody(json: Json): { reason: string | null; errorMessage: string | null } {
  const body = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  const { reason, errorMessage } = body;
  return { reason: typeof reason === 'string' ? reason : null, errorMessage: typeof errorMessage === 'string' ? errorMessage : null };
}

function failure(
  call: Call,
  code: ErrorCode,
  words: string,
  certainty: Certainty,
  status: number | null = null,
  reason: string | null = null,
): ApiError {
  const { method, path, what } = call;
  const facts = [`${method} ${path}`, ...(status === null ? [] : [String(status)]), ...(reason === null ? [] : [reason.slice(0, 100)])];
  return new ApiError(code, `Could not ${what} (${facts.join(', ')}): ${words}`, { method, path, status, reason, certainty });
}

/** The milliseconds that a `Retry-After` asks for, 2 minutes at the most; null where it says nothing sensible. */
function retryAfterMs(header: unknown): number | null {
  if (typeof header !== 'string') return null;
  const seconds = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) || seconds < 0 ? null : Math.min(seconds * 1000, longestHoldMs);
}

/** Exponential with jitter: about half a second, then twice that each time, 30 seconds at the most. */
function backoffMs(failures: number, random: number): number {
  return Math.min(30_000, 500 * 2 ** (failures - 1)) * (0.75 + random / 2);
}
