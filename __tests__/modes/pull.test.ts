import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Seed } from '../../sandbox/entities.ts';
import { demoSeed, demoUuids } from '../../sandbox/seed.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { encodeGraph } from '../../src/definition/workflow/encode.ts';
import { apply } from '../../src/modes/apply.ts';
import { plan } from '../../src/modes/plan.ts';
import { pull } from '../../src/modes/pull.ts';
import type { Facts } from '../../src/report/build.ts';
import { graphs } from '../definition/workflow/graphs.ts';
import { repository } from '../support/action.ts';
import { ask } from '../support/ask.ts';
import { tell } from '../support/stories.ts';

const uuid = (kind: string, number: number): string =>
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
const column = { columnSlug: fc.constantFrom('domain', 'name') };
const related = fc.constantFrom({}, {}, { relatedModelUuid: demoUuids.models.contacts });
const kind = (name: string, more: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> =>
  fc.record({ kind: fc.constant(name), ...more });
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
const property = kind('objectProperty', {
  propertyName: word,
  operator: fc.constantFrom('is', 'contains'),
  value: fc.oneof(word, fc.integer()),
});
const simple = fc.oneof(
  kind('string', {
    ...column,
    operator: fc.constantFrom('is', 'isNot'),
    values: fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 3 })),
  }),
  kind('string', { ...column, operator: fc.constantFrom('isNull', 'isNotEmpty'), values: fc.constant(null) }),
  kind('number', {
    columnSlug: fc.constant('employee_count'),
    operator: fc.constant('between'),
    firstValue: fc.oneof(fc.integer(), fc.constant('5')),
    lastValue: fc.double({ noNaN: true, noDefaultInfinity: true }),
  }),
  kind('date', {
    columnSlug: fc.constant('created_at'),
    operator: fc.constantFrom('is', 'greaterThan'),
    value: fc.constantFrom('3 months', '2026-01-01', '2026-01-01T00:00:00Z'),
  }),
  kind('boolean', { columnSlug: fc.constant('is_customer'), operator: fc.constantFrom('isTrue', 'isNull') }),
);
const condition = fc.oneof(
  simple,
  fc.tuple(simple, related).map(([one, more]) => ({ ...one, ...more })),
  kind('array', {
    columnSlug: fc.constant('technologies'),
    operator: fc.constant('matchConditions'),
    conjonction: fc.constantFrom('and', 'or'),
    propertyConditions: fc.array(property, { minLength: 1, maxLength: 2 }),
  }),
  kind('occurrence', {
    relatedModelUuid: fc.constant(demoUuids.models.productEvents),
    frequency,
    period,
    conjonction: fc.constant('and'),
    conditions: fc.constant([]),
  }),
  kind('enrollment', {
    workflowUuid: fc.integer({ min: 1, max: 4 }).map((number) => uuid('30f11000', number)),
    activityKind: fc.constantFrom('workflowEntered', 'workflowLeft'),
    frequency,
    period,
  }),
  kind('segment', {
    operator: fc.constantFrom('in', 'notIn'),
    segmentUuid: fc.constant(demoUuids.segments.enterprise),
  }),
  kind('sql', { name: word, clause: word }),
  kind('novelty', { odd: fc.record({ deep: word }), list: fc.array(word, { maxLength: 2 }) }),
);
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
    { type: 'dbt', jobId: '12' },
    { type: 'lunar', phase: 'full' },
  ),
  fc
    .integer({ min: 1, max: 4 })
    .map((number) => ({ type: 'dependency', playUuid: uuid('91a41000', number) })),
);
const fields = fc.record(
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
    sort: fc.array(fc.record({ ...column, kind: fc.constantFrom('asc', 'desc') }), { maxLength: 2 }),
    limit: fc.integer({ min: 1, max: 9_999 }),
    trackingColumnSlugs: fc.uniqueArray(column.columnSlug),
    schedule,
    folderUuid: fc.constantFrom(demoUuids.folders.gtm, demoUuids.folders.scoring),
  },
  { requiredKeys: ['changeKinds', 'runCreationRule'] },
);
const plays = fc.array(
  fc.record({ fields, name: word, graph: fc.option(graphs(1, 5)), isEnabled: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
);

function seedOf(made: typeof plays extends fc.Arbitrary<infer Plays> ? Plays : never): Seed {
  const seed = demoSeed(0);
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

/** The plays that a plan would change, with why. */
function open({ plan: planned, diagnostics }: Facts): unknown[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const changes = (planned?.changes ?? []).flatMap((change) =>
    'differences' in change &&
    change.differences.length === 0 &&
    (change.workflow === null ||
      (change.workflow.workflow.kind === 'none' && change.workflow.enabled.kind === 'none'))
      ? []
      : [change.kind, 'differences' in change ? change.differences : null],
  );
  return [...errors, ...changes, ...(planned?.refusals ?? [])];
}

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    names.map(({ name, parentPath }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}

const adopting = { policy: 'upsert-only', adopt: 'true', 'allow-empty': 'true' };

async function pulled(server: Sandbox, folder: string): Promise<void> {
  const facts = await tell(pull, server, folder, { mode: 'pull' });
  const told = facts.problems.join('\n');
  const { body } = await ask(server, 'GET', '/orchestration/plays/list');
  for (const { uuid: each } of (body?.['plays'] ?? []) as { uuid: string }[])
    expect(facts.pulled.some((one) => one.uuid === each) || told.includes(each)).toBe(true);
}

describe('the law of pulling', () => {
  it('a plan over what was pulled shows no difference, and a second pull changes nothing', async () => {
    const property = fc.asyncProperty(plays, async (made) => {
      const server = await startSandbox({ seed: seedOf(made) });
      const folder = repository({ 'plays/.keep': '' });
      try {
        await pulled(server, folder);
        const before = filesIn(folder);
        expect(open(await tell(plan, server, folder, { ...adopting, mode: 'plan' }))).toEqual([]);
        const again = await tell(pull, server, folder, { mode: 'pull' });
        expect(again.pulled).toEqual([]);
        expect(filesIn(folder)).toEqual(before);
        expect(
          server.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/segments/fetch')),
        ).toEqual([]);
      } finally {
        await server.close();
      }
    });
    await fc.assert(property, { numRuns: 100 });
  }, 240_000);

  it('after edits in Cargo, pulling what drifted leaves no drift', async () => {
    const property = fc.asyncProperty(
      plays,
      fc.array(fields, { minLength: 4, maxLength: 4 }),
      async (made, edits) => {
        const server = await startSandbox({ seed: seedOf(made) });
        const folder = repository({ 'plays/.keep': '' });
        try {
          await pulled(server, folder);
          const adopted = await tell(apply, server, folder, adopting);
          for (const [index, { uuid: each, description }] of (adopted.plan?.changes ?? [])
            .flatMap((change) => ('actual' in change ? [{ ...change.actual.play }] : []))
            .entries()) {
            const edit = { sort: null, limit: null, schedule: null, folderUuid: null, ...edits[index] };
            await ask(server, 'PUT', `/orchestration/plays/${each}`, {
              ...edit,
              description: `${description ?? ''}\n\nManaged as code by acme/revenue#${(adopted.plan?.changes ?? [])[index]?.id ?? ''}`,
            });
          }
          const facts = await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' });
          const told = facts.problems.join('\n');
          const left = await tell(plan, server, folder, { mode: 'plan', 'allow-empty': 'true' });
          // an expression is kept, and told
          const isTold = told !== '' || facts.warnings.length > 0;
          if (!isTold) expect(open(left)).toEqual([]);
          const before = filesIn(folder);
          expect((await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' })).pulled).toEqual([]);
          expect(filesIn(folder)).toEqual(before);
        } finally {
          await server.close();
        }
      },
    );
    await fc.assert(property, { numRuns: 40 });
  }, 240_000);
});

describe('pulling a protected play', () => {
  const line = 'Managed as code by acme/revenue#score';
  const [, made] = demoSeed(0).plays;
  const lineIn = (server: Sandbox, description: string): void => {
    for (const { uuid: each } of server.store.livePlays()) server.store.editPlay(each, { description });
  };
  const start = (description: string): Promise<Sandbox> =>
    startSandbox({ seed: { ...demoSeed(0), plays: [{ ...made, description }] as Seed['plays'] } });
  const definition = (folder: string): string => readFileSync(join(folder, 'plays/score.yml'), 'utf8');

  it('keeps it protected in a new file', async () => {
    const server = await start(`${line}, protected`);
    const folder = repository({ 'plays/.keep': '' });
    try {
      await pulled(server, folder);
      expect(definition(folder)).toMatch(/^protect: true$/m);
      const { plan: planned } = await tell(plan, server, folder, { mode: 'plan', policy: 'upsert-only' });
      expect(planned?.changes.map(({ kind: each }) => each)).toEqual(['none']);
    } finally {
      await server.close();
    }
  });

  it('follows what was done to its line in Cargo', async () => {
    const server = await start(line);
    const folder = repository({ 'plays/.keep': '' });
    const drifted = (): Promise<Facts> =>
      tell(pull, server, folder, { mode: 'pull', pull: 'drifted', policy: 'upsert-only' });
    try {
      await pulled(server, folder);
      const before = definition(folder);
      lineIn(server, `${line}, protected`);
      expect(await drifted()).toMatchObject({ problems: [], pulled: [{ files: ['plays/score.yml'] }] });
      expect(definition(folder)).toMatch(/^protect: true$/m);
      expect((await drifted()).pulled).toEqual([]);
      lineIn(server, line);
      expect(await drifted()).toMatchObject({ problems: [], pulled: [{ files: ['plays/score.yml'] }] });
      expect(definition(folder)).toBe(before);
    } finally {
      await server.close();
    }
  });
});

describe('pulling', () => {
  it('takes 500 plays, two of one name on two models among them', async () => {
    const seed = demoSeed(0);
    const many = Array.from({ length: 500 }, (_, index) => ({
      name: `Play ${String(index % 499)}`,
      modelUuid: [demoUuids.models.accounts, demoUuids.models.contacts][index === 499 ? 1 : 0] ?? '',
      uuid: uuid('91a41000', index + 1),
      segmentUuid: uuid('5e601000', index + 1),
    }));
    const server = await startSandbox({ seed: { ...seed, plays: many } });
    const folder = repository({ 'plays/.keep': '' });
    try {
      const facts = await tell(pull, server, folder, { mode: 'pull' });
      expect(facts.problems).toEqual([]);
      expect(facts.pulled).toHaveLength(500);
      expect(facts.pulled.at(-1)?.files).toEqual(['plays/play-0-2.yml']);
      expect(open(await tell(plan, server, folder, { ...adopting, mode: 'plan' }))).toEqual([]);
    } finally {
      await server.close();
    }
  }, 60_000);
});
