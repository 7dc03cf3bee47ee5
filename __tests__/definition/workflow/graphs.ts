import fc from 'fast-check';
import type { Graph, Json, JsonObject, Node } from '../../../src/definition/workflow/graph.ts';
import { NameIndex } from '../../../src/definition/workflow/names.ts';
import { encodeGraph } from '../../../src/definition/workflow/encode.ts';
import { readGraph } from '../../../src/definition/workflow/wire.ts';

/** A uuid of the usual form from a number. */
const uuidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A workspace with a connector, two tools of one name and an agent. */
export const names = new NameIndex({
  connectors: [{ uuid: uuidOf(1), slug: 'slack', integrationSlug: 'slackApp' }],
  tools: [
    { uuid: uuidOf(2), name: 'Enrich' },
    { uuid: uuidOf(3), name: 'Twin' },
    { uuid: uuidOf(4), name: 'Twin' },
  ],
  agents: [{ uuid: uuidOf(5), name: 'Account scorer' }],
});

const word = fc.constantFrom('a', 'B', 'c_1', 'end', 'start', 'continue', 'x');
const expression = fc.constantFrom('{{nodes.a.b}}', 'x {{nodes.a}} y', '{{ {a: 1}.a }}', 'no braces', '');
const wrapped = fc.oneof(
  expression.map((each): Json => ({
    kind: 'templateExpression',
    expression: each,
    instructTo: 'none',
    fromRecipe: false,
  })),
  fc.constant<Json>({ kind: 'templateExpression', expression: '{{x}}', instructTo: 'ai', fromRecipe: true }),
  fc.constant<Json>({ kind: 'jsExpression', expression: 'nodes.a.b' }),
  fc.constant<Json>({ kind: 'jsExpression', odd: { deep: null } }),
);
/** Values of all sorts, those among them that look like something else in the short form. */
const value: fc.Arbitrary<Json> = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    wrapped,
    fc.constantFrom<Json>(
      'static {{ text }}',
      '${{ vars.X }}',
      { file: 'x' },
      { kind: 'static', value: 1 },
      { type: 'string', value: 'x' },
    ),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 4 }), tie('any'), { maxKeys: 3 }),
  ),
})).any;
const config = fc.dictionary(fc.constantFrom('a', 'file', 'kind', 'value', 'prompt'), value, { maxKeys: 3 });
const variables = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', '1'),
    type: fc.constantFrom('string', 'any', 'date'),
    value,
  }),
  { maxLength: 3 },
);

/** What a node does, with how many exits. */
type Sort = (exits: (amount: number) => readonly (string | null)[]) => fc.Arbitrary<Partial<Node>>;

const native =
  (actionSlug: string, amount: number, of: fc.Arbitrary<JsonObject>): Sort =>
  (exits) =>
    of.map((each) => ({ kind: 'native', actionSlug, config: each, childrenUuids: exits(amount) }));

const saved = { templateSlug: null, releaseUuid: null, waitUntilFinished: null };
const plainSorts: readonly Sort[] = [
  native(
    'filter',
    1,
    value.map((filter) => ({ filter })),
  ),
  native('filter', 1, config),
  native(
    'branch',
    2,
    value.map((condition) => ({ condition })),
  ),
  native(
    'branch',
    3,
    value.map((condition) => ({ condition })),
  ),
  native(
    'split',
    2,
    fc.integer({ min: 0, max: 100 }).map((percentage) => ({ percentage })),
  ),
  native(
    'delay',
    1,
    value.map((minutes) => ({ minutes })),
  ),
  native(
    'variables',
    1,
    variables.map((each) => ({ variables: each })),
  ),
  native(
    'end',
    0,
    variables.map((each) => ({ variables: each })),
  ),
  native(
    'python',
    1,
    value.map((script) => ({ script })),
  ),
  native('modelUpsert', 1, config),
  native('balance', 3, config),
  native('agent', 1, config),
  native(
    'agent',
    1,
    fc.constantFrom(
      { advancedSettings: { connectorUuid: uuidOf(1), x: null } },
      { advancedSettings: { connector: 'slack' } },
      { advancedSettings: { connectorUuid: 'gone' } },
    ),
  ),
  native(
    'switch',
    2,
    fc.tuple(value, value, fc.constantFrom('x', '')).map(([one, other, name]) => ({
      routes: [
        { name, uuid: uuidOf(7), value: one },
        { name: 'other', uuid: uuidOf(8), value: other },
      ],
    })),
  ),
  (exits) =>
    fc
      .tuple(config, fc.constantFrom(uuidOf(1), uuidOf(99), null), fc.constantFrom(0, 1, 2))
      .map(([each, connectorUuid, amount]) => ({
        kind: 'connector',
        integrationSlug: 'slackApp',
        actionSlug: 'post',
        connectorUuid,
        config: each,
        childrenUuids: exits(amount),
      })),
  (exits) =>
    fc.tuple(config, fc.constantFrom(2, 3, 99)).map(([each, tool]) => ({
      kind: 'tool',
      toolUuid: uuidOf(tool),
      ...saved,
      config: each,
      childrenUuids: exits(1),
    })),
  (exits) =>
    fc.tuple(config, fc.constantFrom(5, 99), fc.boolean()).map(([each, agent, wait]) => ({
      kind: 'agent',
      agentUuid: uuidOf(agent),
      ...saved,
      waitUntilFinished: wait,
      templateSlug: 'a',
      config: each,
      childrenUuids: exits(1),
    })),
];

