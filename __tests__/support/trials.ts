import { createBatches } from '../../src/cargo/batches.ts';
import { createHttp } from '../../src/cargo/http.ts';
import { createTransport } from '../../src/cargo/transport.ts';
import type { Clock } from '../../src/clock.ts';
import { readGraph } from '../../src/definition/workflow/wire.ts';
import { runTrial } from '../../src/reconcile/workflow/trial.ts';
import type { TrialOutcome } from '../../src/reconcile/workflow/trial.ts';
import type { TrialJob, TrialProgress } from '../../src/reconcile/workflow/trial-start.ts';
import { demoConnectionUuids } from '../../sandbox/seed-connections.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { sandboxForTest } from './ask.ts';
import { handClock } from './hand-clock.ts';
import type { HandClock } from './hand-clock.ts';
import type { Event } from './still-clock.ts';

const uuidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const node = (number: number, slug: string, children: readonly number[], more: object): object => ({
  uuid: uuidOf(number),
  slug,
  config: {},
  childrenUuids: children.map(uuidOf),
  fallbackOnFailure: false,
  position: { x: 0, y: 0 },
  ...more,
});

/** A graph that enriches a record by a connector, for one credit. */
const enriching = readGraph([
  node(1, 'start', [2], { kind: 'native', actionSlug: 'start' }),
  node(2, 'company', [3], {
    kind: 'connector',
    integrationSlug: 'clearbit',
    actionSlug: 'enrichCompanyFromDomain',
    connectorUuid: demoConnectionUuids.connectors.clearbit,
  }),
  node(3, 'end', [], { kind: 'native', actionSlug: 'end', config: { variables: [] } }),
]).graph!;

/** The seed has three accounts of this industry. */
const software = {
  conjonction: 'and',
  groups: [
    {
      conjonction: 'and',
      conditions: [{ kind: 'string', columnSlug: 'industry', operator: 'is', values: 'Software' }],
    },
  ],
};

/** A trial of that graph on accounts of that filter. */
export function jobOf(trial: Partial<TrialJob['trial']> = {}, more: Partial<TrialJob> = {}): TrialJob {
  return {
    workflowUuid: demoUuids.workflows.welcome,
    graph: enriching,
    selection: { modelUuid: demoUuids.models.accounts, filter: software },
    trial: { records: 10, maxFailures: 0, timeout: 1_800_000, ...trial },
    ...more,
  };
}

/** A sandbox by a clock of its own; a batch begins to run after 3 s, a run takes 20 s, a cancel 2 s. */
export async function timedSandbox(): Promise<{ readonly sandbox: Sandbox; readonly hand: HandClock }> {
  const hand = handClock();
  const sandbox = await sandboxForTest({ clock: hand });
  sandbox.store.settings.batchMs = { start: 3_000, run: 20_000, cancel: 2_000 };
  return { sandbox, hand };
}

/** Moves a clock on as soon as somebody sleeps by it; what is due by then happens on the way. */
function driven(hand: HandClock, events: readonly Event[]): Clock {
  const due = [...events].sort(([one], [other]) => one - other);
  return {
    now: hand.now,
    sleep: async (ms, signal) => {
      const end = hand.now() + ms;
      while (hand.now() < end && signal?.aborted !== true) {
        const [next] = due;
        await hand.advance(Math.min(end, next?.[0] ?? end) - hand.now());
        if (next !== undefined && next[0] <= hand.now()) {
          due.shift();
          next[1]();
        }
      }
    },
  };
}

export interface Ran {
  readonly outcome: TrialOutcome;
  readonly told: readonly TrialProgress[];
  /** When it ended, in milliseconds of the sandbox's clock. */
  readonly endedAt: number;
}

/** Runs a trial as a run does, over HTTP; time goes on while it waits. */
export async function tried(
  { sandbox, hand }: { readonly sandbox: Sandbox; readonly hand: HandClock },
  job: TrialJob = jobOf(),
  options: {
    readonly events?: readonly Event[];
    readonly stop?: AbortController;
    readonly kill?: AbortController;
    readonly retries?: number;
  } = {},
): Promise<Ran> {
  const { stop = new AbortController(), kill = new AbortController(), events = [], retries = 2 } = options;
  const clock = driven(hand, events);
  const connection = {
    baseUrl: sandbox.url,
    token: sandbox.token,
    parallelism: 2,
    timeoutMs: 10_000,
    retries,
    readOnly: false,
    proxies: {},
    effects: { ...clock, random: () => 0.5 },
    stop: stop.signal,
    kill: kill.signal,
  };
  const told: TrialProgress[] = [];
  const api = createBatches(createHttp(connection, createTransport(connection)), () => undefined);
  const outcome = await runTrial(job, {
    api,
    inTurn: (trial) => trial(),
    clock,
    stop: stop.signal,
    onProgress: (progress) => told.push(progress),
  });
  return { outcome, told, endedAt: hand.now() };
}

/** How many batches were asked for. */
export function startsOf({ requests }: Sandbox): number {
  return requests.filter(({ method, path }) => method === 'POST' && path === '/orchestration/batches').length;
}
