import { everySeconds, parseCron } from '../definition/schedule.ts';

type Fields = Readonly<Record<string, unknown>>;

const secondsADay = 86_400;
// any time does: the same each time, so that the same plan reads the same
const spanStart = new Date('2026-01-05T00:00:00Z').getTime();
const fourWeeks = 28;
const fourYears = 1461;

/**
 * How often a schedule runs a play, counted over four weeks; over four years where it doesn't run in them.
 * @returns runs a day; null where time doesn't decide it
 */
function runsPerDay(schedule: unknown): number | null {
  const { type, cron } = asFields(schedule);
  if (type !== 'cron' || typeof cron !== 'string') return null;
  const seconds = everySeconds(cron);
  if (seconds !== null) return secondsADay / seconds;
  const parsed = parseCron(cron);
  if (parsed === null) return null;
  return runsIn(parsed, fourWeeks) || runsIn(parsed, fourYears);
}

/** Runs a day of a cron, over so many days. */
function runsIn(cron: NonNullable<ReturnType<typeof parseCron>>, days: number): number {
  const end = spanStart + days * secondsADay * 1000;
  // a second before, since the first run counts too
  let at: Date | null = new Date(spanStart - 1000);
  let runs = 0;
  while ((at = cron.nextRun(at)) !== null && at.getTime() < end) runs += 1;
  return runs / days;
}

/**
 * What makes a play run more, or on more records, than before: one sentence each. The vendor bills each
 * record at every run.
 * @param before the fields of the create call as the workspace has them; null for a new play
 * @param after the fields as the definition says them
 */
export function impactOf(before: Fields | null, after: Fields): string[] {
  const sentences = [scheduleImpact(before, after)];
  if (before === null) {
    if (conditionCount(after['filter']) === 0 && isNothing(after['limit'])) {
      sentences.push('It has no filter and no limit: it is about every record of the model.');
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
    sentences.push('It watches unchanged records too: every run of its schedule is about all of them again.');
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
  return `${rounded === 1 ? 'once' : `${String(rounded)} times`} ${unit}`;
}

function scheduleImpact(before: Fields | null, after: Fields): string | null {
  const schedule = after['schedule'];
  if (isNothing(schedule)) return null;
  const now = runsPerDay(schedule);
  const was = isNothing(before?.['schedule']) ? 0 : runsPerDay(before?.['schedule']);
  if (now !== null && was !== null) {
    if (now <= was) return null;
    if (was === 0) return `Runs ${oftenInWords(now)}${before === null ? '' : ' instead of by hand only'}.`;
    return `Runs ${oftenInWords(now)} instead of ${oftenInWords(was)}: about ${String(Math.round((now / was) * 10) / 10)} times as often.`;
  }
  const { type } = asFields(schedule);
  if (asFields(before?.['schedule'])['type'] === type) return null;
  if (before === null) {
    if (type === 'watch') return 'Runs whenever rows of its model change.';
    return type === 'dependency' ? 'Runs each time after the play that it waits for.' : null;
  }
  const how = now === null ? `by a ${String(asFields(schedule)['type'])} schedule` : oftenInWords(now);
  return `Runs ${how} now: how often was decided otherwise before.`;
}

function limitImpact(before: unknown, after: unknown): string | null {
  if (typeof before !== 'number') return null;
  if (typeof after !== 'number') return `Its limit of ${String(before)} records is gone.`;
  return after > before ? `Takes up to ${String(after)} records instead of ${String(before)}.` : null;
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
  if (now === 0) return 'Its filter is gone: it is about every record of the model.';
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
    return `Its filter has ${String(was - now)} condition${was - now === 1 ? '' : 's'} less: it matches more records.`;
  // more conditions that must all hold match fewer records
  if (onlyAnd && now === was + added.length) return null;
  return 'Its filter changed: compare the records that it matches before you merge.';
}

function kindsOf(fields: Fields): string[] {
  const kinds = fields['changeKinds'];
  return Array.isArray(kinds) ? kinds.map(String) : [];
}

function changeKindsImpact(before: Fields, after: Fields): string | null {
  const added = kindsOf(after).filter((kind) => !kindsOf(before).includes(kind));
  return added.length === 0 ? null : `Watches ${added.join(' and ')} records now, too.`;
}

function watchesUnchanged(fields: Fields): boolean {
  return kindsOf(fields).includes('unchanged');
}
