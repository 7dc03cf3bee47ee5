import { systemClock } from './clock.ts';
import { main } from './main.ts';

const code = await main(process.env, systemClock);
// by exit, not by exitCode: a connection that is still open must not keep the step waiting; and not before all
// that was printed has left, since a log may be read slowly
process.stdout.write('', () => process.exit(code));
