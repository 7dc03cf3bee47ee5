import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph, Json, JsonObject, Node } from '../../../src/definition/workflow/graph.ts';
import { graphDifferences, sameGraph } from '../../../src/reconcile/workflow/equal.ts';
import type { GraphDifferences } from '../../../src/reconcile/workflow/equal.ts';
import { readGraph } from '../../../src/definition/workflow/wire.ts';
import { chain, expression, graph, inside } from '../../support/graphs.ts';
import type { Step } from '../../support/graphs.ts';
import { countWork } from '../../support/work.ts';

const steps: readonly Step[] = [
  ['is_big', 'branch', { config: { condition: expression('nodes.start.size > 5') }, to: ['tell', 'end'] }],
  [
    'tell',
    'connector:postMessage',
    { config: { channel: '#sales', text: 'Hello' }, retry: { maximumAttempts: 3 } },
  ],
  ['end', 'end'],
];

/** The same steps with one of them changed. */
const changed = (slug: string, extra: NonNullable<Step[2]>): readonly Step[] =>
  steps.map((step) => (step[0] === slug ? [step[0], step[1], { ...step[2], ...extra }] : step));

/** The nodes as the service may keep them: with more than was sent. */
function asAnswered(nodes: Graph): Graph {
  const whole = nodes.map((node) => ({
    ...node,
    createdAt: '2026-11-24',
    metrics: { runs: 5 },
    retry: node.retry === null ? null : { initialInterval: 1000, backoffCoefficient: 2, ...node.retry },
    config: Object.fromEntries([
      ...Object.entries(node.config).map(([key, value]) => [key, filled(value)]),
      ['note', ''],
      ['tags', []],
      ['isMuted', false],
    ]) as JsonObject,
  }));
  return readGraph(JSON.parse(JSON.stringify(whole))).graph!;
}

function filled(value: Json): Json {
  return typeof value === 'object' && value !== null && 'expression' in value
    ? { ...value, fromRecipe: true, instructTo: 'none', uid: 'x' }
    : value;
}

const twice: readonly Step[] = [
  ['is_big', 'branch', { to: ['one', 'two'] }],
  ['wait', 'delay', { id: 'one', config: { minutes: 1 }, to: ['end'] }],
  ['wait', 'delay', { id: 'two', config: { minutes: 2 }, to: ['end'] }],
  ['end', 'end'],
];

