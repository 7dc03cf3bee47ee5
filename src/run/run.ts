import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { Cancellation, Runner } from '../github/runner.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Facts } from '../report/build.ts';

/** What every mode is given. */
export interface Run {
  readonly inputs: Inputs;
  readonly runner: Runner;
  readonly clock: Clock;
  readonly cancellation: Cancellation;
}

/**
 * A mode, or a stage of one: it yields all that is known of the run whenever more of it is, so that a run that
 * breaks off can still tell what it had found out. Whoever runs it keeps the last facts.
 */
export type Story<Result = void> = AsyncGenerator<Facts, Result, void>;

/** For each look after a cancellation: those in flight had 3.5 of the 7 seconds that there are. */
export const lastLookMs = 2_500;

/** Ends a run that was cancelled, between two of its steps. */
export function goOn({ cancellation }: Run): void {
  if (cancellation.stop.aborted) throw new AppError('cancelled', 'The run was cancelled.');
}

/** Lets in what has arrived, a signal or a connection: the event loop looks for it between two immediates. */
export async function arrive(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** How long a run computes before it lets others have a turn, in milliseconds. */
const breathMs = 20;

/** Gives what a long computation calls often: now and then it lets others have a turn, signals too. */
export function breathOf(clock: Clock): () => Promise<void> {
  let since = clock.now();
  return async () => {
    if (clock.now() - since < breathMs) return;
    await setImmediate();
    since = clock.now();
  };
}

/** As `breathOf`, and it ends a run that was cancelled. */
export function pauseOf(run: Run): () => Promise<void> {
  const breath = breathOf(run.clock);
  return async () => {
    await breath();
    goOn(run);
  };
}
