import type { Clock } from '../../sandbox/clock.ts';

/** A clock that stands still until it is moved. */
export interface HandClock extends Clock {
  /** Moves on; whoever sleeps until a moment on the way wakes at that moment, and is given a turn. */
  readonly advance: (ms: number) => Promise<void>;
  /** How many sleep now. */
  readonly sleepers: () => number;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock at zero, to be moved by hand; for any number of sleepers. */
export function handClock(): HandClock {
  let now = 0;
  const sleeping = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleeping.delete(sleeper);
            resolve();
          },
        };
        sleeping.add(sleeper);
        if (ms <= 0 || signal?.aborted === true) sleeper.wake();
        signal?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...sleeping].sort((one, other) => one.until - other.until);
        if (next === undefined || next.until > end) break;
        now = next.until;
        next.wake();
        await turn();
      }
      now = end;
    },
    sleepers: () => sleeping.size,
  };
}