describe('two graphs do the same', () => {
  const before = graph(steps);
  it.each<[string, Graph]>([
    ['as they are', graph(steps)],
    ['with other uuids', graph(steps, (id) => `other-${id}`)],
    ['in another order of the list', [...graph(steps)].reverse()],
    ['moved about in the web page', before.map((node) => ({ ...node, position: { x: 7, y: 7 } }))],
    ['without positions', before.map((node) => ({ ...node, position: null }))],
    ['with a node that nothing leads to', [...before, { ...graph([['loose', 'delay']])[1]! }]],
    ['with an exit more that leads nowhere', before.map(withNull)],
    ['the uuid of the connector in another case', before.map(upperCase)],
  ])('%s', (_what, after) => {
    expect(sameGraph(before, after)).toBe(true);
    expect(sameGraph(after, before)).toBe(true);
    expect(graphDifferences(before, after)).toEqual({ added: [], removed: [], changed: [] });
  });

  it('with what the service adds to a node', () => {
    expect(sameGraph(asAnswered(before), before)).toBe(true);
    const group = graph([['each', 'group', { config: inside(steps) }]]);
    expect(sameGraph(asAnswered(group), group)).toBe(true);
  });

  it('with what the integration puts where nothing is', () => {
    const answered = graph(changed('tell', { config: { channel: '#sales', text: 'Hello', parse: 'full' } }));
    expect(sameGraph(answered, before)).toBe(false);
    expect(sameGraph(answered, before, (_node, key) => (key === 'parse' ? 'full' : undefined))).toBe(true);
    expect(sameGraph(answered, before, () => 'none')).toBe(false);
  });

  it('where a failed node goes on to the next one, said either way', () => {
    const said = graph(changed('tell', { onFailure: 'end' }));
    const unsaid = graph(changed('tell', { fallbackOnFailure: true }));
    expect(sameGraph(said, unsaid)).toBe(true);
  });

  it('where nothing is in them', () => {
    expect(sameGraph([], [])).toBe(true);
    expect(sameGraph([], before)).toBe(false);
    expect(sameGraph(before, [])).toBe(false);
  });

  it('where they go in a circle', () => {
    const circle = graph(changed('tell', { to: ['is_big'] }));
    expect(
      sameGraph(
        circle,
        graph(changed('tell', { to: ['is_big'] }), (id) => `other-${id}`),
      ),
    ).toBe(true);
    expect(sameGraph(circle, before)).toBe(false);
  });

  it('but not where one joins and the other has the step twice', () => {
    const joins = graph([
      ['is_big', 'branch', { to: ['one', 'one'] }],
      ['wait', 'delay', { id: 'one', to: ['end'] }],
      ['end', 'end'],
    ]);
    const apart = graph(twice.map(([slug, action, extra]) => [slug, action, { ...extra, config: {} }]));
    expect(sameGraph(joins, apart)).toBe(false);
    expect(sameGraph(apart, joins)).toBe(false);
  });

  it('and repeated slugs are told apart by their place', () => {
    const swapped = graph(
      twice.map((step) => (step[1] === 'branch' ? [step[0], step[1], { to: ['two', 'one'] }] : step)),
    );
    expect(
      sameGraph(
        graph(twice),
        graph(twice, (id) => `other-${id}`),
      ),
    ).toBe(true);
    expect(sameGraph(graph(twice), swapped)).toBe(false);
  });
});

function withNull(node: Node): Node {
  return node.slug === 'tell' ? { ...node, childrenUuids: [...node.childrenUuids, null] } : node;
}

function upperCase(node: Node): Node {
  return node.kind === 'connector' ? { ...node, connectorUuid: 'CONNECTOR-1' } : node;
}

const shown = (value: Json | undefined): string => (value === undefined ? '-' : JSON.stringify(value));

/** Differences as a person would tell them. */
function told({ added, removed, changed: nodes }: GraphDifferences, indent = ''): string[] {
  return [
    ...added.map(({ slug }) => `${indent}+ ${slug}`),
    ...removed.map(({ slug }) => `${indent}- ${slug}`),
    ...nodes.flatMap(({ before, after, fields, exits, inside: inner }) => [
      `${indent}~ ${before.slug}${before.slug === after.slug ? '' : ` → ${after.slug}`}`,
      ...fields.map((each) => `${indent}  ${each.field}: ${shown(each.before)} → ${shown(each.after)}`),
      ...exits.map((each) => `${indent}  ${each.label}: ${each.before ?? '-'} ⇒ ${each.after ?? '-'}`),
      ...(inner === null ? [] : told(inner, `${indent}  `)),
    ]),
  ];
}

const other = (nodes: readonly Step[]): Graph => graph(nodes, (id) => `other-${id}`);

