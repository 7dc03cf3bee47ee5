import { systemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/clock.ts';
import { main } from '../../src/main.ts';
import { speed } from './speed.ts';

/** The product's own clock, `speed` times as fast: what waits for seconds waits for a moment. */
const fast: Clock = {
  now: () => systemClock.now() * speed,
  sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
};

const code = await main(process.env, fast);
process.stdout.write('', () => process.exit(code));
