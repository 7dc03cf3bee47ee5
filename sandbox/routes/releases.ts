import { objectBody, uuidField } from '../bodies.ts';
import type { Release } from '../entities.ts';
import { readNodes } from '../node-shape.ts';
import type { WorkflowNode } from '../node-shape.ts';
import { invalidNodes, repeatsUuid } from '../nodes.ts';
import { Refusal } from '../refusal.ts';
import { isNextVersion } from '../releases.ts';
import { countField } from '../selection.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store.ts';
import { isWorkflow, workflowsOf } from '../workflows.ts';
import type { Call, Handler, Routes } from './call.ts';

type Body = Readonly<Record<string, unknown>>;

function draftOf(store: Store, workflowUuid: string): Release {
  if (!isWorkflow(store, workflowUuid))
    throw new Refusal(404, 'workflowNotFound', 'there is no workflow with this uuid');
  const draft = store.drafts.get(workflowUuid);
  if (!draft) throw new Refusal(404, 'draftReleaseNotFound', 'this workflow has no draft release');
  return draft;
}

function readDraft({ store, query }: Call): unknown {
  return { release: draftOf(store, uuidField(query, 'workflowUuid')) };
}

/** The nodes of a body, which the service must be able to tell apart. */
function nodesOf(body: Body): WorkflowNode[] {
  const nodes = readNodes(body['nodes']);
  if (repeatsUuid(nodes)) throw new Refusal(400, 'failedToReconciliateNodes', 'two nodes have one uuid');
  return nodes;
}

function readFormFields(body: Body): unknown {
  const { formFields } = body;
  if (formFields !== undefined && formFields !== null && !Array.isArray(formFields))
    throw new Refusal(400, null, 'formFields must be a list or null');
  return formFields;
}

/** Changes the draft. It may be unfinished: only a node before the start is refused. */
function updateDraft({ store, body: given }: Call): unknown {
  const body = objectBody(given);
  const workflowUuid = uuidField(body, 'workflowUuid');
  const nodes = body['nodes'] === undefined ? undefined : nodesOf(body);
  const formFields = readFormFields(body);
  const { testRecords } = body;
  draftOf(store, workflowUuid);
  const starts = new Set(nodes?.filter(({ actionSlug }) => actionSlug === 'start').map(({ uuid }) => uuid));
  if (nodes?.some(({ childrenUuids }) => childrenUuids.some((child) => child !== null && starts.has(child))))
    throw new Refusal(400, 'invalidParent', 'the start of a workflow comes after no node');
  return { release: store.saveDraft(workflowUuid, { nodes, formFields, testRecords }) };
}

function deployDraft({ store, body: given }: Call): unknown {
  const body = objectBody(given);
  const workflowUuid = uuidField(body, 'workflowUuid');
  const formFields = readFormFields(body);
  if (formFields === undefined) throw new Refusal(400, null, 'formFields is required, and may be null');
  const { description, version } = body;
  for (const [key, value] of Object.entries({ description, version }))
    if (value !== undefined && value !== null && typeof value !== 'string')
      throw new Refusal(400, null, `${key} must be a string`);
  const nodes = nodesOf(body);
  draftOf(store, workflowUuid);
  const latest = store.deployed.get(workflowUuid)?.version ?? null;
  if (typeof version === 'string' && !isNextVersion(version, latest))
    throw new Refusal(
      400,
      'invalidReleaseVersion',
      'version must be three numbers, above the latest version',
    );
  const [invalid] = invalidNodes(nodes, store);
  if (invalid || nodes.length === 0) {
    const message = invalid ? `${invalid.node.slug}: ${invalid.reason}` : 'there are no nodes';
    throw new Refusal(400, 'draftReleaseNodesAreInvalid', message);
  }
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    release: store.publish(workflowUuid, {
      nodes,
      formFields,
      description: text(description),
      version: text(version),
    }),
  };
}

function readDeployed({ store, query }: Call): unknown {
  const release = store.deployed.get(uuidField(query, 'workflowUuid'));
  if (!release) throw new Refusal(404, 'releaseNotFound', 'this workflow has no deployed release');
  return { release };
}

/** A number of the query, which is a text there. */
function queryCount(query: Readonly<Record<string, string>>, key: string): number | null {
  const value = query[key];
  return countField({ [key]: value === undefined ? null : Number(value) }, key, 0);
}

function listReleases({ store, query }: Call): unknown {
  const all = store.history.get(uuidField(query, 'workflowUuid')) ?? [];
  const offset = queryCount(query, 'offset') ?? 0;
  return { releases: all.slice(offset, offset + (queryCount(query, 'limit') ?? all.length)) };
}

function validateNodes({ store, body }: Call): unknown {
  const nodes = readNodes(objectBody(body)['nodes']);
  if (nodes.length === 0) throw new Refusal(400, 'nodesNotFound', 'there are no nodes');
  const invalid = invalidNodes(nodes, store);
  return invalid.length === 0 ? { outcome: 'valid' } : { outcome: 'notValid', invalidNodes: invalid };
}

/** A path that exists only where the service has this spelling; it answers 404 without a reason otherwise. */
const spelled =
  (spelling: Settings['releasePaths'], handler: Handler): Handler =>
  (call) => {
    if (call.store.settings.releasePaths !== spelling) throw new Refusal(404, null, 'Not Found');
    return handler(call);
  };

/** Workflows and their releases ([pub]). Two spellings of three paths are known: `releasePaths` says which exists. */
export const releaseRoutes: Routes = {
  'GET /orchestration/workflows/list': ({ store }) => ({ workflows: workflowsOf(store) }),
  'GET /orchestration/releases/draft': spelled('draft', readDraft),
  'POST /orchestration/releases/draft/update': spelled('draft', updateDraft),
  'POST /orchestration/releases/draft/deploy': spelled('draft', deployDraft),
  'GET /orchestration/releases/getDraft': spelled('getDraft', readDraft),
  'PUT /orchestration/releases/updateDraft': spelled('getDraft', updateDraft),
  'POST /orchestration/releases/deployDraft': spelled('getDraft', deployDraft),
  'GET /orchestration/releases/deployed': readDeployed,
  'GET /orchestration/releases/list': listReleases,
  'POST /orchestration/nodes/validate': validateNodes,
};