describe('two graphs differ', () => {
  const { graph: answered } = readGraph(JSON.parse(JSON.stringify(graph(steps))));
  it.each<[string, readonly Step[], readonly string[]]>([
    [
      'in a text',
      changed('tell', { config: { channel: '#sales', text: 'Bye' } }),
      ['~ tell', '  config.text: "Hello" → "Bye"'],
    ],
    [
      'in a key that only Cargo has',
      changed('tell', { config: { channel: '#sales' } }),
      ['~ tell', '  config.text: "Hello" → -'],
    ],
    [
      'in a key that Cargo lacks',
      changed('tell', { config: { channel: '#sales', text: 'Hello', loud: false } }),
      ['~ tell', '  config.loud: - → false'],
    ],
    [
      'in a retry',
      changed('tell', { retry: { maximumAttempts: 5 } }),
      ['~ tell', '  retry: {"maximumAttempts":3} → {"maximumAttempts":5}'],
    ],
    [
      'in a retry that is gone',
      changed('tell', { retry: null }),
      ['~ tell', '  retry: {"maximumAttempts":3} → -'],
    ],
    [
      'in where an exit leads',
      changed('is_big', { to: ['end', 'tell'] }),
      ['~ is_big', '  then: tell ⇒ end', '  else: end ⇒ tell'],
    ],
    [
      'in what happens on a failure',
      changed('tell', { onFailure: 'end' }),
      ['~ tell', '  goes on after a failure: false → true', '  onFailure: - ⇒ end'],
    ],
    [
      'by a new node',
      [...changed('tell', {}).slice(0, 2), ['wait', 'delay'], ['end', 'end']],
      ['+ wait', '~ tell', '  next: end ⇒ wait'],
    ],
    [
      'by one less',
      [
        ['is_big', 'branch', { ...steps[0]![2], to: ['end', 'end'] }],
        ['end', 'end'],
      ],
      ['- tell', '~ is_big', '  then: tell ⇒ end'],
    ],
    [
      'in a slug',
      steps.map(([slug, action, extra]) =>
        slug === 'tell'
          ? ['tell_sales', action, extra ?? {}]
          : [slug, action, { ...extra, ...(slug === 'is_big' ? { to: ['tell_sales', 'end'] } : {}) }],
      ),
      ['~ tell → tell_sales', '  slug: "tell" → "tell_sales"'],
    ],
    [
      'in an action',
      steps.map(([slug, action, extra]) => [
        slug,
        slug === 'tell' ? 'connector:upload' : action,
        extra ?? {},
      ]),
      ['~ tell', '  action: "postMessage" → "upload"'],
    ],
    [
      'in a kind',
      steps.map(([slug, action, extra]) => [slug, slug === 'tell' ? 'memory' : action, extra ?? {}]),
      ['~ tell', '  kind: "connector" → "native"'],
    ],
    [
      'in an expression',
      changed('is_big', { config: { condition: expression('nodes.start.size > 6') } }),
      [
        '~ is_big',
        `  config.condition: ${JSON.stringify(expression('nodes.start.size > 5'))} → ${JSON.stringify(expression('nodes.start.size > 6'))}`,
      ],
    ],
  ])('%s', (_what, after, expected) => {
    expect(told(graphDifferences(answered!, other(after)))).toEqual(expected);
    expect(sameGraph(answered!, other(after))).toBe(false);
  });

  it('inside a group, told at its node', () => {
    const before = graph([
      ['each', 'group', { config: inside(steps) }],
      ['end', 'end'],
    ]);
    const after = other([
      ['each', 'group', { config: inside(changed('tell', { config: { channel: '#ops', text: 'Hello' } })) }],
      ['end', 'end'],
    ]);
    expect(told(graphDifferences(before, after))).toEqual([
      '~ each',
      '  ~ tell',
      '    config.channel: "#sales" → "#ops"',
    ]);
  });

  it('at one of two nodes of one slug', () => {
    const after = twice.map((step): Step =>
      step[2]?.id === 'two' ? [step[0], step[1], { ...step[2], config: { minutes: 20 } }] : step,
    );
    expect(told(graphDifferences(graph(twice), other(after)))).toEqual([
      '~ wait',
      '  config.minutes: 2 → 20',
    ]);
  });
});

