import { isObject, isTexts, isUuid } from './values.ts';

/** A filter, a schedule, a sort key as they were sent: the service keeps what it doesn't understand too. */
type Filter = Record<string, unknown>;
export type Schedule = Record<string, unknown>;
interface SortKey {
  columnSlug: string;
  kind: 'asc' | 'desc';
}

interface Field {
  /** Which answers show it: the play's ([doc]), its segment's ([pub]), or both. */
  readonly on: 'play' | 'segment' | 'both';
  /** Whether the create call takes it too, and needs it; else the update call alone takes it. */
  readonly create: 'needed' | 'taken' | 'passed over';
  /** What a play made without it has. Null clears a field that begins with null ([pub]), and no other. */
  readonly initial: unknown;
  /** Whether the service takes a value; what depends on the workspace is looked at apart. */
  readonly test: (value: unknown) => boolean;
  /** In words what it takes. */
  readonly must: string;
}

/** A value of a wider type than its own. */
const typed = <Value>(value: Value): Value => value;

const changeKinds = ['added', 'updated', 'removed', 'unchanged'];
const runCreationRules = ['always', 'once', 'noConcurrency'];
const whatever = { test: () => true, must: '' };

/** Every field of a play that create and update set. A new field is a row. */
export const playFields = {
  name: {
    on: 'both',
    create: 'needed',
    initial: typed<string>('Untitled play'),
    test: (value) => typeof value === 'string' && value.trim() !== '',
    must: 'be a string that is not empty',
  },
  changeKinds: {
    on: 'play',
    create: 'needed',
    initial: typed<string[]>(['added']),
    test: (value) => isTexts(value) && value.length > 0 && value.every((kind) => changeKinds.includes(kind)),
    must: `be a list of ${changeKinds.join(', ')}`,
  },
  runCreationRule: {
    on: 'play',
    create: 'needed',
    initial: typed<string>('always'),
    test: (value) => runCreationRules.includes(String(value)),
    must: `be one of ${runCreationRules.join(', ')}`,
  },
  description: {
    on: 'play',
    create: 'taken',
    initial: typed<string | null>(null),
    test: (value) => typeof value === 'string',
    must: 'be a string',
  },
  filter: {
    on: 'segment',
    create: 'taken',
    initial: typed<Filter>({ conjonction: 'and', groups: [] }),
    ...whatever,
  },
  sort: {
    on: 'segment',
    create: 'taken',
    initial: typed<SortKey[] | null>(null),
    test: (value) =>
      Array.isArray(value) &&
      value.every(
        (each) =>
          isObject(each) &&
          typeof each['columnSlug'] === 'string' &&
          ['asc', 'desc'].includes(String(each['kind'])),
      ),
    must: 'be a list of {columnSlug, kind: asc or desc}',
  },
  limit: {
    on: 'segment',
    create: 'taken',
    initial: typed<number | null>(null),
    test: (value) => Number.isInteger(value) && Number(value) > 0,
    must: 'be a whole number above 0',
  },
  trackingColumnSlugs: {
    on: 'segment',
    create: 'taken',
    initial: typed<string[] | null>(null),
    test: isTexts,
    must: 'be a list of strings',
  },
  schedule: { on: 'play', create: 'taken', initial: typed<Schedule | null>(null), ...whatever },
  folderUuid: {
    on: 'play',
    create: 'taken',
    initial: typed<string | null>(null),
    test: isUuid,
    must: 'be a uuid',
  },
  isEnabled: {
    on: 'play',
    create: 'passed over',
    initial: typed<boolean>(false),
    test: (value) => typeof value === 'boolean',
    must: 'be true or false',
  },
  healthThreshold: {
    on: 'play',
    create: 'passed over',
    initial: typed<number | null>(null),
    test: (value) => typeof value === 'number',
    must: 'be a number',
  },
  healthAlertActions: {
    on: 'play',
    create: 'passed over',
    initial: typed<unknown[]>([]),
    test: Array.isArray,
    must: 'be a list',
  },
} as const satisfies Readonly<Record<string, Field>>;

type Fields = typeof playFields;
type Name = keyof Fields;
type Values = { -readonly [Each in Name]: Fields[Each]['initial'] };

/** What a create or an update can set, on the play and on its segment. */
export type PlayChanges = Partial<Values>;

/** The fields that the play's answers show, or the segment's. */
export type FieldsOn<Where extends 'play' | 'segment'> = Pick<
  Values,
  { [Each in Name]: Fields[Each]['on'] extends Where | 'both' ? Each : never }[Name]
>;

/** The fields that the play's or the segment's answers show, that a call takes, or that a create needs. */
export function namesOf(of: 'play' | 'segment' | 'create' | 'needed' | 'update'): Name[] {
  return (Object.keys(playFields) as Name[]).filter((name) => {
    const { on, create } = playFields[name];
    switch (of) {
      case 'update':
        return true;
      case 'create':
        return create !== 'passed over';
      case 'needed':
        return create === 'needed';
      case 'play':
      case 'segment':
        return on === of || on === 'both';
    }
  });
}

/** What a play that is made with these fields shows; what is left out takes the service's default. */
export function madeOn<Where extends 'play' | 'segment'>(where: Where, given: PlayChanges): FieldsOn<Where> {
  return Object.fromEntries(
    namesOf(where).map((name) => [name, structuredClone(given[name] ?? playFields[name].initial)]),
  ) as unknown as FieldsOn<Where>;
}
