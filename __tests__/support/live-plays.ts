import * as fc from 'fast-check';
import { conditionKinds as service } from '../../sandbox/conditions.ts';
import type { Seed } from '../../sandbox/entities.ts';
import { demoSeed, demoUuids } from '../../sandbox/seed.ts';
import { encodeGraph } from '../../src/definition/workflow/encode.ts';
import { graphs } from '../definition/workflow/graphs.ts';

/** A uuid of a kind, by number. */
export const uuid = (kind: string, number: number): string =>
  `${kind}-0000-4000-8000-${String(number).padStart(12, '0')}`;
const word = fc.oneof(
  fc.constantFrom(
    'a',
    'b c',
    'NULL',
    'yes',
    '1',
    '- x',
    '# no',
    '${{ vars.X }}',
    '$${{',
    '@every',
    "it's",
    '"q"',
    'a: b',
    '{a}',
    '|',
    '日本',
    'é',
    '::set',
    'x ',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);
/** The column that the accounts of `workspace` have of a type. */
const columnOf = (type: string): string => `a_${type}`;
const columnTypes = new Set(Object.values(service).flatMap((kind) => kind.columnTypes));

/** The demo workspace, without plays, whose accounts also have a column of each type that the service knows. */
export function workspace(): Seed {
  const seed = demoSeed(0);
  const added = [...columnTypes].map((type) => ({
    ...{ slug: columnOf(type), type, label: type, kind: 'original' },
  }));
  return {
    ...seed,
    plays: [],
    models: seed.models.map((model) =>
      model.uuid === demoUuids.models.accounts ? { ...model, columns: [...model.columns, ...added] } : model,
    ),
  };
}

// a model that has all the columns
const related = fc.constantFrom({}, {}, { relatedModelUuid: demoUuids.models.accounts });
const frequency = fc.constantFrom<object>(
  { operator: 'not' },
  { operator: 'exactly', value: 2 },
  { operator: 'moreThan', value: '3' },
);
const period = fc.record({
  operator: fc.constantFrom('moreThan', 'lessThan'),
  value: fc.integer({ min: 1, max: 90 }),
  unit: fc.constant('day'),
});
const date = fc.constantFrom('3 months', '2026-01-01', '2026-01-01T00:00:00Z');
const amount = fc.oneof(fc.integer(), fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.constant('5'));
const property = fc.oneof(word, fc.integer());
/** What fields hold beside the examples of the service: what the workspace has, odd texts, numbers as texts. */
const holds: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  string: { values: fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 3 })) },
  number: { value: amount, firstValue: amount, lastValue: amount },
  date: { value: date, firstValue: date, lastValue: date },
  objectProperty: { propertyName: word, value: property, otherValue: property },
  segment: { segmentUuid: fc.constant(demoUuids.segments.enterprise) },
  occurrence: {
    relatedModelUuid: fc.constant(demoUuids.models.productEvents),
    frequency,
    period,
  },
  enrollment: {
    workflowUuid: fc.integer({ min: 1, max: 4 }).map((number) => uuid('30f11000', number)),
    frequency,
    period,
  },
  sql: { name: word, clause: word },
};

/** The fields that a condition of a kind needs with an operator, as the service has them, each with what it holds. */
function fieldsOf(kind: string, operator: string | null): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  const { fields, operators, columnTypes: types } = service[kind]!;
  const held: Readonly<Record<string, fc.Arbitrary<unknown> | undefined>> = {
    ...(types.length > 0 ? { columnSlug: fc.constantFrom(...types.map(columnOf)) } : {}),
    ...holds[kind],
  };
  const needed = Object.entries({ ...fields, ...operators?.[operator ?? ''] }).filter(
    ([, { isOptional }]) => !isOptional,
  );
  return Object.fromEntries(
    needed.map(([key, { examples }]) => [key, held[key] ?? fc.constantFrom(...examples)]),
  );
}

/** The conditions that a condition holds, by their key. */
type Inside = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Conditions of a kind, with each of its operators. */
function conditionsOf(kind: string, inside: Inside = {}): fc.Arbitrary<object>[] {
  const { operators } = service[kind]!;
  return (operators === null ? [null] : Object.keys(operators)).map((operator) => {
    const fields = fieldsOf(kind, operator);
    const has = Object.entries({ ...fields, ...inside }).filter(([key]) => key in fields);
    const own = fc.record({
      kind: fc.constant(kind),
      ...(operator === null ? {} : { operator: fc.constant(operator) }),
      ...Object.fromEntries(has),
    });
    const mayBeRelated = 'propertyConditions' in inside && 'columnSlug' in fields;
    // Cargo may list what an operator doesn't use
    const unused = fc.constantFrom({}, { nodeSlug: null });
    return fc
      .tuple(own, mayBeRelated ? related : fc.constant({}), unused)
      .map((parts) => Object.assign({}, ...parts) as object);
  });
}

