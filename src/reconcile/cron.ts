import { everySeconds, parseCron } from '../definition/cron.ts';
import type { CronField } from '../definition/cron.ts';

/**
 * A cron in the one spelling that all spellings of the same times share: numbers for names, 0 for a Sunday, lists in
 * order for ranges and steps, seconds for an interval. What Cargo would not take stays as it is.
 */
export function canonicalCron(text: string): string {
  const seconds = everySeconds(text);
  if (seconds !== null) return `@every ${String(seconds)}s`;
  const cron = parseCron(text);
  if (cron === null) return text;
  const { minute, hour, dayOfMonth, month, dayOfWeek } = cron;
  // a star in one of the days' fields lets the other decide alone: with `*/2` crons differ in whether it still does
  const bothDays = !isStar(dayOfMonth) && !isStar(dayOfWeek);
  const day = (field: CronField): string => {
    if (isStar(field)) return '*';
    return bothDays && field.text.includes('*') ? field.text : field.numbers.join(',');
  };
  const other = ({ numbers }: CronField, all: number): string =>
    numbers.length === all ? '*' : numbers.join(',');
  return [other(minute, 60), other(hour, 24), day(dayOfMonth), other(month, 12), day(dayOfWeek)].join(' ');
}

const dayMs = 86_400_000;
// any time does: the same each time, so that the same plan reads the same
const spanStart = new Date('2026-01-05T00:00:00Z').getTime();

/**
 * How often a cron runs, counted over so many days. It runs equally often on each day on which it runs, so that days
 * are counted, not runs: there may be 1,440 of these a day, for each of thousands of plays.
 * @returns runs a day; null for what Cargo would not take
 */
export function runsPerDay(text: string, days: number): number | null {
  const cron = parseCron(text);
  if (cron === null) return null;
  const { minute, hour, dayOfMonth, month, dayOfWeek } = cron;
  const monthDays = new Set(dayOfMonth.numbers);
  const weekDays = new Set(dayOfWeek.numbers);
  const inMonths = new Set(month.numbers);
  const isEither = !isStar(dayOfMonth) && !isStar(dayOfWeek);
  let running = 0;
  for (let at = 0; at < days; at += 1) {
    const date = new Date(spanStart + at * dayMs);
    const byMonthDay = monthDays.has(date.getUTCDate());
    const byWeekDay = weekDays.has(date.getUTCDay());
    // two days' fields that both say something are alternatives
    const runs = isEither ? byMonthDay || byWeekDay : byMonthDay && byWeekDay;
    if (runs && inMonths.has(date.getUTCMonth() + 1)) running += 1;
  }
  return (minute.numbers.length * hour.numbers.length * running) / days;
}

function isStar({ text }: CronField): boolean {
  return text === '*' || text === '*/1';
}
