import { isFilter } from './conditions.ts';
import type { NewPlay, PlayChanges } from './entities.ts';
import { Refusal } from './refusal.ts';
import { scheduleProblem } from './schedules.ts';
import type { Store } from './store.ts';
import { isObject, isTexts, isUuid } from './values.ts';

const changeKinds = ['added', 'updated', 'removed', 'unchanged'];
const runCreationRules = ['always', 'once', 'noConcurrency'];

interface Field {
  /** Whether the service takes this value, and in words what it takes. */
  readonly test: (value: unknown) => boolean;
  readonly must: string;
  readonly nullable?: boolean;
}

const text: Field = { test: (value) => typeof value === 'string', must: 'be a string' };
const nullableText: Field = { ...text, nullable: true };

// the fields that both the create and the update call take ([doc]); null clears some of them ([pub])
const commonFields: Readonly<Record<string, Field>> = {
  name: {
    test: (value) => typeof value === 'string' && value.trim() !== '',
    must: 'be a string that is not empty',
  },
  changeKinds: {
    test: (value) => isTexts(value) && value.length > 0 && value.every((kind) => changeKinds.includes(kind)),
    must: `be a list of ${changeKinds.join(', ')}`,
  },
  runCreationRule: {
    test: (value) => runCreationRules.includes(String(value)),
    must: `be one of ${runCreationRules.join(', ')}`,
  },
  description: nullableText,
  sort: {
    test: (value) =>
      Array.isArray(value) &&
      value.every(
        (each) =>
          isObject(each) &&
          typeof each['columnSlug'] === 'string' &&
          ['asc', 'desc'].includes(String(each['kind'])),
      ),
    must: 'be a list of {columnSlug, kind: asc or desc}',
    nullable: true,
  },
  limit: {
    test: (value) => Number.isInteger(value) && Number(value) > 0,
    must: 'be a whole number above 0',
    nullable: true,
  },
  trackingColumnSlugs: { test: isTexts, must: 'be a list of strings', nullable: true },
  folderUuid: { test: isUuid, must: 'be a uuid', nullable: true },
};

const createFields: Readonly<Record<string, Field>> = {
  ...commonFields,
  modelUuid: { test: isUuid, must: 'be a uuid' },
};

const updateFields: Readonly<Record<string, Field>> = {
  ...commonFields,
  isEnabled: { test: (value) => typeof value === 'boolean', must: 'be true or false' },
  healthThreshold: { test: (value) => typeof value === 'number', must: 'be a number', nullable: true },
  healthAlertActions: { test: Array.isArray, must: 'be a list' },
};

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

/** Refuses each field whose value is of the wrong type; fields that the service doesn't know are passed over. */
function checkFields(body: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, Field>>): void {
  for (const [key, { test, must, nullable }] of Object.entries(fields)) {
    const value = body[key];
    if (value === undefined || (value === null && nullable) || test(value)) continue;
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
  for (const key of ['name', 'modelUuid', 'changeKinds', 'runCreationRule']) {
    if (body[key] === undefined) throw new Refusal(400, null, `${key} is required`);
  }
  checkFields(body, createFields);
  const modelUuid = uuidField(body, 'modelUuid');
  if (!store.models.has(modelUuid))
    throw new Refusal(400, 'modelNotFound', 'there is no model with this uuid');
  checkAgainst(store, body, modelUuid, body['filter']);
  const known = [...Object.keys(createFields), 'filter', 'schedule'];
  return Object.fromEntries(known.filter((key) => key in body).map((key) => [key, body[key]]));
}

/** Reads the body of an update ([pub]): a field left out stays as it is, null clears it. */
export function readUpdate(store: Store, playUuid: string, given: unknown): PlayChanges {
  const body = objectBody(given);
  if (body['modelUuid'] !== undefined)
    throw new Refusal(400, null, "modelUuid can't be changed: a play's model is fixed");
  checkFields(body, updateFields);
  const play = store.plays.get(playUuid);
  if (!play) throw new Refusal(404, 'playNotFound', 'there is no play with this uuid');
  const filter = body['filter'] ?? store.segments.get(play.segmentUuid)?.filter;
  // a new filter must go with the schedule that stays
  const becomes = body['filter'] === undefined ? body : { schedule: play.schedule, ...body };
  checkAgainst(store, becomes, play.modelUuid, filter);
  if (body['isEnabled'] === true && !store.deployed.has(play.workflowUuid)) {
    throw new Refusal(400, 'playNotDeployed', 'the workflow of this play has no deployed release');
  }
  const known = [...Object.keys(updateFields), 'filter', 'schedule'];
  return Object.fromEntries(known.filter((key) => key in body).map((key) => [key, body[key]]));
}
