import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findFiles, readFiles } from '../../src/github/workspace.ts';

const folders: string[] = [];
afterAll(() => {
  // by a program that does not mind how deep a folder is
  for (const folder of folders) execFileSync('rm', ['-rf', folder]);
});

/** A checkout with these files, empty ones. */
function checkout(...paths: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'workspace-test-'));
  folders.push(folder);
  for (const path of ['plays/a.yml', ...paths]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'name: a');
  }
  return folder;
}

const everything = ['plays/**/*.{yml,yaml}'];

describe('a definition file', () => {
  // by what fails for every user: whoever runs the tests as root may read all files
  it.each([
    ['is a folder after all', 'plays/folder.yml', /^plays\/folder\.yml cannot be read: it is a folder\.$/],
    ['went away meanwhile', 'plays/gone.yml', /^plays\/gone\.yml cannot be read: ENOENT/],
  ])('that %s is an error that names it', (_what, path, message) => {
    const folder = checkout('plays/folder.yml/x');
    const files = readFiles(folder, ['plays/a.yml', path]);
    expect(files.next().value).toMatchObject({ path: 'plays/a.yml' });
    expect(() => files.next()).toThrow(expect.objectContaining({ code: 'unreadable-file' }) as Error);
    expect(() => [...readFiles(folder, [path])]).toThrow(message);
  });

  it.each([
    ['a pipe', 'pipe.yml', 'pipe.yml'],
    ['a link to a pipe', 'pipe', 'link.yml'],
  ])('that is %s is found, and refused without waiting for who writes to it', async (_what, pipe, name) => {
    const folder = checkout();
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'plays', pipe)]);
    if (name !== pipe) symlinkSync(pipe, join(folder, 'plays', name));
    const { paths } = await findFiles(folder, everything);
    expect(paths).toEqual(['plays/a.yml', `plays/${name}`]);
    expect(() => [...readFiles(folder, paths)]).toThrow(
      `plays/${name} cannot be read: it is not a regular file.`,
    );
  });
});

describe('a folder', () => {
  it('that can not be read is an error, not a folder without files', async () => {
    const folder = checkout();
    // past the longest path that there may be
    const name = 'x'.repeat(250);
    execFileSync('sh', ['-c', `for i in $(seq 20); do mkdir ${name}; cd -P ${name}; done`], {
      cwd: join(folder, 'plays'),
    });
    await expect(findFiles(folder, everything)).rejects.toThrow(/^plays\/x+.* cannot be read: ENAMETOOLONG/);
  });

  it('behind a link that leads nowhere or in a circle', async () => {
    const folder = checkout();
    symlinkSync('nothing', join(folder, 'plays', 'nowhere'));
    expect((await findFiles(folder, everything)).paths).toEqual(['plays/a.yml']);
    symlinkSync('circle', join(folder, 'plays', 'circle'));
    await expect(findFiles(folder, everything)).rejects.toThrow(/^plays\/circle cannot be read: ELOOP/);
  });

  it('outside the checkout is not entered', async () => {
    const folder = checkout();
    symlinkSync(join(checkout('plays/b.yml'), 'plays'), join(folder, 'plays', 'elsewhere'));
    expect((await findFiles(folder, everything)).paths).toEqual(['plays/a.yml']);
  });
});

describe('what a person may have expected', () => {
  it('of endings in other letters, and of JSON, is told', async () => {
    const folder = checkout(
      'plays/b.YML',
      'plays/deep/c.json',
      'plays/d.txt',
      'other/e.json',
      'plays/f.yaml',
    );
    expect(await findFiles(folder, everything)).toEqual({
      paths: ['plays/a.yml', 'plays/f.yaml'],
      passedOver: ['plays/b.YML', 'plays/deep/c.json'],
      idle: [],
    });
    expect(await findFiles(folder, ['**/*.json'])).toMatchObject({
      paths: ['other/e.json', 'plays/deep/c.json'],
      passedOver: [],
    });
    expect(await findFiles(folder, [...everything, '!plays/deep/**'])).toMatchObject({
      passedOver: ['plays/b.YML'],
    });
  });

  it('of patterns that match nothing is told, of those that exclude too', async () => {
    const folder = checkout('plays/b.yml');
    const patterns = [...everything, 'ploys/*.yml', '!plays/b.yml', '!plays/drafts/**'];
    expect(await findFiles(folder, patterns)).toEqual({
      paths: ['plays/a.yml'],
      passedOver: [],
      idle: ['ploys/*.yml', '!plays/drafts/**'],
    });
    rmSync(join(folder, 'plays'), { recursive: true });
    expect(await findFiles(folder, everything)).toEqual({ paths: [], passedOver: [], idle: [] });
  });

  it.each(['../*.yml', '/etc/*.yml', '!../x.yml', 'C:/x.yml'])('of %s is refused', async (pattern) => {
    await expect(findFiles(checkout(), [pattern])).rejects.toThrow(/points outside the checkout/);
  });
});