const innerProperties = conditionsOf('objectProperty').map((each) =>
  each.map((condition) => ({ ...condition, columnSlug: undefined })),
);
const innerConditions = [
  fc.record({
    kind: fc.constant('string'),
    columnSlug: fc.constant('event_name'),
    operator: fc.constant('is'),
    values: word,
  }),
];
/** Conditions of each kind that the service has, with each operator. */
export const known = Object.keys(service).flatMap((kind) =>
  conditionsOf(kind, {
    propertyConditions: fc.array(fc.oneof(...innerProperties), { minLength: 1, maxLength: 2 }),
    conditions: fc.array(fc.oneof(...innerConditions), { maxLength: 2 }),
  }),
);
const unknown = fc.record({
  kind: fc.constant('novelty'),
  odd: fc.record({ deep: word }),
  list: fc.array(word, { maxLength: 2 }),
});
const condition = fc.oneof(...known, unknown);
const columnSlug = fc.constantFrom('domain', 'name');
const filter = fc.record({
  conjonction: fc.constantFrom('and', 'or'),
  groups: fc.array(
    fc.record({
      conjonction: fc.constantFrom('and', 'or'),
      conditions: fc.array(condition, { maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
});
const schedule = fc.oneof(
  fc.constantFrom<Record<string, unknown>>(
    { type: 'cron', cron: '0 6 * * MON' },
    { type: 'cron', cron: '@every 30m' },
    { type: 'watch' },
    { type: 'realtime' },
    { type: 'dbt', jobId: '12' },
    { type: 'lunar', phase: 'full' },
  ),
  fc
    .integer({ min: 1, max: 4 })
    .map((number) => ({ type: 'dependency', playUuid: uuid('91a41000', number) })),
);
/** Filters that a realtime schedule supports. */
const realtimeFilter = fc
  .array(
    fc.oneof(...known).filter((each) => isRealtime(each)),
    { maxLength: 3 },
  )
  .map((conditions) => ({ conjonction: 'and', groups: [{ conjonction: 'and', conditions }] }));

function isRealtime(each: object): boolean {
  return 'kind' in each && service[String(each.kind)]!.isRealtime && !('relatedModelUuid' in each);
}

const anyFields = fc.record(
  {
    description: fc.oneof(
      word,
      fc.constantFrom('a\nb\n\nc', 'x\r\ny', ' pad', 'One\n\nManaged as code by\n\nTwo', '\t'),
    ),
    changeKinds: fc.uniqueArray(fc.constantFrom('added', 'updated', 'removed', 'unchanged'), {
      minLength: 1,
    }),
    runCreationRule: fc.constantFrom('always', 'once', 'noConcurrency'),
    filter,
    sort: fc.array(fc.record({ columnSlug, kind: fc.constantFrom('asc', 'desc') }), { maxLength: 2 }),
    limit: fc.integer({ min: 1, max: 9_999 }),
    trackingColumnSlugs: fc.uniqueArray(columnSlug),
    schedule,
    folderUuid: fc.constantFrom(demoUuids.folders.gtm, demoUuids.folders.scoring),
  },
  { requiredKeys: ['changeKinds', 'runCreationRule'] },
);
/** The fields of a play made in the web page. */
export const fields = fc
  .tuple(anyFields, realtimeFilter)
  .map(([each, supported]) =>
    each.schedule?.['type'] === 'realtime' && each.filter !== undefined
      ? { ...each, filter: supported }
      : each,
  );
/** Plays made in the web page. */
export const plays = fc.array(
  fc.record({ fields, name: word, graph: fc.option(graphs(1, 5)), isEnabled: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
);

/** The demo workspace with these plays in place of its own. */
export function seedOf(made: typeof plays extends fc.Arbitrary<infer Plays> ? Plays : never): Seed {
  const seed = workspace();
  const deployed = made.flatMap(({ graph }, index) =>
    graph === null ? [] : [[uuid('30f11000', index + 1), { deployed: [encodeGraph(graph)] }] as const],
  );
  return {
    ...seed,
    plays: made.map(({ fields: each, name, graph, isEnabled }, index) => ({
      ...(each as object),
      name,
      modelUuid: demoUuids.models.accounts,
      uuid: uuid('91a41000', index + 1),
      workflowUuid: uuid('30f11000', index + 1),
      segmentUuid: uuid('5e601000', index + 1),
      isEnabled: isEnabled && graph !== null,
    })),
    workflows: { ...seed.workflows, ...Object.fromEntries(deployed) },
  };
}
