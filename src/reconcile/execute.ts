import pLimit from 'p-limit';

/** How far a step came. The state of one that did not succeed is what is known all the same. */
export type Progress<State> =
  | { readonly kind: 'done'; readonly state: State }
  | { readonly kind: 'failed' | 'not-attempted'; readonly state: State; readonly error: string };

/**
 * Waits for a place among what is in flight, then does the work. Rejects where the run was stopped before; a step
 * lets that through.
 */
export type Turn = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** One step of a job: from what the steps before it came to, to what is known after it. */
export type Step<State> = (state: State, turn: Turn) => Promise<Progress<State>>;

/** Steps that are done one after the other, as long as each succeeds. */
export interface Job<State> {
  readonly id: string;
  /** Ids of jobs that must be done before it begins; those that are not among the jobs don't count. */
  readonly waitsFor: readonly string[];
  readonly state: State;
  readonly steps: readonly Step<State>[];
}

export interface ExecuteContext<State> {
  /** The most turns taken at once. */
  readonly parallelism: number;
  /** After it, no step begins and no turn is given. */
  readonly stop: AbortSignal;
  /** Lets a signal that has arrived be noticed before a job begins, and what has its turn be sent before one is ended. */
  readonly pause: () => Promise<void>;
  /** Lets a signal be noticed before a turn is given, where none could be for long. */
  readonly breathe: () => Promise<void>;
  /** Called once a job has ended, before those that wait for it go on. */
  readonly onEnd: (id: string, progress: Progress<State>) => void;
}

class Stopped extends Error {}

const cancelled = 'The run was cancelled before it reached this play.';

/**
 * Does jobs, each as soon as those it waits for are done. A job that doesn't succeed keeps those that wait for it
 * from beginning, and no other. Jobs must not wait for each other in a circle.
 * @returns how each job ended, by id
 */
export async function execute<State>(
  jobs: readonly Job<State>[],
  { parallelism, stop, pause, breathe, onEnd }: ExecuteContext<State>,
): Promise<Map<string, Progress<State>>> {
  const limit = pLimit(parallelism);
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const begun = new Map<string, Promise<Progress<State>>>();
  const ended = new Map<string, Progress<State>>();

  const turn: Turn = (work) =>
    limit(async () => {
      await breathe();
      if (stop.aborted) throw new Stopped();
      return work();
    });

  const start = (job: Job<State>): Promise<Progress<State>> => {
    const already = begun.get(job.id);
    if (already !== undefined) return already;
    const running = (async () => {
      const progress = await run(job);
      ended.set(job.id, progress);
      // the next ones are sent before it is told, so that they don't wait for that
      if (job.steps.length > 0) await pause();
      onEnd(job.id, progress);
      return progress;
    })();
    begun.set(job.id, running);
    return running;
  };

  async function run(job: Job<State>): Promise<Progress<State>> {
    for (const id of job.waitsFor) {
      const other = byId.get(id);
      if (other === undefined) continue;
      const { kind } = await start(other);
      if (kind === 'done') continue;
      const error = `It needs "${id}", which ${kind === 'failed' ? 'failed' : 'was not attempted'}.`;
      return { kind: 'not-attempted', state: job.state, error };
    }
    let { state } = job;
    for (const [index, step] of job.steps.entries()) {
      // what is half done is not "not attempted"
      const stopped = { kind: index === 0 ? 'not-attempted' : 'failed', state, error: cancelled } as const;
      if (stop.aborted) return stopped;
      try {
        const progress = await step(state, turn);
        if (progress.kind !== 'done') return progress;
        ({ state } = progress);
      } catch (thrown) {
        if (!(thrown instanceof Stopped)) throw thrown;
        return stopped;
      }
    }
    return { kind: 'done', state };
  }

  for (const job of jobs) {
    await pause();
    const running = start(job);
    if (job.steps.length === 0) await running;
    // what it rejects with is thrown below
    else running.catch(() => undefined);
  }
  await Promise.all(begun.values());
  return ended;
}
