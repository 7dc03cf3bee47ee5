import { cut } from '../definition/visible.ts';
import { ApiError } from '../errors.ts';
import type { Certainty, ErrorCode } from '../errors.ts';
import { reasonInWords } from './reasons.ts';
import type { Attempt } from './transport.ts';

/** A request to the API. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** What it is for, as in "could not …". */
  readonly what: string;
  readonly body?: unknown;
  /** Milliseconds that it may take in all, waiting and repeats included; 5 minutes from its turn unless given. */
  readonly withinMs?: number;
  /** Lets the request through although the run was cancelled. */
  readonly afterCancel?: boolean;
  /** A POST that changes nothing: it is let through where nothing may be written, and repeated as a GET is. */
  readonly reads?: true;
  /** A POST that does no more when it is done twice, as it sets something that is there. */
  readonly repeats?: true;
}

/** Whether doing it twice is as good as doing it once. A POST makes something each time, unless it says otherwise. */
export function isSafeToRepeat({ method, reads, repeats }: Call): boolean {
  return method !== 'POST' || reads === true || repeats === true;
}

export type Judgement =
  | { readonly kind: 'done'; readonly json: unknown }
  | { readonly kind: 'limited'; readonly error: ApiError; readonly retryAfter: unknown }
  | {
      readonly kind: 'failed';
      readonly error: ApiError;
      readonly repeatable: boolean;
      readonly retryAfter: unknown;
    };

/**
 * What an attempt means: done, or an error with what is known of it and whether it may be repeated at once.
 * @param failures how many attempts of the same request failed before
 */
export function judge(call: Call, attempt: Attempt, failures: number): Judgement {
  const isSafe = isSafeToRepeat(call);
  const failed = (error: ApiError, repeatable: boolean): Judgement => ({
    kind: 'failed',
    error,
    repeatable,
    retryAfter: null,
  });
  switch (attempt.kind) {
    case 'unsent':
      return failed(
        failure(call, 'cancelled', 'the run was cancelled before it was sent.', 'not-done'),
        false,
      );
    case 'killed':
      return failed(
        failure(call, 'cancelled', 'the run was cancelled before the answer came.', 'doubtful'),
        false,
      );
    case 'timed-out':
      return failed(
        failure(call, 'timed-out', 'no answer came in time. (`timeout` sets how long to wait.)', 'late'),
        isSafe,
      );
    case 'too-large':
      return failed(
        failure(
          call,
          'unreadable-answer',
          'the answer is larger than any that Cargo would send.',
          'doubtful',
        ),
        false,
      );
    case 'broken': {
      const error = attempt.sent
        ? failure(call, 'connection-lost', `the connection broke (${attempt.why}).`, 'doubtful')
        : failure(
            call,
            'not-reached',
            `Cargo can't be reached (${attempt.why}). Look at \`base-url\`, and at the runner's proxy and firewall.`,
            'not-done',
          );
      return failed(error, !attempt.sent || isSafe);
    }
    case 'answer':
      return judgeAnswer(call, attempt, failures);
  }
}

function judgeAnswer(
  call: Call,
  { status, headers, text }: Extract<Attempt, { kind: 'answer' }>,
  failures: number,
): Judgement {
  const retryAfter = headers['retry-after'];
  const isSafe = isSafeToRepeat(call);
  const json = text === null || text.trim() === '' ? undefined : parseJson(text);
  const { reason, errorMessage } = errorBody(json);
  if (status >= 200 && status < 300) {
    const done = call.method === 'DELETE' ? text?.trim() === '' || isEmptyObject(json) : json !== undefined;
    if (done) return { kind: 'done', json: json ?? null };
    const what =
      text?.trim() === ''
        ? 'the answer is empty.'
        : json === undefined
          ? 'the answer is not JSON (a proxy may have sent it).'
          : `the answer is not the empty one of a delete: ${reasonInWords(reason, errorMessage)}`;
    return {
      kind: 'failed',
      error: failure(call, 'unreadable-answer', what, 'doubtful', status, reason),
      // an answer that says something is not one that got lost
      repeatable: isSafe && json === undefined,
      retryAfter,
    };
  }
  // it is gone, by the try before whose answer was lost
  if (call.method === 'DELETE' && reason === 'playNotFound' && failures > 0)
    return { kind: 'done', json: null };
  const why =
    json === undefined && text?.trim() !== ''
      ? 'the answer is not JSON (a proxy may have sent it).'
      : reasonInWords(reason, errorMessage);
  const make = (code: ErrorCode, words: string, certainty: Certainty): ApiError =>
    failure(call, code, words, certainty, status, reason);
  if (status === 429) {
    const error = make(
      'refused',
      'Cargo keeps refusing requests as too many; given up after 5 minutes of waiting. Lower `parallelism`, or try again later.',
      'not-done',
    );
    return { kind: 'limited', error, retryAfter };
  }
  if (status === 408 || status === 504)
    return { kind: 'failed', error: make('timed-out', why, 'late'), repeatable: isSafe, retryAfter };
  if (status >= 500)
    return {
      kind: 'failed',
      error: make('server-failed', why, 'doubtful'),
      repeatable: isSafe,
      retryAfter,
    };
  const error =
    status === 401
      ? make(
          'unauthorized',
          'the token was not accepted. Is the secret right, and the token not revoked?',
          'not-done',
        )
      : status === 403
        ? make(
            'forbidden',
            'the token may not do this. Give it the permission in the settings of the Cargo workspace.',
            'not-done',
          )
        : status < 400
          ? make(
              'redirected',
              'the answer is a redirect, and redirects are not followed. Correct `base-url`.',
              'not-done',
            )
          : // what a delete doesn't find is gone, or was looked for in the wrong place
            make('refused', why, call.method === 'DELETE' && status === 404 ? 'doubtful' : 'not-done');
  return { kind: 'failed', error, repeatable: false, retryAfter };
}

function isEmptyObject(json: unknown): boolean {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && Object.keys(json).length === 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorBody(json: unknown): { reason: string | null; errorMessage: string | null } {
  const body = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  const { reason, errorMessage } = body;
  return {
    reason: typeof reason === 'string' ? reason : null,
    errorMessage: typeof errorMessage === 'string' ? errorMessage : null,
  };
}

/** The error of a call: what could not be done, the request, and why. */
export function failure(
  call: Call,
  code: ErrorCode,
  words: string,
  certainty: Certainty,
  status: number | null = null,
  reason: string | null = null,
): ApiError {
  const { method, path, what } = call;
  const facts = [
    `${method} ${path}`,
    ...(status === null ? [] : [String(status)]),
    ...(reason === null ? [] : [cut(reason, 100)]),
  ];
  return new ApiError(code, `Could not ${what} (${facts.join(', ')}): ${words}`, {
    method,
    path,
    status,
    reason,
    certainty,
  });
}
