import type { ChildProcess } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import {
  act,
  actFast,
  counts,
  manyPlays,
  play,
  plays,
  repository,
  requested,
  sandbox,
  writes,
} from '../support/action.ts';

describe.each(['SIGINT', 'SIGTERM'] as const)('%s in the middle of 40 slow creates', (signal) => {
  it('ends the run in order, and the next one completes it', async () => {
    const server = await sandbox();
    server.store.settings.latencyMs = 300;
    const folder = repository(manyPlays(40));
    let sentAt = 0;
    let seen = 0;
    const run = await act(
      server,
      folder,
      {},
      {
        onStart: (child) => {
          const watch = setInterval(() => {
            if (writes(server).length < 12 || sentAt > 0) return;
            child.kill(signal);
            sentAt = performance.now();
            seen = writes(server).length;
            // a second signal changes nothing
            setTimeout(() => child.kill(signal), 200);
          }, 20);
          child.once('exit', () => {
            clearInterval(watch);
          });
        },
      },
    );
    const took = performance.now() - sentAt;
    expect(run.signal).toBeNull();
    expect(run.code).toBe(1);
    expect(took).toBeLessThan(7_000);
    // one may have been on its way when the signal was
    expect(writes(server).length - seen).toBeLessThanOrEqual(4);
    const made = server.store.livePlays().filter(({ name }) => name.startsWith('Play '));
    const told = counts(run);
    expect(told['create']).toBe(made.length);
    expect((told['create'] ?? 0) + (told['notAttempted'] ?? 0)).toBe(40);
    for (const { name, uuid } of made) expect(run.outputs[name.toLowerCase().replace(' ', '-')]).toBe(uuid);
    expect(run.summary).toMatch(/^## ⏹️ Cargo plays: cancelled/);

    server.store.settings.latencyMs = 0;
    const second = await act(server, folder);
    expect(second.code, second.stdout).toBe(0);
    const all = server.store.livePlays().filter(({ name }) => name.startsWith('Play '));
    expect(all).toHaveLength(40);
    expect(new Set(all.map(({ name }) => name)).size).toBe(40);
  });
});

describe('a create that hangs when the run is cancelled', () => {
  it.each([
    ['was made', 'after'],
    ['was not made', 'before'],
  ] as const)('is looked for once: it %s', async (_what, when) => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', when, act: { kind: 'hang' } });
    let sentAt = 0;
    // one of the two waits for as long as a runner does
    const run = await (when === 'after' ? act : actFast)(
      server,
      repository({ 'plays/score.yml': play() }),
      {},
      {
        onStart: (child) => {
          const watch = setInterval(() => {
            if (sentAt > 0 || writes(server).length === 0) return;
            sentAt = performance.now();
            child.kill('SIGINT');
          }, 20);
          child.once('exit', () => {
            clearInterval(watch);
          });
        },
      },
    );
    expect(performance.now() - sentAt).toBeLessThan(7_000);
    expect(run.code).toBe(1);
    if (when === 'after') {
      expect(run.outputs['score']).toBe(
        server.store.livePlays().find(({ name }) => name === 'Score new accounts')?.uuid,
      );
    } else {
      expect(run.outputs['score']).toBeUndefined();
      expect(plays(run)['score']).toMatchObject({ status: 'failed' });
      expect(String(plays(run)['score']?.['error'])).toContain('may or may not exist');
    }
  });
});

describe('cancelled before any write', () => {
  it('writes nothing, and tells that every play was not attempted', async () => {
    const server = await sandbox();
    server.faults.add({ method: 'GET', path: /plays\/list/, act: { kind: 'hang' } });
    let child: ChildProcess | undefined;
    const run = await actFast(
      server,
      repository(manyPlays(3)),
      {},
      {
        onStart: (started) => (child = started),
        // by then the definitions are known, and the list has been asked for
        onStdout: (text) => {
          if (text.includes('::group::Read the workspace')) child?.kill('SIGTERM');
        },
      },
    );
    expect(run.code).toBe(1);
    expect(requested(server).some((line) => line.includes('plays/list'))).toBe(true);
    expect(writes(server)).toEqual([]);
    expect(counts(run)).toEqual({ notAttempted: 3 });
    expect(run.outputs['uuids']).toBe('[]');
  });

  it.each([
    ['at its first line', 0],
    ['while it reads thousands of definitions', 400],
  ])('%s, ends in order', async (_what, afterMs) => {
    const server = await sandbox();
    let signalled = 0;
    const run = await act(
      server,
      repository(manyPlays(5_000)),
      {},
      {
        onStart: (child) => {
          child.stdout?.once('data', () => {
            setTimeout(() => {
              signalled = Date.now();
              child.kill('SIGINT');
            }, afterMs);
          });
        },
      },
    );
    expect(Date.now() - signalled).toBeLessThan(7_000);
    expect(run.code).toBe(1);
    expect(run.stdout).not.toContain('::group::Read the workspace');
    expect(writes(server)).toEqual([]);
    expect(run.summary).toContain('cancelled');
    expect(run.outputs['uuids']).toBe('[]');
    expect(run.outputs['created']).toBe('[]');
  });
});
