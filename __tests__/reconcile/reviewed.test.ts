import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlayId } from '../../src/definition/play-id.ts';
import { Template } from '../../src/definition/references.ts';
import type { Graph } from '../../src/definition/workflow/graph.ts';
import type { ActualPlay } from '../../src/reconcile/actual.ts';
import { differencesOf } from '../../src/reconcile/diff.ts';
import { isRemoval } from '../../src/reconcile/plan.ts';
import type { Change } from '../../src/reconcile/plan.ts';
import { compareWithReviewed, foldToPlan, foldToPlays } from '../../src/reconcile/review.ts';
import type { Review, ReviewedPlan } from '../../src/reconcile/review.ts';
import { changesOf } from '../../src/reconcile/reviewed.ts';
import type { ReviewedChange } from '../../src/reconcile/reviewed.ts';
import { planWorkflow } from '../../src/reconcile/workflow/plan.ts';
import type { PlannedWorkflow } from '../../src/reconcile/workflow/planned.ts';
import { expression, graph } from '../support/graphs.ts';
import { actualPlay, create, desiredPlay, none, remove, update, uuidOf } from '../support/report.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 14);
const digest = (...changes: Change[]): ReviewedChange[] => changesOf(changes, hash);
const compare = (now: readonly Change[], ...reviewed: Change[][]): Review =>
  compareWithReviewed(
    changesOf(now, hash),
    reviewed.map((changes) => ({ detail: 'parts', changes: changesOf(changes, hash) })),
    hash,
  );

const filterOn = (value: string): object => ({
  conjonction: 'and',
  groups: [
    {
      conjonction: 'and',
      conditions: [{ kind: 'string', columnSlug: 'domain', operator: 'is', values: [value] }],
    },
  ],
});

/** A planned deploy of a graph in place of another one. */
function deploy(
  nodes: Graph,
  live: Graph | null = null,
  enabled: boolean | null = null,
  graphOf: PlannedWorkflow['graphOf'] = () => nodes,
): PlannedWorkflow {
  const deployed =
    live === null
      ? null
      : { uuid: uuidOf(77), version: '1', description: null, nodes: live, deployedAt: null, updatedAt: null };
  const actual = { deployed, isEnabled: false, isOwned: true };
  return {
    ...planWorkflow({ graph: nodes, enabled }, actual, 'sync'),
    graphOf,
    deployed,
    isTold: true,
    isEnabled: false,
    discarded: null,
  };
}

const withWorkflow = (change: Change, workflow: PlannedWorkflow): Change =>
  isRemoval(change) ? change : { ...change, workflow };

