import type { Graph } from '../../definition/workflow/graph.ts';
import type { LookOptions } from '../actual.ts';

/** Records of a model: those that a filter matches, in an order, at most so many. */
export interface Selection {
  readonly modelUuid: string;
  /** Left out or null: every record. */
  readonly filter?: unknown;
  readonly sort?: unknown;
  readonly limit?: number | null;
}

/** The runs of a workflow on some records ([pub]). What the service doesn't tell yet is 0 or null. */
export interface Batch {
  readonly uuid: string;
  /** One of the service's own words; one that this version doesn't know counts as going on. */
  readonly status: string;
  /** Null where it runs a graph that is not deployed, and where the answer doesn't say. */
  readonly releaseUuid: string | null;
  readonly records: number;
  /** How many records it is done with, those that failed among them. */
  readonly executed: number;
  readonly failed: number;
  readonly credits: number;
  readonly errorMessage: string | null;
  readonly createdAt: string | null;
}

/** A record on which a workflow failed: its id, and nothing that stands in it. */
export interface FailedRecord {
  readonly id: string;
  /** The slug of the node that failed; null where the service doesn't tell. */
  readonly node: string | null;
  /** The service's words. */
  readonly message: string;
}

/** Counts records, and reads nothing else of them. */
export interface RecordCounter {
  countRecords: (selection: Selection) => Promise<number>;
}

/** Batches, as far as a trial needs them. Every method rejects with an ApiError. */
export interface BatchApi {
  /** How many records a batch would run on. */
  previewBatch: (workflowUuid: string, selection: Selection) => Promise<number>;
  /** Runs a graph that need not be deployed, and costs credits. It is never repeated by the client after a doubt. */
  createBatch: (workflowUuid: string, nodes: Graph, selection: Selection) => Promise<Batch>;
  listBatches: (workflowUuid: string, options?: LookOptions) => Promise<readonly Batch[]>;
  getBatch: (uuid: string, options?: LookOptions) => Promise<Batch>;
  /** Cancelling twice does no more than once. */
  cancelBatch: (uuid: string, options?: LookOptions) => Promise<void>;
  /** @param most the most that are given */
  listFailedRecords: (
    workflowUuid: string,
    batchUuid: string,
    most: number,
  ) => Promise<readonly FailedRecord[]>;
}
