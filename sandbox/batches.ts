import { randomUUID } from 'node:crypto';
import type { Execution, RunResult } from './running.ts';

/** A record that a batch runs on. */
interface BatchRecord {
  readonly id: string;
  readonly title: string;
}

/** A batch as it was started. Where it is by now follows from the time alone. */
export interface StartedBatch {
  readonly uuid: string;
  readonly workspaceUuid: string;
  readonly userUuid: string;
  readonly workflowUuid: string;
  readonly modelUuid: string;
  readonly segmentUuid: string | null;
  /** Null where it runs nodes that were not deployed. */
  readonly releaseUuid: string | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly ms: { readonly start: number; readonly run: number; readonly cancel: number };
  /** Why it ends before its first run; null where it doesn't. */
  readonly failsWith: string | null;
  readonly runs: readonly (RunResult & { readonly uuid: string; readonly record: BatchRecord })[];
  /** When it was cancelled; null where it wasn't. */
  cancelledAt: number | null;
}

type BatchStatus =
  'pending' | 'syncing' | 'querying' | 'running' | 'cancelling' | 'success' | 'error' | 'cancelled';

/** A batch as answers show it ([pub]). */
export interface Batch {
  readonly uuid: string;
  readonly workspaceUuid: string;
  readonly userUuid: string;
  readonly workflowUuid: string;
  readonly modelUuid: string;
  readonly segmentUuid: string | null;
  readonly releaseUuid: string | null;
  readonly status: BatchStatus;
  readonly runsStatus: 'healthy' | 'unhealthy' | null;
  readonly runsCount: number;
  readonly executedRunsCount: number;
  readonly failedRunsCount: number;
  readonly creditsUsedCount: number;
  readonly errorMessage: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly finishedAt: string | null;
}

/** A run of a batch as answers show it ([pub]). */
interface Run {
  readonly uuid: string;
  readonly workflowUuid: string;
  readonly batchUuid: string;
  readonly recordId: string;
  readonly recordTitle: string;
  readonly status: 'pending' | 'running' | 'success' | 'error' | 'cancelled';
  readonly errorMessage: string | null;
  readonly executions: readonly Execution[];
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** What a run, or several, used: what its nodes did, and a credit for each hundred of them ([pub]). */
export function creditsOf(runs: readonly RunResult[]): number {
  const executions = runs.flatMap((run) => run.executions);
  const own = executions.reduce((sum, { creditsUsedCount }) => sum + creditsUsedCount, 0);
  return own + Math.floor(executions.length / 100);
}

/** A batch that starts now. */
export function startBatch(
  given: Omit<StartedBatch, 'uuid' | 'runs' | 'cancelledAt'>,
  runs: readonly { readonly record: BatchRecord; readonly result: RunResult }[],
): StartedBatch {
  return {
    ...given,
    uuid: randomUUID(),
    runs: runs.map(({ record, result }) => ({ ...result, uuid: randomUUID(), record })),
    cancelledAt: null,
  };
}

const iso = (time: number): string => new Date(time).toISOString();

/** When a batch ends if nobody cancels it. */
function endOf({ startedAt, ms, runs, failsWith }: StartedBatch): number {
  return startedAt + ms.start + (failsWith === null ? runs.length * ms.run : 0);
}

/** When a batch's n-th run ends: one after the other. Those that a cancel came before never end. */
function runEnd(batch: StartedBatch, index: number): number {
  if (batch.failsWith !== null) return Infinity;
  const end = batch.startedAt + batch.ms.start + (index + 1) * batch.ms.run;
  return batch.cancelledAt !== null && end > batch.cancelledAt ? Infinity : end;
}

function statusAt(batch: StartedBatch, time: number): BatchStatus {
  const { startedAt, ms, cancelledAt, failsWith } = batch;
  if (cancelledAt !== null) return time < cancelledAt + ms.cancel ? 'cancelling' : 'cancelled';
  if (time >= endOf(batch)) return failsWith === null ? 'success' : 'error';
  const steps = ['pending', 'syncing', 'querying'] as const;
  return steps[Math.floor(((time - startedAt) / ms.start) * steps.length)] ?? 'running';
}

const ended: readonly BatchStatus[] = ['success', 'error', 'cancelled'];

/** Whether a batch has come to its end, of whatever kind. */
export function hasEnded(batch: StartedBatch, time: number): boolean {
  return ended.includes(statusAt(batch, time));
}

/**
 * Where a batch is at a moment.
 * @param time milliseconds since 1970
 */
export function batchAt(batch: StartedBatch, time: number): Batch {
  const { startedAt, ms, runs, cancelledAt, failsWith, ...same } = batch;
  const status = statusAt(batch, time);
  const done = runs.filter((_run, index) => runEnd(batch, index) <= time);
  const failed = done.filter((run) => run.status === 'error').length;
  const finished = ended.includes(status);
  const end = cancelledAt === null ? endOf(batch) : cancelledAt + ms.cancel;
  return {
    ...same,
    status,
    runsStatus: done.length === 0 ? null : failed > 0 ? 'unhealthy' : 'healthy',
    runsCount: runs.length,
    executedRunsCount: done.length,
    failedRunsCount: failed,
    creditsUsedCount: creditsOf(done),
    errorMessage: status === 'error' ? failsWith : null,
    createdAt: iso(startedAt),
    updatedAt: iso(Math.min(time, end)),
    finishedAt: finished ? iso(end) : null,
  };
}

/**
 * The runs of a batch at a moment, in the order of its records.
 * @param time milliseconds since 1970
 */
export function runsAt(batch: StartedBatch, time: number): Run[] {
  const cancelled = batch.cancelledAt !== null || batch.failsWith !== null;
  return batch.runs.map(({ uuid, record, status, errorMessage, executions }, index) => {
    const end = runEnd(batch, index);
    const isDone = end <= time;
    const isRunning = time >= batch.startedAt + batch.ms.start + index * batch.ms.run;
    const going = cancelled && hasEnded(batch, time) ? 'cancelled' : isRunning ? 'running' : 'pending';
    return {
      uuid,
      workflowUuid: batch.workflowUuid,
      batchUuid: batch.uuid,
      recordId: record.id,
      recordTitle: record.title,
      status: isDone ? status : going,
      errorMessage: isDone ? errorMessage : null,
      executions: isDone ? executions : [],
      createdAt: iso(batch.startedAt),
      finishedAt: isDone ? iso(end) : null,
    };
  });
}
