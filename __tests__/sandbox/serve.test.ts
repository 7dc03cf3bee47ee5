import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { sandboxForTest } from '../support/ask.ts';

const script = join(import.meta.dirname, '..', '..', 'sandbox', 'serve.ts');

/** Runs the command to its end. */
async function run(args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [script, ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, stdout, stderr };
}

describe('npm run sandbox', () => {
  it.each<[NodeJS.Signals, string[]]>([
    ['SIGTERM', []],
    ['SIGINT', ['--port', '0', '--token', 'chosen-token']],
  ])('prints address and token, serves, and ends well at %s', async (signal, args) => {
    const child = spawn(process.execPath, [script, ...args]);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const url = String((await lines.next()).value);
    const token = String((await lines.next()).value);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    expect(token).toMatch(args.length === 0 ? /^sandbox_[\w-]{40,}$/ : /^chosen-token$/);
    const response = await fetch(`${url}/storage/models/list`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(200);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('lists its options', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--port NUMBER');
  });

  it.each([
    [['--prot', '80'], '--prot'],
    [['--port', 'eighty'], '--port must be a number'],
    [['--port', '70000'], '--port must be a number'],
    [['--token', ''], '--token must not be empty'],
    [['extra'], 'extra'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(message);
  });

  it('says when the port is in use', async () => {
    const { url } = await sandboxForTest();
    const { code, stderr } = await run(['--port', new URL(url).port]);
    expect(code).toBe(1);
    expect(stderr).toContain('choose another one with --port');
  });
});
