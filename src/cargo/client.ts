import type { Dataset, Folder, Model } from '../definition/live.ts';
import type { LookOptions, PlayApi } from '../reconcile/actual.ts';
import type { FolderApi } from '../reconcile/folders.ts';
import * as decode from './decode.ts';
import type { Send } from './http.ts';
import type { Call } from './judge.ts';

const paths = {
  plays: '/orchestration/plays',
  playList: '/orchestration/plays/list',
  segments: '/segmentation/segments',
  segmentList: '/segmentation/segments/list',
  models: '/storage/models/list',
  datasets: '/storage/datasets/list',
  folders: '/workspaceManagement/folders',
  folderList: '/workspaceManagement/folders/list',
} as const;

function get(path: string, what: string): Call {
  return { method: 'GET', path, what };
}

function at(path: string, uuid: string): string {
  return `${path}/${encodeURIComponent(uuid)}`;
}

/** The lists that a run asks for at its beginning. */
export interface Lists {
  listModels: () => Promise<readonly Model[]>;
  listDatasets: () => Promise<readonly Dataset[]>;
  listFolders: () => Promise<readonly Folder[]>;
}

/**
 * The Cargo API as far as plays need it ([doc] for creating, [pub] for the rest).
 * @param passOver is called with each row of a list, but for plays, that can't be read
 */
export function createClient(send: Send, passOver: decode.PassOver): PlayApi & Lists & FolderApi {
  const listPlays = get(paths.playList, 'list the plays');
  const listSegments = get(paths.segmentList, 'list the segments');
  return {
    listPlays: (options: LookOptions = {}) => send({ ...listPlays, ...options }, decode.decodePlays),
    listSegments: (options: LookOptions = {}) => send({ ...listSegments, ...options }, decode.decodeSegments),
    getSegment: (uuid) => send(get(at(paths.segments, uuid), "read a play's segment"), decode.decodeSegment),
    listModels: () =>
      send(get(paths.models, 'list the models'), (json, call) => decode.decodeModels(json, call, passOver)),
    listDatasets: () =>
      send(get(paths.datasets, 'list the datasets'), (json, call) =>
        decode.decodeDatasets(json, call, passOver),
      ),
    listFolders: () =>
      send(get(paths.folderList, 'list the folders'), (json, call) =>
        decode.decodeFolders(json, call, passOver),
      ),
    createFolder: (body) =>
      send({ method: 'POST', path: paths.folders, what: 'create the folder', body }, decode.decodeFolder),
    createPlay: (body) =>
      send({ method: 'POST', path: paths.plays, what: 'create the play', body }, decode.decodePlay),
    updatePlay: (uuid, body) =>
      send({ method: 'PUT', path: at(paths.plays, uuid), what: 'update the play', body }, (json, call) => {
        const play = decode.decodePlay(json, call);
        if (play.uuid !== uuid) throw decode.aboutOther(call, 'play');
        return play;
      }),
    deletePlay: (uuid) =>
      send({ method: 'DELETE', path: at(paths.plays, uuid), what: 'delete the play' }, () => undefined),
  };
}
