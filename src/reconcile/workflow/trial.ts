import { ApiError } from '../../errors.ts';
import type { Batch, FailedRecord, Selection } from './batches.ts';
import { messageOf, startOnce } from './trial-start.ts';
import type { TrialContext, TrialJob } from './trial-start.ts';
import { unlessStopped } from './unless-stopped.ts';

/** The first look comes after a second; each next one after as long again as the trial has run, up to `pollMs`. */
const firstPollMs = 1_000;
const pollMs = 5_000;
const tellMs = 30_000;
/** For one look at a batch, repeats included. */
const longestPollMs = 60_000;
/** The runner leaves 7.5 seconds after it has asked a run to end. */
const leaveWithinMs = 6_500;
const mostFailedRecords = 10;

const ended = ['success', 'error', 'cancelled', 'skipped'];

/** What a trial came to in numbers. */
export interface TrialCount {
  readonly batchUuid: string;
  readonly records: number;
  readonly executed: number;
  readonly failed: number;
  /** In all. */
  readonly credits: number;
  /** At most ten. */
  readonly failedRecords: readonly FailedRecord[];
  /** Why they are not known, or null. */
  readonly unlisted: string | null;
}

/** How a trial ended. The workflow is deployed after `passed` and `no-records`, and after nothing else. */
export type TrialOutcome =
  | { readonly kind: 'passed'; readonly count: TrialCount }
  /** The filter matches no record, so that there was nothing to try. */
  | { readonly kind: 'no-records' }
  | {
      readonly kind: 'failed';
      readonly why: 'not-started' | 'in-doubt' | 'too-many-failures' | 'batch-failed' | 'timed-out' | 'lost';
      readonly error: string;
      /** Null where no batch is known. */
      readonly count: TrialCount | null;
      /** Whether a batch may still be running. */
      readonly mayRun: boolean;
    }
  /** The run was cancelled. */
  | {
      readonly kind: 'cancelled';
      readonly error: string;
      readonly count: TrialCount | null;
      readonly mayRun: boolean;
    };

/**
 * Runs a workflow that is not deployed on some records of its play, and judges it. It costs credits, so that it is
 * started once. Never rejects for what the service answers.
 */
export function runTrial(job: TrialJob, context: TrialContext): Promise<TrialOutcome> {
  return context.inTurn(() => new RunningTrial(job, context).run());
}

/** One trial from its beginning to its end. */
class RunningTrial {
  private readonly job: TrialJob;
  private readonly context: TrialContext;
  /** By when a run that was cancelled has to end; null while it goes on. */
  private deadline: number | null = null;

  constructor(job: TrialJob, context: TrialContext) {
    this.job = job;
    this.context = context;
  }

  async run(): Promise<TrialOutcome> {
    const { clock, stop } = this.context;
    const notice = (): void => {
      this.deadline = clock.now() + leaveWithinMs;
    };
    stop.addEventListener('abort', notice, { once: true });
    try {
      return stop.aborted ? notBegun : await this.begin();
    } finally {
      stop.removeEventListener('abort', notice);
    }
  }

  private isStopped(): boolean {
    return this.context.stop.aborted;
  }

  private async begin(): Promise<TrialOutcome> {
    const { api, clock } = this.context;
    const { workflowUuid, trial } = this.job;
    const { limit } = this.job.selection;
    const selection: Selection = {
      ...this.job.selection,
      limit: Math.min(trial.records, limit ?? trial.records),
    };
    let records: number | null = null;
    try {
      records = await api.previewBatch(workflowUuid, selection);
    } catch (thrown) {
      // only told: whether the records can be had, the batch itself says
      messageOf(thrown);
    }
    if (records === 0) return { kind: 'no-records' };
    const since = clock.now();
    const started = await startOnce(this.job, selection, this.context, () => this.deadline);
    switch (started.kind) {
      case 'started':
        return this.follow(started.batch, since, records);
      case 'not-started':
        return this.isStopped() ? notBegun : failed('not-started', started.error);
      case 'in-doubt': {
        const error =
          `${started.error} It was looked for and not found: look at the batches of the workflow in Cargo. ` +
          'It is not known whether the trial was started.';
        return this.isStopped()
          ? { kind: 'cancelled', error, count: null, mayRun: true }
          : failed('in-doubt', error, null, true);
      }
    }
  }

  /** Follows a batch until it has ended, its time is up, or the run is cancelled. */
  private async follow(started: Batch, since: number, records: number | null): Promise<TrialOutcome> {
    const { api, clock, stop, onProgress } = this.context;
    const until = since + this.job.trial.timeout;
    let batch = started;
    // the first look is told, so that the log shows that a trial runs
    let told = since - tellMs;
    for (;;) {
      if (this.isStopped()) return this.leave(batch);
      if (ended.includes(batch.status)) return this.judge(batch);
      const left = until - clock.now();
      if (left <= 0) return this.giveUp(batch);
      const run = clock.now() - since;
      await clock.sleep(Math.min(Math.max(firstPollMs, run), pollMs, left), stop);
      try {
        const withinMs = Math.min(longestPollMs, Math.max(pollMs, until - clock.now()));
        // a cancel doesn't wait for an answer that is under way
        batch = (await unlessStopped(() => api.getBatch(batch.uuid, { withinMs }), stop)) ?? batch;
      } catch (thrown) {
        if (!isPassing(thrown)) return this.abandon(batch, messageOf(thrown));
      }
      if (this.isStopped() || ended.includes(batch.status) || clock.now() - told < tellMs) continue;
      told = clock.now();
      const { executed, failed: failures } = batch;
      onProgress({ records: batch.records || (records ?? 0), executed, failed: failures });
    }
  }

