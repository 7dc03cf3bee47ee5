import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectFolder } from '../../dev/action-file.ts';
import { environmentOf } from '../../dev/runner.ts';
import { play, repository, sandbox } from '../support/action.ts';
import { atEnd } from '../support/endings.ts';

it('applies and sets the outputs where nobody reads the log', async () => {
  const server = await sandbox();
  const temp = mkdtempSync(join(tmpdir(), 'cargo-plays-log-'));
  atEnd(() => {
    rmSync(temp, { recursive: true, force: true });
  });
  const inputs = { 'base-url': server.url, 'api-token': server.token };
  const workspace = repository({ 'plays/score.yml': play({ name: 'Score' }) });
  const env = environmentOf({ workspace, inputs }, temp);
  const entry = join(projectFolder, 'dist/index.js');
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
  const [made] = server.store.livePlays().filter(({ name }) => name === 'Score');
  expect(readFileSync(env['GITHUB_OUTPUT'] ?? '', 'utf8')).toContain(made?.uuid);
});
