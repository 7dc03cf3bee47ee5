import cronstrue from 'cronstrue';
import { Template } from '../definition/references.ts';
import { everySeconds, parseCron } from '../definition/schedule.ts';
import { readable } from './markdown.ts';

/**
 * When a play runs, in words; of what this version doesn't know, its type. Not escaped.
 * @param exists whether the play with an id exists: what waits for one that doesn't learns its uuid by the apply
 */
export function scheduleInWords(
  schedule: Readonly<Record<string, unknown>> | null,
  exists: (id: string) => boolean,
): string {
  if (schedule === null) return 'by hand only';
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
      return `after ${otherPlay(schedule['playUuid'], exists)}`;
  }
  return readable(type);
}

function otherPlay(uuid: unknown, exists: (id: string) => boolean): string {
  const [only] = uuid instanceof Template && uuid.parts.length === 1 ? uuid.parts : [];
  if (only === undefined || typeof only === 'string') return readable(uuid);
  return exists(only.id) ? only.id : `${only.id} (its uuid is known after apply)`;
}

function cronInWords(cron: string): string {
  const seconds = everySeconds(cron);
  if (seconds !== null) return `every ${duration(seconds)}`;
  if (parseCron(cron) === null) return cron;
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