describe('an exit', () => {
  const routes = [{ name: 'big', value: '' }, { value: '' }, 'odd'];
  it.each<[string, string, JsonObject, readonly string[]]>([
    ['of a branch', 'branch', {}, ['then', 'else']],
    ['of a split', 'split', {}, ['a', 'b']],
    ['of a switch, by its route', 'switch', { routes }, ['big', '2', '3', '4']],
    ['of a switch without routes', 'switch', {}, ['1', '2']],
    ['of another action', 'parallel', {}, ['1', '2']],
    ['that is the only one', 'script', {}, ['next']],
    ['of a connector', 'connector:branch', {}, ['1', '2']],
  ])('%s has a name', (_what, action, config, names) => {
    const leading = (to: string): Graph =>
      graph([
        ['choose', action, { config, to: names.map(() => to) }],
        ['one', 'delay', { to: [] }],
        ['two', 'end'],
      ]);
    const { changed: nodes } = graphDifferences(leading('one'), leading('two'));
    expect(nodes.map(({ exits }) => exits)).toEqual([
      names.map((label) => ({ label, before: 'one', after: 'two' })),
    ]);
  });

  it.each<[string, readonly (string | null)[], readonly (string | null)[], readonly string[]]>([
    ['that leads nowhere any more', ['one', 'two'], ['one', null], ['- two', '~ choose', '  else: two ⇒ -']],
    ['that led nowhere', [null, 'two'], ['one', 'two'], ['+ one', '~ choose', '  then: - ⇒ one']],
    ['that is gone', ['one', 'two'], ['one'], ['- two', '~ choose', '  else: two ⇒ -']],
  ])('%s is told', (_what, before, after, lines) => {
    const leading = (to: readonly (string | null)[]): Graph =>
      graph([
        ['choose', 'branch', { to }],
        ['one', 'end'],
        ['two', 'end'],
      ]);
    expect(told(graphDifferences(leading(before), leading(after)))).toEqual(lines);
  });

  it.each<[readonly (string | null)[], readonly (string | null)[], boolean]>([
    [[null, 'end'], [null, 'end'], true],
    [['tell'], ['tell', null], true],
    [[null, 'tell'], ['tell', null], false],
    [['tell', null], ['tell', 'tell'], false],
    [['tell', 'end'], ['end', 'tell'], false],
    [['tell', 'tell'], ['tell', 'end'], false],
    [['tell', 'end'], ['tell'], false],
  ])('leads to the same: %j and %j, %s', (one, two, isSame) => {
    const leading = (to: readonly (string | null)[]): Graph =>
      graph([
        ['choose', 'branch', { to }],
        ['tell', 'delay'],
        ['end', 'end'],
      ]);
    expect(sameGraph(leading(one), leading(two))).toBe(isSame);
    expect(sameGraph(leading(two), leading(one))).toBe(isSame);
  });

  it('for failures is told where it leads elsewhere, and where it is gone', () => {
    const leading = (onFailure?: string): Graph =>
      graph([
        ['try', 'script', { to: ['one'], ...(onFailure === undefined ? {} : { onFailure }) }],
        ['one', 'delay', { to: ['two'] }],
        ['two', 'end'],
      ]);
    expect(told(graphDifferences(leading('one'), leading('two')))).toEqual([
      '~ try',
      '  onFailure: one ⇒ two',
    ]);
    expect(told(graphDifferences(leading('two'), leading()))).toEqual([
      '~ try',
      '  goes on after a failure: true → false',
      '  onFailure: two ⇒ -',
    ]);
  });
});

