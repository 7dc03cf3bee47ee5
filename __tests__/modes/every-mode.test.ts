import { describe, expect, it } from 'vitest';
import { declaredInputs } from '../../dev/action-file.ts';
import { stories } from '../../src/main.ts';
import { headline } from '../../src/report/headline.ts';
import { buildReport } from '../../src/report/build.ts';
import { modeNames } from '../../src/report/modes.ts';
import { play, repository, requested, sandbox, writes } from '../support/action.ts';
import { tell } from '../support/stories.ts';

describe('every mode', () => {
  const text = declaredInputs().find(({ name }) => name === 'mode')?.description ?? '';

  it.each(modeNames)(
    '%s is described, and ends well on a sound definition, with a headline',
    async (mode) => {
      expect(text).toContain(`\`${mode}\``);
      const server = await sandbox();
      const folder = repository({ 'plays/a.yml': play() });
      const facts = await tell(await stories[mode](), server, folder, { mode });
      const report = buildReport(facts, (each) => each);
      expect(report.conclusion).toBe('success');
      expect(headline(report)).toMatch(/^## \S+ Cargo plays: \S/);
      if (mode === 'validate') expect(requested(server)).toEqual([]);
      if (mode !== 'apply') expect(writes(server)).toEqual([]);
    },
  );
});
