import { clock } from '../../src/effects.ts';
import { main } from '../../src/main.ts';
import { speed } from './speed.ts';

/** The product's own clock, `speed` times as fast: what waits for seconds waits for a moment. */
const fast: typeof clock = {
  now: () => clock.now() * speed,
  sleep: (ms, signal) => clock.sleep(ms / speed, signal),
};

const code = await main(process.env, fast);
process.stdout.write('', () => process.exit(code));
