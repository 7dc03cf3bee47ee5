import * as z from 'zod';
import { conjonction, strict, text, uuid } from './shapes.ts';

// The grammar of a filter's conditions ([pub]).

const columnSlug = text.meta({ description: "The column's slug on the model.", examples: ['domain'] });
const relatedModel = {
  relatedModel: text.optional().meta({
    description: 'The slug of a related model, for a column of that model.',
    examples: ['contacts'],
  }),
  relatedModelUuid: uuid
    .optional()
    .meta({ description: 'The uuid of that related model, in place of its slug.' }),
};
const values = z
  .union([z.string(), z.array(z.string()).min(1)])
  .meta({ description: 'A text or a list of texts.', examples: [['acme.com', 'acme.io']] });
const number = z.number().meta({ description: 'A number.', examples: [100] });
const date = text.meta({
  description: 'An ISO date, or an age such as `3 months`.',
  examples: ['3 months', '2026-01-31'],
});
const propertyText = z
  .string()
  .meta({ description: 'The text that the property is compared with.', examples: ['active'] });

interface Group {
  readonly operators: readonly [string, ...string[]];
  readonly shape: z.ZodRawShape;
}

const nothing = {};
const nullness: Group = { operators: ['isNull', 'isNotNull'], shape: nothing };
const emptiness: Group = { operators: ['isNull', 'isNotNull', 'isEmpty', 'isNotEmpty'], shape: nothing };
const textual = ['is', 'isNot', 'contains', 'doesNotContain', 'startsWith', 'endsWith'] as const;

/** A condition of one kind: a union over its operators, each with the fields that go with it. */
function condition(kind: string, common: z.ZodRawShape, groups: readonly Group[]): z.ZodDiscriminatedUnion {
  const members = groups.flatMap(({ operators, shape }) =>
    operators.map((operator) =>
      strict(`${/^[aeio]/.test(kind) ? 'an' : 'a'} ${kind} condition with "${operator}"`, {
        kind: z
          .literal(kind)
          .meta({ description: "The column's type, or what else the condition is about.", examples: [kind] }),
        ...common,
        operator: z.literal(operator).meta({ description: 'How to compare.', examples: [operator] }),
        ...shape,
      }),
    ),
  );
  return z.discriminatedUnion('operator', members as unknown as [z.ZodObject, ...z.ZodObject[]]);
}

const column = { columnSlug, ...relatedModel };
const between = (of: z.ZodType): Group => ({
  operators: ['between'],
  shape: { firstValue: of, lastValue: of },
});
const single = (of: z.ZodType): Group => ({
  operators: ['is', 'isNot', 'greaterThan', 'lowerThan'],
  shape: { value: of },
});

const propertyName = text.meta({ description: 'The property inside the object.', examples: ['status'] });
const propertyGroups: readonly Group[] = [
  { operators: [...textual, 'greaterThan', 'lowerThan'], shape: { propertyName, value: propertyText } },
  { operators: ['between'], shape: { propertyName, value: propertyText, otherValue: propertyText } },
  { ...emptiness, shape: { propertyName } },
];
// inside `propertyConditions` the column is the outer condition's
const innerProperty = condition(
  'objectProperty',
  { columnSlug: columnSlug.optional(), ...relatedModel },
  propertyGroups,
);

const matching: Group = {
  operators: ['matchConditions'],
  shape: {
    conjonction,
    propertyConditions: z
      .array(z.discriminatedUnion('kind', [innerProperty]))
      .min(1)
      .meta({ description: 'Conditions on the properties of the object, or of the items of the array.' }),
  },
};

const columnConditions = [
  condition('string', column, [{ operators: textual, shape: { values } }, emptiness]),
  condition('number', column, [single(number), between(number), nullness]),
  condition('date', column, [single(date), between(date), nullness]),
  condition('boolean', column, [{ operators: ['isTrue', 'isFalse', 'isNull', 'isNotNull'], shape: nothing }]),
  condition('object', column, [nullness, matching]),
  condition('array', column, [nullness, matching]),
  condition('objectProperty', column, propertyGroups),
  condition('vector', column, [nullness]),
  condition('any', column, [nullness]),
] as const;

const amount = z.number().meta({ description: 'How many.', examples: [3] });
const compared = ['moreThan', 'lessThan', 'exactly'] as const;
const frequency = z
  .discriminatedUnion('operator', [
    strict('a frequency with "not"', { operator: z.literal('not') }),
    strict('a frequency', { operator: z.enum(compared), value: amount }),
  ])
  .meta({
    description: 'How often: `not` at all, or `moreThan`, `lessThan`, `exactly` so many times.',
    examples: [{ operator: 'moreThan', value: 3 }],
  });
const period = strict('a period', { operator: z.enum(compared), value: amount, unit: z.literal('day') }).meta(
  {
    description: 'Within which time, in days.',
    examples: [{ operator: 'lessThan', value: 30, unit: 'day' }],
  },
);

const otherConditions = [
  condition('segment', nothing, [
    {
      operators: ['in', 'notIn'],
      shape: { segmentUuid: uuid.meta({ description: 'The segment that the record is in, or not in.' }) },
    },
  ]),
  strict('an occurrence condition', {
    kind: z.literal('occurrence'),
    ...relatedModel,
    frequency,
    period,
    conjonction,
    conditions: z
      .array(z.discriminatedUnion('kind', columnConditions))
      .meta({ description: 'Conditions on columns of the related model.' }),
  }),
  strict('an enrollment condition', {
    kind: z.literal('enrollment'),
    workflowUuid: uuid.meta({ description: 'The workflow that the record entered, ran through or left.' }),
    activityKind: z
      .enum(['workflowEntered', 'workflowNodeExecuted', 'workflowLeft'])
      .meta({ description: 'What happened there.', examples: ['workflowEntered'] }),
    nodeSlug: text.optional().meta({ description: 'The node of the workflow.', examples: ['send_email'] }),
    frequency,
    period,
  }),
  strict('an sql condition', {
    kind: z.literal('sql'),
    name: text.meta({ description: 'What the condition is called.', examples: ['Large deals'] }),
    clause: text.meta({ description: 'The SQL clause.', examples: ['amount > 10000'] }),
  }),
] as const;

const group = strict('a group', {
  conjonction,
  conditions: z
    .array(z.discriminatedUnion('kind', [...columnConditions, ...otherConditions]))
    .meta({ description: 'The conditions of the group, told apart by `kind`.' }),
});

/** Which records a play is about ([doc]: the shape; [pub]: groups and conditions). */
export const filterSchema = strict('a filter', {
  conjonction,
  groups: z.array(group).meta({ description: 'Groups of conditions.' }),
}).meta({
  description: 'Which records the play is about: groups of conditions. Left out, all of them.',
  examples: [
    {
      conjonction: 'and',
      groups: [
        {
          conjonction: 'and',
          conditions: [{ kind: 'string', columnSlug: 'domain', operator: 'isNotEmpty' }],
        },
      ],
    },
  ],
});
