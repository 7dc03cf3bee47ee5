import { clock } from './effects.ts';
import { main } from './main.ts';

// by exit, not by exitCode: a connection that is still open must not keep the step waiting
process.exit(await main(process.env, clock));
