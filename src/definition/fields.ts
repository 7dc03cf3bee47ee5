import * as z from 'zod/mini';
import { filterSchema } from './filter.ts';
import type { Template } from './references.ts';
import { scheduleSchema } from './schedule.ts';
import { maybeUuid, strict, text, uuid } from './shapes.ts';
import { isOneLine } from './visible.ts';

interface Field {
  /** The keys that a definition may write it under, and what each takes. The first one is shown to people. */
  readonly keys: Readonly<Record<string, z.ZodMiniType>>;
  /** Whether Cargo answers it with the play, or with the play's segment ([pub]). */
  readonly livesOn: 'play' | 'segment';
  /** What Cargo answers, as far as it is decoded. */
  readonly live: z.ZodMiniType;
  /** What its names stand for, until they are turned into uuids. */
  readonly names: 'nothing' | 'folder' | 'play' | 'related-models';
  /** What counts as the same value. */
  readonly compared: 'description' | 'filter' | 'list' | 'schedule' | 'set' | 'text' | 'uuid' | 'value';
  /** What an update sends where a definition leaves it out ([pub]); undefined where it has to be there. */
  readonly cleared?: unknown;
}

const maybeText = z.nullish(z.string());
const texts = z.array(z.string());

/**
 * Every field of the create call ([doc]) that a definition sets and an update can change, under the name that the call
 * has for it, in the order of a definition's keys. A new field is a row.
 */