/** Graphs without circles, slugs repeated, paths joined, groups nested. */
export function graphs(depth: number, maxNodes = 9): fc.Arbitrary<Graph> {
  const group: Sort = (exits) =>
    fc
      .tuple(graphs(depth - 1, 4), value, fc.constantFrom({}, { failOnItemFailure: true }, { other: 1 }))
      .map(([inner, items, more]) => ({
        kind: 'native',
        actionSlug: 'group',
        config: { items, ...more, _nodes: encodeGraph(inner) },
        childrenUuids: exits(1),
      }));
  const sorts = depth === 0 ? plainSorts : [...plainSorts, group, group];
  return fc.integer({ min: 1, max: maxNodes }).chain((amount) => {
    const node = (index: number): fc.Arbitrary<Node> => {
      const later = Array.from({ length: amount - index - 1 }, (_, each) => uuidOf(100 + index + each + 1));
      const exit =
        later.length === 0
          ? fc.constant(null)
          : fc.oneof(
              { weight: 6, arbitrary: fc.constantFrom(...later) },
              { weight: 1, arbitrary: fc.constant(null) },
            );
      return fc
        .tuple(
          fc.array(exit, { minLength: 3, maxLength: 3 }),
          fc.nat(),
          word,
          fc.boolean(),
          fc.boolean(),
          exit,
        )
        .chain(([to, sort, slug, retried, failing, failTo]) => {
          const exits = (count: number): readonly (string | null)[] => to.slice(0, count);
          const chosen =
            index === 0
              ? native('start', 1, fc.constant({}))
              : (sorts[sort % sorts.length] ?? plainSorts[0]!);
          const slugged = index === 0 && !retried ? 'start' : slug;
          return chosen(exits).map(
            (what) =>
              ({
                uuid: uuidOf(100 + index),
                slug: slugged,
                ...(retried ? { name: 'N', description: 'D' } : {}),
                fallbackOnFailure: failing,
                fallbackChildUuid: failing ? failTo : null,
                position: null,
                retry: retried ? { maximumAttempts: 3 } : null,
                ...what,
              }) as Node,
          );
        });
    };
    return fc.tuple(...Array.from({ length: amount }, (_, index) => node(index)));
  });
}

/** What counts of a graph: walked from its start, without uuids, positions and the order of the list. */
export function walked(graph: Graph): unknown {
  const byUuid = new Map(graph.map((node) => [node.uuid, node]));
  const start = graph.find((node) => node.kind === 'native' && node.actionSlug === 'start');
  const numbers = new Map<string, number>();
  const told: unknown[] = [];
  const visit = (uuid: string | null): number | null => {
    const node = byUuid.get(uuid ?? '');
    if (node === undefined) return null;
    const known = numbers.get(node.uuid);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(node.uuid, number);
    const { uuid: _uuid, position: _position, childrenUuids, fallbackChildUuid, config, ...others } = node;
    const { _nodes: inner, routes, ...plain } = config;
    const group = inner === undefined ? null : (readGraph(inner).graph ?? null);
    const exits = childrenUuids.map(visit);
    told[number] = {
      ...others,
      config: plain,
      routes: Array.isArray(routes) ? routes.map((route: JsonObject) => ({ ...route, uuid: '' })) : routes,
      group: group === null ? inner : walked(group),
      exits,
      failing: node.fallbackOnFailure ? visit(fallbackChildUuid) : null,
    };
    return number;
  };
  visit(start?.uuid ?? null);
  return told;
}
