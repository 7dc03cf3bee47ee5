import { describe, expect, inject, it } from 'vitest';
import { judgeSeed } from './law.ts';

// `npm run law` goes through hundreds, and replays a single one with `-- --seed N`
const seeds = Array.from({ length: 28 }, (_, index) => index + 1);

describe('under any faults there is one play for each definition, or both are told', () => {
  it.concurrent.each(seeds)(
    'seed %i',
    async (seed) => {
      const { broken } = await judgeSeed(seed, inject('fastEntry'));
      expect(broken).toEqual([]);
    },
    120_000,
  );
});
