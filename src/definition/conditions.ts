import * as z from 'zod/mini';
import { conjonction, strict, text, uuid } from './shapes.ts';

// The one table of condition kinds ([pub]). The schema, the checks, the rules of realtime schedules, the editors'
// schema and the comparison with a live play all read it: a new kind is a row.

/** The kinds of condition that this version knows. */
export type ConditionKind = ColumnKind | 'segment' | 'occurrence' | 'enrollment' | 'sql';

type ColumnKind = ColumnType | 'objectProperty';

/** The types of a model's columns ([pub]). */
type ColumnType = 'string' | 'number' | 'date' | 'boolean' | 'object' | 'array' | 'vector' | 'any';

/** Operators that go with the same fields. */
interface OperatorGroup {
  readonly operators: readonly [string, ...string[]];
  readonly shape: z.core.$ZodShape;
}

/** What is known of a kind of condition. */
export interface ConditionRow {
  /** The fields that it has whatever its operator is; `kind` goes without saying. */
  readonly fields: z.core.$ZodShape;
  /** Its operators with the fields of each; none where the kind has no operator. */
  readonly groups: readonly OperatorGroup[];
  /** The column types that it fits; none where it is not about a column. */
  readonly columnTypes: readonly ColumnType[];
  /** Whether a realtime schedule supports it. */
  readonly realtime: boolean;
}

const relatedModel = { relatedModel: z.optional(text), relatedModelUuid: z.optional(uuid) };
const column = { columnSlug: text, ...relatedModel };
const number = z.number();
const values = z.union([z.string(), z.array(z.string()).check(z.minLength(1))]);
const propertyText = z.string();

const nullness = { operators: ['isNull', 'isNotNull'], shape: {} } as const;
const emptiness = { operators: ['isNull', 'isNotNull', 'isEmpty', 'isNotEmpty'], shape: {} } as const;
const textual = ['is', 'isNot', 'contains', 'doesNotContain', 'startsWith', 'endsWith'] as const;
const ordered = ['is', 'isNot', 'greaterThan', 'lowerThan'] as const;

/** The operators of number and date conditions, over values of one schema. */
const comparing = <Value extends z.ZodMiniType>(value: Value) =>
  [
    { operators: ordered, shape: { value } },
    { operators: ['between'], shape: { firstValue: value, lastValue: value } },
    nullness,
  ] as const;

const propertyGroups = [
  { operators: [...textual, 'greaterThan', 'lowerThan'], shape: { propertyName: text, value: propertyText } },
  { operators: ['between'], shape: { propertyName: text, value: propertyText, otherValue: propertyText } },
  { operators: emptiness.operators, shape: { propertyName: text } },
] as const;

/** A condition of one kind: a union over its operators, each with the fields that go with it. */
function conditionSchema(kind: string, { fields, groups }: Pick<ConditionRow, 'fields' | 'groups'>): Member {
  const article = /^[aeio]|^sql/.test(kind) ? 'an' : 'a';
  if (groups.length === 0)
    return strict(`${article} ${kind} condition`, { kind: z.literal(kind), ...fields });
  const called = (operator: unknown): string => `${article} ${kind} condition with "${String(operator)}"`;
  const members = groups.map(({ operators, shape }) =>
    strict(
      operators.map(called),
      { kind: z.literal(kind), ...fields, operator: z.enum(operators), ...shape },
      (input) => called((input as Readonly<Record<string, unknown>>)['operator']),
    ),
  );
  return z.discriminatedUnion('operator', members as unknown as [z.ZodMiniObject, ...z.ZodMiniObject[]]);
}

type Member = z.ZodMiniObject | z.ZodMiniDiscriminatedUnion;

/** A list of conditions of several kinds. */
function conditionsSchema(members: readonly Member[]): z.ZodMiniArray<z.ZodMiniDiscriminatedUnion> {
  return z.array(z.discriminatedUnion('kind', members as unknown as [z.ZodMiniObject, ...z.ZodMiniObject[]]));
}

// inside `propertyConditions` the column is the outer condition's
const propertyConditions = conditionsSchema([
  conditionSchema('objectProperty', {
    fields: { columnSlug: z.optional(text), ...relatedModel },
    groups: propertyGroups,
  }),
]).check(z.minLength(1));

const nesting = [
  nullness,
  { operators: ['matchConditions'], shape: { conjonction, propertyConditions } },
] as const;

