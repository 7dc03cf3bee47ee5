import type { PlayId } from '../definition/play-id.ts';
import { referencesIn } from '../definition/references.ts';
import { conditionsOf } from '../definition/rules.ts';
import { everySeconds } from '../definition/schedule.ts';
import { runsPerDay } from './cron.ts';

type Fields = Readonly<Record<string, unknown>>;

const secondsADay = 86_400;
const fourWeeks = 28;
const fourYears = 1461;

/**
 * How often a schedule runs a play, counted over four weeks; over four years where it doesn't run in them.
 * @returns runs a day; null where time doesn't decide it
 */
export function runsPerDayOf(schedule: unknown): number | null {
  const { type, cron } = asFields(schedule);
  if (type !== 'cron' || typeof cron !== 'string') return null;
  const seconds = everySeconds(cron);
  if (seconds !== null) return secondsADay / seconds;
  return runsPerDay(cron, fourWeeks) || runsPerDay(cron, fourYears);
}

/** What a run makes of a play, as far as its costs go. */
export interface Weighed {
  readonly id: PlayId;
  /** Null for a play that does not exist yet. */
  readonly uuid: string | null;
  /** The fields of the create call as the workspace has them; null for a new play. */
  readonly before: Fields | null;
  readonly after: Fields;
  readonly dependsOn: readonly PlayId[];
}

