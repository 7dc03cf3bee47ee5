import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { apply } from '../../src/modes/apply.ts';
import { play, repository } from '../support/action.ts';
import { tell } from '../support/stories.ts';

describe('`protect` without an owner', () => {
  it('is a warning at its place, since no line can hold it', async () => {
    const server = await startSandbox();
    try {
      const files = repository({ 'plays/score.yml': play({ protect: true }) });
      const owned = await tell(apply, server, files, {});
      expect(owned.diagnostics).toEqual([]);
      const facts = await tell(apply, server, files, { owner: 'none' });
      expect(facts.diagnostics).toMatchObject([
        {
          severity: 'warning',
          code: 'not-protected',
          place: { file: 'plays/score.yml', line: 5, column: 1 },
        },
      ]);
    } finally {
      await server.close();
    }
  });
});
