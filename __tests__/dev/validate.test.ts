import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '..', '..', 'dev', 'validate.ts');
const folder = mkdtempSync(join(tmpdir(), 'validate-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command as npm does when it is called from `folder`. */
function validate(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: process.env['PATH'], INIT_CWD: folder };
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env });
}

const sound = 'name: Score\nmodel: accounts\nchangeKinds: [added]\nrunCreationRule: once\n';
const write = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

describe('npm run validate', () => {
  it('takes the examples', () => {
    const { status, stdout } = validate();
    expect(stdout).toMatch(
      /^Done: \d+ valid\. Names in the workspace .+ were not checked: `plan` checks them\.$/m,
    );
    expect(status).toBe(0);
  });

  it('shows the mistakes of a folder once, with the messages of the action', () => {
    write('wrong/plays/score.yml', sound.replace('[added]', '[adedd]'));
    const { status, stdout } = validate('wrong');
    expect(status).toBe(1);
    expect(stdout.match(/score\.yml:3:15/g)).toHaveLength(1);
    expect(stdout).toContain('Did you mean "added"?');
    expect(stdout).not.toContain('::');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('Failed: 1 error in the definitions.');
  });

  it('ends without a word where the reader has enough', () => {
    const command = `set -o pipefail; "${process.execPath}" "${script}" | head -c 1`;
    const { stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(stderr).toBe('');
  });

  it('reads plays/ alone where there is one', () => {
    write('repository/other.yml', 'services: {}\n');
    write('repository/plays/score.yml', sound);
    expect(validate('repository')).toMatchObject({ status: 0, stderr: '' });
    expect(validate('repository').stdout).toContain('1 file, 1 play');
  });

  it('takes that folder itself', () => {
    write('inner/plays/score.yml', sound);
    expect(validate('inner/plays').stdout).toContain('1 file, 1 play');
  });

  it('reads what --plays names where there is no plays/, and nothing without it', () => {
    write('mixed/docker-compose.yml', 'services: {}\n');
    write('mixed/score.yml', sound);
    const refused = validate('mixed');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain(
      "has no folder plays/. Name the definition files, for example: --plays '*.yml'",
    );
    const { status, stdout } = validate('mixed', '--plays', '*.yml\n!docker-compose.yml');
    expect(stdout).toContain('1 file, 1 play');
    expect(status).toBe(0);
  });

  it('tells what keeps it from reading at all', () => {
    write('strange/plays/score.yml', sound);
    const { status, stdout } = validate('strange', '--variables', '[a]');
    expect(status).toBe(1);
    expect(stdout).toContain('`variables`');
  });

  it('takes variables', () => {
    write('vars/plays/score.yml', `${sound}limit: \${{ vars.LIMIT }}\n`);
    expect(validate('vars').stdout).toContain('unknown-variable');
    expect(validate('vars', '--variables', 'LIMIT: 5').status).toBe(0);
  });

  it.each([
    ['a folder that is not there', ['missing'], 'missing is not a folder.'],
    ['two folders', ['wrong', 'vars'], 'Give one folder at a time.'],
    ['an unknown option', ['--polcy', 'sync'], "Unknown option '--polcy'"],
  ])('refuses %s', (_what, args, message) => {
    const { status, stderr } = validate(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('npm run validate -- [FOLDER]');
  });
});
