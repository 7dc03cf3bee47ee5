import { kindOf } from './conditions.ts';
import type { Store } from './store.ts';
import { isObject } from './values.ts';

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const days = 'sun mon tue wed thu fri sat'.split(' ');
// lowest and highest number of each of the five fields, and the names it takes; 7 is Sunday too
const cronFields: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 59, []],
  [0, 23, []],
  [1, 31, []],
  [1, 12, ['', ...months]],
  [0, 7, days],
];

function isCronField(text: string, [lowest, highest, names]: (typeof cronFields)[number]): boolean {
  const numberOf = (part: string): number =>
    /^\d{1,2}$/.test(part)
      ? Number(part)
      : part === ''
        ? NaN
        : (names.indexOf(part.toLowerCase()) + 1 || NaN) - 1;
  return text.split(',').every((part) => {
    const [range = '', step, ...tooMany] = part.split('/');
    if (tooMany.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return false;
    if (range === '*') return true;
    const [from = NaN, to = from, ...more] = range.split('-').map(numberOf);
    return more.length === 0 && from >= lowest && to <= highest && from <= to;
  });
}

/** Whether the service's scheduler takes a cron ([pub]): five fields, or `@every` with an interval above zero. */
function isCron(text: string): boolean {
  const interval = /^@every ((?:\d+[smh])+)$/.exec(text)?.[1];
  if (interval !== undefined) return /[1-9]/.test(interval);
  const fields = text.trim().split(/\s+/);
  return (
    fields.length === cronFields.length &&
    cronFields.every((field, index) => isCronField(fields[index] ?? '', field))
  );
}

const realtimeDatasets = ['hubspot', 'salesforce'];

function suitsRealtime(store: Store, modelUuid: string, filter: unknown): boolean {
  const dataset = store.datasets.get(store.models.get(modelUuid)?.datasetUuid ?? '');
  if (!dataset || !realtimeDatasets.includes(dataset.slug)) return false;
  const groups = isObject(filter) && Array.isArray(filter['groups']) ? filter['groups'].filter(isObject) : [];
  return (
    groups.length <= 1 &&
    groups.every((group) => {
      const conditions = Array.isArray(group['conditions']) ? group['conditions'].filter(isObject) : [];
      return (
        (group['conjonction'] !== 'or' || conditions.length < 2) &&
        conditions.every((each) => kindOf(each)?.isRealtime !== false && !each['relatedModelUuid'])
      );
    })
  );
}

/**
 * Why the service's scheduler can't take a schedule, as a sentence; null where it can.
 * @param modelUuid the play's model, and `filter` its filter: `realtime` doesn't go with all of them
 */
export function scheduleProblem(
  store: Store,
  schedule: unknown,
  modelUuid: string,
  filter: unknown,
): string | null {
  if (!isObject(schedule)) return 'schedule must be an object with a type';
  const { type } = schedule;
  switch (type) {
    case 'cron':
      return typeof schedule['cron'] === 'string' && isCron(schedule['cron'])
        ? null
        : 'schedule.cron is not a valid cron';
    case 'watch':
      return null;
    case 'realtime':
      return suitsRealtime(store, modelUuid, filter)
        ? null
        : 'realtime is not supported for this model or filter';
    case 'dbt':
      return typeof schedule['jobId'] === 'string' && schedule['jobId'] !== ''
        ? null
        : 'schedule.jobId is required';
    case 'dependency': {
      const play = store.plays.get(String(schedule['playUuid']));
      return play && play.deletedAt === null ? null : 'schedule.playUuid is not a play of this workspace';
    }
    default:
      return store.settings.newKinds.has(String(type)) ? null : 'schedule.type is not known';
  }
}
