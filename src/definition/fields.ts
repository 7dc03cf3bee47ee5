import type { Template } from './references.ts';
import type { PlayFields } from './schema.ts';

/** The keys of a definition that say which play it is; they are not fields that a play has and can lose. */
export const identityKeys = ['id', 'model', 'modelUuid'] as const satisfies readonly (keyof PlayFields)[];

/** The keys about what a play does, which is not on the play but on its workflow. */
export const workflowKeys = ['workflow', 'enabled', 'trial'] as const satisfies readonly (keyof PlayFields)[];

type OtherForm = 'folder';

/** A field of the create call ([doc]) that a definition sets and an update can change. */
export type FieldName = Exclude<
  keyof PlayFields,
  (typeof identityKeys)[number] | (typeof workflowKeys)[number] | OtherForm
>;

interface Field {
  /** The keys that a definition may write it under. */
  readonly keys: readonly (keyof PlayFields)[];
  /** Whether Cargo answers it with the play, or with the play's segment ([pub]). */
  readonly livesOn: 'play' | 'segment';
  /** What its names stand for, until they are turned into uuids. */
  readonly names: 'nothing' | 'folder' | 'play' | 'related-models';
  /** What counts as the same value. */
  readonly compared: 'description' | 'filter' | 'list' | 'schedule' | 'set' | 'text' | 'uuid' | 'value';
  /** What an update sends where a definition leaves it out ([pub]); undefined where it has to be there. */
  readonly cleared?: unknown;
  /** What people read: the key as they write it. */
  readonly label: string;
}

/** Every field of a play, in the order in which differences are shown. A new field is a row. */
export const playFields = {
  name: { keys: ['name'], livesOn: 'play', names: 'nothing', compared: 'text', label: 'name' },
  description: {
    keys: ['description'],
    livesOn: 'play',
    names: 'nothing',
    compared: 'description',
    cleared: null,
    label: 'description',
  },
  changeKinds: {
    keys: ['changeKinds'],
    livesOn: 'play',
    names: 'nothing',
    compared: 'set',
    label: 'changeKinds',
  },
  runCreationRule: {
    keys: ['runCreationRule'],
    livesOn: 'play',
    names: 'nothing',
    compared: 'value',
    label: 'runCreationRule',
  },
  schedule: {
    keys: ['schedule'],
    livesOn: 'play',
    names: 'play',
    compared: 'schedule',
    cleared: null,
    label: 'schedule',
  },
  filter: {
    keys: ['filter'],
    livesOn: 'segment',
    names: 'related-models',
    compared: 'filter',
    // null is not known to clear a filter; one without groups holds no condition
    cleared: { conjonction: 'and', groups: [] },
    label: 'filter',
  },
  sort: {
    keys: ['sort'],
    livesOn: 'segment',
    names: 'nothing',
    compared: 'list',
    cleared: null,
    label: 'sort',
  },
  limit: {
    keys: ['limit'],
    livesOn: 'segment',
    names: 'nothing',
    compared: 'value',
    cleared: null,
    label: 'limit',
  },
  trackingColumnSlugs: {
    keys: ['trackingColumnSlugs'],
    livesOn: 'segment',
    names: 'nothing',
    compared: 'set',
    cleared: null,
    label: 'trackingColumnSlugs',
  },
  folderUuid: {
    keys: ['folder', 'folderUuid'],
    livesOn: 'play',
    names: 'folder',
    compared: 'uuid',
    cleared: null,
    label: 'folder',
  },
} as const satisfies Readonly<Record<FieldName, Field>>;

export const fieldNames = Object.keys(playFields) as readonly FieldName[];

/** The fields that Cargo answers there. */
export type FieldOn<Where extends Field['livesOn']> = {
  [Name in FieldName]: (typeof playFields)[Name]['livesOn'] extends Where ? Name : never;
}[FieldName];

const byKey: ReadonlyMap<string, FieldName> = new Map(
  fieldNames.flatMap((name) => playFields[name].keys.map((key) => [key, name] as const)),
);

/** The field that a definition's key sets; undefined for a key that says which play it is. */
export function fieldOfKey(key: string): FieldName | undefined {
  return byKey.get(key);
}

/** A value in which a text may wait for the uuid of a play that does not exist yet. */
type Templated<Value> = Value extends string
  ? Value | Template
  : Value extends readonly (infer Item)[]
    ? readonly Templated<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Templated<Value[Key]> }
      : Value;

/** What a definition sets of a play, in Cargo's own terms: names turned into uuids. */
export type DesiredFields = {
  readonly [Name in FieldName]?: Templated<PlayFields[Name]>;
};
