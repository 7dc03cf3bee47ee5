/** What went wrong, as a closed list: tests and messages go by these codes, never by the text. */
export type ErrorCode =
  | 'wrong-inputs'
  | 'no-files'
  | 'unreadable-file'
  | 'unwritable-file'
  | 'wrong-definitions'
  | 'wrong-workspace'
  | 'unauthorized'
  | 'forbidden'
  | 'refused'
  | 'not-reached'
  | 'connection-lost'
  | 'timed-out'
  | 'server-failed'
  | 'redirected'
  | 'unreadable-answer'
  | 'read-only'
  | 'not-begun'
  | 'cancelled';

/** An error that a user can act on: `message` says what is wrong and what to do, without the token. */
export class AppError extends Error {
  override readonly name: string = 'AppError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/**
 * What is known about a request that failed.
 * - `not-done`: it surely changed nothing (never sent, or refused by Cargo).
 * - `late`: Cargo may still be at work on it (time-out, 408, 504).
 * - `doubtful`: it may or may not have been done (broken connection, other 5xx, unreadable answer).
 */
export type Certainty = 'not-done' | 'late' | 'doubtful';

/** A request to the API that failed after all the repeats it was allowed. */
export class ApiError extends AppError {
  override readonly name = 'ApiError';
  readonly method: string;
  readonly path: string;
  /** The HTTP status, or null where no answer came. */
  readonly status: number | null;
  /** Cargo's own code for the failure (`{"reason": …}`), or null. */
  readonly reason: string | null;
  readonly certainty: Certainty;

  constructor(
    code: ErrorCode,
    message: string,
    request: {
      method: string;
      path: string;
      status: number | null;
      reason: string | null;
      certainty: Certainty;
      cause?: unknown;
    },
  ) {
    super(code, message, { cause: request.cause });
    this.method = request.method;
    this.path = request.path;
    this.status = request.status;
    this.reason = request.reason;
    this.certainty = request.certainty;
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
