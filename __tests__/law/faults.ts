import type { Fault } from '../../sandbox/faults.ts';
import { pick } from './random.ts';
import type { Random } from './random.ts';
import { speed } from './speed.ts';

/** What a `retry-after` may say. */
export const retryAfters = [
  '0',
  '1',
  '3',
  '-5',
  'soon',
  '99999999',
  '1.5',
  new Date(Date.now() + 2_000).toUTCString(),
  'Thu, 01 Jan 1970 00:00:00 GMT',
];

/** Another play's answer, as a cache or a mixed-up proxy might give it. */
const otherPlay = JSON.stringify({
  play: {
    uuid: '91a40000-0000-4000-8000-000000000001',
    name: 'Welcome new contacts',
    modelUuid: '30de1000-0000-4000-8000-000000000002',
    changeKinds: ['added'],
    runCreationRule: 'once',
    description: null,
    deletedAt: null,
  },
});

const mebibyte = 1024 * 1024;

function actOf(random: Random): Fault['act'] {
  const status = pick(random, [408, 429, 429, 500, 502, 503, 504]);
  const headers = random() < 0.5 ? { 'retry-after': pick(random, retryAfters) } : {};
  const acts: readonly (() => Fault['act'])[] = [
    () => ({ kind: 'status', status, headers }),
    () => ({ kind: 'status', status, headers, body: { reason: 'internalError' } }),
    () => ({ kind: 'cut' }),
    () => ({ kind: 'cut' }),
    () => ({ kind: 'hang' }),
    () => ({ kind: 'half' }),
    () => ({ kind: 'drip', chunkMs: 0 }),
    () => ({ kind: 'slow', ms: Math.floor(random() * 300) }),
    () => ({ kind: 'rubbish', body: '<html>Bad gateway</html>' }),
    () => ({ kind: 'rubbish', body: '' }),
    () => ({ kind: 'rubbish', body: '{"play":' }),
    () => ({ kind: 'rubbish', body: '[]' }),
    () => ({ kind: 'rubbish', body: otherPlay }),
    () => ({ kind: 'rubbish', body: ' '.repeat(17 * mebibyte) }),
    () => ({ kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:9/' } }),
  ];
  return pick(random, acts)();
}

/** A fault of any kind, at any request that the plays take. */
export function faultOf(random: Random): Fault {
  const act = actOf(random);
  const canBeLate =
    act.kind === 'status' || act.kind === 'cut' || act.kind === 'hang' || act.kind === 'rubbish';
  const late = canBeLate && random() < 0.2 ? { lateMs: Math.floor((random() * 12_000) / speed) } : {};
  const hide = random() < 0.15 ? { hideMs: Math.floor((random() * 9_000) / speed) } : {};
  return {
    ...pick<Pick<Fault, 'method' | 'path'>>(random, [
      { method: 'POST' },
      { method: 'POST' },
      { method: 'POST' },
      { method: 'PUT' },
      { method: 'DELETE' },
      { method: 'GET', path: /plays\/list/ },
      { method: 'GET' },
      {},
    ]),
    skip: Math.floor(random() * 4),
    times: pick(random, [1, 1, 1, 2, 4]),
    when: 'lateMs' in late || random() < 0.5 ? 'before' : 'after',
    act,
    ...late,
    ...hide,
  };
}
