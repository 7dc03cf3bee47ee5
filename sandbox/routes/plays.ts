import { readCreate, readUpdate } from '../bodies.ts';
import type { Play } from '../entities.ts';
import { Refusal } from '../refusal.ts';
import { isUuid } from '../values.ts';
import type { Call, Routes } from './call.ts';

function livePlay({ store, named }: Call): Play {
  const play = store.plays.get(named);
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

/** Plays ([doc] for the create, [pub] for the rest). */
export const playRoutes: Routes = {
  'POST /orchestration/plays': ({ store, body }) => ({ play: store.addPlay(readCreate(store, body)) }),
  'GET /orchestration/plays/list': listPlays,
  'GET /orchestration/plays/:uuid': (call) => ({ play: livePlay(call) }),
  'PUT /orchestration/plays/:uuid': (call) => {
    const { uuid } = livePlay(call);
    return { play: call.store.editPlay(uuid, readUpdate(call.store, uuid, call.body)) };
  },
  'DELETE /orchestration/plays/:uuid': (call) => {
    call.store.deletePlay(livePlay(call).uuid);
  },
};
