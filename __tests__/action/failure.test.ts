import { describe, expect, it } from 'vitest';
import {
  act,
  counts,
  manyPlays,
  play,
  plays,
  repository,
  sandbox,
  uuids,
  writes,
} from '../support/action.ts';
import { actHereFast } from '../support/here.ts';

function names(server: Awaited<ReturnType<typeof sandbox>>): string[] {
  return server.store
    .livePlays()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('Play '))
    .sort();
}

describe('when creates fail', () => {
  it('the others are made, both are told, and the next run makes what is missing', async () => {
    const server = await sandbox();
    for (let pair = 0; pair < 20; pair += 1) {
      server.faults.add({
        method: 'POST',
        skip: 1,
        act: { kind: 'status', status: 400, body: { reason: 'failedToCreateSegment' } },
      });
    }
    const folder = repository(manyPlays(40));
    const first = await act(server, folder);
    expect(first.code).toBe(1);
    const { create = 0, failed = 0 } = counts(first);
    expect([create + failed, failed]).toEqual([40, 20]);
    expect(names(server)).toHaveLength(create);
    expect(uuids(first, 'created')).toHaveLength(create);
    expect(uuids(first, 'uuids')).toHaveLength(create);
    expect(first.summary).toMatch(/^## ❌ Cargo plays: failed — 20 created, 20 failed/);
    expect(first.stdout).toMatch(
      /::error title=failed,file=plays\/play-\d+\.yml,line=1::.*failedToCreateSegment.*the records could not be selected/,
    );
    expect(first.stdout.match(/^::error /gm)).toHaveLength(10);
    expect(first.stdout).toMatch(/::error .*20 created, 20 failed\. 11 more are in the job summary/);

    const before = server.requests.length;
    const second = await act(server, folder);
    expect(second.code, second.stdout).toBe(0);
    expect(counts(second)).toEqual({ create: 20, none: 20 });
    expect(writes(server, before)).toHaveLength(20);
    expect(new Set(names(server)).size).toBe(40);
    expect(names(server)).toHaveLength(40);
  });

  it('a mistake in one file keeps every other from being written', async () => {
    const server = await sandbox();
    const run = await act(server, repository({ ...manyPlays(3), 'plays/zz.yml': play({ limit: 0 }) }));
    expect(run.code).toBe(1);
    expect(writes(server)).toEqual([]);
    expect(run.stdout).toContain('plays/zz.yml:5:8 error wrong-limit');
    expect(run.stdout).toMatch(/::error title=wrong-limit,file=plays\/zz\.yml,line=5,col=8,endColumn=9::/);
  });
});

describe('a create whose outcome is in doubt', () => {
  const one = { 'plays/score.yml': play({ name: 'Play 1' }) };

  it.each([
    ['cut after the write', { when: 'after', act: { kind: 'cut' } }],
    ['500 after the write', { when: 'after', act: { kind: 'status', status: 500 } }],
    ['rubbish after the write', { when: 'after', act: { kind: 'rubbish', body: '<html>oops</html>' } }],
    ['half an answer', { act: { kind: 'half' } }],
    ['504 after the write', { when: 'after', act: { kind: 'status', status: 504 } }],
  ] as const)('is found where it happened: %s', async (_what, fault) => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', ...fault });
    const run = await actHereFast(server, repository(one));
    expect(run.code, run.stdout).toBe(0);
    expect(names(server)).toEqual(['Play 1']);
    expect(run.outputs['score']).toBe(server.store.livePlays().find(({ name }) => name === 'Play 1')?.uuid);
    expect(writes(server)).toHaveLength(1);
  });

  it.each([
    ['cut before the write', { when: 'before', act: { kind: 'cut' } }],
    ['502 before the write', { when: 'before', act: { kind: 'status', status: 502 } }],
  ] as const)('is made again where it did not: %s', async (_what, fault) => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', ...fault });
    const run = await actHereFast(server, repository(one));
    expect(run.code, run.stdout).toBe(0);
    expect(names(server)).toEqual(['Play 1']);
    expect(writes(server)).toHaveLength(2);
  });

  it.each([
    ['504', { act: { kind: 'status', status: 504 } }],
    ['408', { act: { kind: 'status', status: 408 } }],
    ['no answer in time', { act: { kind: 'hang' } }],
  ] as const)('is never made again while the service may be at work: %s', async (_what, fault) => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', when: 'before', ...fault });
    const folder = repository(one);
    const run = await actHereFast(server, folder, { timeout: '1' });
    expect(run.code).toBe(1);
    expect(writes(server)).toHaveLength(1);
    expect(String(plays(run)['score']?.['error'])).toContain('may still appear');
    expect(counts(await actHereFast(server, folder))).toEqual({ create: 1 });
    expect(names(server)).toEqual(['Play 1']);
  });

  it('is not made again where nobody could look', async () => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', act: { kind: 'cut' } });
    server.faults.add({
      method: 'GET',
      path: /plays\/list/,
      skip: 1,
      times: Infinity,
      act: { kind: 'status', status: 400 },
    });
    const run = await actHereFast(server, repository(one));
    expect(run.code).toBe(1);
    expect(writes(server)).toHaveLength(1);
    expect(String(plays(run)['score']?.['error'])).toContain('may or may not exist');
  });
});

describe('the last look', () => {
  it('waits for a play that shows late', async () => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', when: 'after', hideMs: 50, act: { kind: 'slow', ms: 0 } });
    const run = await actHereFast(server, repository({ 'plays/score.yml': play() }));
    expect(run.code, run.stdout).toBe(0);
    expect(run.stdout).toContain('1 of 1 change can be seen in the workspace');
  });

  it('reports a double with both uuids, and fails', async () => {
    const server = await sandbox();
    server.store.settings.latencyMs = 300;
    const folder = repository({ 'plays/score.yml': play() });
    const [one, other] = await Promise.all([act(server, folder), act(server, folder)]);
    const made = server.store.livePlays().filter(({ description }) => description?.includes('#score'));
    expect(made).toHaveLength(2);
    const told = [one, other].filter(
      ({ stdout }) => made.every(({ uuid }) => stdout.includes(uuid)) && stdout.includes('has 2 plays now'),
    );
    expect(told.length).toBeGreaterThan(0);
    for (const { code } of told) expect(code).toBe(1);
    const next = await act(server, folder);
    expect([next.code, counts(next)]).toEqual([1, { refused: 1 }]);
    for (const { uuid } of made) expect(next.stdout).toContain(uuid);
  });
});
