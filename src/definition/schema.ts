import * as z from 'zod';
import { filterSchema } from './filter.ts';
import { scheduleSchema } from './schedule.ts';
import { strict, text, uuid } from './shapes.ts';

/** A play as a definition file says it: the create call's fields ([doc]) and the repository's own keys. */
export const playSchema = strict('a play', {
  id: z.string().optional(),
  name: text.refine((name) => name.trim() === name && !/[\p{Cc}\u2028\u2029]/u.test(name), {
    params: { code: 'wrong-value' },
  }),
  model: text.optional(),
  modelUuid: uuid.optional(),
  changeKinds: z.array(z.enum(['added', 'updated', 'removed', 'unchanged'])).min(1),
  runCreationRule: z.enum(['always', 'once', 'noConcurrency']),
  description: z.string().optional(),
  filter: filterSchema.optional(),
  sort: z.array(strict('a sort key', { columnSlug: text, kind: z.enum(['asc', 'desc']) })).optional(),
  limit: z.int().positive().optional(),
  trackingColumnSlugs: z.array(text).optional(),
  schedule: scheduleSchema.optional(),
  folder: text.optional(),
  folderUuid: uuid.optional(),
});

/** The keys of a definition with their types, as far as zod knows them; values of unknown kinds go through too. */
export type PlayFields = z.infer<typeof playSchema>;
