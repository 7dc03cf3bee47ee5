import { Cron } from 'croner';
import * as z from 'zod/mini';
import { cronFields } from './cron-fields.ts';
import { strict, text, uuid } from './shapes.ts';

const names = cronFields.flatMap((each): readonly string[] => each.names).join('|');
const field = new RegExp(`^(\\*|\\d{1,2}|${names})(-(\\d{1,2}|${names}))?(/\\d{1,2})?$`, 'i');
const every = /^@every\s+((?:\d+[smh])+)$/;

/** Longer than every list of all minutes, hours, days and months: what takes more has no sense. */
const maxLength = 500;

/**
 * The seconds between two runs of an `@every` schedule ([pub]: one or more of `<n>s`, `<n>m`, `<n>h` joined).
 * @returns null where the text is not such an interval above zero
 */
export function everySeconds(schedule: string): number | null {
  if (schedule.length > maxLength) return null;
  const parts = every.exec(schedule.trim())?.[1];
  if (parts === undefined) return null;
  let seconds = 0;
  for (const [, amount, unit] of parts.matchAll(/(\d+)([smh])/g)) {
    seconds += Number(amount) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1);
  }
  return seconds > 0 && Number.isSafeInteger(seconds) ? seconds : null;
}

/** Many plays share few crons, and each is looked at several times, while the library sets up a calendar for each look. */
const known = new Map<string, boolean>();

/** Whether a text is a cron that Cargo takes ([pub]): five fields. */
export function isCron(schedule: string): boolean {
  const before = known.get(schedule);
  if (before !== undefined) return before;
  const is = schedule.length <= maxLength && parseCron(schedule) !== null;
  known.set(schedule, is);
  return is;
}

function parseCron(schedule: string): Cron | null {
  const fields = schedule.trim().split(/\s+/);
  // croner knows more than Cargo does: seconds, `L`, `#`, `?` and nicknames
  if (fields.length !== 5 || !fields.every((each) => each.split(',').every((part) => field.test(part))))
    return null;
  try {
    return new Cron(schedule.trim(), { timezone: 'UTC', paused: true });
  } catch {
    return null;
  }
}

/** Whether a cron that Cargo takes never comes, such as on 31 February. */
export function neverRuns(schedule: string): boolean {
  const [, , day, month] = schedule.trim().split(/\s+/);
  // only a day of certain months can be missing from the calendar, and to search it takes milliseconds
  if (day === '*' || month === '*' || !isCron(schedule)) return false;
  // from any day on: the calendar repeats
  return parseCron(schedule)?.nextRun(new Date(0)) === null;
}

const cron = z.string().check(
  z.refine((value) => everySeconds(value) !== null || isCron(value), {
    params: { code: 'wrong-cron' },
  }),
);

/** When a play runs ([doc]: told apart by `type`; [pub]: the types). */
export const scheduleSchema = z.discriminatedUnion('type', [
  strict('a cron schedule', { type: z.literal('cron'), cron }),
  strict('a watch schedule', { type: z.literal('watch') }),
  strict('a realtime schedule', { type: z.literal('realtime') }),
  strict('a dbt schedule', { type: z.literal('dbt'), jobId: text }),
  strict('a dependency schedule', {
    type: z.literal('dependency'),
    play: z.optional(text),
    playUuid: z.optional(uuid),
  }),
]);