export const playFields = {
  name: {
    keys: {
      name: text.check(
        z.refine((name) => name.trim() === name && isOneLine(name), {
          params: { code: 'wrong-value' },
        }),
      ),
    },
    livesOn: 'play',
    live: z.string(),
    names: 'nothing',
    compared: 'text',
  },
  changeKinds: {
    keys: {
      changeKinds: z.array(z.enum(['added', 'updated', 'removed', 'unchanged'])).check(z.minLength(1)),
    },
    livesOn: 'play',
    live: texts,
    names: 'nothing',
    compared: 'set',
  },
  runCreationRule: {
    keys: { runCreationRule: z.enum(['always', 'once', 'noConcurrency']) },
    livesOn: 'play',
    live: z.string(),
    names: 'nothing',
    compared: 'value',
  },
  description: {
    keys: { description: z.optional(z.string()) },
    livesOn: 'play',
    live: maybeText,
    names: 'nothing',
    compared: 'description',
    cleared: null,
  },
  filter: {
    keys: { filter: z.optional(filterSchema) },
    livesOn: 'segment',
    live: z.optional(z.unknown()),
    names: 'related-models',
    compared: 'filter',
    // null is not known to clear a filter; one without groups holds no condition
    cleared: { conjonction: 'and', groups: [] },
  },
  sort: {
    keys: {
      sort: z.optional(z.array(strict('a sort key', { columnSlug: text, kind: z.enum(['asc', 'desc']) }))),
    },
    livesOn: 'segment',
    live: z.optional(z.unknown()),
    names: 'nothing',
    compared: 'list',
    cleared: null,
  },
  limit: {
    keys: { limit: z.optional(z.int().check(z.positive())) },
    livesOn: 'segment',
    live: z.nullish(z.number()),
    names: 'nothing',
    compared: 'value',
    cleared: null,
  },
  trackingColumnSlugs: {
    keys: { trackingColumnSlugs: z.optional(z.array(text)) },
    livesOn: 'segment',
    live: z.nullish(texts),
    names: 'nothing',
    compared: 'set',
    cleared: null,
  },
  schedule: {
    keys: { schedule: z.optional(scheduleSchema) },
    livesOn: 'play',
    live: z.nullish(z.record(z.string(), z.unknown())),
    names: 'play',
    compared: 'schedule',
    cleared: null,
  },
  folderUuid: {
    keys: { folder: z.optional(text), folderUuid: z.optional(uuid) },
    livesOn: 'play',
    live: maybeUuid,
    names: 'folder',
    compared: 'uuid',
    cleared: null,
  },
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof playFields;
type Row = (typeof playFields)[FieldName];

export const fieldNames = Object.keys(playFields) as readonly FieldName[];

type KeysOfRow = Row extends infer Each ? (Each extends Row ? keyof Each['keys'] : never) : never;
type Keys = {
  [Key in KeysOfRow]: Extract<Row['keys'], Readonly<Record<Key, unknown>>>[Key];
};

/** The keys of all fields with what they take: their part of a definition's schema. */
export const fieldKeys = Object.assign({}, ...fieldNames.map((name) => playFields[name].keys)) as Keys;

/** Which fields Cargo answers there. */
export type FieldOn<Where extends Field['livesOn']> = {
  [Name in FieldName]: (typeof playFields)[Name]['livesOn'] extends Where ? Name : never;
}[FieldName];

/** The names of the fields that Cargo answers there. */
export function fieldsOn<Where extends Field['livesOn']>(where: Where): FieldOn<Where>[] {
  return fieldNames.filter((name): name is FieldOn<Where> => playFields[name].livesOn === where);
}

type Answered<Value> = Value extends undefined
  ? never
  : Value extends readonly (infer Item)[]
    ? readonly Item[]
    : Value;

/** What Cargo answers there of a play's fields; null where it says nothing. */
export type LiveOn<Where extends Field['livesOn']> = {
  readonly [Name in FieldOn<Where>]: Answered<z.infer<(typeof playFields)[Name]['live']>>;
};

/** How to decode what Cargo answers there of a play's fields. */
export function liveSchema<Where extends Field['livesOn']>(
  where: Where,
): { [Name in FieldOn<Where>]: (typeof playFields)[Name]['live'] } {
  const entries = fieldsOn(where).map((name) => [name, playFields[name].live] as const);
  return Object.fromEntries(entries) as ReturnType<typeof liveSchema<Where>>;
}

/** The fields of an answer that `liveSchema` took. */
export function liveOn<Where extends Field['livesOn']>(
  where: Where,
  answer: Readonly<Record<string, unknown>>,
): LiveOn<Where> {
  return Object.fromEntries(fieldsOn(where).map((name) => [name, answer[name] ?? null])) as LiveOn<Where>;
}

const byKey: ReadonlyMap<string, FieldName> = new Map(
  fieldNames.flatMap((name) => Object.keys(playFields[name].keys).map((key) => [key, name] as const)),
);

/** The field that a definition's key sets; undefined for a key that sets none. */
export function fieldOfKey(key: string): FieldName | undefined {
  return byKey.get(key);
}

/** The key by which people know a field: `folder`, not `folderUuid`. */
export function keyOf(field: FieldName): string {
  return Object.keys(playFields[field].keys)[0] ?? field;
}

/** What `ignore` may leave to the web page: a field of the play, its workflow, or whether it is on. */
export type Ignorable = FieldName | 'workflow' | 'enabled';

/** The names that `ignore` takes: the keys of a play's fields as a definition writes them, `workflow` and `enabled`. */
export const ignorableKeys = [...byKey.keys(), 'workflow', 'enabled'] as const;

/** What a name in `ignore` stands for; undefined for a name that it doesn't take. */
export function ignorableOfKey(key: string): Ignorable | undefined {
  return key === 'workflow' || key === 'enabled' ? key : fieldOfKey(key);
}

/** A value in which a text may wait for the uuid of a play that does not exist yet. */
export type Templated<Value> = Value extends string
  ? string extends Value
    ? Value | Template
    : Value
  : Value extends readonly (infer Item)[]
    ? readonly Templated<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Templated<Value[Key]> }
      : Value;

/** What a definition sets of a play, in Cargo's own terms: names turned into uuids. */
export type DesiredFields = {
  readonly [Name in FieldName]?: Templated<z.infer<Name extends keyof Keys ? Keys[Name] : never>>;
};
