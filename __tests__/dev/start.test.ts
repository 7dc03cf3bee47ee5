import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, '..', '..', 'dev', 'start.ts');
const folder = mkdtempSync(join(tmpdir(), 'start-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function start(...args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [script, ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, stdout, stderr };
}

describe('npm start', () => {
  it('applies the examples, and then there is nothing to do', async () => {
    const { code, stdout, stderr } = await start();
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const [first = '', second = ''] = stdout.split('Second run');
    expect(first).toMatch(/created +score-new-accounts .* deployed .* enabled/);
    expect(first).toMatch(/^ {2}score-new-accounts {2}trial: 1 of 2 records, 0 failed$/m);
    expect(first).toMatch(/^ {2}score-new-accounts {2}trial passed\. 2 of 2 records, 0 failed, 6 credits/m);
    expect(first).toMatch(/^✅ passed +Score new accounts +2 of 2 +0 +6 +3$/m);
    expect(first).toMatch(/^ {2}changed +true$/m);
    expect(second).toMatch(/unchanged +score-new-accounts/);
    expect(second).not.toContain('trial');
    expect(second).toContain('changed=false');
    expect(stdout).not.toContain('::');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('sandbox_');
  });

  it('writes nothing in plan mode', async () => {
    const { code, stdout } = await start('--mode', 'plan');
    expect(code).toBe(0);
    expect(stdout).toContain('of which 0 wrote something');
    expect(stdout).not.toContain('Second run');
  });

  it('takes another folder, and fails as the action does', async () => {
    writeFileSync(join(folder, 'wrong.yml'), 'name: Wrong\nrunCreationRule: onse\n');
    writeFileSync(join(folder, 'docker-compose.yml'), 'services: {}\n');
    const { code, stdout } = await start('--folder', folder, '--plays', 'wr*.yml');
    expect(code).toBe(1);
    expect(stdout.match(/wrong\.yml:2:18/g)).toHaveLength(1);
    expect(stdout).not.toContain('Second run');
  });

  it('tells its options and all inputs', async () => {
    const { code, stdout } = await start('--help');
    expect(code).toBe(0);
    for (const option of ['--folder DIR', '--mode VALUE', '--policy VALUE', '--base-url VALUE'])
      expect(stdout).toContain(option);
  });

  it.each([
    [['--fodler', 'x'], '--fodler'],
    [['--folder', '/nowhere-at-all'], 'is not a folder'],
    [['--folder', folder], "has no folder plays/. Name the definition files, for example: --plays '*.yml'"],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await start(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
