import { batchAt, creditsOf, hasEnded, runsAt, startBatch } from '../batches.ts';
import type { StartedBatch } from '../batches.ts';
import { objectBody, uuidField } from '../bodies.ts';
import type { Row } from '../entities.ts';
import { readNodes } from '../node-shape.ts';
import type { WorkflowNode } from '../node-shape.ts';
import { invalidNodes } from '../nodes.ts';
import { Refusal } from '../refusal.ts';
import { runGraph } from '../running.ts';
import { countField, selectRecords } from '../selection.ts';
import type { Store } from '../store.ts';
import { isObject, isTexts } from '../values.ts';
import { isWorkflow } from '../workflows.ts';
import type { Call, Routes } from './call.ts';

type Body = Readonly<Record<string, unknown>>;

/** The records that a batch means. */
interface Target {
  readonly modelUuid: string;
  readonly segmentUuid: string | null;
  readonly rows: readonly Row[];
}

function workflowOf(store: Store, body: Body): string {
  const workflowUuid = uuidField(body, 'workflowUuid');
  if (!isWorkflow(store, workflowUuid))
    throw new Refusal(400, 'workflowNotFound', 'there is no workflow with this uuid');
  return workflowUuid;
}

const idOf = (store: Store, modelUuid: string, row: Row): string =>
  String(row[store.models.get(modelUuid)?.idColumnSlug ?? 'id']);

function titleOf(row: Row, id: string): string {
  const title = [row['name'], row['email'], row['subject'], row['event_name']].find(
    (value) => typeof value === 'string' && value !== '',
  );
  return typeof title === 'string' ? title : id;
}

function segmentTarget(store: Store, data: Body): Target {
  const segment = store.segments.get(uuidField(data, 'segmentUuid'));
  if (!segment) throw new Refusal(400, 'segmentNotFound', 'there is no segment with this uuid');
  if (segment.fromPlay) {
    throw new Refusal(
      400,
      'segmentLinkedToPlay',
      "a play's own segment can't be enrolled: use a filter over its model",
    );
  }
  const { modelUuid, filter, sort, limit } = segment;
  return { ...selectRecords(store, { modelUuid, filter, sort, limit }), segmentUuid: segment.uuid };
}

/**
 * Reads which records `data` means.
 * @param reason the code where the records can't be selected
 */
function readTarget(store: Store, data: unknown, reason: string): Target {
  if (!isObject(data)) throw new Refusal(400, null, 'data must be an object with a kind');
  if (data['kind'] === 'segment') return segmentTarget(store, data);
  if (data['kind'] !== 'filter' && data['kind'] !== 'recordIds')
    throw new Refusal(400, 'invalidDataKind', 'data.kind must be filter, recordIds or segment');
  const { ids } = data;
  if (data['kind'] === 'recordIds' && !isTexts(ids))
    throw new Refusal(400, null, 'data.ids must be a list of strings');
  try {
    const selected = selectRecords(
      store,
      data['kind'] === 'filter' ? data : { modelUuid: data['modelUuid'] },
    );
    const rows = isTexts(ids)
      ? selected.rows.filter((row) => ids.includes(idOf(store, selected.modelUuid, row)))
      : selected.rows;
    return { modelUuid: selected.modelUuid, rows, segmentUuid: null };
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.reason !== null) throw new Refusal(400, reason, thrown.message);
    throw thrown;
  }
}

/** The graph that a batch runs: its own nodes, a release, or what is live. */
function readGraph(
  store: Store,
  workflowUuid: string,
  body: Body,
): { nodes: readonly WorkflowNode[]; releaseUuid: string | null } {
  const refuse = (message: string): never => {
    throw new Refusal(400, 'invalidReleaseOrCustomNodes', message);
  };
  if (body['nodes'] !== undefined) {
    if (body['releaseUuid'] !== undefined) return refuse('either nodes or releaseUuid, not both');
    const nodes = readNodes(body['nodes']);
    if (nodes.length === 0) throw new Refusal(400, 'nodesNotFound', 'there are no nodes');
    const [invalid] = invalidNodes(nodes, store);
    if (invalid?.reason === 'startNodeNotFound')
      throw new Refusal(400, 'rootNodeNotFound', 'there is no start');
    return invalid ? refuse(`${invalid.node.slug}: ${invalid.reason}`) : { nodes, releaseUuid: null };
  }
  const wanted = body['releaseUuid'] === undefined ? null : uuidField(body, 'releaseUuid');
  const release =
    wanted === null
      ? store.deployed.get(workflowUuid)
      : store.history.get(workflowUuid)?.find(({ uuid }) => uuid === wanted);
  return release
    ? { nodes: readNodes(release.nodes), releaseUuid: release.uuid }
    : refuse('this workflow has no such release');
}

