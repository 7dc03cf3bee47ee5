import type { Clock } from '../clock.ts';
import { ApiError } from '../errors.ts';
import type { PlayId } from '../definition/play-id.ts';
import type { PlayApi, PlayRow } from './actual.ts';
import { execute } from './execute.ts';
import type { Job, Progress } from './execute.ts';
import { looseName } from './names.ts';
import { removalWaves } from './order.ts';
import type { Owner } from './ownership.ts';
import { isDrifted, isRemoval } from './plan.ts';
import type { Change } from './plan.ts';
import type { Removal } from './removal.ts';
import { sharedLooks } from './settle.ts';
import { beforeSteps, stepsOf } from './writes.ts';
import type { GoLive, Live, WriteContext, Written } from './writes.ts';

/** How a change ended. */
export type Outcome =
  | { readonly status: 'unchanged'; readonly change: Change; readonly play: PlayRow }
  | { readonly status: 'drifted'; readonly change: Change; readonly play: PlayRow }
  /** `play` is the play as it is now, or as it last was where it was deleted. */
  | {
      readonly status: 'applied';
      readonly change: Change;
      readonly play: PlayRow;
      readonly note: string | null;
      readonly live: Live | null;
    }
  | {
      readonly status: 'failed' | 'not-attempted';
      readonly change: Change;
      readonly play: PlayRow | null;
      readonly error: string;
      readonly live: Live | null;
    };

export interface ApplyContext {
  readonly api: PlayApi;
  readonly owner: Owner | null;
  /** Null where no definition has a workflow. */
  readonly goLive: GoLive | null;
  /** Why plays can't be written, by id: what they need outside of all plays is missing. */
  readonly blocked: ReadonlyMap<PlayId, string>;
  /** The plays that Cargo listed before the run. */
  readonly rows: readonly PlayRow[];
  /** The most writes in flight. */
  readonly parallelism: number;
  /** How often a create that surely or by all looks didn't happen is repeated. */
  readonly retries: number;
  readonly clock: Clock;
  /** After it, no new write begins. */
  readonly stop: AbortSignal;
  /** Lets a signal that has arrived be noticed. */
  readonly pause: () => Promise<void>;
  /** The same, but only where none could be for long. */
  readonly breathe: () => Promise<void>;
  /** The one look that follows a cancellation, shared by all who ask for it. */
  readonly lastLook: () => Promise<readonly PlayRow[]>;
  /** Called as soon as a change has ended, in the order in which they end. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/**
 * Executes a plan: creates and updates first, each as soon as the plays it waits for are done, then removals,
 * if nothing failed. Never rejects for what a single play meets.
 * @returns one outcome a change, in the plan's order
 */
export async function apply(changes: readonly Change[], context: ApplyContext): Promise<Outcome[]> {
  const { api, owner, goLive, rows, parallelism, retries, clock, stop, pause, breathe } = context;
  const plays = new Map<PlayId, PlayRow>();
  const writing: WriteContext = {
    api,
    owner,
    before: new Set(rows.map((row) => row.uuid)),
    claimed: new Set(),
    names: namesOf(changes),
    look: sharedLooks(() => api.listPlays()),
    retries,
    clock,
    stop,
    lineLost: false,
    plays,
    goLive,
  };
  const outcomes = new Map<Change, Outcome>();
  const end = (change: Change, progress: Progress<Written>): void => {
    const outcome = outcomeOf(change, progress);
    if (outcome.status !== 'failed' && outcome.play !== null) plays.set(change.id, outcome.play);
    outcomes.set(change, outcome);
    context.onOutcome(outcome);
  };
  const run = async (some: readonly Change[]): Promise<void> => {
    const byId = new Map<string, Change>(some.map((change) => [change.id, change]));
    const doubts = new Map<Change, NonNullable<Written['doubt']>>();
    await execute(
      some.map((change) => jobOf(change, writing, context.blocked.get(change.id))),
      {
        parallelism,
        stop,
        pause,
        breathe,
        onEnd: (id, progress) => {
          const change = byId.get(id);
          if (change === undefined) return;
          // told when all requests in flight have ended, by one look for all
          if (progress.state.doubt === null) end(change, progress);
          else doubts.set(change, progress.state.doubt);
        },
      },
    );
    if (doubts.size === 0) return;
    const seen = await listed(context.lastLook);
    for (const [change, settled] of doubts) end(change, settled(seen));
  };

  await pause();
  await run(changes.filter((change) => !isRemoval(change)));
  for (const wave of await wavesOf(changes.filter(isRemoval), context)) {
    const whole = [...outcomes.values()].every(
      ({ status }) => status !== 'failed' && status !== 'not-attempted',
    );
    if (whole || stop.aborted) {
      await run(wave);
      continue;
    }
    for (const change of wave) {
      const error = `Something else failed in this run, so nothing was ${removed[change.kind]}. Fix that, then run the job again.`;
      end(change, { kind: 'not-attempted', state: beforeSteps(change), error });
    }
  }
  return changes.flatMap((change) => outcomes.get(change) ?? []);
}

const removed = { delete: 'deleted', disable: 'disabled', release: 'released' } as const;

/** The removals in their order; once the run was stopped, none is done, and the order is nothing to wait for. */
async function wavesOf(removals: readonly Removal[], { pause, stop }: ApplyContext): Promise<Removal[][]> {
  const ended = new Error('stopped');
  const goOn = async (): Promise<void> => {
    await pause();
    if (stop.aborted) throw ended;
  };
  try {
    return await removalWaves(removals, goOn);
  } catch (thrown) {
    if (thrown !== ended) throw thrown;
    return [[...removals]];
  }
}

function namesOf(changes: readonly Change[]): Map<string, string> {
  return new Map(
    changes.flatMap((change) =>
      isRemoval(change) ? [] : [[change.id as string, looseName(change.desired.name)] as const],
    ),
  );
}

/** @param missing why it can't be done, where that is known beforehand */
function jobOf(change: Change, context: WriteContext, missing: string | undefined): Job<Written> {
  const blocked: Job<Written>['steps'][number] = (state) =>
    Promise.resolve({ kind: 'not-attempted', state, error: missing ?? '' });
  return {
    id: change.id,
    waitsFor: change.kind === 'none' || isRemoval(change) ? [] : change.desired.dependsOn,
    state: beforeSteps(change),
    steps: missing === undefined ? stepsOf(change, context) : [blocked],
  };
}

function outcomeOf(change: Change, progress: Progress<Written>): Outcome {
  const { play, note, live } = progress.state;
  if (progress.kind !== 'done') return { status: progress.kind, change, play, error: progress.error, live };
  if (play === null) throw new TypeError(`the change of ${change.id} was done and left no play`);
  if (change.kind !== 'none') return { status: 'applied', change, play, note, live };
  return { status: isDrifted(change) ? 'drifted' : 'unchanged', change, play };
}

/** What a look shows; null where there was none. */
async function listed(look: () => Promise<readonly PlayRow[]>): Promise<readonly PlayRow[] | null> {
  try {
    return await look();
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    return null;
  }
}
