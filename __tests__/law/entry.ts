import { main } from '../../src/main.ts';
import { fastClock } from './speed.ts';

const code = await main(process.env, fastClock);
process.stdout.write('', () => process.exit(code));
