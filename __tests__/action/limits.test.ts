import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ActionRun } from '../../dev/runner.ts';
import { accounts, act, counts, manyPlays, play, repository, sandbox } from '../support/action.ts';
import { actHere } from '../support/here.ts';

const mebibyte = 1024 * 1024;

/** What the report file holds, where it is whole. */
function report(run: ActionRun): { readonly plays: readonly unknown[] } {
  return JSON.parse(readFileSync(run.outputs['report-path'] ?? '', 'utf8')) as {
    readonly plays: readonly unknown[];
  };
}

function expectInOrder(run: ActionRun, amount: number): void {
  expect(Buffer.byteLength(run.summary)).toBeLessThan(mebibyte);
  const outputs = Object.values(run.outputs).reduce((size, value) => size + Buffer.byteLength(value), 0);
  expect(outputs).toBeLessThan(mebibyte);
  for (const name of ['uuids', 'plays', 'created', 'counts'])
    expect(() => JSON.parse(run.outputs[name] ?? '') as unknown).not.toThrow();
  expect(report(run).plays).toHaveLength(amount);
}

describe('a large run ends in order', () => {
  it('of 3,500 definitions', async () => {
    const server = await sandbox();
    const run = await act(server, repository(manyPlays(3_500)), { parallelism: '32' });
    expect(run.code, run.stderr).toBe(0);
    expect(counts(run)).toEqual({ create: 3_500 });
    expectInOrder(run, 3_500);
    expect(run.summary.split('\n')[0]).toContain('3500 created');
    expect(run.outputs['matrix']).toBe('');
    expect(run.outputs['plays']).toBe('{}');
    expect(run.stdout).toMatch(/^::warning .*The output `plays` is empty/m);
    expect(server.store.livePlays().some(({ uuid }) => uuid === run.outputs['play-3499'])).toBe(true);
  }, 120_000);

  it('of one file with 5,000 documents, each of them wrong', async () => {
    const server = await sandbox();
    const text = Array.from({ length: 5_000 }, (_, index) =>
      play({ id: `p${String(index)}`, name: `P${String(index)}`, limit: 0 }),
    ).join('---\n');
    const run = await act(server, repository({ 'plays/all.yml': text }), { mode: 'validate' });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('This file has 4950 more problems.');
    expect(run.stdout.match(/^::error/gm)?.length).toBe(10);
    expect(Buffer.byteLength(run.summary)).toBeLessThan(mebibyte);
  }, 110_000);

  it('of a filter with 10,000 conditions and a name of 10,000 characters', async () => {
    const server = await sandbox();
    const conditions = Array.from({ length: 10_000 }, (_, index) => ({
      kind: 'string',
      columnSlug: 'domain',
      operator: 'is',
      values: String(index),
    }));
    const filter = { conjonction: 'or', groups: [{ conjonction: 'or', conditions }] };
    const files = repository({ 'plays/a.yml': play({ name: 'x'.repeat(10_000), filter }) });
    const run = await act(server, files);
    expect(run.code, run.stdout.slice(0, 2_000)).toBe(0);
    expectInOrder(run, 1);
    expect(counts(await actHere(server, files, { policy: 'upsert-only' }))).toEqual({ none: 1 });
    const live = server.store.livePlays().find(({ name }) => name.startsWith('xxx'));
    server.store.editPlay(live?.uuid ?? '', { filter: { conjonction: 'and', groups: [] } });
    const drifted = await actHere(server, files);
    expect(counts(drifted)).toEqual({ drifted: 1 });
    expectInOrder(drifted, 1);
  }, 110_000);

  it('in a workspace of 10,000 plays', async () => {
    const server = await sandbox();
    for (let index = 0; index < 10_000; index += 1)
      server.store.addPlay({ name: `Live ${String(index)}`, modelUuid: accounts });
    const files = repository({ 'plays/a.yml': play() });
    expect(counts(await act(server, files))).toEqual({ create: 1 });
    const since = server.requests.length;
    expect(counts(await actHere(server, files))).toEqual({ none: 1 });
    expect(server.requests.length - since).toBeLessThanOrEqual(4);
  }, 110_000);
});

/** A server whose lists never end: blanks are JSON, so only a cap ends the reading. */
async function endless(): Promise<{ url: string; sent: () => number; close: () => void }> {
  const blanks = Buffer.alloc(mebibyte, ' ');
  let sent = 0;
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (!answer.destroyed) {
        sent += 1;
        if (!answer.write(blanks)) {
          answer.once('drain', more);
          return;
        }
      }
    };
    answer.on('error', () => undefined);
    more();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/v1`,
    sent: () => sent,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

it('an answer without an end is given up at the cap, and nothing is written', async () => {
  const server = await sandbox();
  const { url, sent, close } = await endless();
  const run = await act(server, repository({ 'plays/a.yml': play() }), {
    'base-url': url,
    retries: '0',
    parallelism: '1',
  });
  close();
  expect(run.code).toBe(1);
  expect(run.stdout).toContain('the answer is too large to come from Cargo');
  // a list may have 256 MiB; what the sockets hold comes on top
  expect(sent()).toBeGreaterThan(256);
  expect(sent()).toBeLessThan(3 * 300);
}, 110_000);
