import type { Attempt, Sending, Transport } from '../../src/cargo/transport.ts';
import { createHttp } from '../../src/cargo/http.ts';
import type { HttpOptions, Send } from '../../src/cargo/http.ts';
import { stillClock } from './still-clock.ts';
import type { Event } from './still-clock.ts';

/** An answer with this status, body and headers. */
export function answer(
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, unknown>> = {},
): Attempt {
  return { kind: 'answer', status, headers, text: body === undefined ? '' : JSON.stringify(body) };
}

/** A request that reached the service, and when. */
export interface Reached extends Sending {
  readonly at: number;
}

/**
 * The client on a still clock, before a service that answers as it is told.
 * @param answerTo gives the answer to each request, counted from one
 * @param takesMs how long each request takes
 */
export function scripted(
  answerTo: (nth: number, sending: Sending) => Attempt,
  options: Partial<HttpOptions> & { readonly takesMs?: number; readonly events?: readonly Event[] } = {},
): { readonly send: Send; readonly reached: readonly Reached[]; readonly now: () => number } {
  const clock = stillClock(options.events);
  const reached: Reached[] = [];
  const transport: Transport = async (sending) => {
    reached.push({ ...sending, at: clock.now() });
    await clock.sleep(options.takesMs ?? 0);
    return answerTo(reached.length, sending);
  };
  const never = new AbortController().signal;
  const send = createHttp(
    {
      token: 'a-token-for-tests',
      parallelism: 1,
      timeoutMs: 120_000,
      retries: 5,
      readOnly: false,
      effects: { ...clock, random: () => 0.5 },
      stop: never,
      kill: never,
      ...options,
    },
    transport,
  );
  return { send, reached, now: clock.now };
}