describe('what is kept of a reviewed plan', () => {
  const value = fc.string({ minLength: 1, maxLength: 8 });
  const fields = fc.record(
    {
      limit: fc.integer({ min: 1, max: 1_000 }),
      filter: value.map(filterOn),
      schedule: fc.constantFrom(
        { type: 'cron', cron: '0 6 * * 1' },
        { type: 'watch' },
        { type: 'dbt', jobId: '1' },
      ),
      description: value,
      trackingColumnSlugs: fc.uniqueArray(fc.constantFrom('domain', 'name', 'city'), { minLength: 1 }),
    },
    { requiredKeys: [] },
  );
  const key = fc.constantFrom('meta', 'temporalScheduleWorkflowId', 'uuid', 'createdAt', 'recordsCount');
  const added = fc.dictionary(key, fc.oneof(value, fc.integer(), fc.constant(null)), { minKeys: 1 });

  /** A value with what a server adds to it, at every depth, and its keys in another order. */
  function grown(of: unknown, more: Readonly<Record<string, unknown>>): unknown {
    if (Array.isArray(of)) return of.map((each) => grown(each, more));
    if (typeof of !== 'object' || of === null) return of;
    const entries = Object.entries(of).map(([name, each]) => [name, grown(each, more)] as const);
    return Object.fromEntries([...Object.entries(more), ...entries.reverse()]);
  }

  function live(of: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>>): ActualPlay {
    const { limit = null, filter = null, schedule = null, description, trackingColumnSlugs = null } = of;
    const text = typeof description === 'string' ? `${description}\n\n` : '';
    const slugs = Array.isArray(trackingColumnSlugs)
      ? [...(trackingColumnSlugs as string[])].reverse()
      : null;
    return actualPlay(
      1,
      'score',
      {
        description: `${text}Managed as code by acme/revenue#score`,
        schedule: grown(schedule, more) as ActualPlay['play']['schedule'],
        workflowUuid: uuidOf(Object.keys(more).length),
        segmentUuid: null,
      },
      {
        filter: grown(filter, more),
        limit: limit as number | null,
        trackingColumnSlugs: slugs,
        recordsCount: 7,
      },
    );
  }

  it('does not depend on order, nor on what the server adds', () => {
    fc.assert(
      fc.property(fields, fields, added, (before, after, more) => {
        const plan = (extra: Readonly<Record<string, unknown>>): Change[] => [
          update(desiredPlay('score', after), live(before, extra)),
          remove('gone', live(after, extra)),
          create(desiredPlay('new', after)),
        ];
        const turned = [...plan(more)].reverse();
        expect(changesOf(turned, hash)).toEqual(changesOf(plan({}), hash));
      }),
      { numRuns: 200 },
    );
  });

  it('does not hold the uuid of a play that did not exist yet', () => {
    const waits = (uuid: unknown): Readonly<Record<string, unknown>> => ({
      schedule: { type: 'dependency', playUuid: uuid },
    });
    const desired = desiredPlay('after', waits(new Template([{ id: 'first' as PlayId, property: 'uuid' }])));
    const actual = actualPlay(1, 'after', { schedule: { type: 'watch' } });
    const planned = update(desired, actual);
    // by the next run it exists, and the plan shows its uuid
    const differences = differencesOf({ ...desired.fields, ...waits(uuidOf(9)) }, actual);
    expect(digest({ ...planned, differences } as Change)).toEqual(digest(planned));

    const step = (uuid: string): Graph => graph([['note', 'python', { config: { script: uuid } }]]);
    const workflow = deploy(step('${{ plays.first.uuid }}'), null, null, (known) =>
      step(known({ id: 'first' as PlayId, property: 'uuid' }) ?? '${{ plays.first.uuid }}'),
    );
    const later = { ...workflow, workflow: deploy(step(uuidOf(9))).workflow };
    const made = create(desiredPlay('score'));
    expect(digest(withWorkflow(made, later))).toEqual(digest(withWorkflow(made, workflow)));
  });

  it('holds a graph as graphs are compared', () => {
    const steps = (price: number): Parameters<typeof graph>[0] => [
      [
        'is_big',
        'branch',
        { config: { condition: expression('nodes.start.size > 1') }, to: ['tell', 'end'] },
      ],
      ['tell', 'connector:send', { config: { text: 'Hello', price } }],
      ['end', 'end'],
    ];
    const one = graph(steps(1));
    const other = [...graph(steps(1), (id) => `other-${id}`)]
      .reverse()
      .map((node) => ({ ...node, position: null, name: 'Called otherwise' }));
    const of = (nodes: Graph, before: Graph | null = null): ReviewedChange[] =>
      digest(withWorkflow(update(desiredPlay('score'), actualPlay(1, 'score')), deploy(nodes, before)));
    expect(of(other)).toEqual(of(one));
    expect(of(graph(steps(3)), other)).toEqual(of(graph(steps(3)), one));
    expect(of(graph(steps(2)))).not.toEqual(of(one));
    expect(of(graph(steps(3)), graph(steps(2)))).not.toEqual(of(graph(steps(3)), one));
  });

  it('holds where the exits of a graph lead', () => {
    const leading = (...to: readonly string[]): Graph =>
      graph([
        ['is_big', 'branch', { to }],
        ['tell', 'connector:send'],
        ['end', 'end'],
      ]);
    const made = create(desiredPlay('score'));
    const of = (nodes: Graph): ReviewedChange[] => digest(withWorkflow(made, deploy(nodes)));
    expect(of(leading('tell', 'end'))).not.toEqual(of(leading('tell', 'tell')));
    const failing = (onFailure: string): Graph =>
      graph([
        ['try', 'script', { to: ['one'], onFailure }],
        ['one', 'delay'],
        ['end', 'end'],
      ]);
    expect(of(failing('one'))).not.toEqual(of(failing('end')));
  });

  it('is what a play is and will be, in digests; nothing is an empty text', () => {
    const asItIs = (...changes: Change[]): unknown => changesOf(changes, (text) => text);
    const wanted = { ...desiredPlay('score', { limit: 2, description: '' }), protect: true };
    const parts = {
      ...{ name: ['', '"score"'], changeKinds: ['', '["added"]'], runCreationRule: ['', '"once"'] },
      ...{ limit: ['', '2'], model: ['', `"${wanted.modelUuid}"`], protect: ['', 'true'] },
    };
    const upper = { ...wanted, modelUuid: wanted.modelUuid.toUpperCase() };
    expect(asItIs(create(upper))).toEqual([{ id: 'score', kind: 'create', play: '', parts }]);
    const there = actualPlay(1, 'score', {}, { limit: 1 });
    const play = `"${uuidOf(1)}"`;
    expect(asItIs(update(wanted, there))).toEqual([
      { id: 'score', kind: 'update', play, parts: { limit: ['1', '2'] } },
    ]);
    expect(asItIs({ ...update(wanted, there), newLine: true, protectDiffers: true } as Change)).toMatchObject(
      [{ parts: { id: ['', '"score"'], protect: ['false', 'true'], limit: ['1', '2'] } }],
    );
    expect(asItIs(update(desiredPlay('score'), there))).toMatchObject([{ parts: { limit: ['1', ''] } }]);
    expect(asItIs(remove('score', there, 'disable'), remove('old', there, 'release'))).toEqual([
      { id: 'old', kind: 'release', play, parts: { id: ['"old"', ''] } },
      { id: 'score', kind: 'disable', play, parts: { enabled: ['', 'false'] } },
    ]);
    const on = actualPlay(1, 'score', { isEnabled: true });
    expect(asItIs(remove('score', on))).toMatchObject([
      { parts: { enabled: ['true', ''], name: ['"score"', ''] } },
    ]);
    const nodes = graph([['wait', 'delay']]);
    const trial = { records: 5, maxFailures: 0, timeout: 1_000 };
    expect(asItIs(withWorkflow(create({ ...wanted, trial }), deploy(nodes, null, true)))).toMatchObject([
      {
        parts: {
          workflow: ['', expect.stringContaining('wait')],
          trial: ['', '{"maxFailures":0,"records":5,"timeout":1000}'],
          enabled: ['false', 'true'],
        },
      },
    ]);
  });

  const actual = actualPlay(1, 'score', {}, { limit: 1 });
  const desired = desiredPlay('score', { limit: 2 });
  const nodes = graph([['wait', 'delay', { config: { minutes: 1 } }]]);
  const base = update(desired, actual);
  it.each<readonly [string, Change, Change]>([
    ['another play', base, update(desiredPlay('other', { limit: 2 }), actual)],
    ['another kind', base, { ...base, kind: 'adopt' } as Change],
    ['a value after', base, update(desiredPlay('score', { limit: 3 }), actual)],
    ['a value before', base, update(desired, actualPlay(1, 'score', {}, { limit: 3 }))],
    ['the live play itself', base, update(desired, actualPlay(2, 'score', {}, { limit: 1 }))],
    ['one more field', base, update(desiredPlay('score', { limit: 2, description: 'x' }), actual)],
    ['a field less', base, update(desiredPlay('score', {}), actual)],
    ['a new id', base, { ...base, newLine: true } as Change],
    ['a deploy', base, withWorkflow(base, deploy(nodes))],
    [
      'that it is switched on',
      withWorkflow(base, deploy(nodes)),
      withWorkflow(base, deploy(nodes, null, true)),
    ],
    [
      'a draft that is lost',
      withWorkflow(base, deploy(nodes)),
      withWorkflow(base, {
        ...deploy(nodes),
        discarded: { uuid: 'x', version: null, description: null, nodes, deployedAt: null, updatedAt: null },
      }),
    ],
    [
      'a trial',
      withWorkflow(create(desired), deploy(nodes)),
      withWorkflow(
        create({ ...desired, trial: { records: 5, maxFailures: 0, timeoutMs: 1_000 } as never }),
        deploy(nodes),
      ),
    ],
    ['a field of a new play', create(desired), create(desiredPlay('score', { limit: 3 }))],
    ['the model of a new play', create(desired), create({ ...desired, modelUuid: uuidOf(5) })],
    [
      'which play is deleted',
      remove('score', actual),
      remove('score', actualPlay(2, 'score', {}, { limit: 1 })),
    ],
    [
      'how a play is removed',
      remove('score', actual),
      { ...remove('score', actual), kind: 'disable' } as Change,
    ],
    [
      'that a play is released',
      { ...remove('score', actual), kind: 'disable' } as Change,
      { ...remove('score', actual), kind: 'release' } as Change,
    ],
    ['that a new play is protected', create(desired), create({ ...desired, protect: true })],
    [
      'that an adopted play is protected',
      { ...base, kind: 'adopt' } as Change,
      { ...base, kind: 'adopt', desired: { ...desired, protect: true } } as Change,
    ],
    ['that a play is protected', base, { ...base, protectDiffers: true } as Change],
    ['what is deleted', remove('score', actual), remove('score', actualPlay(1, 'score', {}, { limit: 5 }))],
  ])('tells %s', (_what, one, other) => {
    expect(digest(one)).not.toEqual(digest(other));
  });

  it('leaves out what changes nothing', () => {
    expect(digest(none(desired, actual))).toEqual([]);
  });
});

