import type { Dataset, Folder, Model } from '../definition/live.ts';
import type { ListedSegments, PlayApi, PlayReader, PlayRow } from '../reconcile/actual.ts';
import type { FolderApi } from '../reconcile/folders.ts';
import { createBatches } from './batches.ts';
import { createClient } from './client.ts';
import { guardWorkspace, workspaceOf } from './guard.ts';
import { createHttp } from './http.ts';
import type { HttpOptions } from './http.ts';
import type { Action } from '../definition/workflow/check-live.ts';
import type { Connector, Named } from '../definition/workflow/names.ts';
import type { WorkflowApi, WorkflowReader, WorkflowRow } from '../reconcile/workflow/actual.ts';
import type { BatchApi, RecordCounter } from '../reconcile/workflow/batches.ts';
import { createTransport } from './transport.ts';
import type { TransportOptions } from './transport.ts';
import { createWorkflows } from './workflows.ts';

/** The live workspace to read from: its lists, each asked for once, however many ask. */
export interface Workspace {
  readonly reader: PlayReader;
  /** The workspace's uuid as far as it can be told; rejects where it is not the one that was asked for. */
  uuid: () => Promise<string | null>;
  models: () => Promise<readonly Model[]>;
  plays: () => Promise<readonly PlayRow[]>;
  segments: () => Promise<ListedSegments>;
  folders: () => Promise<readonly Folder[]>;
  datasets: () => Promise<readonly Dataset[]>;
  readonly workflowReader: WorkflowReader;
  readonly counter: RecordCounter;
  workflows: () => Promise<readonly WorkflowRow[]>;
  connectors: () => Promise<readonly Connector[]>;
  tools: () => Promise<readonly Named[]>;
  agents: () => Promise<readonly Named[]>;
  /** The actions of an integration, by slug. */
  actions: (integrationSlug: string) => Promise<ReadonlyMap<string, Action>>;
  /** Sentences about what was listed until now and skipped, since it can't be read. */
  passedOver: () => readonly string[];
}

/** The live workspace to read from and to write to. */
export interface WritableWorkspace extends Workspace {
  readonly api: PlayApi;
  readonly folderApi: FolderApi;
  readonly workflowApi: WorkflowApi;
  readonly batches: BatchApi;
}

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => (asked ??= ask());
}

type Connection = Omit<HttpOptions, 'readOnly'> & TransportOptions;

/** Connects to a workspace that can only be read: what it gives has no method that writes, and the client refuses to. */
export function readWorkspace(options: Connection, expected: string | null): Workspace {
  return open({ ...options, readOnly: true }, expected);
}

/**
 * Connects to a workspace, and begins at once to ask for the lists that every run needs.
 * @param expected the workspace's uuid, checked before anything else is read; null where any will do
 */
export function writeWorkspace(options: Connection, expected: string | null): WritableWorkspace {
  return open({ ...options, readOnly: false }, expected);
}

function open(options: HttpOptions & TransportOptions, expected: string | null): WritableWorkspace {
  const passedOver: string[] = [];
  const send = createHttp(options, createTransport(options));
  const passOver = (row: string, why: string): void => {
    passedOver.push(`A row in Cargo's list was skipped, because it cannot be read (${row}): ${why}.`);
  };
  const api = createClient(send, passOver);
  const workflowApi = createWorkflows(send, passOver);
  const batches = createBatches(send, passOver);
  const actions = new Map<string, Promise<ReadonlyMap<string, Action>>>();
  const lists = {
    models: once(() => api.listModels()),
    plays: once(() => api.listPlays()),
    folders: once(() => api.listFolders()),
    datasets: once(() => api.listDatasets()),
  };
  const guarded = once(async () =>
    expected === null
      ? null
      : guardWorkspace(expected, [lists.models, lists.plays, lists.folders, lists.datasets]),
  );
  const behindGuard = <Value>(list: () => Promise<Value>): (() => Promise<Value>) =>
    once(async () => {
      await guarded();
      return list();
    });
  const models = behindGuard(lists.models);
  const plays = behindGuard(lists.plays);
  const segments = behindGuard(() => api.listSegments());
  // a failure is reported to whoever asks for the list; one that nobody asks for is of no interest
  for (const list of [models, plays, segments]) list().catch(() => undefined);
  return {
    api,
    folderApi: api,
    reader: api,
    workflowApi,
    workflowReader: workflowApi,
    batches,
    counter: batches,
    workflows: behindGuard(() => workflowApi.listWorkflows()),
    connectors: behindGuard(() => workflowApi.listConnectors()),
    tools: behindGuard(() => workflowApi.listTools()),
    agents: behindGuard(() => workflowApi.listAgents()),
    async actions(slug) {
      await guarded();
      const asked = actions.get(slug) ?? workflowApi.getActions(slug);
      actions.set(slug, asked);
      return asked;
    },
    models,
    plays,
    segments,
    folders: behindGuard(lists.folders),
    datasets: behindGuard(lists.datasets),
    passedOver: () => passedOver,
    uuid: async () => (await guarded()) ?? workspaceOf(await models()) ?? workspaceOf(await plays()),
  };
}