describe('which nodes are the same step', () => {
  const wait = (id: string, minutes: number, to: readonly string[] = ['end']): Step => [
    'wait',
    'delay',
    { id, config: { minutes }, to },
  ];
  const end: Step = ['end', 'end'];

  it.each<[string, readonly Step[], readonly Step[], readonly string[]]>([
    [
      'of one slug: those at the same place, although they come in another order',
      [['choose', 'split', { to: ['one', 'note'] }], wait('one', 1), ['note', 'script'], wait('two', 2), end],
      [
        ['choose', 'split', { to: ['more', 'note'] }],
        ['more', 'script', { to: ['again'] }],
        ['again', 'script', { to: ['one'] }],
        wait('one', 1),
        ['note', 'script', { to: ['two'] }],
        wait('two', 2),
        end,
      ],
      ['+ more', '+ again', '~ choose', '  a: wait ⇒ more'],
    ],
    [
      'of one slug: in their order, where none is at its place any more',
      [['note', 'script'], wait('one', 1, ['two']), wait('two', 2), end],
      [['other', 'python'], ['more', 'python'], wait('one', 1, ['two']), wait('two', 3), end],
      ['+ other', '+ more', '- note', '~ start', '  next: note ⇒ other', '~ wait', '  config.minutes: 2 → 3'],
    ],
    [
      'of one slug: the first ones, where there are fewer',
      [wait('one', 1, ['two']), wait('two', 2), end],
      [wait('one', 1), end],
      ['- wait', '~ wait', '  next: wait ⇒ end'],
    ],
    [
      'of one slug: the first ones, where there are more',
      [wait('one', 1), end],
      [wait('one', 1, ['two']), wait('two', 2), end],
      ['+ wait', '~ wait', '  next: end ⇒ wait'],
    ],
    [
      'of a slug that both have once: wherever it is',
      [['first', 'script'], ['second', 'script'], end],
      [['second', 'script'], ['first', 'script'], end],
      [
        '~ start',
        '  next: first ⇒ second',
        '~ second',
        '  next: end ⇒ first',
        '~ first',
        '  next: second ⇒ end',
      ],
    ],
    [
      'with another slug: no node with another action',
      [['first', 'script'], end],
      [['second', 'python'], end],
      ['+ second', '- first', '~ start', '  next: first ⇒ second'],
    ],
    [
      'with another slug: no node that was at another place',
      [['first', 'script'], ['second', 'python'], end],
      [['other', 'delay'], ['second', 'python'], ['third', 'script'], end],
      [
        '+ other',
        '+ third',
        '- first',
        '~ start',
        '  next: first ⇒ other',
        '~ second',
        '  next: end ⇒ third',
      ],
    ],
    [
      'with another slug: several in a row',
      [['first', 'script'], ['second', 'python'], end],
      [['one', 'script'], ['two', 'python'], end],
      ['~ first → one', '  slug: "first" → "one"', '~ second → two', '  slug: "second" → "two"'],
    ],
  ])('%s', (_what, before, after, expected) => {
    expect(told(graphDifferences(graph(before), other(after)))).toEqual(expected);
  });

  const saved = { releaseUuid: null, waitUntilFinished: true, templateSlug: null };
  const toolOf = (toolUuid: string | null, templateSlug: string | null = null): object => ({
    ...{ ...saved, kind: 'tool', toolUuid, templateSlug },
  });
  const agentOf = (agentUuid: string | null, templateSlug: string | null = null): object => ({
    ...{ ...saved, kind: 'agent', agentUuid, templateSlug },
  });
  const connectorOf = (integrationSlug: string, actionSlug: string): object => ({
    ...{ kind: 'connector', connectorUuid: null, integrationSlug, actionSlug },
  });
  it.each<[string, object, object, boolean]>([
    ['the same tool', toolOf('t1'), toolOf('t1'), true],
    ['another tool', toolOf('t1'), toolOf('t2'), false],
    ['the same template of a tool', toolOf(null, 'x'), toolOf(null, 'x'), true],
    ['another template of a tool', toolOf(null, 'x'), toolOf(null, 'y'), false],
    ['the same agent', agentOf('a1'), agentOf('a1'), true],
    ['another agent', agentOf('a1'), agentOf('a2'), false],
    ['another template of an agent', agentOf(null, 'x'), agentOf(null, 'y'), false],
    ['an agent in place of a tool', toolOf('1'), agentOf('1'), false],
    ['the same action of a connector', connectorOf('slack', 'send'), connectorOf('slack', 'send'), true],
    ['another action of a connector', connectorOf('slack', 'send'), connectorOf('slack', 'read'), false],
    [
      'the same action of another integration',
      connectorOf('slack', 'send'),
      connectorOf('gmail', 'send'),
      false,
    ],
  ])('%s with another slug', (_what, was, is, isSame) => {
    const of = (slug: string, does: object): Graph =>
      graph([[slug, 'delay'], end]).map((node) =>
        node.slug === slug ? ({ ...node, actionSlug: undefined, ...does } as unknown as Node) : node,
      );
    expect(told(graphDifferences(of('old', was), of('new', is)))).toEqual(
      isSame ? ['~ old → new', '  slug: "old" → "new"'] : ['+ new', '- old', '~ start', '  next: old ⇒ new'],
    );
  });
});

