import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { livedInSeed } from '../../sandbox/seed.ts';
import { act, counts, repository, sandbox, write } from '../support/action.ts';
import { actHere } from '../support/here.ts';
import { snapshot } from '../support/snapshot.ts';

it('a play that was updated and one that was deleted come back from the report file', async () => {
  const server = await sandbox({ seed: livedInSeed(0) });
  const folder = repository({ 'README.md': '' });
  await actHere(server, folder, { mode: 'pull', 'pull-names': 'Welcome*\nRoute*' });
  await actHere(server, folder, { policy: 'upsert-only', adopt: 'true' });
  const before = await snapshot(server);

  const kept = join(folder, 'plays/welcome-new-contacts.yml');
  const original = readFileSync(kept, 'utf8');
  write(
    folder,
    'plays/welcome-new-contacts.yml',
    original
      .replace('Welcome new contacts', 'Welcome them')
      .replace('folder: GTM / Outreach\n', 'limit: 3\n')
      .replace("'#sales'", "'#other'")
      .replace('workflow:', 'enabled: true\nworkflow:'),
  );
  rmSync(join(folder, 'plays/route-accounts-by-fit.yml'));
  const run = await act(server, folder, { policy: 'sync' });
  expect(counts(run), run.stdout).toEqual({ update: 1, delete: 1, deploy: 1, enable: 1 });
  expect(await snapshot(server)).not.toEqual(before);

  const path = run.outputs['report-path'] ?? '';
  expect(run.summary).toContain(`<code>${path}</code>`);
  expect(run.summary).toContain('uses: actions/upload-artifact@');
  const { plays } = JSON.parse(readFileSync(path, 'utf8')) as Report;
  const copies = plays.flatMap((each) => each.before ?? []);
  expect(copies.map(({ file, notes }) => [file, notes])).toEqual([
    ['plays/welcome-new-contacts.yml', []],
    ['plays/route-accounts-by-fit.yml', []],
  ]);
  for (const copy of copies) {
    write(folder, copy.file, copy.text ?? '');
    for (const each of copy.files) write(folder, each.path, each.text);
  }
  const undone = await actHere(server, folder, { policy: 'upsert-only' });
  expect(undone.code, undone.stdout).toBe(0);
  expect(await snapshot(server)).toEqual(before);
}, 60_000);
