import { ApiError } from '../errors.ts';
import type { Dataset, Folder, Model } from '../definition/live.ts';
import type { CreateBody, Play, PlayApi, SegmentRow } from '../reconcile/actual.ts';
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
  folders: '/workspaceManagement/folders/list',
} as const;

function get(path: string, what: string): Call {
  return { method: 'GET', path, what };
}

function at(path: string, uuid: string): string {
  return `${path}/${encodeURIComponent(uuid)}`;
}

/** The lists that a run asks for at its beginning. */
export interface Lists {
  listSegments: () => Promise<readonly SegmentRow[]>;
  listModels: () => Promise<readonly Model[]>;
  listDatasets: () => Promise<readonly Dataset[]>;
  listFolders: () => Promise<readonly Folder[]>;
}

/** The Cargo API as far as plays need it ([doc] for creating, [pub] for the rest). */
export function createClient(send: Send): PlayApi & Lists {
  const ask = async <Value>(
    call: Call,
    decoder: (json: unknown, asked: decode.Asked) => Value,
  ): Promise<Value> => decoder(await send(call), call);
  const listPlays = get(paths.playList, 'list the plays');
  const listSegments = get(paths.segmentList, 'list the segments');
  return {
    listPlays: ({ lastLook } = {}) =>
      ask(lastLook === undefined ? listPlays : { ...listPlays, deadline: lastLook }, decode.decodePlays),
    listSegments: () => ask(listSegments, decode.decodeSegments),
    getSegment: (uuid) => ask(get(at(paths.segments, uuid), "read a play's segment"), decode.decodeSegment),
    listModels: () => ask(get(paths.models, 'list the models'), decode.decodeModels),
    listDatasets: () => ask(get(paths.datasets, 'list the datasets'), decode.decodeDatasets),
    listFolders: () => ask(get(paths.folders, 'list the folders'), decode.decodeFolders),
    async createPlay(body) {
      const call: Call = { method: 'POST', path: paths.plays, what: 'create the play', body };
      const play = await ask(call, decode.decodePlay);
      sameOrDoubt(play, body, call);
      return play;
    },
    async updatePlay(uuid, body) {
      const call: Call = { method: 'PUT', path: at(paths.plays, uuid), what: 'update the play', body };
      const play = await ask(call, decode.decodePlay);
      if (play.uuid !== uuid) throw otherPlay(call);
      return play;
    },
    async deletePlay(uuid) {
      await send({ method: 'DELETE', path: at(paths.plays, uuid), what: 'delete the play' });
    },
  };
}

/** An answer about another play says nothing about the one that was to be created. */
function sameOrDoubt(play: Play, body: CreateBody, call: Call): void {
  const same = play.name === body.name && play.modelUuid.toLowerCase() === body.modelUuid.toLowerCase();
  if (!same) throw otherPlay(call);
}

function otherPlay({ method, path, what }: Call): ApiError {
  const message = `Could not ${what} (${method} ${path}): the answer is about another play.`;
  return new ApiError('unreadable-answer', message, {
    method,
    path,
    status: 200,
    reason: null,
    certainty: 'doubtful',
  });
}
