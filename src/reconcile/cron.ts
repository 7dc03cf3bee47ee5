import { everySeconds, parseCron } from '../definition/schedule.ts';

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const days = 'sun mon tue wed thu fri sat'.split(' ');

/** The five fields of a cron: the least and the most of each, and the names of its numbers. */
const fields = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: days },
] as const;

type Field = (typeof fields)[number];

const dayOfMonth = fields[2];
const dayOfWeek = fields[4];

/**
 * A cron in the one spelling that all spellings of the same times share: numbers for names, 0 for a Sunday, lists in
 * order for ranges and steps, seconds for an interval. What Cargo would not take stays as it is.
 */
export function canonicalCron(cron: string): string {
  const seconds = everySeconds(cron);
  if (seconds !== null) return `@every ${String(seconds)}s`;
  if (parseCron(cron) === null) return cron;
  const texts = cron.trim().toLowerCase().split(/\s+/);
  // a star in one of the days' fields lets the other decide alone: with `*/2` crons differ in whether it still does
  const bothDays = !isStar(texts[2]) && !isStar(texts[4]);
  return fields
    .map((field, index) => {
      const text = texts[index] ?? '*';
      const isDay = field === dayOfMonth || field === dayOfWeek;
      if (isStar(text)) return '*';
      if (isDay && bothDays && text.includes('*')) return text;
      const listed = [...new Set(text.split(',').flatMap((part) => expand(part, field)))].sort(
        (one, other) => one - other,
      );
      if (listed.length === 0) return text;
      return !isDay && listed.length === field.most - field.least + 1 ? '*' : listed.join(',');
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
  if (parseCron(cron) === null) return null;
  const texts = cron.trim().toLowerCase().split(/\s+/);
  const [minutes, hours, monthDays, inMonths, weekDays] = fields.map(
    (field, index) => new Set((texts[index] ?? '*').split(',').flatMap((part) => expand(part, field))),
  );
  let running = 0;
  for (let at = 0; at < days; at += 1) {
    const date = new Date(spanStart + at * dayMs);
    const byMonthDay = monthDays?.has(date.getUTCDate()) === true;
    const byWeekDay = weekDays?.has(date.getUTCDay()) === true;
    // two days' fields that both say something are alternatives
    const runs = isStar(texts[2]) || isStar(texts[4]) ? byMonthDay && byWeekDay : byMonthDay || byWeekDay;
    if (runs && inMonths?.has(date.getUTCMonth() + 1) === true) running += 1;
  }
  return ((minutes?.size ?? 0) * (hours?.size ?? 0) * running) / days;
}

function isStar(text: string | undefined): boolean {
  return text === '*' || text === '*/1';
}

/** The numbers that a part such as `1-5` or `*` with a step means. */
function expand(part: string, field: Field): number[] {
  const [range = '*', step] = part.split('/');
  const [from = '*', to] = range.split('-');
  const first = from === '*' ? field.least : numberOf(from, field);
  // a step goes with a star or a range alone
  const open = from === '*' ? field.most : first;
  const last = to === undefined ? open : numberOf(to, field);
  const every = Math.max(1, Number(step ?? 1));
  const numbers: number[] = [];
  for (let at = first; at <= last; at += every) numbers.push(field === dayOfWeek ? at % 7 : at);
  return numbers;
}

function numberOf(text: string, { least, names }: Field): number {
  const named = (names as readonly string[]).indexOf(text);
  return named === -1 ? Number(text) : named + least;
}
