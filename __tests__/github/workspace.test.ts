import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readFiles } from '../../src/github/workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'workspace-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

// by what fails for every user: whoever runs the tests as root may read all files
it.each([
  ['is a folder after all', 'plays/folder.yml', /^plays\/folder\.yml can't be read: EISDIR/],
  ['went away meanwhile', 'plays/gone.yml', /^plays\/gone\.yml can't be read: ENOENT/],
])('a definition file that %s is an error that names it', (_what, path, message) => {
  mkdirSync(join(folder, 'plays', 'folder.yml'), { recursive: true });
  writeFileSync(join(folder, 'plays', 'a.yml'), 'name: a');
  const files = readFiles(folder, ['plays/a.yml', path]);
  expect(files.next().value).toMatchObject({ path: 'plays/a.yml' });
  expect(() => files.next()).toThrow(expect.objectContaining({ code: 'unreadable-file' }) as Error);
  expect(() => [...readFiles(folder, [path])]).toThrow(message);
});
