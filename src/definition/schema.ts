import * as z from 'zod';
import { filterSchema } from './filter.ts';
import { scheduleSchema } from './schedule.ts';
import { strict, text, uuid } from './shapes.ts';

/** The kinds of change that a play can watch ([doc]). */
const changeKinds = ['added', 'updated', 'removed', 'unchanged'] as const;

const sort = strict('a sort key', {
  columnSlug: text.meta({ description: 'The column to sort by.', examples: ['employee_count'] }),
  kind: z.enum(['asc', 'desc']).meta({ description: 'Ascending or descending.', examples: ['desc'] }),
});

/** A play as a definition file says it: the create call's fields ([doc]) and the repository's own keys. */
export const playSchema = strict('a play', {
  id: z
    .string()
    .optional()
    .meta({
      description:
        "The play's name inside the repository. Left out, it is the file's name without its ending.",
      examples: ['score-new-accounts'],
    }),
  name: text
    .refine((name) => name.trim() === name && !/[\p{Cc}\u2028\u2029]/u.test(name), {
      params: { code: 'wrong-value' },
    })
    .meta({ description: "The play's name in Cargo.", examples: ['Score new accounts'] }),
  model: text.optional().meta({
    description:
      'The slug of the model whose records the play watches; `dataset/slug` where the slug alone stands in two datasets. This or `modelUuid` is needed.',
    examples: ['accounts'],
  }),
  modelUuid: uuid.optional().meta({
    description: "The model's uuid, in place of `model`.",
    examples: ['4d0a2cb0-6d1c-4b4e-9c7e-0f6f5a9d1e11'],
  }),
  changeKinds: z
    .array(z.enum(changeKinds))
    .min(1)
    .meta({
      description: 'Which changes of records the play is about: `added`, `updated`, `removed`, `unchanged`.',
      examples: [['added', 'updated']],
    }),
  runCreationRule: z.enum(['always', 'once', 'noConcurrency']).meta({
    description:
      'When a record gets a run: `always`, only `once`, or `noConcurrency`, unless one is under way.',
    examples: ['noConcurrency'],
  }),
  description: z
    .string()
    .optional()
    .meta({
      description: 'What the play is for. The ownership line is added below it.',
      examples: ['Score each account that lands in the CRM.'],
    }),
  filter: filterSchema.optional(),
  sort: z
    .array(sort)
    .optional()
    .meta({
      description: 'The order of the records; with `limit`, which come first.',
      examples: [[{ columnSlug: 'employee_count', kind: 'desc' }]],
    }),
  limit: z
    .int()
    .positive()
    .optional()
    .meta({ description: 'The most records of one run of the schedule.', examples: [500] }),
  trackingColumnSlugs: z
    .array(text)
    .optional()
    .meta({
      description: 'The columns whose change counts as an update. Left out, every column does.',
      examples: [['domain', 'employee_count']],
    }),
  schedule: scheduleSchema.optional(),
  folder: text.optional().meta({
    description: 'The folder in Cargo, by names from the top, with ` / ` between them.',
    examples: ['GTM / Scoring'],
  }),
  folderUuid: uuid.optional().meta({
    description: "The folder's uuid, in place of `folder`.",
    examples: ['7f2f1f0e-5f0b-4b57-8f0a-2d9a6c3e4b21'],
  }),
});

/** The keys of a definition with their types, as far as zod knows them; values of unknown kinds go through too. */
export type PlayFields = z.infer<typeof playSchema>;
