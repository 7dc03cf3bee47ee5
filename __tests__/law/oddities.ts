import type { Fault } from '../../sandbox/faults.ts';
import { retryAfters } from './faults.ts';
import { pick } from './random.ts';
import type { Random } from './random.ts';

type Rows = { readonly plays?: readonly Readonly<Record<string, unknown>>[] };

/** Rows of which nothing but what is needed to recognise a play can be read. */
function lean(body: unknown): unknown {
  const { plays = [] } = body as Rows;
  return {
    plays: plays.map(({ uuid, name, modelUuid, description, deletedAt }) => ({
      uuid,
      name,
      modelUuid,
      description,
      deletedAt,
    })),
  };
}

function doubled(body: unknown): unknown {
  const { plays = [] } = body as Rows;
  return { plays: [...plays, ...plays] };
}

/** Rows that say of what exists that it was not deleted, in another way, and one that can't be read. */
function odd(body: unknown): unknown {
  const { plays = [] } = body as Rows;
  const unreadable = { uuid: '91a40000-0000-4000-8000-0000000000ff', name: 7, modelUuid: null };
  return {
    plays: [...plays.map((row) => ({ ...row, deletedAt: row['deletedAt'] ?? '' })), unreadable],
  };
}

/** What services and proxies do beside breaking: deletes that are told and not done, odd lists, holds on any status. */
export function odditiesOf(random: Random): Fault[] {
  const times = pick(random, [1, 2, Infinity]);
  const skip = Math.floor(random() * 3);
  const lie = (act: Fault['act']): Fault => ({ method: 'DELETE', times, act });
  const list = (alter: (body: unknown) => unknown): Fault => ({
    method: 'GET',
    path: /plays\/list/,
    skip,
    times,
    act: { kind: 'alter', alter },
  });
  const status = pick(random, [302, 400, 403, 408, 409, 413, 423, 425, 429, 500, 502, 503, 504, 507]);
  const headers = { 'retry-after': pick(random, retryAfters) };
  const oddities: readonly (() => Fault[])[] = [
    () => [
      lie({ kind: 'rubbish', body: '<html>Signed out</html>', headers: { 'content-type': 'text/html' } }),
    ],
    () => [lie({ kind: 'status', status: 200, body: { reason: 'failedToRemoveSegment' } })],
    () => [lie({ kind: 'status', status: 202 })],
    () => [
      { method: 'DELETE', act: { kind: 'status', status: 503 } },
      { method: 'DELETE', act: { kind: 'status', status: 404 } },
    ],
    () => [list(lean)],
    () => [list(lean), { method: 'POST', when: 'after', act: { kind: 'cut' } }],
    () => [list(doubled)],
    () => [list(odd)],
    () => [{ skip, times: Math.min(times, 4), act: { kind: 'status', status, headers } }],
  ];
  return pick(random, oddities)();
}
