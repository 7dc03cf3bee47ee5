import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '..', '..', 'dev', 'pull.ts');
const folder = mkdtempSync(join(tmpdir(), 'pull-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command as npm does when it is called from `folder`. */
function pull(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return pullWith('', ...args);
}

function pullWith(token: string, ...args: string[]): ReturnType<typeof pull> {
  const env = { PATH: process.env['PATH'], INIT_CWD: folder, CARGO_API_TOKEN: token };
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
}

describe('npm run pull', () => {
  it('writes the plays of the workspace in memory into a folder', () => {
    const { stdout } = pull('--sandbox', 'mine', '--pull-names', 'Welcome*');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Done: 1 new definition.');
    expect(stdout).not.toContain('::');
    expect(readdirSync(join(folder, 'mine', 'plays'))).toEqual(['welcome-new-contacts.yml']);
  });

  it('takes the folder plays/ of a repository, and makes no folder of a mistyped path', () => {
    const { stdout } = pull('--sandbox', 'other/plays', '--pull-names', 'Welcome*');
    expect(stdout).toContain('plays/welcome-new-contacts.yml');
    expect(readdirSync(join(folder, 'other'))).toEqual(['plays']);
    expect(readdirSync(join(folder, 'other', 'plays'))).toEqual(['welcome-new-contacts.yml']);
    const { status, stderr } = pullWith('a-token', 'mistyped');
    expect(status).toBe(2);
    expect(stderr).toContain('mistyped is not a folder. Give the root of your repository.');
    expect(readdirSync(folder)).not.toContain('mistyped');
  });

  it('asks for a token, and for a folder', () => {
    expect(pull('mine')).toMatchObject({ status: 2 });
    expect(pull('mine').stderr).toContain('CARGO_API_TOKEN');
    expect(pull('--sandbox').stderr).toContain('Give one folder');
  });
});