describe('comparing with what was reviewed', () => {
  const nodes = graph([['wait', 'delay', { config: { minutes: 1 } }]]);
  const actual = actualPlay(1, 'score', {}, { limit: 1 });
  const both = update(desiredPlay('score', { limit: 2, description: 'Text' }), actual);
  const limit = update(desiredPlay('score', { limit: 2 }), actual);
  const made = withWorkflow(create(desiredPlay('new', { limit: 2 })), deploy(nodes, null, true));
  const half = withWorkflow(
    update(desiredPlay('new', { limit: 2 }), actualPlay(9, 'new', {}, { limit: 2 })),
    deploy(nodes, null, true),
  );
  const gone = remove('old', actualPlay(3, 'old'));
  const inUse = remove('old', actualPlay(3, 'old', { isEnabled: true }));

  it('a play that was switched on since is not deleted, but one that was switched off is', () => {
    expect(compare([inUse], [gone]).passes).toBe(false);
    expect(compare([gone], [inUse]).passes).toBe(true);
    expect(compare([inUse], [inUse]).passes).toBe(true);
  });

  it.each<readonly [string, Change[], Change[][]]>([
    ['the same plan', [both, made, gone], [[gone, made, both]]],
    ['nothing left to do', [], [[both]]],
    ['nothing at all', [], []],
    ['a part of the changes', [gone], [[both, gone]]],
    ['a part of a change', [limit], [[both]]],
    ['the rest of a play that was made half', [half], [[made]]],
    ['changes of several pull requests', [both, gone], [[both], [gone]]],
    [
      'fields of one play that two pull requests changed',
      [both],
      [[limit], [update(desiredPlay('score', { limit: 1, description: 'Text' }), actual)]],
    ],
  ])('passes %s', (_what, now, reviewed) => {
    expect(compare(now, ...reviewed)).toEqual({ passes: true, deviations: [], counts: null });
  });

  it.each<readonly [string, Change[], Change[][], Review['deviations']]>([
    [
      'a change that nobody saw',
      [gone],
      [[]],
      [
        {
          id: 'old',
          reviewed: null,
          now: {
            kind: 'delete',
            parts: expect.arrayContaining([{ name: 'name', state: 'new' }]) as never,
          },
        },
      ],
    ],
    [
      'one more field',
      [both],
      [[limit]],
      [
        {
          id: 'score',
          reviewed: { kind: 'update', parts: ['limit'] },
          now: {
            kind: 'update',
            parts: [
              { name: 'description', state: 'new' },
              { name: 'limit', state: 'as-reviewed' },
            ],
          },
        },
      ],
    ],
    [
      'another value, and one that was changed in Cargo',
      [update(desiredPlay('score', { limit: 4, description: 'Text' }), actual)],
      [
        [
          update(
            desiredPlay('score', { limit: 2, description: 'Text' }),
            actualPlay(
              1,
              'score',
              { description: 'Old\n\nManaged as code by acme/revenue#score' },
              { limit: 1 },
            ),
          ),
        ],
      ],
      [
        {
          id: 'score',
          reviewed: { kind: 'update', parts: ['description', 'limit'] },
          now: {
            kind: 'update',
            parts: [
              { name: 'description', state: 'moved' },
              { name: 'limit', state: 'other' },
            ],
          },
        },
      ],
    ],
    [
      'a play that is to be made where one was to be updated, and what is done by now',
      [create(desiredPlay('score', {}))],
      [[limit, gone]],
      [
        {
          id: 'old',
          reviewed: { kind: 'delete', parts: expect.anything() as never },
          now: null,
        },
        {
          id: 'score',
          reviewed: { kind: 'update', parts: ['limit'] },
          now: { kind: 'create', parts: expect.arrayContaining([{ name: 'model', state: 'new' }]) as never },
        },
      ],
    ],
  ])('refuses %s', (_what, now, reviewed, deviations) => {
    expect(compare(now, ...reviewed)).toEqual({ passes: false, deviations, counts: null });
  });
});

