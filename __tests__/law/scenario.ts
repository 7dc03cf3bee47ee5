import type { Fault } from '../../sandbox/faults.ts';
import { pick, randomOf } from './random.ts';
import type { Random } from './random.ts';
import { removalOf } from './removal-law.ts';
import type { RemovalScenario } from './removal-law.ts';
import { speed } from './speed.ts';
import { trialsOf } from './trial-scenario.ts';
import type { TrialsScenario } from './trial-scenario.ts';
import { workflowsOf } from './workflow-scenario.ts';
import type { WorkflowsScenario } from './workflow-scenario.ts';

/** What a seed decides: definitions, what is there before, the inputs, and what goes wrong. */
export interface Scenario {
  readonly seed: number;
  readonly policy: 'create-only' | 'upsert-only' | 'sync';
  readonly ownerNone: boolean;
  readonly parallelism: number;
  readonly retries: number;
  /** Names of definitions; a name's play waits for the one before it where it ends with `'`. */
  readonly ids: readonly string[];
  /** Ids of definitions whose play is there already, and differs. */
  readonly drifted: readonly string[];
  /** Ids of plays of ours without a definition. */
  readonly orphans: readonly string[];
  readonly removal: RemovalScenario;
  readonly faults: readonly Fault[];
  /** Milliseconds after the n-th write for which no connection is accepted; null for never. */
  readonly refusal: { readonly write: number; readonly forMs: number } | null;
  /** How the service keeps what it is sent, from the beginning to the end. */
  readonly spelling: Spelling;
  /** What the definitions say of what their plays do, and what is there of that. */
  readonly workflows: WorkflowsScenario;
  /** Which workflows are tried before they go live, and what goes wrong in that. */
  readonly trials: TrialsScenario;
}

/** How a service may keep a play's name, or its limit, otherwise than it was sent. */
export type Spelling = 'as-sent' | 'blanks' | 'unicode' | 'case' | 'limit';

const retryAfters = [
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

function faultOf(random: Random): Fault {
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
function odditiesOf(random: Random): Fault[] {
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

/** Makes the scenario of a seed. */
export function scenarioOf(seed: number): Scenario {
  const random = randomOf(seed);
  const amount = 1 + Math.floor(random() * 6);
  const policy = pick(random, ['create-only', 'create-only', 'upsert-only', 'sync'] as const);
  const ids = Array.from(
    { length: amount },
    (_, index) => `play-${String(index)}${index > 0 && random() < 0.25 ? '-after' : ''}`,
  );
  const scenario = {
    seed,
    policy,
    ownerNone: policy === 'create-only' && random() < 0.2,
    parallelism: pick(random, [1, 2, 4, 8]),
    retries: pick(random, [0, 1, 3]),
    ids,
    drifted: ids.filter(() => random() < 0.2),
    orphans: ['gone-1', 'gone-2'].filter(() => random() < 0.3),
    faults: Array.from({ length: 1 + Math.floor(random() * 4) }, () => faultOf(random)),
    refusal: random() < 0.2 ? { write: Math.floor(random() * 3), forMs: Math.floor(random() * 60) } : null,
  };
  const spelling = pick(random, [
    'as-sent',
    'as-sent',
    'as-sent',
    'blanks',
    'unicode',
    'case',
    'limit',
  ] as const);
  const oddities = random() < 0.7 ? odditiesOf(random) : [];
  // alone, in half of them, so that no other fault hides what they do
  const faults = random() < 0.5 ? [...oddities, ...scenario.faults] : oddities;
  const deletes = oddities.some(({ method }) => method === 'DELETE');
  const byName = spelling !== 'as-sent' && spelling !== 'limit' && random() < 0.4;
  // from numbers of its own, so that what a seed means for the plays themselves stays the same
  const workflows = workflowsOf(randomOf(seed + 1_000_000), { ids, there: scenario.drifted }, faultOf);
  const tried = ids.filter((id) => (workflows.definitions[id]?.shape ?? null) !== null);
  const trials = trialsOf(randomOf(seed + 2_000_000), seed, tried, faultOf);
  const isByName = byName && !deletes;
  const policyOfAll = deletes ? 'sync' : isByName ? 'create-only' : policy;
  const isFree = !trials.isAlone && !isByName && (deletes || !scenario.ownerNone);
  const removal = removalOf(randomOf(seed + 3_000_000), policyOfAll, isFree);
  const strike = (fault: Fault): Fault =>
    fault.method === 'DELETE' && removal.onRemoval !== 'delete' ? { ...fault, method: 'PUT' } : fault;
  return {
    ...scenario,
    removal,
    // each needs plays that it can strike
    ...(deletes ? { policy: 'sync', ownerNone: false, orphans: ['gone-1', 'gone-2'] } : {}),
    ...(isByName ? { policy: 'create-only', ownerNone: true } : {}),
    spelling,
    workflows,
    trials,
    ...(trials.isAlone ? { refusal: null } : {}),
    // those of workflows first, and alone where there are several: what strikes the plays ends a run before them
    faults: trials.isAlone
      ? trials.faults
      : [
          ...trials.faults,
          ...workflows.faults,
          ...(workflows.faults.length > 1 ? [] : oddities.length === 0 ? scenario.faults : faults),
        ].map(strike),
  };
}
