import { systemClock } from './clock.ts';
import { printAtOnce } from './github/stdout.ts';
import { main } from './main.ts';

printAtOnce();
// by exit, not by exitCode: a connection that is still open must not keep the step waiting
process.exit(await main(process.env, systemClock));
