import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { archive } from '../../scripts/bench/archive.ts';
import { act, counts, play, repository, sandbox } from '../support/action.ts';

it('the action runs out of the archive that a job downloads, and nothing else is in it', async () => {
  const { tar, files, gzipped } = archive();
  const folder = repository({ 'archive.tar': tar });
  execFileSync('tar', ['-xf', 'archive.tar'], { cwd: folder });
  const server = await sandbox();
  const run = await act(
    server,
    repository({ 'plays/a.yml': play() }),
    {},
    {
      entry: join(folder, 'dist', 'index.js'),
    },
  );
  expect(run.code, run.stderr).toBe(0);
  expect(counts(run)).toEqual({ create: 1 });
  expect(
    files
      .map(({ path }) => path)
      .filter((path) => !path.startsWith('dist/'))
      .toSorted(),
  ).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'action.yml', 'package.json']);
  // a third of a megabyte was enough before workflows: reading their expressions takes a JavaScript parser
  expect(gzipped).toBeLessThan(450_000);
});
