import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEntry, judgeSeed } from './law.ts';

let entry = '';

beforeAll(async () => {
  entry = await buildEntry();
});

afterAll(() => {
  rmSync(dirname(entry), { recursive: true, force: true });
});

// `npm run law` goes through hundreds, and replays a single one with `-- --seed N`
const seeds = Array.from({ length: 36 }, (_, index) => index + 1);

describe('under any faults there is one play for each definition, or both are told', () => {
  it.concurrent.each(seeds)(
    'seed %i',
    async (seed) => {
      const { broken } = await judgeSeed(seed, entry);
      expect(broken).toEqual([]);
    },
    120_000,
  );
});
