import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { projectFolder } from '../../dev/action-file.ts';
import { environmentOf } from '../../dev/runner.ts';
import { play, repository, sandbox } from '../support/action.ts';
import { atEnd } from '../support/endings.ts';

const entry = join(projectFolder, 'dist/index.js');

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cargo-plays-log-'));
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Both ends of a connection that never waits: a full one says so to whoever writes. */
async function connection(folder: string): Promise<{ write: Socket; read: Socket }> {
  const server = createServer({ pauseOnConnect: true });
  server.listen(join(folder, 'log'));
  await once(server, 'listening');
  const write = connect(join(folder, 'log'));
  const [read] = (await once(server, 'connection')) as [Socket];
  server.close();
  return { write, read };
}

it('loses nothing of the log where its reader is slow', async () => {
  const folder = temporary();
  const { write, read } = await connection(folder);
  // more than a connection holds
  const broken = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [`plays/${String(index)}.yml`, `nmae: ${'x'.repeat(400)}\n`]),
  );
  const env = environmentOf({ workspace: repository(broken), inputs: { mode: 'validate' } }, folder);
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', write, 'inherit'] });
  const ended = once(child, 'exit');
  write.destroy();
  const log = await text(read);
  expect(await ended).toEqual([1, null]);
  expect(log.length).toBeGreaterThan(300_000);
  expect(log).toContain('plays/499.yml:1:1');
  expect(log.trimEnd().split('\n').at(-1)).toMatch(/^::error title=Cargo plays::/);
});

it('applies and sets the outputs where nobody reads the log', async () => {
  const server = await sandbox();
  const folder = temporary();
  const inputs = { 'base-url': server.url, 'api-token': server.token };
  const workspace = repository({ 'plays/score.yml': play({ name: 'Score' }) });
  const env = environmentOf({ workspace, inputs }, folder);
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
  const [made] = server.store.livePlays().filter(({ name }) => name === 'Score');
  expect(readFileSync(env['GITHUB_OUTPUT'] ?? '', 'utf8')).toContain(made?.uuid);
});