/** Any graph without circles: each exit leads to a node further down. Slugs may repeat. */
const anyGraph = fc
  .array(
    fc.record({
      slug: fc.constantFrom('a', 'b', 'c', 'd'),
      minutes: fc.nat(3),
      to: fc.array(fc.nat(5), { minLength: 1, maxLength: 2 }),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    graph([
      ...rows.map(({ slug, minutes, to }, index): Step => [
        slug,
        'delay',
        {
          id: String(index),
          config: { minutes },
          to: to.map((far) => (index + 1 + far < rows.length ? String(index + 1 + far) : 'end')),
        },
      ]),
      ['end', 'end', { id: 'end' }],
    ]),
  );

describe('any two graphs', () => {
  it('are the same where no difference is told, and only there', () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, (one, two) => {
        const { added, removed, changed: nodes } = graphDifferences(one, two);
        expect(added.length + removed.length + nodes.length === 0).toBe(sameGraph(one, two));
      }),
      { numRuns: 500 },
    );
  });

  it('are as many nodes as they were, with the new ones and without those removed', () => {
    fc.assert(
      fc.property(anyGraph, anyGraph, (one, two) => {
        const { added, removed } = graphDifferences(one, two);
        expect(reachable(one) + added.length - removed.length).toBe(reachable(two));
      }),
      { numRuns: 500 },
    );
  });
});

/** How many nodes `start` leads to. */
function reachable(nodes: Graph): number {
  const seen = new Set([nodes[0]!.uuid]);
  for (const uuid of seen)
    for (const child of nodes.find((node) => node.uuid === uuid)!.childrenUuids)
      if (child !== null) seen.add(child);
  return seen.size;
}

describe('large graphs', () => {
  it('2,000 nodes are compared in under a second of work', () => {
    const before = graph(chain(2000));
    const after = other(chain(2000, (index) => (index === 1999 ? { script: 'x' } : {})));
    const work = countWork();
    expect(told(graphDifferences(before, after))).toEqual(['~ step_2000', '  config.script: - → "x"']);
    expect(work()).toBeLessThan(1000);
  });

  it('2,000 nodes of one slug too', () => {
    const many = (last: number): readonly Step[] =>
      Array.from({ length: 2000 }, (_, index): Step => [
        'wait',
        'delay',
        { id: String(index), config: { minutes: index === 1999 ? last : 1 } },
      ]);
    const work = countWork();
    expect(told(graphDifferences(graph(many(1)), other(many(2))))).toEqual([
      '~ wait',
      '  config.minutes: 1 → 2',
    ]);
    expect(work()).toBeLessThan(1000);
  });

  it('groups nested 20 deep are compared in under a second of work', () => {
    const deep = (minutes: number): readonly Step[] => {
      let inner: readonly Step[] = [['wait', 'delay', { config: { minutes } }], ...chain(50)];
      for (let depth = 0; depth < 20; depth += 1)
        inner = [['each', 'group', { config: inside(inner) }], ...chain(50)];
      return inner;
    };
    const work = countWork();
    const lines = told(graphDifferences(graph(deep(1)), other(deep(2))));
    expect(lines.at(-1)?.trim()).toBe('config.minutes: 1 → 2');
    expect(lines).toHaveLength(22);
    expect(work()).toBeLessThan(1000);
  });
});
