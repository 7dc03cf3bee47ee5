import * as z from 'zod/mini';
import { encodeGraph } from '../definition/workflow/encode.ts';
import type { LookOptions } from '../reconcile/actual.ts';
import type {
  Batch,
  BatchApi,
  FailedRecord,
  RecordCounter,
  Selection,
} from '../reconcile/workflow/batches.ts';
import { answeredUuid as uuid, maybeUuid } from '../definition/shapes.ts';
import { decode, list, rowsOf, under, unreadable } from './decode.ts';
import type { Asked, PassOver } from './decode.ts';
import type { Send } from './http.ts';

const path = '/orchestration/batches';
const at = (uuid: string): string => `${path}/${encodeURIComponent(uuid)}`;

const count = z.nullish(z.number());
const maybe = z.nullish(z.string());

const batchSchema = z.object({
  uuid,
  status: z.string(),
  workflowUuid: maybeUuid,
  releaseUuid: maybeUuid,
  runsCount: count,
  executedRunsCount: count,
  failedRunsCount: count,
  creditsUsedCount: count,
  errorMessage: maybe,
  createdAt: maybe,
});
/** An answer of which the number alone is read: what else is in it are the customer's records. */
const countSchema = z.object({ count: z.int().check(z.nonnegative()) });
/** A run names its record by title too, which is a column's value: of a record, the id alone is read. */
const runSchema = z.object({
  recordId: maybe,
  status: z.string(),
  errorMessage: maybe,
  executions: z.nullish(z.array(z.object({ nodeSlug: maybe, status: maybe, errorMessage: maybe }))),
});

/** A filter that matches every record: counting needs one ([pub]). */
const everyRecord = { conjonction: 'and', groups: [] };
const failedStatuses: readonly string[] = ['error', 'failed'];
/** More runs than this are not looked through for those that failed. */
const mostRuns = 1000;

/**
 * The Cargo API as far as trials need it ([pub]).
 * @param passOver is told of each row of a list that can't be read
 */
export function createBatches(send: Send, passOver: PassOver): BatchApi & RecordCounter {
  return {
    countRecords: ({ filter, ...selection }) =>
      send(
        {
          method: 'POST',
          path: '/segmentation/segments/fetch',
          what: 'count the records',
          body: { ...present(selection), filter: filter ?? everyRecord, fetchingLimit: 1 },
          reads: true,
        },
        decodeCount,
      ),
    previewBatch: (workflowUuid, selection) =>
      send(
        {
          method: 'POST',
          path: `${path}/preview`,
          what: 'count the records of the trial',
          body: { workflowUuid, data: dataOf(selection) },
          reads: true,
        },
        decodeCount,
      ),
    createBatch: (workflowUuid, nodes, selection) =>
      send(
        {
          method: 'POST',
          path,
          what: 'start the trial',
          body: { workflowUuid, data: dataOf(selection), nodes: encodeGraph(nodes) },
        },
        (json, asked) => {
          const row = decode(batchSchema, under(json, 'batch', asked), asked, 'batch');
          if (isOf(row, workflowUuid)) return toBatch(row);
          throw unreadable(asked, 'it is about another workflow');
        },
      ),
    listBatches: (workflowUuid, options: LookOptions = {}) =>
      send(
        {
          method: 'GET',
          path: `${path}/list?workflowUuids%5B%5D=${encodeURIComponent(workflowUuid)}`,
          what: 'list the batches',
          ...options,
        },
        (json, asked) =>
          list(batchSchema, json, 'batches', asked, passOver)
            .filter((row) => isOf(row, workflowUuid))
            .map(toBatch),
      ),
    getBatch: (uuid, options: LookOptions = {}) =>
      send({ method: 'GET', path: at(uuid), what: 'follow the trial', ...options }, (json, asked) => {
        const row = decode(batchSchema, under(json, 'batch', asked), asked, 'batch');
        if (row.uuid === uuid) return toBatch(row);
        throw unreadable(asked, 'it is about another trial');
      }),
    cancelBatch: (uuid, options: LookOptions = {}) =>
      send(
        {
          method: 'POST',
          path: `${at(uuid)}/cancel`,
          what: 'cancel the trial',
          repeats: true,
          answersNothing: true,
          ...options,
        },
        (json, asked) => {
          // what it says is not documented; a list is surely another answer
          if (typeof json !== 'object' || Array.isArray(json)) throw unreadable(asked, 'it is not an object');
        },
      ),
    listFailedRecords: (workflowUuid, batchUuid, most) =>
      send(
        {
          method: 'POST',
          path: '/orchestration/runs/list',
          what: 'list the records that failed in the trial',
          // not `reads`: it is no request for `plan`. The statuses are not documented, so all runs are asked for.
          body: { workflowUuid, batchUuid, limit: mostRuns },
          repeats: true,
        },
        (json, asked) => decodeFailed(json, asked, most),
      ),
  };
}

/** What is there of a selection. */
function present(selection: Selection): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(selection).filter(([, value]) => value !== undefined && value !== null),
  );
}

function dataOf(selection: Selection): Record<string, unknown> {
  return { kind: 'filter', ...present(selection) };
}

/** Whether a batch is of this workflow, as far as it says. */
function isOf({ workflowUuid }: z.infer<typeof batchSchema>, wanted: string): boolean {
  return (workflowUuid ?? wanted).toLowerCase() === wanted.toLowerCase();
}

function toBatch(row: z.infer<typeof batchSchema>): Batch {
  return {
    uuid: row.uuid,
    status: row.status,
    releaseUuid: row.releaseUuid ?? null,
    records: row.runsCount ?? 0,
    executed: row.executedRunsCount ?? 0,
    failed: row.failedRunsCount ?? 0,
    credits: row.creditsUsedCount ?? 0,
    errorMessage: row.errorMessage ?? null,
    createdAt: row.createdAt ?? null,
  };
}

function decodeCount(json: unknown, asked: Asked): number {
  return decode(countSchema, json, asked, 'answer').count;
}

/** The runs of an answer that failed; a run that can't be read is left out, since it is only told. */
function decodeFailed(json: unknown, asked: Asked, most: number): FailedRecord[] {
  return [...rowsOf(json, 'runs', asked).values()]
    .flatMap((raw) => {
      const run = runSchema.safeParse(raw).data;
      if (run === undefined || !failedStatuses.includes(run.status)) return [];
      // the last one that failed ended the run; those before it were gone on from
      const execution = (run.executions ?? []).findLast(({ status }) =>
        failedStatuses.includes(status ?? ''),
      );
      return [
        {
          id: run.recordId ?? raw.uuid,
          node: execution?.nodeSlug ?? null,
          message: execution?.errorMessage ?? run.errorMessage ?? 'no reason was given',
        },
      ];
    })
    .slice(0, most);
}
