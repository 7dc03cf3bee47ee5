import * as z from 'zod/mini';
import { filterSchema } from './filter.ts';
import { scheduleSchema } from './schedule.ts';
import { strict, text, uuid } from './shapes.ts';

/** A play as a definition file says it: the create call's fields ([doc]) and the repository's own keys. */
export const playSchema = strict('a play', {
  id: z.optional(z.string()),
  name: text.check(
    z.refine((name) => name.trim() === name && !/[\p{Cc}\u2028\u2029]/u.test(name), {
      params: { code: 'wrong-value' },
    }),
  ),
  model: z.optional(text),
  modelUuid: z.optional(uuid),
  changeKinds: z.array(z.enum(['added', 'updated', 'removed', 'unchanged'])).check(z.minLength(1)),
  runCreationRule: z.enum(['always', 'once', 'noConcurrency']),
  description: z.optional(z.string()),
  filter: z.optional(filterSchema),
  sort: z.optional(z.array(strict('a sort key', { columnSlug: text, kind: z.enum(['asc', 'desc']) }))),
  limit: z.optional(z.int().check(z.positive())),
  trackingColumnSlugs: z.optional(z.array(text)),
  schedule: z.optional(scheduleSchema),
  folder: z.optional(text),
  folderUuid: z.optional(uuid),
  // its own schema is looked at only where there is one
  workflow: z.optional(z.unknown()),
  enabled: z.optional(z.boolean()),
  trial: z.optional(z.unknown()),
});

/** The keys of a definition with their types, as far as zod knows them; values of unknown kinds go through too. */
export type PlayFields = z.infer<typeof playSchema>;
