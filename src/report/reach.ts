import type { Reach } from '../reconcile/reach.ts';
import type { Report } from './report.ts';

/** A number with its thousands apart: `12,431`. */
function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * The records of a play in a table: `1,204 → 12,431` in one line, one number where nothing changed, a dash where
 * nothing is known.
 */
export function reachCell(reach: Reach | null): string {
  return reach === null ? '—' : numbers(reach).replaceAll(' ', '&nbsp;');
}

function numbers({ before, after }: Pick<Reach, 'before' | 'after'>): string {
  return before === null || before === after ? grouped(after) : `${grouped(before)} → ${grouped(after)}`;
}

/** The line of totals of a report; the empty string where nothing was counted. */
export function reachLine({ plays }: Pick<Report, 'plays'>): string {
  const total = reachTotal(plays.flatMap(({ reach }) => reach ?? []));
  return total === '' ? '' : `**${total}.**`;
}

/** The totals: `1,204 → 12,431 records in 2 created or changed plays`. */
function reachTotal(reaches: readonly Reach[]): string {
  if (reaches.length === 0) return '';
  const changed = reaches.filter(({ isNew }) => !isNew);
  const isKnown = changed.length > 0 && changed.every(({ before }) => before !== null);
  const before = isKnown ? changed.reduce((sum, each) => sum + (each.before ?? 0), 0) : null;
  const after = reaches.reduce((sum, each) => sum + each.after, 0);
  const plays = `${String(reaches.length)} created or changed ${reaches.length === 1 ? 'play' : 'plays'}`;
  const runs = reaches.reduce((sum, { runsAMonth }) => sum + (runsAMonth ?? 0), 0);
  const often =
    runs === 0 ? '' : `, about ${grouped(runs)} runs a month from schedules over unchanged records`;
  return `${numbers({ before, after })} ${recordsWord(after)} in ${plays}${often}`;
}

function recordsWord(number: number): string {
  return number === 1 ? 'record' : 'records';
}

/** What a changed filter comes to in records, as a sentence; null where it isn't known how many it matched before. */
export function filterSentence(reach: Reach): string | null {
  if (reach.before === null) return null;
  return reach.before === reach.after
    ? `Its filter changed, and still matches ${numbers(reach)} ${recordsWord(reach.after)}.`
    : `Its filter changed: ${numbers(reach)} ${recordsWord(reach.after)}.`;
}

/** What the records of a play cost by its schedule, as a sentence; null where the schedule doesn't decide it. */
export function reachSentence({ runsAMonth, after }: Reach): string | null {
  return runsAMonth === null || runsAMonth === 0
    ? null
    : `About ${grouped(runsAMonth)} runs a month: each run of its schedule is about ${after === 1 ? 'the one record' : `all ${grouped(after)} records`}.`;
}