function add<Item>(lists: Map<Item, Item[]>, key: Item, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/**
 * What makes plays run more, or on more records, than before: sentences by id, those of plays that depend on such a
 * play too.
 * @param weighed every play of the run that there is after it, changed or not
 * @param pause called before each play, so that others get a turn
 */
export async function impactsOf(
  weighed: readonly Weighed[],
  pause: () => Promise<void>,
): Promise<ReadonlyMap<PlayId, readonly string[]>> {
  const byId = new Map(weighed.map((play) => [play.id, play]));
  const byUuid = new Map(weighed.map((play) => [play.uuid?.toLowerCase(), play]));
  const own = new Map<PlayId, string[]>();
  const after = (play: Weighed): Weighed | undefined => {
    const uuid = asFields(play.after['schedule'])['playUuid'];
    if (typeof uuid === 'string') return byUuid.get(uuid.toLowerCase());
    // it does not exist yet
    const [reference] = referencesIn(uuid);
    return reference === undefined ? undefined : byId.get(reference.id);
  };
  for (const play of weighed) {
    await pause();
    own.set(play.id, impactOf(play.before, play.after, after(play)?.id));
  }
  // from the plays that cost more to those that depend on them, on and on
  const costsMore = new Set(weighed.filter(({ id }) => own.get(id)?.length !== 0));
  const dependents = new Map<Weighed, Weighed[]>();
  for (const play of weighed) {
    for (const other of new Set([...play.dependsOn.map((id) => byId.get(id)), after(play)]))
      if (other !== undefined && other !== play) add(dependents, other, play);
  }
  const causes = new Map<Weighed, Weighed[]>();
  for (const cause of costsMore) {
    for (const play of dependents.get(cause) ?? []) {
      add(causes, play, cause);
      // a set goes on with what is added to it meanwhile
      costsMore.add(play);
    }
  }
  return new Map(
    weighed.map((play) => {
      const because = causes.get(play) ?? [];
      return [play.id, [...(own.get(play.id) ?? []), ...following(play, because, after(play))]];
    }),
  );
}

/** What a play may cost because others cost more: one sentence for those it runs after, one for those its filter looks at. */
function following(play: Weighed, all: readonly Weighed[], before: Weighed | undefined): string[] {
  // a schedule that is new says which play it follows
  const isTold = isNothing(play.before?.['schedule']);
  const causes = all.filter((cause) => !(isTold && cause === before));
  if (causes.length === 0) return [];
  const isFiltered = looksAtPlays(play.after['filter']);
  const named = (which: boolean): string =>
    causes.flatMap((cause) => ((isFiltered && cause !== before) === which ? `"${cause.id}"` : [])).join(', ');
  const [followed, filtered] = [named(false), named(true)];
  const sentences: string[] = [];
  if (followed !== '')
    sentences.push(`Depends on ${followed}. When that play runs more often, this one can too.`);
  if (filtered !== '')
    sentences.push(
      `Its filter looks at the runs or records of ${filtered}. When these change, it can match more or fewer records.`,
    );
  return sentences;
}

/** Whether a filter has conditions on what other plays ran on, or on which records they select. */
function looksAtPlays(filter: unknown): boolean {
  return conditionsOf(filter).some(({ condition: { kind } }) => kind === 'enrollment' || kind === 'segment');
}

/**
 * What makes a play run more, or on more records, than before: one sentence each. The vendor bills each
 * record at every run.
 * @param before the fields of the create call as the workspace has them; null for a new play
 * @param after the fields as the definition says them
 * @param followed the play of this run that it runs after
 */
function impactOf(before: Fields | null, after: Fields, followed: PlayId | undefined): string[] {
  const sentences = [scheduleImpact(before, after, followed)];
  if (before === null) {
    if (conditionCount(after['filter']) === 0 && isNothing(after['limit'])) {
      sentences.push('It has no filter and no limit, so it selects every record of the model.');
    }
  } else {
    sentences.push(
      limitImpact(before['limit'], after['limit']),
      filterImpact(before['filter'], after['filter']),
      changeKindsImpact(before, after),
    );
  }
  if (
    watchesUnchanged(after) &&
    !isNothing(after['schedule']) &&
    (before === null || !watchesUnchanged(before) || isNothing(before['schedule']))
  ) {
    sentences.push('It includes unchanged records, so every scheduled run selects all of them again.');
  }
  return sentences.filter((sentence) => sentence !== null);
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** A number of runs a day in words, such as `48 times a day` or `once a week`. */
function oftenInWords(runs: number): string {
  const [amount, unit] =
    runs >= 1
      ? [runs, 'a day']
      : runs * 7 >= 1
        ? [runs * 7, 'a week']
        : runs * fourWeeks >= 1
          ? [Math.round(runs * fourWeeks), 'a month']
          : [runs * 365.25, 'a year'];
  const rounded = Math.round(amount * 10) / 10;
  const times = rounded === 1 ? 'once' : rounded === 2 ? 'twice' : `${String(rounded)} times`;
  return `${times} ${unit}`;
}

function scheduleImpact(before: Fields | null, after: Fields, followed: PlayId | undefined): string | null {
  const schedule = after['schedule'];
  if (isNothing(schedule)) return null;
  const now = runsPerDayOf(schedule);
  const was = isNothing(before?.['schedule']) ? 0 : runsPerDayOf(before?.['schedule']);
  if (now !== null && was !== null) {
    if (now <= was) return null;
    if (was === 0) return `Runs ${oftenInWords(now)}${before === null ? '' : ' (before: only manually)'}.`;
    return `Runs ${oftenInWords(now)} instead of ${oftenInWords(was)}: about ${String(Math.round((now / was) * 10) / 10)} times as often.`;
  }
  const { type } = asFields(schedule);
  if (before === null || isNothing(before['schedule'])) return whenItRuns(asFields(schedule), followed);
  if (asFields(before['schedule'])['type'] === type) return null;
  const how = now === null ? `by a ${String(type)} schedule` : oftenInWords(now);
  return `Now runs ${how}. Before, another type of schedule decided how often.`;
}

/** When a play runs of which time doesn't decide how often. */
function whenItRuns(schedule: Fields, followed: PlayId | undefined): string | null {
  switch (schedule['type']) {
    case 'watch':
    case 'realtime':
      return 'Runs whenever records of its model change, so how often depends on your data.';
    case 'dbt':
      return 'Runs after each run of its dbt job.';
    case 'dependency':
      return `Runs after every run of ${followed === undefined ? 'the play it depends on' : `"${followed}"`}.`;
    default:
      return null;
  }
}

function limitImpact(before: unknown, after: unknown): string | null {
  if (typeof before !== 'number') return null;
  if (typeof after !== 'number')
    return `It no longer has a limit (before: ${before === 1 ? '1 record' : `${String(before)} records`}).`;
  return after > before ? `Selects up to ${String(after)} records instead of ${String(before)}.` : null;
}

/** The groups of a filter with the words that can be compared. */
function groupsOf(filter: unknown): Fields[] {
  const groups = asFields(filter)['groups'];
  return Array.isArray(groups) ? groups.map(asFields) : [];
}

function conditionsIn(group: Fields): string[] {
  const conditions = group['conditions'];
  return Array.isArray(conditions) ? conditions.map((each) => JSON.stringify(each)) : [];
}

function conditionCount(filter: unknown): number {
  return groupsOf(filter).reduce((count, group) => count + conditionsIn(group).length, 0);
}

function filterImpact(before: unknown, after: unknown): string | null {
  const was = conditionCount(before);
  const now = conditionCount(after);
  if (was === 0 || JSON.stringify(before) === JSON.stringify(after)) return null;
  if (now === 0) return 'It no longer has a filter, so it selects every record of the model.';
  const old = new Set(groupsOf(before).flatMap(conditionsIn));
  const added = groupsOf(after)
    .flatMap(conditionsIn)
    .filter((condition) => !old.has(condition));
  const onlyAnd = [before, after].every(
    (filter) =>
      asFields(filter)['conjonction'] === 'and' &&
      groupsOf(filter).every((group) => group['conjonction'] === 'and'),
  );
  if (onlyAnd && added.length === 0 && now < was)
    return `Its filter has ${String(was - now)} fewer ${was - now === 1 ? 'condition' : 'conditions'}, so it matches more records.`;
  // more conditions that must all hold match fewer records
  if (onlyAnd && now === was + added.length) return null;
  return uncountedFilter;
}

/** Of a filter that changed so that only a count can say what it comes to. */
export const uncountedFilter = 'Its filter changed. Check how many records it matches before you merge.';

function kindsOf(fields: Fields): string[] {
  const kinds = fields['changeKinds'];
  return Array.isArray(kinds) ? kinds.map(String) : [];
}

function changeKindsImpact(before: Fields, after: Fields): string | null {
  const added = kindsOf(after).filter((kind) => !kindsOf(before).includes(kind));
  return added.length === 0 ? null : `Now also selects ${added.join(' and ')} records.`;
}

function watchesUnchanged(fields: Fields): boolean {
  return kindsOf(fields).includes('unchanged');
}
