import { cronFields } from '../definition/cron-fields.ts';
import type { CronField } from '../definition/cron-fields.ts';
import { everySeconds, isCron } from '../definition/schedule.ts';

const [minute, hour, dayOfMonth, month, dayOfWeek] = cronFields;

/** A cron's fields as they are written; null for what Cargo would not take. */
function partsOf(cron: string): readonly (readonly [CronField, string])[] | null {
  if (!isCron(cron)) return null;
  const texts = cron.trim().toLowerCase().split(/\s+/);
  return cronFields.map((field, index) => [field, texts[index] ?? '*']);
}

/** Whether each of the days' fields says something. A star in one of them lets the other decide alone. */
function saysBothDays(parts: readonly (readonly [CronField, string])[]): boolean {
  return parts.every(([field, text]) => !isDay(field) || !isStar(text));
}

/**
 * A cron in the one spelling that all spellings of the same times share: numbers for names, 0 for a Sunday, lists in
 * order for ranges and steps, seconds for an interval. What Cargo would not take stays as it is.
 */
export function canonicalCron(cron: string): string {
  const seconds = everySeconds(cron);
  if (seconds !== null) return `@every ${String(seconds)}s`;
  const parts = partsOf(cron);
  if (parts === null) return cron;
  const bothDays = saysBothDays(parts);
  return parts
    .map(([field, text]) => {
      if (isStar(text)) return '*';
      // with `*/2` crons differ in whether it still lets the other field decide
      if (isDay(field) && bothDays && text.includes('*')) return text;
      const listed = [...numbersOf(text, field)].sort((one, other) => one - other);
      return !isDay(field) && listed.length === field.most - field.least + 1 ? '*' : listed.join(',');
    })
    .join(' ');
}

const dayMs = 86_400_000;
// any time does: the same each time, so that the same plan reads the same
const spanStart = new Date('2026-01-05T00:00:00Z').getTime();

/**
 * How often a cron runs, counted over so many days. It runs equally often on each day on which it runs, so that days
 * are counted, not runs: there may be 1,440 of these a day, for each of thousands of plays.
 * @returns runs a day; null for what Cargo would not take
 */
export function runsPerDay(cron: string, days: number): number | null {
  const parts = partsOf(cron);
  if (parts === null) return null;
  const numbers = (of: CronField): ReadonlySet<number> =>
    new Set(parts.flatMap(([field, text]) => (field === of ? [...numbersOf(text, field)] : [])));
  const [inMonth, inWeek, inYear] = [numbers(dayOfMonth), numbers(dayOfWeek), numbers(month)];
  // two days' fields that both say something are alternatives
  const either = saysBothDays(parts);
  let running = 0;
  for (let at = 0; at < days; at += 1) {
    const date = new Date(spanStart + at * dayMs);
    const [byMonth, byWeek] = [inMonth.has(date.getUTCDate()), inWeek.has(date.getUTCDay())];
    const runs = either ? byMonth || byWeek : byMonth && byWeek;
    if (runs && inYear.has(date.getUTCMonth() + 1)) running += 1;
  }
  return (numbers(minute).size * numbers(hour).size * running) / days;
}

function isDay(field: CronField): boolean {
  return field === dayOfMonth || field === dayOfWeek;
}

function isStar(text: string): boolean {
  return text === '*' || text === '*/1';
}

/** The numbers that a field such as `1-5,7` means. */
function numbersOf(text: string, field: CronField): ReadonlySet<number> {
  return new Set(text.split(',').flatMap((part) => expand(part, field)));
}

/** The numbers that a part such as `1-5` or `*` with a step means. */
function expand(part: string, field: CronField): number[] {
  const [range = '*', step = '1'] = part.split('/');
  const [from = '*', to] = range.split('-');
  const first = from === '*' ? field.least : numberOf(from, field);
  const open = from === '*' ? field.most : first;
  // a Sunday comes last where a range ends with it: `fri-sun`
  const last = to === undefined ? open : numberOf(to === 'sun' ? '7' : to, field);
  const every = Math.max(1, Number(step));
  const numbers: number[] = [];
  for (let at = first; at <= last; at += every) numbers.push(field === dayOfWeek ? at % 7 : at);
  return numbers;
}

function numberOf(text: string, { least, names }: CronField): number {
  const named = (names as readonly string[]).indexOf(text);
  return named === -1 ? Number(text) : named + least;
}
