import { describe, expect, it } from 'vitest';
import { fastClock } from '../law/speed.ts';
import { startProxy } from '../support/proxy.ts';
import { act, counts, manyPlays, play, repository, sandbox, uuids } from '../support/action.ts';
import { actHere, actHereFast } from '../support/here.ts';

describe('a server that limits the rate', () => {
  it('of 10 requests a second gets 200 creates with no more than a tenth of them refused', async () => {
    const server = await sandbox({ clock: fastClock });
    server.faults.rateLimit = { perSecond: 10, retryAfter: true };
    const run = await actHereFast(server, repository(manyPlays(200)), { parallelism: '8' });
    expect(run.code, run.stdout).toBe(0);
    expect(counts(run)).toEqual({ create: 200 });
    const refused = server.requests.filter(({ status }) => status === 429).length;
    expect(refused / server.requests.length).toBeLessThanOrEqual(0.1);
  }, 120_000);

  it('without saying for how long is slowed down for, too', async () => {
    const server = await sandbox({ clock: fastClock });
    server.faults.rateLimit = { perSecond: 10 };
    const run = await actHereFast(server, repository(manyPlays(60)), { parallelism: '8' });
    expect(run.code, run.stdout).toBe(0);
    const refused = server.requests.filter(({ status }) => status === 429).length;
    expect(refused / server.requests.length).toBeLessThanOrEqual(0.25);
  }, 120_000);

  it.each([
    ['seconds', () => '10'],
    // of whole seconds, counted from the run on
    ['a date', () => new Date(Date.now() + 10_500).toUTCString()],
  ])(
    'and says so in %s holds back every request, not one',
    async (_what, retryAfter) => {
      const server = await sandbox({ clock: fastClock });
      server.faults.add({
        method: 'POST',
        act: { kind: 'status', status: 429, headers: { 'retry-after': retryAfter() } },
      });
      const run = await actHereFast(server, repository(manyPlays(6)), { parallelism: '2', retries: '0' });
      expect(run.code, run.stdout).toBe(0);
      const posts = server.requests.filter(({ method }) => method === 'POST');
      const [refused] = posts.filter(({ status }) => status === 429);
      const early = posts.filter(({ at }) => at > (refused?.at ?? 0) && at < (refused?.at ?? 0) + 5_000);
      // the other one of two at once may be on its way already
      expect(early.length).toBeLessThanOrEqual(1);
      expect(posts).toHaveLength(7);
    },
    30_000,
  );

  it.each(['-5', 'soon', ''])('is not taken at its word %j', async (value) => {
    const server = await sandbox({ clock: fastClock });
    server.faults.add({
      method: 'POST',
      act: { kind: 'status', status: 429, headers: { 'retry-after': value } },
    });
    const run = await actHereFast(server, repository(manyPlays(1)), { retries: '0' });
    expect(run.code, run.stdout).toBe(0);
  });
});

describe('two runs at once', () => {
  it('each tell the truth, and a double is told with both uuids', async () => {
    const server = await sandbox({ latencyMs: 150 });
    const files = repository(manyPlays(3));
    // both in this process, so that they surely begin together
    const both = await Promise.all([actHere(server, files), actHere(server, files)]);
    const live = server.store.livePlays().filter(({ name }) => name.startsWith('Play '));
    for (const run of both)
      for (const uuid of uuids(run, 'created')) expect(live.map((each) => each.uuid)).toContain(uuid);
    expect(new Set(both.flatMap((run) => uuids(run, 'created'))).size).toBe(live.length);
    expect(live.length).toBe(6);
    for (const name of ['Play 1', 'Play 2', 'Play 3']) {
      const [one, other] = live.filter((each) => each.name === name).map(({ uuid }) => uuid);
      const told = both.filter(
        ({ code, stdout, summary }) =>
          code === 1 &&
          stdout.includes(one ?? '-') &&
          stdout.includes(other ?? '-') &&
          summary.includes('concurrency'),
      );
      expect(told.length).toBeGreaterThanOrEqual(1);
    }
    // and every later run, until it is settled
    const later = await act(server, files);
    expect([later.code, counts(later)]).toEqual([1, { refused: 3 }]);
  });
});

describe('a loopback address', () => {
  it('is asked without a proxy, whatever the environment says', async () => {
    const proxy = await startProxy();
    const server = await sandbox();
    const address = `http://ada:${proxy.password}@127.0.0.1:${String(proxy.port)}`;
    const env = { HTTP_PROXY: address, http_proxy: address, HTTPS_PROXY: address };
    const run = await act(server, repository({ 'plays/score.yml': play() }), {}, { env });
    expect(run.code, run.stdout).toBe(0);
    expect(proxy.passed).toBe(0);
    expect(run.stdout + run.stderr + run.summary).not.toContain(proxy.password);
  });
});
