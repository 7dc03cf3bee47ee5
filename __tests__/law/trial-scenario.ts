import type { Fault } from '../../sandbox/faults.ts';
import type { Settings } from '../../sandbox/settings.ts';
import { pick } from './random.ts';
import type { Random } from './random.ts';

/** What a seed decides about trials. */
export interface TrialsScenario {
  /** What each definition has as its `trial`, by id; those left out have none. */
  readonly definitions: Readonly<Record<string, { readonly records: number; readonly maxFailures: number }>>;
  /** How long a trial may take, as definitions say it; the clock of a run is many times as fast. */
  readonly timeout: string;
  /** What goes wrong inside the batches of the first run. */
  readonly service: Pick<Settings, 'nodeFailures' | 'batchError' | 'batchMs'>;
  /** Milliseconds after the n-th request for a batch at which the first run is cancelled; null for never. */
  readonly cancel: { readonly batch: number; readonly afterMs: number } | null;
  readonly faults: readonly Fault[];
  /** Whether nothing else goes wrong: what strikes the plays ends a run before its trials. */
  readonly isAlone: boolean;
}

/** A batch is asked for. */
export const startPath = /orchestration\/batches$/;
const cancelPath = /batches\/[^/]+\/cancel$/;

const targets: readonly Pick<Fault, 'method' | 'path'>[] = [
  { method: 'POST', path: startPath },
  { method: 'POST', path: startPath },
  { method: 'POST', path: startPath },
  { method: 'POST', path: cancelPath },
  { method: 'GET', path: /batches\/list/ },
  { method: 'GET', path: /batches\/[0-9a-f-]{36}$/ },
  { method: 'POST', path: /batches\/preview/ },
  { method: 'POST', path: /runs\/list/ },
];

/** Another workflow's batch that ended well, as a mixed-up proxy might answer it. */
const otherBatch = JSON.stringify({
  batch: {
    uuid: 'ba7c0000-0000-4000-8000-000000000001',
    workflowUuid: '30f10000-0000-4000-8000-000000000001',
    releaseUuid: null,
    status: 'success',
    runsCount: 6,
    executedRunsCount: 6,
    failedRunsCount: 0,
    creditsUsedCount: 6,
    errorMessage: null,
    createdAt: '2026-01-01T00:00:00.000Z',
  },
});

function trialFault(random: Random, general: (random: Random) => Fault): Fault {
  const target = pick(random, targets);
  const { method = 'POST', path = startPath } = target;
  const fault: Fault = { ...general(random), ...target, skip: Math.floor(random() * 2) };
  const isAnswered = path.source.includes('batches') && !path.source.includes('list') && path !== cancelPath;
  return isAnswered && random() < 0.3
    ? {
        method,
        path,
        when: pick(random, ['before', 'after']),
        times: pick(random, [1, 3]),
        act: { kind: 'rubbish', body: otherBatch },
      }
    : fault;
}

const none: TrialsScenario = {
  definitions: {},
  timeout: '30m',
  service: { nodeFailures: [], batchError: null, batchMs: { start: 9, run: 3, cancel: 6 } },
  cancel: null,
  faults: [],
  isAlone: false,
};

/**
 * Decides about the trials of a seed's definitions; every second seed has some.
 * @param ids of the definitions with a workflow
 * @param general a fault of any kind
 */
export function trialsOf(
  random: Random,
  seed: number,
  ids: readonly string[],
  general: (random: Random) => Fault,
): TrialsScenario {
  if (seed % 2 === 1 || ids.length === 0) return none;
  // the models' six records are in each
  const definitions = Object.fromEntries(
    ids
      .filter(() => random() < 0.8)
      .map((id) => [
        id,
        { records: pick(random, [1, 3, 10]), maxFailures: random() < 0.8 ? 0 : pick(random, [1, 10]) },
      ]),
  );
  const message = 'the connection was revoked';
  const isEndless = random() < 0.15;
  const isCancelled = random() < 0.4;
  return {
    definitions,
    timeout: '20s',
    service: {
      nodeFailures: pick(random, [
        [],
        [],
        [{ nodeSlug: 'company', message }],
        [{ nodeSlug: 'tell', message }],
        [{ nodeSlug: 'tell', recordId: 'a1', message }],
      ]),
      batchError: random() < 0.1 ? 'the warehouse is asleep' : null,
      batchMs: {
        // long enough for a cancel to come in the middle
        start: isEndless ? 600_000 : Math.floor(random() * 60) + (isCancelled ? 200 : 0),
        run: Math.floor(random() * 12),
        cancel: Math.floor(random() * 20),
      },
    },
    cancel: isCancelled
      ? { batch: 1 + Math.floor(random() * 2), afterMs: Math.floor(random() * (isEndless ? 800 : 200)) }
      : null,
    faults:
      random() < 0.7
        ? Array.from({ length: 1 + Math.floor(random() * 2) }, () => trialFault(random, general))
        : [],
    isAlone: seed % 4 === 0,
  };
}
