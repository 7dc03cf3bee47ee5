import * as z from 'zod/mini';
import { conjonction, strict, text, uuid } from './shapes.ts';

// The grammar of a filter's conditions ([pub]).

const relatedModel = { relatedModel: z.optional(text), relatedModelUuid: z.optional(uuid) };
const column = { columnSlug: text, ...relatedModel };
const number = z.number();
const values = z.union([z.string(), z.array(z.string()).check(z.minLength(1))]);
const propertyText = z.string();

/** Operators that go with the same fields. */
interface Group {
  readonly operators: readonly [string, ...string[]];
  readonly shape: z.core.$ZodShape;
}

const nothing = {};
const nullness: Group = { operators: ['isNull', 'isNotNull'], shape: nothing };
const emptiness: Group = { operators: ['isNull', 'isNotNull', 'isEmpty', 'isNotEmpty'], shape: nothing };
const textual = ['is', 'isNot', 'contains', 'doesNotContain', 'startsWith', 'endsWith'] as const;

/** A condition of one kind: a union over its operators, each with the fields that go with it. */
function condition(
  kind: string,
  common: z.core.$ZodShape,
  groups: readonly Group[],
): z.ZodMiniDiscriminatedUnion {
  const called = (operator: unknown): string =>
    `${/^[aeio]/.test(kind) ? 'an' : 'a'} ${kind} condition with "${String(operator)}"`;
  const members = groups.map(({ operators, shape }) =>
    strict(
      operators.map(called),
      { kind: z.literal(kind), ...common, operator: z.enum(operators), ...shape },
      (input) => called((input as Readonly<Record<string, unknown>>)['operator']),
    ),
  );
  return z.discriminatedUnion('operator', members as unknown as [z.ZodMiniObject, ...z.ZodMiniObject[]]);
}

const between = (of: z.ZodMiniType): Group => ({
  operators: ['between'],
  shape: { firstValue: of, lastValue: of },
});
const single = (of: z.ZodMiniType): Group => ({
  operators: ['is', 'isNot', 'greaterThan', 'lowerThan'],
  shape: { value: of },
});

const propertyGroups: readonly Group[] = [
  { operators: [...textual, 'greaterThan', 'lowerThan'], shape: { propertyName: text, value: propertyText } },
  { operators: ['between'], shape: { propertyName: text, value: propertyText, otherValue: propertyText } },
  { ...emptiness, shape: { propertyName: text } },
];
// inside `propertyConditions` the column is the outer condition's
const innerProperty = condition(
  'objectProperty',
  { columnSlug: z.optional(text), ...relatedModel },
  propertyGroups,
);

const matching: Group = {
  operators: ['matchConditions'],
  shape: {
    conjonction,
    propertyConditions: z.array(z.discriminatedUnion('kind', [innerProperty])).check(z.minLength(1)),
  },
};

const columnConditions = [
  condition('string', column, [{ operators: textual, shape: { values } }, emptiness]),
  condition('number', column, [single(number), between(number), nullness]),
  condition('date', column, [single(text), between(text), nullness]),
  condition('boolean', column, [{ operators: ['isTrue', 'isFalse', 'isNull', 'isNotNull'], shape: nothing }]),
  condition('object', column, [nullness, matching]),
  condition('array', column, [nullness, matching]),
  condition('objectProperty', column, propertyGroups),
  condition('vector', column, [nullness]),
  condition('any', column, [nullness]),
] as const;

const compared = ['moreThan', 'lessThan', 'exactly'] as const;
const frequency = z.discriminatedUnion('operator', [
  strict('a frequency with "not"', { operator: z.literal('not') }),
  strict('a frequency', { operator: z.enum(compared), value: number }),
]);
const period = strict('a period', { operator: z.enum(compared), value: number, unit: z.literal('day') });

const otherConditions = [
  condition('segment', nothing, [{ operators: ['in', 'notIn'], shape: { segmentUuid: uuid } }]),
  strict('an occurrence condition', {
    kind: z.literal('occurrence'),
    ...relatedModel,
    frequency,
    period,
    conjonction,
    conditions: z.array(z.discriminatedUnion('kind', columnConditions)),
  }),
  strict('an enrollment condition', {
    kind: z.literal('enrollment'),
    workflowUuid: uuid,
    activityKind: z.enum(['workflowEntered', 'workflowNodeExecuted', 'workflowLeft']),
    nodeSlug: z.optional(text),
    frequency,
    period,
  }),
  strict('an sql condition', { kind: z.literal('sql'), name: text, clause: text }),
] as const;

const group = strict('a group', {
  conjonction,
  conditions: z.array(z.discriminatedUnion('kind', [...columnConditions, ...otherConditions])),
});

/** Which records a play is about ([doc]: the shape; [pub]: groups and conditions). */
export const filterSchema = strict('a filter', { conjonction, groups: z.array(group) });
