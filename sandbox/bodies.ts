import { isFilter } from './conditions.ts';
import type { NewPlay } from './entities.ts';
import { namesOf, playFields } from './play-fields.ts';
import type { PlayChanges } from './play-fields.ts';
import { Refusal } from './refusal.ts';
import { scheduleProblem } from './schedules.ts';
import type { Store } from './store.ts';
import { isObject, isUuid } from './values.ts';

/** The body of a request as an object; refuses anything else. */
export function objectBody(body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw new Refusal(400, null, 'the body must be a JSON object');
  return body;
}

/** A field that must be a uuid. */
export function uuidField(body: Readonly<Record<string, unknown>>, key: string): string {
  const value = body[key];
  if (!isUuid(value)) throw new Refusal(400, null, `${key} must be a uuid`);
  return value;
}

/** Refuses each field whose value is of the wrong type; fields that the call doesn't know are passed over. */
function checkFields(body: Readonly<Record<string, unknown>>, call: 'create' | 'update'): void {
  for (const key of namesOf(call)) {
    const { test, must, initial } = playFields[key];
    const value = body[key];
    if (value === undefined || (value === null && initial === null) || test(value)) continue;
    throw new Refusal(400, null, `${key} must ${must}`);
  }
}

/** Refuses what is well formed, but doesn't fit the workspace. */
function checkAgainst(
  store: Store,
  body: Readonly<Record<string, unknown>>,
  modelUuid: string,
  filter: unknown,
): void {
  if (body['filter'] !== undefined && !isFilter(body['filter'], store.settings.newKinds)) {
    throw new Refusal(400, 'invalidFilter', 'filter is not a valid filter');
  }
  const { folderUuid, schedule } = body;
  if (typeof folderUuid === 'string' && store.folders.get(folderUuid)?.kind !== 'play') {
    throw new Refusal(400, 'folderNotFound', 'there is no play folder with this uuid');
  }
  if (schedule === undefined || schedule === null) return;
  const problem = scheduleProblem(store, schedule, modelUuid, filter);
  if (problem !== null) throw new Refusal(400, 'failedToSchedule', problem);
}

/** Reads the body of a create ([doc]); refuses what the service would refuse. */
export function readCreate(store: Store, given: unknown): NewPlay {
  const body = objectBody(given);
  for (const key of ['modelUuid', ...namesOf('needed')]) {
    if (body[key] === undefined) throw new Refusal(400, null, `${key} is required`);
  }
  checkFields(body, 'create');
  const modelUuid = uuidField(body, 'modelUuid');
  if (!store.models.has(modelUuid))
    throw new Refusal(400, 'modelNotFound', 'there is no model with this uuid');
  checkAgainst(store, body, modelUuid, body['filter']);
  const known = ['modelUuid', ...namesOf('create')];
  return Object.fromEntries(known.filter((key) => key in body).map((key) => [key, body[key]]));
}

/** Reads the body of an update ([pub]): a field left out stays as it is, null clears it. */
export function readUpdate(store: Store, playUuid: string, given: unknown): PlayChanges {
  const body = objectBody(given);
  if (body['modelUuid'] !== undefined)
    throw new Refusal(400, null, "modelUuid can't be changed: a play's model is fixed");
  checkFields(body, 'update');
  const play = store.plays.get(playUuid);
  if (!play) throw new Refusal(404, 'playNotFound', 'there is no play with this uuid');
  const filter = body['filter'] ?? store.segments.get(play.segmentUuid)?.filter;
  // a new filter must go with the schedule that stays
  const becomes = body['filter'] === undefined ? body : { schedule: play.schedule, ...body };
  checkAgainst(store, becomes, play.modelUuid, filter);
  if (body['isEnabled'] === true && !store.deployed.has(play.workflowUuid)) {
    throw new Refusal(400, 'playNotDeployed', 'the workflow of this play has no deployed release');
  }
  const known = namesOf('update');
  return Object.fromEntries(known.filter((key) => key in body).map((key) => [key, body[key]]));
}
