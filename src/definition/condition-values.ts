import type { Path } from './diagnostic.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import type { Mapping } from './mapping.ts';
import { shown } from './words.ts';

// Cargo accepts any value and may then match no records, and may know forms that this action does not: warnings

/** The two forms of a date that are known: an ISO date ([doc]) and an age ([seen]). Which others Cargo takes is not. */
const dateForm =
  /^\s*(\d{4}-\d{2}-\d{2}([T ].*)?|\d+ (second|minute|hour|day|week|month|quarter|year)s?)\s*$/;

/** Dates of a condition that Cargo may not know, or that are in no calendar. */
export function oddDates(condition: Mapping, path: Path): Finding[] {
  if (condition['kind'] !== 'date') return [];
  return ['value', 'firstValue', 'lastValue'].flatMap((key) => {
    const value = condition[key];
    const message = typeof value === 'string' ? whyOdd(value) : null;
    return message === null
      ? []
      : [{ ...wrong('unknown-date', [...path, key], message), severity: 'warning' as const }];
  });
}

function whyOdd(value: string): string | null {
  if (!dateForm.test(value)) {
    const age = /^\s*(.*\S)\s+ago\s*$/.exec(value)?.[1] ?? '';
    const hint = dateForm.test(age)
      ? `Did you mean "${age}"?`
      : 'Write an ISO date, such as "2026-01-31", or an age, such as "3 months".';
    return `${shown(value)} is probably not a date that Cargo knows, so no records would match. ${hint}`;
  }
  const day = isoDay(value);
  if (day === null || isInCalendar(day)) return null;
  return `${shown(day)} is not a date that exists, so no records would match. Change the month or the day.`;
}

/** The day of an ISO date; null of anything else. */
function isoDay(value: unknown): string | null {
  return (typeof value === 'string' ? /^\s*(\d{4}-\d{2}-\d{2})(?!\d)/.exec(value)?.[1] : null) ?? null;
}

function isInCalendar(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/** The bounds of a condition that no value is between: numbers, or days. */
export function oddBounds({ firstValue, lastValue }: Mapping, path: Path): Finding[] {
  const [first, last] = [isoDay(firstValue), isoDay(lastValue)];
  const isReversed =
    typeof firstValue === 'number' && typeof lastValue === 'number'
      ? firstValue > lastValue
      : first !== null && last !== null && first > last;
  if (!isReversed) return [];
  const message = '"firstValue" is greater than "lastValue", so no records would match. Swap them.';
  return [{ ...wrong('wrong-value', [...path, 'firstValue'], message), severity: 'warning' }];
}
