import type { Clock } from '../../clock.ts';
import { ApiError } from '../../errors.ts';
import type { Graph } from '../../definition/workflow/graph.ts';
import type { Trial } from '../../definition/workflow/short.ts';
import type { Batch, BatchApi, Selection } from './batches.ts';

/** A workflow that is to be tried before it is deployed. */
export interface TrialJob {
  readonly workflowUuid: string;
  /** What would be deployed. */
  readonly graph: Graph;
  /** The records that the play is about. */
  readonly selection: Selection;
  readonly trial: Trial;
}

/** How far a trial is. */
export interface TrialProgress {
  /** How many records it is about. */
  readonly records: number;
  readonly executed: number;
  readonly failed: number;
}

export interface TrialContext {
  readonly api: BatchApi;
  /** Runs a trial when its turn comes: the caller decides how many may run beside each other. */
  readonly inTurn: <Value>(trial: () => Promise<Value>) => Promise<Value>;
  readonly clock: Clock;
  /** After it nothing is begun, and what runs is cancelled. */
  readonly stop: AbortSignal;
  /** Called after the first look, and then about every 30 seconds. */
  readonly onProgress: (progress: TrialProgress) => void;
}

/** How a trial began. */
export type Started =
  | { readonly kind: 'started'; readonly batch: Batch }
  /** It surely does not run. */
  | { readonly kind: 'not-started'; readonly error: string }
  /** It may run, and could not be found. */
  | { readonly kind: 'in-doubt'; readonly error: string };

/** Seconds after a doubt at which the batch is looked for. */
const lookAfterSeconds = [0.5, 2, 5, 10, 30] as const;
/** How often it is looked for in a run that was cancelled. */
const hastyLookMs = 500;

/**
 * Starts a trial once: a request is never sent again, whatever became of its answer. One in doubt is looked for, as
 * the newest batch of the workflow that was not there before.
 * @param selection the records, with the limit of the trial
 * @param deadline until when there is time in a run that was cancelled; null while it goes on
 */
export async function startOnce(
  { workflowUuid, graph }: TrialJob,
  selection: Selection,
  context: TrialContext,
  deadline: () => number | null,
): Promise<Started> {
  const { api, stop } = context;
  let known: ReadonlySet<string>;
  try {
    known = new Set((await api.listBatches(workflowUuid)).map(({ uuid }) => uuid));
  } catch (thrown) {
    return { kind: 'not-started', error: messageOf(thrown) };
  }
  if (stop.aborted) return { kind: 'not-started', error: 'The run was cancelled before the trial began.' };
  let error: string;
  try {
    const batch = await api.createBatch(workflowUuid, graph, selection);
    if (!known.has(batch.uuid)) return { kind: 'started', batch };
    error = 'Could not start the trial: the answer is about an older batch.';
  } catch (thrown) {
    error = messageOf(thrown);
    if ((thrown as ApiError).certainty === 'not-done') return { kind: 'not-started', error };
  }
  const batch = await lookFor(workflowUuid, known, context, deadline);
  return batch === null ? { kind: 'in-doubt', error } : { kind: 'started', batch };
}

/** The message of an error of the service; what else is thrown is a bug, and goes on. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof ApiError) return thrown.message;
  throw thrown;
}

/** Looks for a batch that is not known, while there is time. */
async function lookFor(
  workflowUuid: string,
  known: ReadonlySet<string>,
  { api, clock, stop }: TrialContext,
  deadline: () => number | null,
): Promise<Batch | null> {
  const start = clock.now();
  for (const seconds of lookAfterSeconds) {
    await clock.sleep(Math.max(0, start + seconds * 1000 - clock.now()), stop);
    if (stop.aborted) break;
    const found = await look({});
    if (found !== null) return found;
  }
  for (;;) {
    const until = deadline();
    if (until === null) return null;
    const left = until - clock.now();
    // half of what is left is for the cancel
    const found = await look({ afterCancel: true, withinMs: left / 2 });
    if (found !== null) return found;
    if (until - clock.now() <= 2 * hastyLookMs) return null;
    await clock.sleep(hastyLookMs);
  }

  async function look(options: NonNullable<Parameters<BatchApi['listBatches']>[1]>): Promise<Batch | null> {
    try {
      return newest((await api.listBatches(workflowUuid, options)).filter(({ uuid }) => !known.has(uuid)));
    } catch (thrown) {
      messageOf(thrown);
      return null;
    }
  }
}

/** The newest of batches that may be ours: one of a release is a run of what is live. */
function newest(batches: readonly Batch[]): Batch | null {
  const [first] = batches
    .filter(({ releaseUuid }) => releaseUuid === null)
    .sort((one, other) => timeOf(other) - timeOf(one));
  return first ?? null;
}

function timeOf({ createdAt }: Batch): number {
  return Date.parse(createdAt ?? '') || 0;
}
