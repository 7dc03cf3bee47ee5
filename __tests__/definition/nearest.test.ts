import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/definition/nearest.ts';

describe('the nearest word', () => {
  it.each([
    // a typo
    ['polcy', ['policy', 'plays'], 'policy'],
    ['Policy', ['policy', 'plays'], 'policy'],
    // the beginning of one word alone
    ['add', ['added', 'updated', 'removed'], 'added'],
    ['Clearbit', ['clearbit_main', 'hubspot'], 'clearbit_main'],
    ['clearbit', ['clearbit_main', 'clearbit_second'], undefined],
    // a typo of one word is nearer than the beginning of another
    ['score', ['score-new-accounts', 'scores'], 'scores'],
    // too short to tell
    ['cl', ['clearbit_main'], undefined],
    ['main', ['clearbit_main'], undefined],
  ])('to %s among %j is %s', (word, candidates, meant) => {
    expect(nearest(word, candidates)).toBe(meant);
  });

  it('has no more slips than are allowed', () => {
    expect(nearest('enrichmnet', ['enrichments'])).toBe('enrichments');
    expect(nearest('enrichmnet', ['enrichments'], 1)).toBeUndefined();
  });
});
