import { describe, expect, it } from 'vitest';
import { judge } from '../../src/cargo/judge.ts';
import type { Call } from '../../src/cargo/judge.ts';
import type { Attempt } from '../../src/cargo/transport.ts';

const call = (method: Call['method']): Call => ({ method, path: '/orchestration/plays/u', what: 'do it' });
const html = '<html>Signed out</html>';

/** A judgement in words: `done`, `limited`, or what is known, with `again` where it may be repeated. */
function judged(method: Call['method'], attempt: Attempt, failures = 0): string {
  const judgement = judge(call(method), attempt, failures);
  if (judgement.kind !== 'failed') return judgement.kind;
  return `${judgement.error.certainty}${judgement.repeatable ? ' again' : ''}`;
}

const answered = (status: number, text: string): Attempt => ({ kind: 'answer', status, headers: {}, text });

describe('a delete', () => {
  it.each<[string, number, string, number, string]>([
    ['no content', 204, '', 0, 'done'],
    ['an empty body', 200, ' \n', 0, 'done'],
    ['an empty object', 200, '{}', 0, 'done'],
    ['HTML', 200, html, 0, 'doubtful again'],
    ['an error in a 200', 200, '{"reason":"failedToRemoveSegment"}', 0, 'doubtful'],
    ['a play', 200, '{"play":{}}', 0, 'doubtful'],
    ['an empty list', 200, '[]', 0, 'doubtful'],
    ['null', 200, 'null', 0, 'doubtful'],
    ['playNotFound at once', 404, '{"reason":"playNotFound"}', 0, 'doubtful'],
    ['playNotFound when repeated', 404, '{"reason":"playNotFound"}', 1, 'done'],
    ["a proxy's 404 when repeated", 404, html, 1, 'doubtful'],
    ['a 503', 503, '', 0, 'doubtful again'],
    ['a 504', 504, '', 0, 'late again'],
    ['a 403', 403, '', 0, 'not-done'],
  ])('that is answered with %s', (_what, status, text, failures, expected) => {
    expect(judged('DELETE', answered(status, text), failures)).toBe(expected);
  });
});

describe('each kind of failure', () => {
  it.each<[string, Attempt, read: string, create: string]>([
    ['429', answered(429, ''), 'limited', 'limited'],
    ['408', answered(408, ''), 'late again', 'late'],
    ['504', answered(504, ''), 'late again', 'late'],
    ['500', answered(500, ''), 'doubtful again', 'doubtful'],
    ['401', answered(401, ''), 'not-done', 'not-done'],
    ['422', answered(422, ''), 'not-done', 'not-done'],
    ['302', answered(302, ''), 'not-done', 'not-done'],
    ['an empty answer', answered(200, ''), 'doubtful again', 'doubtful'],
    ['HTML', answered(200, html), 'doubtful again', 'doubtful'],
    ['a time-out', { kind: 'timed-out' }, 'late again', 'late'],
    ['a broken connection', { kind: 'broken', sent: true, why: 'x' }, 'doubtful again', 'doubtful'],
    ['no connection', { kind: 'broken', sent: false, why: 'x' }, 'not-done again', 'not-done again'],
    ['too large an answer', { kind: 'too-large' }, 'doubtful', 'doubtful'],
    ['a cancellation before it', { kind: 'unsent' }, 'not-done', 'not-done'],
    ['a cancellation in the middle', { kind: 'killed' }, 'doubtful', 'doubtful'],
  ])('%s', (_what, attempt, read, create) => {
    expect([judged('GET', attempt), judged('POST', attempt)]).toEqual([read, create]);
  });

  it.each([302, 400, 403, 408, 429, 500, 503, 504])('tells the `Retry-After` of a %i', (status) => {
    const attempt: Attempt = { kind: 'answer', status, headers: { 'retry-after': '3' }, text: '' };
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const)
      expect(judge(call(method), attempt, 0)).toMatchObject({ retryAfter: '3' });
  });
});
