import cronstrue from 'cronstrue';
import { everySeconds, isCron } from '../definition/schedule.ts';
import { readable } from './markdown.ts';

type Schedule = Readonly<Record<string, unknown>>;

/**
 * When a play runs, in words; of what this version doesn't know, its type. Not escaped.
 * @param schedule as a definition says it
 * @param exists whether the play with an id exists: what waits for one that doesn't learns its uuid by the apply
 */
export function scheduleInWords(schedule: Schedule | null, exists: (id: string) => boolean): string {
  if (schedule === null) return 'only manually';
  const type = schedule['type'];
  switch (type) {
    case 'cron':
      return cronInWords(readable(schedule['cron']));
    case 'watch':
      return 'when rows change';
    case 'realtime':
      return 'in real time';
    case 'dbt':
      return `after the dbt job ${readable(schedule['jobId'])}`;
    case 'dependency':
      return `after ${otherPlay(schedule, exists)}`;
  }
  return readable(type);
}

/** The play that a dependency names, by its id where it is of this repository. */
function otherPlay({ play, playUuid }: Schedule, exists: (id: string) => boolean): string {
  if (typeof play !== 'string') return playUuid === undefined ? 'another play' : readable(playUuid);
  return exists(play) ? play : `${play} (UUID known after apply)`;
}

/** A summary is rendered several times until it fits, and many plays share few crons. */
const worded = new Map<string, string>();

function cronInWords(cron: string): string {
  const words = worded.get(cron) ?? wordsOf(cron);
  worded.set(cron, words);
  return words;
}

function wordsOf(cron: string): string {
  const seconds = everySeconds(cron);
  if (seconds !== null) return `every ${duration(seconds)}`;
  if (!isCron(cron)) return cron;
  const words = cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: false });
  return `${words.charAt(0).toLowerCase()}${words.slice(1)} (UTC)`;
}

/** A time in whole hours, minutes and seconds, such as `1 hour 30 minutes`. */
function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  const named = parts.filter(([amount]) => amount > 0);
  if (named.length === 1 && named[0]?.[0] === 1) return named[0][1];
  return named.map(([amount, unit]) => `${String(amount)} ${unit}${amount === 1 ? '' : 's'}`).join(' ');
}