describe('comparing with plans of which only digests are kept', () => {
  const part = (value: string): ReviewedChange['parts'] => ({ limit: ['a', value] });
  const change = (id: string, more: Partial<ReviewedChange> = {}): ReviewedChange => ({
    ...{ id, kind: 'update', play: `play-${id}`, parts: part('b') },
    ...more,
  });
  const [one, two, three] = [change('one'), change('two'), change('three')];
  const parts = (...changes: ReviewedChange[]): ReviewedPlan => ({ detail: 'parts', changes });
  const plays = (...changes: ReviewedChange[]): ReviewedPlan => foldToPlays(changes, hash);
  const plan = (...changes: ReviewedChange[]): ReviewedPlan => foldToPlan(changes, hash);

  it.each<[string, ReviewedChange[], ReviewedPlan[]]>([
    ['the same plays', [one, two], [plays(one, two)]],
    ['some of the plays', [two], [plays(one, two)]],
    ['plays of two plans', [one, two], [plays(one), plays(two)]],
    ['plays of which one is known in parts', [one, two], [plays(one), parts(two)]],
    ['the same plan', [one, two], [plan(one, two)]],
    ['a plan, and a play of another one', [one, two, three], [plan(one, two), plays(three)]],
    ['a plan whose play another one has, too', [one, two], [plan(one, two), parts(two)]],
    ['one of two plans', [two], [plan(one), plan(two)]],
    [
      'a change whose parts come in another order',
      [change('one', { parts: { b: ['', '2'], a: ['', '1'] } })],
      [plays(change('one', { parts: { a: ['', '1'], b: ['', '2'] } }))],
    ],
  ])('passes %s', (_what, now, reviewed) => {
    expect(compareWithReviewed(now, reviewed, hash)).toEqual({ passes: true, deviations: [], counts: null });
  });

  it.each<[string, ReviewedChange]>([
    ['id', change('other', { play: one.play })],
    ['kind', change('one', { kind: 'adopt' })],
    ['play', change('one', { play: 'another' })],
    ['value', change('one', { parts: part('c') })],
  ])('refuses a change with another %s', (_what, now) => {
    expect(compareWithReviewed([now], [plays(one)], hash).passes).toBe(false);
    expect(compareWithReviewed([now], [plan(one)], hash).passes).toBe(false);
  });

  it('tells the kind of a play that is not as reviewed, and what need not be done any more', () => {
    const now = [change('one', { parts: part('c') }), three];
    const states = (state: string): object => ({ kind: 'update', parts: [{ name: 'limit', state }] });
    expect(compareWithReviewed(now, [plays(one, change('two', { kind: 'delete' }))], hash)).toEqual({
      passes: false,
      deviations: [
        { id: 'one', reviewed: { kind: 'update', parts: null }, now: states('new') },
        { id: 'three', reviewed: null, now: states('new') },
        { id: 'two', reviewed: { kind: 'delete', parts: null }, now: null },
      ],
      counts: null,
    });
  });

  it('tells numbers for each kind of change where a plan has no more', () => {
    const made = change('four', { kind: 'create', play: '' });
    const gone = change('five', { kind: 'delete' });
    const reviewed = [plan(one, made), parts(two), plays(change('six', { kind: 'create' }))];
    expect(compareWithReviewed([gone, three], reviewed, hash)).toEqual({
      passes: false,
      deviations: [],
      counts: [
        { kind: 'create', reviewed: 2, now: 0 },
        { kind: 'delete', reviewed: 0, now: 1 },
        { kind: 'update', reviewed: 2, now: 1 },
      ],
    });
  });
});

