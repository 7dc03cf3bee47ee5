import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseOutputs, runAction } from '../../dev/runner.ts';
import type { ActionRun, ActionRunOptions } from '../../dev/runner.ts';

const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'runner-test-')));
const temps: string[] = [];
afterAll(() => {
  for (const folder of [workspace, ...temps]) rmSync(folder, { recursive: true, force: true });
});

/** Runs a script in place of the action. */
async function runScript(script: string, options: Partial<ActionRunOptions> = {}): Promise<ActionRun> {
  const entry = join(workspace, 'entry.mjs');
  writeFileSync(
    entry,
    `import { appendFileSync, readFileSync } from 'node:fs';\nconst { env } = process;\n${script}`,
  );
  const run = await runAction({ workspace, inputs: {}, entry, ...options });
  temps.push(run.temp);
  return run;
}

describe('a run of the action', () => {
  let environment: Record<string, string>;
  beforeAll(async () => {
    Object.assign(process.env, { INPUT_MODE: 'leaked', GITHUB_TOKEN: 'leaked', HTTP_PROXY: 'http://leaked' });
    const { stdout } = await runScript('console.log(JSON.stringify({ ...env, cwd: process.cwd() }));', {
      inputs: { 'api-token': 'secret', 'two words': 'x' },
      env: { GITHUB_JOB: 'mine' },
    });
    environment = JSON.parse(stdout) as Record<string, string>;
    delete process.env['INPUT_MODE'];
    delete process.env['GITHUB_TOKEN'];
    delete process.env['HTTP_PROXY'];
  });

  it('gets its inputs as the runner names them, with the defaults of action.yml', () => {
    expect(environment).toMatchObject({
      'INPUT_API-TOKEN': 'secret',
      INPUT_TWO_WORDS: 'x',
      INPUT_MODE: 'auto',
      'INPUT_BASE-URL': 'https://api.getcargo.io/v1',
      INPUT_OWNER: '',
    });
  });

  it('gets the surroundings of a job, in the workspace', () => {
    expect(environment).toMatchObject({
      cwd: workspace,
      GITHUB_WORKSPACE: workspace,
      GITHUB_REPOSITORY: 'acme/revenue',
      GITHUB_EVENT_NAME: 'push',
      GITHUB_ACTIONS: 'true',
      GITHUB_JOB: 'mine',
    });
  });

  it('gets nothing from the caller’s own job', () => {
    expect(environment).not.toHaveProperty('GITHUB_TOKEN');
    expect(environment).not.toHaveProperty('HTTP_PROXY');
  });

  it('leaves outputs, summary, log and code behind', async () => {
    const heard: string[] = [];
    const run = await runScript(
      `appendFileSync(env.GITHUB_OUTPUT, 'one=1\\ntwo<<END\\na\\n\\nb=c\\nEND\\none=2\\n');
       appendFileSync(env.GITHUB_STEP_SUMMARY, '# Hello\\n');
       console.log('said'); console.error('moaned'); process.exitCode = 3;`,
      { onStdout: (text) => heard.push(text) },
    );
    expect(run).toMatchObject({
      code: 3,
      signal: null,
      stdout: 'said\n',
      stderr: 'moaned\n',
      outputs: { one: '2', two: 'a\n\nb=c' },
      summary: '# Hello\n',
    });
    expect(heard.join('')).toBe('said\n');
  });

  it('gets its event', async () => {
    const event = { name: 'pull_request', payload: { number: 7 } };
    const { stdout } = await runScript(
      'console.log(env.GITHUB_EVENT_NAME, readFileSync(env.GITHUB_EVENT_PATH, "utf8"));',
      { event },
    );
    expect(stdout).toBe('pull_request {"number":7}\n');
  });

  it('can be sent a signal', async () => {
    const run = await runScript('console.log("up"); setInterval(() => {}, 1000);', {
      onStart: (child) => {
        child.stdout?.once('data', () => child.kill('SIGTERM'));
      },
    });
    expect([run.code, run.signal]).toEqual([null, 'SIGTERM']);
  });
});

describe('a file of outputs', () => {
  it('is read as the runner reads it', () => {
    expect(parseOutputs('a=b<<c\nd<<=e\nx\n=e\n\ne=\n')).toEqual({ a: 'b<<c', d: 'x', e: '' });
    expect(parseOutputs('a<<END\n\nEND\n')).toEqual({ a: '' });
    expect(parseOutputs('a<<END\nEND\n')).toEqual({ a: '' });
  });

  it('is refused where the runner refuses it', () => {
    expect(() => parseOutputs('a<<END\nx\n')).toThrow('is not terminated');
    expect(() => parseOutputs('nothing\n')).toThrow('does not set an output');
  });
});
