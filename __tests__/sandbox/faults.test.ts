import { describe, expect, it } from 'vitest';
import type { Fault } from '../../sandbox/faults.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { ask, rows, sandboxForTest } from '../support/ask.ts';
import { handClock } from '../support/hand-clock.ts';

const plays = '/orchestration/plays';
const body = {
  name: 'Mine',
  modelUuid: demoUuids.models.accounts,
  changeKinds: ['added'],
  runCreationRule: 'once',
};

/** Creates a play under a fault: the raw answer, and whether the play exists right after it. */
async function createUnder(
  fault: Fault,
  sandbox: Sandbox,
  patienceMs = 400,
): Promise<{ response: Response | null; text: string | null; made: boolean }> {
  sandbox.faults.add({ method: 'POST', ...fault });
  const response = await fetch(sandbox.url + plays, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.token}` },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => null);
  const text = response === null ? null : await response.text().catch(() => null);
  return { response, text, made: isMade(sandbox) };
}

const isMade = (sandbox: Sandbox): boolean => sandbox.store.livePlays().some(({ name }) => name === 'Mine');
const listedNames = async (sandbox: Sandbox): Promise<unknown[]> =>
  rows(await ask(sandbox, 'GET', `${plays}/list`), 'plays').map((play) => play['name']);

describe('a fault', () => {
  it.each(['before', 'after'] as const)('answers another status, %s the write', async (when) => {
    const sandbox = await sandboxForTest();
    const headers = { 'retry-after': '7' };
    const { response, text, made } = await createUnder(
      { when, act: { kind: 'status', status: 503, headers, body: { reason: 'busy' } } },
      sandbox,
    );
    expect([response?.status, response?.headers.get('retry-after'), text]).toEqual([
      503,
      '7',
      '{"reason":"busy"}',
    ]);
    expect(made).toBe(when === 'after');
    expect(sandbox.requests.at(-1)?.status).toBe(503);
  });

  it('answers a status with an empty body', async () => {
    const { response, text } = await createUnder(
      { act: { kind: 'status', status: 504 } },
      await sandboxForTest(),
    );
    expect([response?.status, text]).toEqual([504, '']);
  });

  it.each(['before', 'after'] as const)('cuts the connection, %s the write', async (when) => {
    const sandbox = await sandboxForTest();
    const { response, made } = await createUnder({ when, act: { kind: 'cut' } }, sandbox);
    expect(response).toBeNull();
    expect(made).toBe(when === 'after');
    expect(sandbox.requests.at(-1)?.status).toBeNull();
  });

  it.each(['before', 'after'] as const)('hangs, %s the write', async (when) => {
    const { response, made } = await createUnder({ when, act: { kind: 'hang' } }, await sandboxForTest());
    expect(response).toBeNull();
    expect(made).toBe(when === 'after');
  });

  it('answers slowly, and writes although the client has gone', async () => {
    const clock = handClock();
    const sandbox = await sandboxForTest({ clock });
    const { response, made } = await createUnder({ act: { kind: 'slow', ms: 500 } }, sandbox, 100);
    expect([response, made]).toEqual([null, false]);
    await clock.advance(499);
    expect(isMade(sandbox)).toBe(false);
    await clock.advance(1);
    expect(isMade(sandbox)).toBe(true);
  });

  it('answers slowly after the write', async () => {
    const { response, made } = await createUnder(
      { when: 'after', act: { kind: 'slow', ms: 500 } },
      await sandboxForTest(),
    );
    expect([response, made]).toEqual([null, true]);
  });

  it('answers the request in the end', async () => {
    const { text } = await createUnder({ act: { kind: 'slow', ms: 20 } }, await sandboxForTest());
    expect(text).toContain('"name":"Mine"');
  });

  it('drips byte by byte', async () => {
    const sandbox = await sandboxForTest();
    const slow = await createUnder({ act: { kind: 'drip', chunkMs: 20 } }, sandbox);
    expect([slow.response?.status, slow.text, slow.made]).toEqual([200, null, true]);
    const quick = await createUnder({ act: { kind: 'drip', chunkMs: 0 } }, await sandboxForTest(), 20_000);
    expect(JSON.parse(quick.text ?? '')).toMatchObject({ play: { name: 'Mine' } });
  });

  it.each(['before', 'after'] as const)('answers rubbish, %s the write', async (when) => {
    const rubbish = {
      kind: 'rubbish',
      status: 201,
      body: '<html>',
      headers: { 'content-type': 'text/html' },
    } as const;
    const { response, text, made } = await createUnder({ when, act: rubbish }, await sandboxForTest());
    expect([response?.status, response?.headers.get('content-type'), text]).toEqual([
      201,
      'text/html',
      '<html>',
    ]);
    expect(made).toBe(when === 'after');
  });

  it('sends half of the answer, then closes the connection', async () => {
    const sandbox = await sandboxForTest();
    sandbox.faults.add({ act: { kind: 'half' } });
    const response = await fetch(`${sandbox.url}${plays}/list`, {
      headers: { authorization: `Bearer ${sandbox.token}` },
    });
    expect(response.status).toBe(200);
    let got = '';
    const reading = (async () => {
      for await (const chunk of response.body ?? []) got += Buffer.from(chunk as Uint8Array).toString();
    })();
    await expect(reading).rejects.toThrow();
    expect(got).toMatch(/^\{"plays":\[\{"uuid"/);
    expect(got.length).toBe(Math.ceil(Number(response.headers.get('content-length')) / 2));
  });

  it('lets a write land late', async () => {
    const clock = handClock();
    const sandbox = await sandboxForTest({ clock });
    const { response, made } = await createUnder(
      { lateMs: 50_000, act: { kind: 'status', status: 504 } },
      sandbox,
    );
    expect([response?.status, made]).toEqual([504, false]);
    await clock.advance(49_999);
    expect(isMade(sandbox)).toBe(false);
    await clock.advance(1);
    expect(sandbox.store.livePlays().filter(({ name }) => name === 'Mine')).toHaveLength(1);
    expect(sandbox.store.livePlays().at(-1)?.createdAt).toBe(sandbox.store.date());
  });

  it('hides a create, an update and a delete from the lists for a while', async () => {
    const clock = handClock();
    const sandbox = await sandboxForTest({ clock });
    const at = (uuid: string): string => `${plays}/${uuid}`;
    sandbox.faults.add({ path: /plays/, times: 3, hideMs: 60_000, act: { kind: 'slow', ms: 0 } });
    await ask(sandbox, 'POST', plays, body);
    await ask(sandbox, 'PUT', at(demoUuids.plays.welcome), { name: 'Renamed' });
    await ask(sandbox, 'DELETE', at(demoUuids.plays.stalledDeals));
    expect(await listedNames(sandbox)).toEqual(['Welcome new contacts', 'Stalled deals digest']);
    expect(
      rows(await ask(sandbox, 'GET', '/segmentation/segments/list'), 'segments').map(({ name }) => name),
    ).toEqual(expect.arrayContaining(['Welcome new contacts', 'Stalled deals digest']));
    await clock.advance(60_000);
    expect(await listedNames(sandbox)).toEqual(['Renamed', 'Mine']);
  });
});

describe('which requests a fault applies to', () => {
  const statuses = async (sandbox: Sandbox, requests: readonly [string, string][]): Promise<number[]> => {
    const found: number[] = [];
    for (const [method, path] of requests) found.push((await ask(sandbox, method, path)).status);
    return found;
  };
  const list = ['GET', `${plays}/list`] as [string, string];
  const models = ['GET', '/storage/models/list'] as [string, string];
  const busy = { kind: 'status', status: 503 } as const;

  it('is set by method and path, for one request unless a count is given', async () => {
    const sandbox = await sandboxForTest();
    sandbox.faults.add({ method: 'GET', path: /^\/storage/g, act: busy });
    sandbox.faults.add({ method: 'POST', act: busy });
    expect(await statuses(sandbox, [list, models, models])).toEqual([200, 503, 200]);
  });

  it('can be set by count', async () => {
    const sandbox = await sandboxForTest();
    sandbox.faults.add({ skip: 1, times: 2, act: busy });
    expect(await statuses(sandbox, [list, list, models, list])).toEqual([200, 503, 503, 200]);
    sandbox.faults.add({ times: Infinity, act: busy });
    expect(await statuses(sandbox, [list, list, list])).toEqual([503, 503, 503]);
    sandbox.faults.clear();
    expect(await statuses(sandbox, [list])).toEqual([200]);
  });

  it('is decided by the first fault that was added', async () => {
    const sandbox = await sandboxForTest();
    sandbox.faults.add({ act: busy });
    sandbox.faults.add({ act: { kind: 'status', status: 500 } });
    expect(await statuses(sandbox, [list, list, list])).toEqual([503, 500, 200]);
  });
});

describe('the rate limit', () => {
  it.each([true, false])(
    'refuses requests above the limit per second (Retry-After: %s)',
    async (retryAfter) => {
      const clock = handClock();
      const sandbox = await sandboxForTest({ clock });
      sandbox.faults.rateLimit = { perSecond: 3, retryAfter };
      const headers = { authorization: `Bearer ${sandbox.token}` };
      const responses = await Promise.all(
        Array.from({ length: 5 }, () => fetch(`${sandbox.url}${plays}/list`, { headers })),
      );
      const refused = responses.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(2);
      expect(refused[0]?.headers.get('retry-after')).toBe(retryAfter ? '1' : null);
      await clock.advance(1_001);
      expect((await ask(sandbox, 'GET', `${plays}/list`)).status).toBe(200);
    },
  );
});

describe('the sandbox’s clock', () => {
  it('decides how long each request waits', async () => {
    const clock = handClock();
    const sandbox = await sandboxForTest({ clock, latencyMs: 60_000 });
    const asked = Promise.all(Array.from({ length: 20 }, () => ask(sandbox, 'GET', `${plays}/list`)));
    await expect.poll(() => clock.sleepers(), { interval: 5 }).toBe(20);
    await clock.advance(60_000);
    expect((await asked).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(sandbox.requests[0]?.at).toBe(0);
  });

  it('gives the dates of new and changed things', async () => {
    const clock = handClock();
    const { store } = await sandboxForTest({ clock });
    const play = store.addPlay({ name: 'Mine' });
    await clock.advance(3_600_000);
    store.editPlay(play.uuid, { name: 'Yours' });
    expect(Date.parse(play.updatedAt) - Date.parse(play.createdAt)).toBe(3_600_000);
  });

  it('hides a deploy from the list of workflows for a while', async () => {
    const clock = handClock();
    const sandbox = await sandboxForTest({ clock });
    const workflowUuid = demoUuids.workflows.welcome;
    const nodes = sandbox.store.deployed.get(workflowUuid)?.nodes;
    sandbox.faults.add({ method: 'POST', hideMs: 5_000, act: { kind: 'slow', ms: 0 } });
    const deployed = await ask(sandbox, 'POST', '/orchestration/releases/draft/deploy', {
      workflowUuid,
      nodes,
      formFields: null,
    });
    expect(deployed.status).toBe(200);
    const version = async (): Promise<unknown> => {
      const [first] = rows(await ask(sandbox, 'GET', '/orchestration/workflows/list'), 'workflows');
      return (first?.['deployedRelease'] as { version: string }).version;
    };
    expect(await version()).toBe('1.0.1');
    await clock.advance(5_000);
    expect(await version()).toBe('1.0.2');
  });
});
