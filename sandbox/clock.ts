import { setTimeout } from 'node:timers/promises';

/** Time as the sandbox has it: milliseconds of a clock that only goes forward, and a sleep that a signal ends. */
export interface Clock {
  now: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The time of this machine. A sleep that a signal ends just ends early. */
export const machineClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch((thrown: unknown) => {
      if (signal?.aborted !== true) throw thrown;
    }),
};