describe('what is left of a reviewed change', () => {
  const now = { id: 'score', kind: 'update', play: 'p', parts: { limit: ['a', 'b'] } } as const;
  const reviewed = (...changes: readonly Partial<ReviewedChange>[]): ReviewedPlan[] => [
    { detail: 'parts', changes: changes.map((each): ReviewedChange => ({ ...now, ...each })) },
  ];
  const passes = (plans: readonly ReviewedPlan[], of: ReviewedChange = now): boolean =>
    compareWithReviewed([of], plans, hash).passes;

  it('is an update where the play was made or adopted since, and the other way round is not', () => {
    expect(passes(reviewed({ kind: 'create', play: '' }))).toBe(true);
    expect(passes(reviewed({ kind: 'adopt' }))).toBe(true);
    expect(passes(reviewed({ kind: 'disable' }))).toBe(false);
    expect(passes(reviewed({}), { ...now, kind: 'adopt' })).toBe(false);
    // a play of that name has come meanwhile, which nobody saw
    expect(passes(reviewed({ kind: 'create', play: '' }), { ...now, kind: 'adopt' })).toBe(false);
    expect(passes(reviewed({ kind: 'adopt' }), { ...now, kind: 'delete' })).toBe(false);
  });

  it('is a change of the same play', () => {
    expect(passes(reviewed({ play: 'other' }))).toBe(false);
    expect(passes(reviewed({ kind: 'adopt', play: 'other' }))).toBe(false);
  });

  it('is a change from the same value', () => {
    expect(passes(reviewed({ parts: { limit: ['z', 'b'] } }))).toBe(false);
    expect(passes(reviewed({ parts: {} }))).toBe(false);
  });

  it('is no workflow without the trial that it was reviewed with', () => {
    const [workflow, trial] = [
      ['', 'w'],
      ['', 't'],
    ] as const;
    const tried = reviewed({ parts: { workflow, trial } });
    expect(passes(tried, { ...now, parts: { workflow, trial } })).toBe(true);
    expect(passes(tried, { ...now, parts: {} })).toBe(true);
    expect(compareWithReviewed([{ ...now, parts: { workflow } }], tried, hash).deviations).toEqual([
      {
        id: 'score',
        reviewed: { kind: 'update', parts: ['workflow', 'trial'] },
        now: {
          kind: 'update',
          parts: [
            { name: 'workflow', state: 'as-reviewed' },
            { name: 'trial', state: 'gone' },
          ],
        },
      },
    ]);
    // a later pull request may have shown it without one
    const both = reviewed({ parts: { workflow, trial } }, { parts: { workflow } });
    expect(passes(both, { ...now, parts: { workflow } })).toBe(true);
  });

  it('is no play that is made with less, or adopted without its protection', () => {
    const parts = { limit: ['a', 'b'], protect: ['', 'p'] } as const;
    const less = { limit: parts.limit };
    for (const kind of ['create', 'adopt'] as const) {
      expect(passes(reviewed({ kind, parts }), { ...now, kind, parts })).toBe(true);
      expect(passes(reviewed({ kind, parts }), { ...now, kind, parts: less })).toBe(false);
      expect(passes(reviewed({ kind, parts }, { kind, parts: less }), { ...now, kind, parts: less })).toBe(
        true,
      );
    }
    // what is there by now need not be set
    expect(
      passes(reviewed({ kind: 'adopt', parts }), {
        ...now,
        kind: 'adopt',
        parts: { protect: parts.protect },
      }),
    ).toBe(true);
    expect(
      compareWithReviewed(
        [{ ...now, kind: 'create', parts: less }],
        reviewed({ kind: 'create', parts }),
        hash,
      ).deviations,
    ).toEqual([
      {
        id: 'score',
        reviewed: { kind: 'create', parts: ['limit', 'protect'] },
        now: {
          kind: 'create',
          parts: [
            { name: 'limit', state: 'as-reviewed' },
            { name: 'protect', state: 'gone' },
          ],
        },
      },
    ]);
  });

  it('compares with the last reviewed change where several differ', () => {
    const plans = reviewed(
      { parts: { limit: ['a', 'x'] } },
      { parts: { limit: ['z', 'y'], filter: ['', 'f'] } },
    );
    expect(compareWithReviewed([now], plans, hash).deviations).toEqual([
      {
        id: 'score',
        reviewed: { kind: 'update', parts: ['limit', 'filter'] },
        now: { kind: 'update', parts: [{ name: 'limit', state: 'moved-and-other' }] },
      },
    ]);
    // what need not be done any more is told once
    expect(compareWithReviewed([{ ...now, id: 'other' }], plans, hash).deviations).toEqual([
      { id: 'other', reviewed: null, now: { kind: 'update', parts: [{ name: 'limit', state: 'new' }] } },
      { id: 'score', reviewed: { kind: 'update', parts: ['limit', 'filter'] }, now: null },
    ]);
  });
});
