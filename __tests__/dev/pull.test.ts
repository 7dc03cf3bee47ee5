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
  const env = { PATH: process.env['PATH'], INIT_CWD: folder };
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
}

describe('npm run pull', () => {
  it('writes the plays of the workspace in memory into a folder', () => {
    const { stdout } = pull('--sandbox', 'mine', '--pull-names', 'Welcome*');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Done: 1 new definition.');
    expect(stdout).not.toContain('::');
    expect(readdirSync(join(folder, 'mine', 'plays'))).toEqual(['welcome-new-contacts.yml']);
  });

  it('asks for a token, and for a folder', () => {
    expect(pull('mine')).toMatchObject({ status: 2 });
    expect(pull('mine').stderr).toContain('CARGO_API_TOKEN');
    expect(pull('--sandbox').stderr).toContain('Give one folder');
  });
});
