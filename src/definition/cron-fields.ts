/** The five fields of a cron ([pub]): what each is called, the least and the most of its numbers, and their names. */
export const cronFields = [
  { called: 'minute', least: 0, most: 59, names: [] },
  { called: 'hour', least: 0, most: 23, names: [] },
  { called: 'day of the month', least: 1, most: 31, names: [] },
  {
    called: 'month',
    least: 1,
    most: 12,
    names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  // 7 is a Sunday, as 0 is
  { called: 'day of the week', least: 0, most: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
] as const;

export type CronField = (typeof cronFields)[number];
