import { systemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/clock.ts';

/** How many times as fast the clock of a run under law goes; requests take their real time. */
export const speed = 20;

/** The product's own clock, `speed` times as fast: what waits for seconds waits for a moment. For a sandbox, too. */
export const fastClock: Clock = {
  now: () => systemClock.now() * speed,
  sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
};
