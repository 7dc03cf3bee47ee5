/** Longer than every list of all minutes, hours, days and months: what takes more has no sense. */
const maxLength = 500;

const every = /^@every\s+((?:\d+[smh])+)$/;

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

/** A field of a cron. */
export interface CronField {
  /** As it is written, in lower case. */
  readonly text: string;
  /** The numbers that it means, in order; 0 for a Sunday. */
  readonly numbers: readonly number[];
}

/** The five fields of a cron. */
export interface Cron {
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  readonly dayOfWeek: CronField;
}

/** Which numbers a field takes. */
interface Range {
  readonly least: number;
  readonly most: number;
  /** How many different ones there are. */
  readonly amount: number;
  /** The names of the numbers, from the least one on. */
  readonly names: readonly string[];
}

const ranges = {
  minute: { least: 0, most: 59, amount: 60, names: [] },
  hour: { least: 0, most: 23, amount: 24, names: [] },
  dayOfMonth: { least: 1, most: 31, amount: 31, names: [] },
  month: {
    least: 1,
    most: 12,
    amount: 12,
    names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
  },
  // 0 and 7 are both a Sunday
  dayOfWeek: { least: 0, most: 7, amount: 7, names: 'sun mon tue wed thu fri sat sun'.split(' ') },
} satisfies Record<keyof Cron, Range>;

/** Reads a cron that Cargo takes ([pub]: five fields of numbers, names, `*`, `,`, `-` and `/`); null for anything else. */
export function parseCron(schedule: string): Cron | null {
  if (schedule.length > maxLength) return null;
  const texts = schedule.trim().toLowerCase().split(/\s+/);
  if (texts.length !== 5) return null;
  const minute = readField(texts[0], ranges.minute);
  const hour = readField(texts[1], ranges.hour);
  const dayOfMonth = readField(texts[2], ranges.dayOfMonth);
  const month = readField(texts[3], ranges.month);
  const dayOfWeek = readField(texts[4], ranges.dayOfWeek);
  return minute && hour && dayOfMonth && month && dayOfWeek && { minute, hour, dayOfMonth, month, dayOfWeek };
}

function readField(text = '', range: Range): CronField | null {
  const found = new Set<number>();
  for (const part of text.split(',')) {
    const numbers = expand(part, range);
    if (numbers === null) return null;
    for (const each of numbers) found.add(each);
  }
  return { text, numbers: [...found].sort((one, other) => one - other) };
}

const partForm = /^(\*|\d{1,2}|[a-z]{3})(?:-(\d{1,2}|[a-z]{3}))?(?:\/(\d{1,2}))?$/;

/** The numbers that a part such as `1-5` or `*` with a step means; null where it has no sense. */
function expand(part: string, range: Range): number[] | null {
  const match = partForm.exec(part);
  if (match === null) return null;
  const [, from = '', to, step] = match;
  const { least, most, amount, names } = range;
  const named = (index: number, text: string): number => (index === -1 ? Number(text) : least + index);
  const isStar = from === '*';
  // a step needs a star or a range, and a star is no end of a range
  if (isStar ? to !== undefined : to === undefined && step !== undefined) return null;
  const first = isStar ? least : named(names.indexOf(from), from);
  const end = to ?? from;
  // a range may end with a Sunday
  const last = isStar
    ? least + amount - 1
    : named(to === undefined ? names.indexOf(end) : names.lastIndexOf(end), end);
  const by = Number(step ?? 1);
  // what is no number compares as false
  if (!(first <= last) || by < 1 || by > amount) return null;
  const numbers: number[] = [];
  for (let at = first; at <= last; at += by) {
    if (at < least || at > most) return null;
    numbers.push(at === least + amount ? least : at);
  }
  return numbers;
}

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a cron that Cargo takes never comes, such as on 31 February. */
export function neverRuns(schedule: string): boolean {
  const [, , day, month] = schedule.trim().split(/\s+/);
  // only a day of certain months can be missing from the calendar
  if (day === '*' || month === '*') return false;
  const cron = parseCron(schedule);
  // a day of the week is an alternative to the day of the month, and always comes
  if (cron === null || cron.dayOfWeek.text !== '*') return false;
  const [firstDay = 1] = cron.dayOfMonth.numbers;
  return cron.month.numbers.every((each) => firstDay > (longestMonths[each - 1] ?? 31));
}
