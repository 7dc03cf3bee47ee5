import { randomUUID } from 'node:crypto';
import { objectBody, readCreate, readUpdate, uuidField } from './bodies.ts';
import { isFilter } from './conditions.ts';
import { matchingRows } from './matching.ts';
import { nodeProblems } from './nodes.ts';
import { Refusal } from './refusal.ts';
import type { Play, Release, Segment } from './entities.ts';
import type { Store } from './store.ts';
import { isObject, isUuid } from './values.ts';

/** A request as a handler sees it. */
interface Call {
  readonly store: Store;
  /** The uuid in the path, where the route has one. */
  readonly uuid: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Answers a call with a body, `undefined` for an empty one; throws a Refusal. */
export type Handler = (call: Call) => unknown;

function livePlay({ store, uuid }: Call): Play {
  const play = store.plays.get(uuid);
  if (!play || play.deletedAt !== null)
    throw new Refusal(404, 'playNotFound', 'there is no play with this uuid');
  return play;
}

function listPlays({ store, query }: Call): unknown {
  const { isEnabled, modelUuid, segmentUuid, scheduleType } = query;
  if (isEnabled !== undefined && isEnabled !== 'true' && isEnabled !== 'false') {
    throw new Refusal(400, null, 'isEnabled must be true or false');
  }
  for (const [name, value] of Object.entries({ modelUuid, segmentUuid })) {
    if (value !== undefined && !isUuid(value)) throw new Refusal(400, null, `${name} must be a uuid`);
  }
  const plays = store
    .listed()
    .plays.filter(
      (play) =>
        (isEnabled === undefined || play.isEnabled === (isEnabled === 'true')) &&
        (modelUuid === undefined || play.modelUuid === modelUuid) &&
        (segmentUuid === undefined || play.segmentUuid === segmentUuid) &&
        (scheduleType === undefined || play.schedule?.['type'] === scheduleType),
    );
  return { plays };
}

function updatePlay(call: Call): unknown {
  const { uuid } = livePlay(call);
  return { play: call.store.editPlay(uuid, readUpdate(call.store, uuid, call.body)) };
}

function segmentAt(store: Store, uuid: string, status: number): Segment {
  const segment = store.segments.get(uuid);
  if (!segment) throw new Refusal(status, 'segmentNotFound', 'there is no segment with this uuid');
  return segment;
}

function draftOf(store: Store, workflowUuid: string): Release {
  if (![...store.plays.values()].some((play) => play.workflowUuid === workflowUuid)) {
    throw new Refusal(404, 'workflowNotFound', 'there is no workflow with this uuid');
  }
  const draft = store.drafts.get(workflowUuid);
  if (!draft) throw new Refusal(404, 'draftReleaseNotFound', 'this workflow has no draft release');
  return draft;
}

/** Changes the draft of the workflow that the body names, to the body's nodes. */
function updateDraft(store: Store, given: unknown): Release {
  const body = objectBody(given);
  const draft = draftOf(store, uuidField(body, 'workflowUuid'));
  const { nodes, formFields, description } = body;
  const [problem] = nodeProblems(nodes);
  if (!Array.isArray(nodes) || problem) {
    throw new Refusal(400, 'draftReleaseNodesAreInvalid', problem?.message ?? 'nodes must be a list');
  }
  if (description !== undefined && description !== null && typeof description !== 'string') {
    throw new Refusal(400, null, 'description must be a string');
  }
  Object.assign(draft, { nodes, updatedAt: new Date().toISOString() });
  if (formFields !== undefined) draft.formFields = formFields;
  if (description !== undefined) draft.description = description;
  return draft;
}

function deployDraft({ store, body }: Call): unknown {
  const draft = updateDraft(store, body);
  const release: Release = structuredClone({
    ...draft,
    uuid: randomUUID(),
    status: 'deployed',
    deployedAt: draft.updatedAt,
  });
  store.deployed.set(draft.workflowUuid, release);
  return { release };
}

function validateNodes({ body }: Call): unknown {
  const problems = nodeProblems(objectBody(body)['nodes']);
  return problems.length === 0 ? { outcome: 'valid' } : { outcome: 'invalid', problems };
}

/** The records that a batch would run on: a filter's over a model, or those of a segment that is no play's own. */
function batchTarget(
  store: Store,
  data: unknown,
): { modelUuid: string; segmentUuid: string | null; count: number } {
  if (!isObject(data)) throw new Refusal(400, null, 'data must be an object with a kind');
  if (data['kind'] === 'segment') {
    const segment = segmentAt(store, uuidField(data, 'segmentUuid'), 400);
    if (segment.fromPlay) {
      throw new Refusal(
        400,
        'segmentLinkedToPlay',
        "a play's own segment can't be enrolled: use a filter over its model",
      );
    }
    const count = Math.min(
      matchingRows(store, segment.modelUuid, segment.filter).length,
      segment.limit ?? Infinity,
    );
    return { modelUuid: segment.modelUuid, segmentUuid: segment.uuid, count };
  }
  if (data['kind'] !== 'filter') throw new Refusal(400, null, 'data.kind must be filter or segment');
  const modelUuid = uuidField(data, 'modelUuid');
  if (!store.models.has(modelUuid))
    throw new Refusal(400, 'modelNotFound', 'there is no model with this uuid');
  const filter = data['filter'] ?? null;
  if (filter !== null && !isFilter(filter, store.settings.newKinds)) {
    throw new Refusal(400, 'invalidFilter', 'filter is not a valid filter');
  }
  const limit = data['limit'] ?? Infinity;
  if (typeof limit !== 'number' || limit < 1) throw new Refusal(400, null, 'limit must be a number above 0');
  return {
    modelUuid,
    segmentUuid: null,
    count: Math.min(matchingRows(store, modelUuid, filter).length, limit),
  };
}

function createBatch({ store, body: given }: Call): unknown {
  const body = objectBody(given);
  const workflowUuid = uuidField(body, 'workflowUuid');
  if (!store.livePlays().some((play) => play.workflowUuid === workflowUuid)) {
    throw new Refusal(400, 'workflowNotFound', 'there is no workflow with this uuid');
  }
  const { modelUuid, segmentUuid, count } = batchTarget(store, body['data']);
  const now = new Date().toISOString();
  const batch = {
    uuid: randomUUID(),
    workspaceUuid: store.workspaceUuid,
    userUuid: store.userUuid,
    workflowUuid,
    modelUuid,
    segmentUuid,
    status: 'pending',
    runsCount: count,
    executedRunsCount: 0,
    failedRunsCount: 0,
    createdAt: now,
    updatedAt: now,
    finishedAt: null,
  };
  return { batch };
}

const routes: Readonly<Record<string, Handler>> = {
  'POST /orchestration/plays': ({ store, body }) => ({ play: store.addPlay(readCreate(store, body)) }),
  'GET /orchestration/plays/list': listPlays,
  'GET /orchestration/plays/:uuid': (call) => ({ play: livePlay(call) }),
  'PUT /orchestration/plays/:uuid': updatePlay,
  'DELETE /orchestration/plays/:uuid': (call) => {
    call.store.deletePlay(livePlay(call).uuid);
  },
  'GET /segmentation/segments/list': ({ store }) => ({ segments: store.listed().segments }),
  'GET /segmentation/segments/:uuid': ({ store, uuid }) => ({ segment: segmentAt(store, uuid, 404) }),
  'GET /storage/models/list': ({ store }) => ({ models: [...store.models.values()] }),
  'GET /storage/datasets/list': ({ store }) => ({ datasets: [...store.datasets.values()] }),
  'GET /workspaceManagement/folders/list': ({ store }) => ({ folders: [...store.folders.values()] }),
  'GET /orchestration/releases/draft': ({ store, query }) => ({
    release: draftOf(store, uuidField(query, 'workflowUuid')),
  }),
  'POST /orchestration/releases/draft/update': ({ store, body }) => ({ release: updateDraft(store, body) }),
  'POST /orchestration/releases/draft/deploy': deployDraft,
  'POST /orchestration/nodes/validate': validateNodes,
  'POST /orchestration/batches': createBatch,
};

/**
 * Finds what answers a request.
 * @param path without `/v1` and query
 * @returns the handler and the uuid in the path (empty where there is none); null for an unknown endpoint
 */
export function findRoute(method: string, path: string): { handler: Handler; uuid: string } | null {
  const exact = routes[`${method} ${path}`];
  if (exact) return { handler: exact, uuid: '' };
  const [, folder = '', uuid = ''] = /^(.+)\/([^/]+)$/.exec(path) ?? [];
  const handler = isUuid(uuid) ? routes[`${method} ${folder}/:uuid`] : undefined;
  return handler ? { handler, uuid: uuid.toLowerCase() } : null;
}