function createBatch({ store, body: given }: Call): unknown {
  const body = objectBody(given);
  const workflowUuid = workflowOf(store, body);
  const { modelUuid, segmentUuid, rows } = readTarget(store, body['data'], 'dataError');
  const { nodes, releaseUuid } = readGraph(store, workflowUuid, body);
  const { nodeFailures, batchMs, batchError, credits } = store.settings;
  const conditions = { connectors: store.connectors, failures: nodeFailures };
  const runs = rows.map((row) => {
    const id = idOf(store, modelUuid, row);
    return { record: { id, title: titleOf(row, id) }, result: runGraph(nodes, id, conditions) };
  });
  const time = store.time();
  const used = [...store.batches.values()].reduce(
    (sum, batch) => sum + batchAt(batch, time).creditsUsedCount,
    0,
  );
  if (used + creditsOf(runs.map(({ result }) => result)) > credits)
    throw new Refusal(400, 'notEnoughCredits', 'the workspace has not enough credits for this batch');
  const { workspaceUuid, userUuid } = store;
  const ids = { workspaceUuid, userUuid, workflowUuid, modelUuid, segmentUuid, releaseUuid };
  const batch = startBatch({ ...ids, startedAt: time, ms: { ...batchMs }, failsWith: batchError }, runs);
  store.batches.set(batch.uuid, batch);
  return { batch: batchAt(batch, time) };
}

function previewBatch({ store, body: given }: Call): unknown {
  const body = objectBody(given);
  workflowOf(store, body);
  const { modelUuid, rows } = readTarget(store, body['data'], 'failedToFetchFromClient');
  const model = store.models.get(modelUuid);
  return {
    records: rows.slice(0, 10),
    columns: [...(model?.columns ?? []), ...(model?.additionalColumns ?? [])],
    count: rows.length,
  };
}

/** The batches as lists show them, newest first. */
function listBatches({ store, search }: Call): unknown {
  const wanted = new URLSearchParams(search).getAll('workflowUuids[]');
  const batches = [...store.veil.seen('batch', store.batches).values()].filter(
    ({ workflowUuid }) => wanted.length === 0 || wanted.includes(workflowUuid),
  );
  return { batches: batches.reverse().map((batch) => batchAt(batch, store.time())) };
}

function batchNamed({ store, named }: Call): StartedBatch {
  const batch = store.batches.get(named);
  if (!batch) throw new Refusal(404, 'batchNotFound', 'there is no batch with this uuid');
  return batch;
}

function cancelBatch(call: Call): undefined {
  const batch = batchNamed(call);
  const time = call.store.time();
  if (hasEnded(batch, time)) throw new Refusal(400, 'batchAlreadyFinished', 'this batch has ended');
  batch.cancelledAt ??= time;
}

function listRuns({ store, body: given }: Call): unknown {
  const body = objectBody(given);
  const workflowUuid = uuidField(body, 'workflowUuid');
  const batchUuid = body['batchUuid'] === undefined ? null : uuidField(body, 'batchUuid');
  const { statuses } = body;
  if (statuses !== undefined && !isTexts(statuses))
    throw new Refusal(400, null, 'statuses must be a list of strings');
  const limit = countField(body, 'limit', 1) ?? Infinity;
  const runs = [...store.batches.values()]
    .filter((each) => each.workflowUuid === workflowUuid && (batchUuid === null || each.uuid === batchUuid))
    .flatMap((batch) => runsAt(batch, store.time()))
    .filter(({ status }) => statuses === undefined || statuses.includes(status));
  return { runs: runs.slice(0, limit) };
}

/** Batches and their runs ([pub]). */
export const batchRoutes: Routes = {
  'POST /orchestration/batches/preview': previewBatch,
  'POST /orchestration/batches': createBatch,
  'GET /orchestration/batches/list': listBatches,
  'GET /orchestration/batches/:uuid': (call) => ({ batch: batchAt(batchNamed(call), call.store.time()) }),
  'POST /orchestration/batches/:uuid/cancel': cancelBatch,
  'POST /orchestration/runs/list': listRuns,
};
