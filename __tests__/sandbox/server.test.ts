import { describe, expect, it } from 'vitest';
import { demoSeed } from '../../sandbox/seed.ts';
import { ask, rows, sandboxForTest } from '../support/ask.ts';
import { handClock } from '../support/hand-clock.ts';

const list = '/orchestration/plays/list';

describe('access', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['a token without Bearer', { authorization: 'token' }],
  ])('is shut with %s', async (_what, headers) => {
    const sandbox = await sandboxForTest({ token: 'token' });
    const response = await fetch(sandbox.url + list, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      reason: 'unauthorized',
      errorMessage: 'the token is missing or wrong',
    });
  });

  it('needs the chosen token, or a long random one by default', async () => {
    const sandbox = await sandboxForTest({ token: 'token' });
    expect((await ask(sandbox, 'GET', list)).status).toBe(200);
    const [one, other] = [await sandboxForTest(), await sandboxForTest()];
    expect(one.token).toMatch(/^sandbox_[\w-]{40,}$/);
    expect(one.token).not.toBe(other.token);
  });

  it('is refused for what the token may not do', async () => {
    const sandbox = await sandboxForTest();
    sandbox.store.settings.forbidden.push(/^POST /, /segments/);
    expect((await ask(sandbox, 'POST', '/orchestration/plays', {})).status).toBe(403);
    expect((await ask(sandbox, 'GET', '/segmentation/segments/list')).body?.['reason']).toBe('forbidden');
    expect((await ask(sandbox, 'GET', list)).status).toBe(200);
  });

  it.each([
    ['GET', '/orchestration/plays'],
    ['POST', '/orchestration/plays/list'],
    ['GET', '/orchestration/plays/not-a-uuid'],
    ['PATCH', '/orchestration/plays/91a40000-0000-4000-8000-000000000001'],
    ['GET', '/nowhere'],
    ['GET', '/'],
  ])('leads nowhere for %s %s', async (method, path) => {
    expect((await ask(await sandboxForTest(), method, path)).status).toBe(404);
  });

  it('is refused without /v1', async () => {
    const sandbox = await sandboxForTest();
    const { status } = await fetch(sandbox.url.replace('/v1', '') + list, {
      headers: { authorization: `Bearer ${sandbox.token}` },
    });
    expect(status).toBe(404);
  });
});

describe('bodies', () => {
  const post = async (body: string): Promise<[number, unknown]> => {
    const sandbox = await sandboxForTest();
    const headers = { authorization: `Bearer ${sandbox.token}` };
    const response = await fetch(`${sandbox.url}/orchestration/plays`, { method: 'POST', headers, body });
    return [response.status, await response.json()];
  };

  it.each(['{', '\u0000', 'name=x', '[]', '"text"', 'null', ''])('of %j are refused', async (body) => {
    expect((await post(body))[0]).toBe(400);
  });

  it('of more than 8 MiB are refused', async () => {
    const [status, answer] = await post(JSON.stringify({ name: 'x'.repeat(8 * 1024 * 1024) }));
    expect([status, answer]).toEqual([
      413,
      { reason: 'bodyTooLarge', errorMessage: 'the body is too large' },
    ]);
  });
});

describe('the list of requests', () => {
  it('has every request in order, with its body and its answer', async () => {
    const sandbox = await sandboxForTest({ token: 'token' });
    const before = performance.now();
    await ask(sandbox, 'GET', `${list}?isEnabled=true`);
    await ask(sandbox, 'POST', '/orchestration/plays', { name: 'x' });
    await fetch(`${sandbox.url}/orchestration/plays`, { method: 'POST', body: 'no JSON' });
    const [first, second, third, ...more] = sandbox.requests;
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      method: 'GET',
      path: list,
      query: { isEnabled: 'true' },
      rawBody: '',
      status: 200,
    });
    expect(first?.body).toBeUndefined();
    expect(first?.headers.authorization).toBe('Bearer token');
    expect(second).toMatchObject({
      method: 'POST',
      query: {},
      body: { name: 'x' },
      rawBody: '{"name":"x"}',
      status: 400,
    });
    expect(third).toMatchObject({ rawBody: 'no JSON', status: 401 });
    expect(third?.body).toBeUndefined();
    const times = [before, ...sandbox.requests.map(({ at }) => at)];
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });
});

describe('the workspace', () => {
  it('can start from another seed, and leaves the seed unchanged', async () => {
    const seed = { ...demoSeed(0), plays: [], folders: [] };
    const copy = structuredClone(seed);
    const sandbox = await sandboxForTest({ seed });
    expect(rows(await ask(sandbox, 'GET', list), 'plays')).toEqual([]);
    sandbox.store.models.clear();
    sandbox.store.records.clear();
    expect(seed).toEqual(copy);
  });

  it('can be changed by hand, as in the web page', async () => {
    const sandbox = await sandboxForTest();
    const play = sandbox.store.addPlay({ name: 'By hand', limit: 3 });
    sandbox.store.editPlay(play.uuid, { name: 'Renamed', limit: 4, schedule: { type: 'watch' } });
    expect(sandbox.store.segmentOf(play)).toMatchObject({ name: 'Renamed', limit: 4 });
    expect(sandbox.store.livePlays().at(-1)).toMatchObject({ name: 'Renamed', schedule: { type: 'watch' } });
    sandbox.store.deletePlay(play.uuid);
    expect(sandbox.store.livePlays()).toHaveLength(2);
    expect(sandbox.store.plays.size).toBe(3);
    expect(() => sandbox.store.editPlay(play.uuid, {})).toThrow('no play');
  });
});

describe('closing', () => {
  it('ends open connections, and drops late writes', async () => {
    const clock = handClock();
    const sandbox = await sandboxForTest({ clock });
    sandbox.faults.add({ method: 'POST', act: { kind: 'hang' }, lateMs: 30_000 });
    const body = {
      name: 'x',
      modelUuid: sandbox.store.models.keys().next().value,
      changeKinds: ['added'],
      runCreationRule: 'once',
    };
    const asked = ask(sandbox, 'POST', '/orchestration/plays', body).catch(() => 'lost');
    await expect.poll(() => clock.sleepers(), { interval: 5 }).toBe(1);
    await sandbox.close();
    expect(await asked).toBe('lost');
    await clock.advance(60_000);
    expect(sandbox.store.livePlays()).toHaveLength(2);
  });
});
