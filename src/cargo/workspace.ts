import type { Dataset, Folder, Model } from '../definition/live.ts';
import type { PlayApi, PlayRow, SegmentRow } from '../reconcile/actual.ts';
import { createClient } from './client.ts';
import { guardWorkspace, workspaceOf } from './guard.ts';
import { createHttp } from './http.ts';
import type { HttpOptions } from './http.ts';

/** The live workspace: its lists, each asked for once, however many ask. */
export interface Workspace {
  readonly api: PlayApi;
  /** The workspace's uuid as far as it can be told; rejects where it is not the one that was asked for. */
  uuid: () => Promise<string | null>;
  models: () => Promise<readonly Model[]>;
  plays: () => Promise<readonly PlayRow[]>;
  segments: () => Promise<readonly SegmentRow[]>;
  folders: () => Promise<readonly Folder[]>;
  datasets: () => Promise<readonly Dataset[]>;
}

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | undefined;
  return () => (asked ??= ask());
}

/**
 * Connects to the workspace, and begins at once to ask for the lists that every run needs.
 * @param expected the workspace's uuid, checked before anything else is read; null where any will do
 */
export function openWorkspace(options: HttpOptions, expected: string | null): Workspace {
  const api = createClient(createHttp(options));
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
  // a failure is told to whoever asks for the list; one that nobody asks for any more is of no interest
  for (const list of [models, plays, segments]) list().catch(() => undefined);
  return {
    api,
    models,
    plays,
    segments,
    folders: behindGuard(lists.folders),
    datasets: behindGuard(lists.datasets),
    uuid: async () => (await guarded()) ?? workspaceOf(await models()) ?? workspaceOf(await plays()),
  };
}
