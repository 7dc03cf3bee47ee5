import * as z from 'zod/mini';
import { everySeconds, parseCron } from './cron.ts';
import { strict, text, uuid } from './shapes.ts';

const cron = z.string().check(
  z.refine((value) => everySeconds(value) !== null || parseCron(value) !== null, {
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
