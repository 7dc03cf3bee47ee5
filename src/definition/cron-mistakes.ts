import { cronFields } from './cron-fields.ts';
import { shown } from './words.ts';

const order = cronFields.map(({ called }) => called).join(', ');

/** What other tools take for these crons. */
const nicknames: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

/** Says why a value is not a cron that Cargo takes ([pub]), and what to write. */
export function cronMessage(value: unknown): string {
  return (
    (typeof value === 'string' ? whyWrong(value.trim()) : null) ??
    `${shown(value)} is not a valid cron expression. Write five fields (${order}) ` +
      'of `*`, numbers, `,` `-` `/` and names such as `mon` or `jan`, for example "0 6 * * 1", or an interval above zero, such as "@every 30m" or "@every 1h30m".'
  );
}

function whyWrong(cron: string): string | null {
  if (/^(?:CRON_)?TZ=/i.test(cron))
    return `Cargo runs every cron schedule in UTC and does not accept a time zone such as ${shown(cron.split(/\s/)[0])}. Remove it, and write the hours in UTC.`;
  if (/^[“”‘’„].*[“”‘’]$/.test(cron)) return "Use straight quotes (') around the cron.";
  const usual = nicknames.get(cron.toLowerCase());
  if (usual !== undefined) return `Cargo does not know ${shown(cron)}. Write "${usual}".`;
  const parts = cron.split(/\s+/);
  // words are no fields
  if (!/^[\d*]/.test(cron) || !parts.every((part) => /^[\w*,/?#-]+$/.test(part))) return null;
  if (parts.length === 6)
    return `This cron has six fields. Cargo takes five: ${order}. Remove the seconds, which come first, or the year, which comes last.`;
  if (parts.length !== 5)
    return `This cron has ${parts.length === 1 ? 'one field' : `${String(parts.length)} fields`}. Cargo takes five: ${order}.`;
  for (const [index, { called, least, most }] of cronFields.entries()) {
    // what follows a slash is a step
    const numbers = (parts[index] ?? '').split(',').flatMap((part) => part.split('/')[0]?.split('-') ?? []);
    const odd = numbers.find((each) => /^\d+$/.test(each) && (Number(each) < least || Number(each) > most));
    if (odd !== undefined)
      return `The ${called} is ${odd}. It goes from ${String(least)} to ${String(most)}.`;
  }
  return null;
}
