import { afterEach } from 'vitest';
import { endAll } from './endings.ts';

// here, since this runs for each file of tests: what the files share is loaded once for many of them
afterEach(endAll);
