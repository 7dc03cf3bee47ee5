import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/errors.ts';
import type { Call } from '../../src/cargo/judge.ts';
import { answer, scripted } from '../support/scripted.ts';

const list: Call = { method: 'GET', path: '/orchestration/plays/list', what: 'list the plays' };
const post: Call = { method: 'POST', path: '/orchestration/plays', what: 'create the play', body: {} };
const put: Call = { method: 'PUT', path: '/orchestration/plays/u', what: 'update the play', body: {} };
const del: Call = { method: 'DELETE', path: '/orchestration/plays/u', what: 'delete the play' };
const asItIs = (json: unknown): unknown => json;
const minutes = 60_000;

async function errorOf(sent: Promise<unknown>): Promise<ApiError> {
  try {
    await sent;
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown;
    throw thrown;
  }
  throw new Error('nothing went wrong');
}

describe('Retry-After', () => {
  it.each([429, 503, 504, 408, 500, 302, 400, 403, 413])(
    'on a %i to a create holds back the request after it',
    async (status) => {
      const { send, reached } = scripted(
        (nth) => (nth === 1 ? answer(status, {}, { 'retry-after': '40' }) : answer(200, { plays: [] })),
        { retries: 0 },
      );
      await send(post, asItIs).catch(() => undefined);
      await send(list, asItIs);
      expect(reached[1]?.at).toBeGreaterThanOrEqual(40_000);
    },
  );

  it('is obeyed for two minutes at the most', async () => {
    const { send, reached } = scripted((nth) =>
      nth === 1 ? answer(503, {}, { 'retry-after': '9999' }) : answer(200, {}),
    );
    await send(list, asItIs);
    expect(reached.map(({ at }) => at)).toEqual([0, 120_000]);
  });

  it.each([['0'], ['7'], ['90'], [undefined]])(
    'of %j on 429 for ever ends within 5 minutes',
    async (value) => {
      const { send, reached, now } = scripted(
        () => answer(429, {}, value === undefined ? {} : { 'retry-after': value }),
        { retries: 0, takesMs: 10 },
      );
      const error = await errorOf(send(post, asItIs));
      expect(error).toMatchObject({ status: 429, certainty: 'not-done' });
      expect(now()).toBeLessThanOrEqual(5 * minutes + 10);
      // and not much before, nor at a rate that would be an attack
      expect(now()).toBeGreaterThan(2 * minutes);
      expect(reached.length).toBeLessThan(400);
    },
  );
});

describe('a 429', () => {
  it('uses up no retry', async () => {
    const { send, reached } = scripted((nth) => (nth < 9 ? answer(429) : answer(200, { ok: true })), {
      retries: 0,
    });
    expect(await send(put, asItIs)).toEqual({ ok: true });
    expect(reached).toHaveLength(9);
  });
});

describe('a write that was given up after 5 minutes', () => {
  it('is the last one that was begun; reading goes on', async () => {
    const { send, reached } = scripted((_nth, { method }) =>
      method === 'GET' ? answer(200, { plays: [] }) : answer(429, {}, { 'retry-after': '60' }),
    );
    await errorOf(send(post, asItIs));
    const before = reached.length;
    for (const call of [post, put, del]) {
      expect(await errorOf(send(call, asItIs))).toMatchObject({ code: 'not-begun', certainty: 'not-done' });
    }
    expect(reached).toHaveLength(before);
    expect(await send(list, asItIs)).toEqual({ plays: [] });
  });
});

describe('an answer that can not be read', () => {
  const unreadable = (_json: unknown, { method, path }: Call): never => {
    const request = { method, path, status: 200, reason: null, certainty: 'doubtful' } as const;
    throw new ApiError('unreadable-answer', 'no', request);
  };
  it.each([
    [list, 3],
    [put, 3],
    [post, 1],
  ])('is asked for again, but to a create: %j', async (call, times) => {
    const { send, reached } = scripted(() => answer(200, {}), { retries: 2 });
    expect(await errorOf(send(call, unreadable))).toMatchObject({ code: 'unreadable-answer' });
    expect(reached).toHaveLength(times);
  });
});

describe('what an earlier try left in doubt', () => {
  it('is not ended by a refusal of the next', async () => {
    const { send } = scripted((nth) => (nth === 1 ? answer(503) : answer(403)));
    expect(await errorOf(send(del, asItIs))).toMatchObject({ status: 403, certainty: 'doubtful' });
  });
});

describe('a request with a time of its own', () => {
  it('is not waited for beyond it', async () => {
    const { send, reached, now } = scripted(() => answer(503), { retries: 10 });
    await errorOf(send({ ...list, withinMs: 2_500 }, asItIs));
    expect(now()).toBeLessThanOrEqual(2_500);
    for (const { at, timeoutMs } of reached) expect(at + timeoutMs).toBeLessThanOrEqual(2_500);
  });
});

describe('after a cancellation', () => {
  it('nothing is sent but what is let through', async () => {
    const { send, reached } = scripted(() => answer(200, {}), { stop: AbortSignal.abort() });
    expect(await errorOf(send(post, asItIs))).toMatchObject({ code: 'cancelled', certainty: 'not-done' });
    expect(await errorOf(send(list, asItIs))).toMatchObject({ code: 'cancelled' });
    await send({ ...list, withinMs: 2_500, afterCancel: true }, asItIs);
    expect(reached.map(({ method }) => method)).toEqual(['GET']);
  });
});