const columnKinds = {
  string: {
    fields: column,
    groups: [{ operators: textual, shape: { values } }, emptiness],
    columnTypes: ['string'],
    realtime: true,
  },
  number: { fields: column, groups: comparing(number), columnTypes: ['number'], realtime: true },
  date: { fields: column, groups: comparing(text), columnTypes: ['date'], realtime: true },
  boolean: {
    fields: column,
    groups: [{ operators: ['isTrue', 'isFalse', 'isNull', 'isNotNull'], shape: {} }],
    columnTypes: ['boolean'],
    realtime: true,
  },
  object: { fields: column, groups: nesting, columnTypes: ['object'], realtime: true },
  array: { fields: column, groups: nesting, columnTypes: ['array'], realtime: true },
  objectProperty: {
    fields: column,
    groups: propertyGroups,
    columnTypes: ['object', 'array'],
    realtime: true,
  },
  vector: { fields: column, groups: [nullness], columnTypes: ['vector'], realtime: true },
  any: { fields: column, groups: [nullness], columnTypes: ['any'], realtime: true },
} as const satisfies Readonly<Record<ColumnKind, ConditionRow>>;

const compared = ['moreThan', 'lessThan', 'exactly'] as const;
const frequencyFields = { operator: z.enum(compared), value: number };
const frequency = z.discriminatedUnion('operator', [
  strict('a frequency with "not"', { operator: z.literal('not') }),
  strict('a frequency', frequencyFields),
]);
const periodFields = { operator: z.enum(compared), value: number, unit: z.literal('day') };
const period = strict('a period', periodFields);
const columnConditions = Object.entries(columnKinds).map(([kind, row]) => conditionSchema(kind, row));

const otherKinds = {
  segment: {
    fields: {},
    groups: [{ operators: ['in', 'notIn'], shape: { segmentUuid: uuid } }],
    columnTypes: [],
    realtime: false,
  },
  occurrence: {
    fields: {
      ...relatedModel,
      frequency,
      period,
      conjonction,
      conditions: conditionsSchema(columnConditions),
    },
    groups: [],
    columnTypes: [],
    realtime: false,
  },
  enrollment: {
    fields: {
      workflowUuid: uuid,
      activityKind: z.enum(['workflowEntered', 'workflowNodeExecuted', 'workflowLeft']),
      nodeSlug: z.optional(text),
      frequency,
      period,
    },
    groups: [],
    columnTypes: [],
    realtime: true,
  },
  sql: { fields: { name: text, clause: text }, groups: [], columnTypes: [], realtime: false },
} as const satisfies Readonly<Record<Exclude<ConditionKind, ColumnKind>, ConditionRow>>;

/** Every kind of condition. */
export const conditionKinds = { ...columnKinds, ...otherKinds };

/** The row of a kind; undefined where this version doesn't know it. */
export function conditionRow(kind: unknown): ConditionRow | undefined {
  return typeof kind === 'string' && Object.hasOwn(conditionKinds, kind)
    ? conditionKinds[kind as ConditionKind]
    : undefined;
}

/** The schema of a group's conditions, of every kind. */
export const conditionsOfGroup = conditionsSchema([
  ...columnConditions,
  ...Object.entries(otherKinds).map(([kind, row]) => conditionSchema(kind, row)),
]);

type AnyRow = (typeof conditionKinds)[ConditionKind];
type KeysOf<Shape> = Shape extends unknown ? keyof Shape : never;

/** Every key that a filter can have, at any depth, as the API spells it. */
export type FilterKey = Exclude<
  | 'groups'
  | 'kind'
  | 'operator'
  | KeysOf<AnyRow['fields']>
  | KeysOf<AnyRow['groups'][number]['shape']>
  | keyof typeof frequencyFields
  | keyof typeof periodFields,
  'relatedModel'
>;

/**
 * How the value of a key is compared:
 * - `exact`: as written;
 * - `nested`: key by key;
 * - `set`: the order doesn't matter, and a single text is a list of one;
 * - `scalar`: a number and its text are the same, and so are two spellings of one instant.
 */
export type Comparison = 'exact' | 'nested' | 'set' | 'scalar';

/** The keys of a filter, and how two values of each are compared. A key that isn't here is Cargo's own. */
export const filterKeys = {
  conjonction: 'exact',
  groups: 'nested',
  conditions: 'nested',
  propertyConditions: 'nested',
  kind: 'exact',
  columnSlug: 'exact',
  relatedModelUuid: 'exact',
  operator: 'exact',
  values: 'set',
  value: 'scalar',
  firstValue: 'scalar',
  lastValue: 'scalar',
  otherValue: 'scalar',
  propertyName: 'exact',
  segmentUuid: 'exact',
  workflowUuid: 'exact',
  activityKind: 'exact',
  nodeSlug: 'exact',
  frequency: 'nested',
  period: 'nested',
  unit: 'exact',
  name: 'exact',
  clause: 'exact',
} as const satisfies Readonly<Record<FilterKey, Comparison>>;