  private async judge(batch: Batch): Promise<TrialOutcome> {
    const { maxFailures } = this.job.trial;
    const isEmpty = batch.records === 0 && batch.executed === 0;
    if (isEmpty && (batch.status === 'success' || batch.status === 'skipped')) return { kind: 'no-records' };
    const count = await this.count(batch);
    if (batch.status === 'success') {
      if (batch.failed <= maxFailures) return { kind: 'passed', count };
      const records = `${String(batch.records)} record${batch.records === 1 ? '' : 's'}`;
      const error = `${String(batch.failed)} of ${records} failed in the trial, and "maxFailures" is ${String(maxFailures)}.`;
      return failed('too-many-failures', error, count);
    }
    const why = batch.errorMessage === null ? '' : ` Cargo says: ${batch.errorMessage}`;
    return failed('batch-failed', `The trial ended as "${batch.status}" in Cargo.${why}`, count);
  }

  /** What came of a batch, with the records that failed. */
  private async count(batch: Batch): Promise<TrialCount> {
    if (batch.failed === 0) return countOf(batch);
    const { workflowUuid } = this.job;
    try {
      const rows = await this.context.api.listFailedRecords(workflowUuid, batch.uuid, mostFailedRecords);
      return { ...countOf(batch), failedRecords: rows };
    } catch (thrown) {
      return { ...countOf(batch), unlisted: messageOf(thrown) };
    }
  }

  /** Ends a batch whose time is up. One that has ended just now is judged all the same. */
  private async giveUp(batch: Batch): Promise<TrialOutcome> {
    const cancelled = await this.cancel(batch, longestPollMs);
    const last = await this.lookAt(batch);
    if (cancelled === 'ended' && ended.includes(last.status) && last.status !== 'cancelled')
      return this.judge(last);
    const error = `The trial did not end within its timeout of ${inWords(this.job.trial.timeout)}.${stillRuns(cancelled)}`;
    return failed('timed-out', error, await this.count(last), isRunning(cancelled));
  }

  /** Ends a batch that can't be followed any more. */
  private async abandon(batch: Batch, error: string): Promise<TrialOutcome> {
    const cancelled = await this.cancel(batch, longestPollMs);
    return failed('lost', `${error}${stillRuns(cancelled)}`, countOf(batch), isRunning(cancelled));
  }

  /** Ends a batch because the run ends. */
  private async leave(batch: Batch): Promise<TrialOutcome> {
    if (ended.includes(batch.status)) {
      const error = 'The run was cancelled after the trial.';
      return { kind: 'cancelled', error, count: countOf(batch), mayRun: false };
    }
    const left = (this.deadline ?? 0) - this.context.clock.now();
    const cancelled = await this.cancel(batch, Math.max(left, 500));
    const error = `The run was cancelled during the trial.${stillRuns(cancelled)}`;
    return { kind: 'cancelled', error, count: countOf(batch), mayRun: isRunning(cancelled) };
  }

  private async cancel(batch: Batch, withinMs: number): Promise<Cancelled> {
    try {
      await this.context.api.cancelBatch(batch.uuid, { afterCancel: true, withinMs });
      return 'cancelled';
    } catch (thrown) {
      const error = messageOf(thrown);
      const { reason } = thrown as ApiError;
      return reason === 'batchAlreadyFinished' || reason === 'batchNotFound' ? 'ended' : { error };
    }
  }

  private async lookAt(batch: Batch): Promise<Batch> {
    try {
      return await this.context.api.getBatch(batch.uuid, { withinMs: longestPollMs });
    } catch (thrown) {
      messageOf(thrown);
      return batch;
    }
  }
}

/** A time as a person says it: `90 seconds`, `30 minutes`, `2 hours`. */
function inWords(ms: number): string {
  const units = [
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const;
  const [unit, length] = units.find(([, each]) => ms % each === 0) ?? ['second', 1_000];
  const number = ms / length;
  return `${String(number)} ${unit}${number === 1 ? '' : 's'}`;
}

/** What came of a cancel; with an error, the batch may still be running. */
type Cancelled = 'cancelled' | 'ended' | { readonly error: string };

function isRunning(cancelled: Cancelled): boolean {
  return typeof cancelled === 'object';
}

function stillRuns(cancelled: Cancelled): string {
  return typeof cancelled === 'object'
    ? ` The batch may still be running: cancel it in Cargo. ${cancelled.error}`
    : '';
}

const notBegun: TrialOutcome = {
  kind: 'cancelled',
  error: 'The run was cancelled before the trial began.',
  count: null,
  mayRun: false,
};

function failed(
  why: Extract<TrialOutcome, { kind: 'failed' }>['why'],
  error: string,
  count: TrialCount | null = null,
  mayRun = false,
): TrialOutcome {
  return { kind: 'failed', why, error, count, mayRun };
}

function countOf({ uuid, records, executed, failed: failures, credits }: Batch): TrialCount {
  return {
    batchUuid: uuid,
    records,
    executed,
    failed: failures,
    credits,
    failedRecords: [],
    unlisted: null,
  };
}

/** Whether a later look may succeed: what the service refuses it will refuse again. */
function isPassing(thrown: unknown): boolean {
  if (!(thrown instanceof ApiError)) return false;
  const { certainty, code, status } = thrown;
  return certainty !== 'not-done' || code === 'not-reached' || code === 'cancelled' || status === 429;
}
