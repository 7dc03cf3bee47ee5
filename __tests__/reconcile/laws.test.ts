import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoUuids } from '../../sandbox/seed.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { sandbox } from '../support/action.ts';
import { reconcile } from '../support/workspace.ts';
import type { Definitions } from '../support/workspace.ts';

const column = fc.constantFrom('domain', 'name', 'industry', 'country');
const word = fc.string({ minLength: 1, maxLength: 12 });

const condition = fc.oneof(
  fc.record({
    kind: fc.constant('string'),
    columnSlug: column,
    operator: fc.constantFrom('is', 'isNot', 'contains'),
    values: fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 3 })),
  }),
  fc.record({
    kind: fc.constant('number'),
    columnSlug: fc.constant('employee_count'),
    operator: fc.constantFrom('greaterThan', 'lowerThan'),
    value: fc.integer({ min: 0, max: 10_000 }),
  }),
  fc.record({
    kind: fc.constant('date'),
    columnSlug: fc.constant('created_at'),
    operator: fc.constant('between'),
    firstValue: fc.constant('2026-01-01'),
    lastValue: fc.constantFrom('2026-02-01', '3 months'),
  }),
);

const conjonction = fc.constantFrom('and', 'or');
const filter = fc.record({
  conjonction,
  groups: fc.array(fc.record({ conjonction, conditions: fc.array(condition, { maxLength: 3 }) }), {
    maxLength: 3,
  }),
});

const schedule = fc.oneof(
  fc.record({ type: fc.constant('cron'), cron: fc.constantFrom('0 6 * * 1', '@every 30m', '*/5 * * * *') }),
  fc.record({ type: fc.constant('watch') }),
  fc.record({ type: fc.constant('dbt'), jobId: fc.constantFrom('1', '2') }),
);

/** Any definition that Cargo takes; each but the needed keys may be missing. */
const fields = fc.record(
  {
    changeKinds: fc.uniqueArray(fc.constantFrom('added', 'updated', 'removed', 'unchanged'), {
      minLength: 1,
    }),
    runCreationRule: fc.constantFrom('always', 'once', 'noConcurrency'),
    description: fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(' padded ', 'line\n\n', '\n', 'a\r\nb', 'Managed as code by', '#', '\t'),
    ),
    filter,
    sort: fc.array(fc.record({ columnSlug: column, kind: fc.constantFrom('asc', 'desc') }), { maxLength: 2 }),
    limit: fc.integer({ min: 1, max: 1_000 }),
    trackingColumnSlugs: fc.uniqueArray(column),
    schedule,
    folderUuid: fc.constantFrom(demoUuids.folders.gtm, demoUuids.folders.scoring),
  },
  { requiredKeys: ['changeKinds', 'runCreationRule'] },
);

const ids = ['one', 'two', 'three'] as const;

/** Some of three plays, with names and models that stay and everything else that may change. */
const definitions = fc
  .record({ one: fields, two: fields, three: fields }, { requiredKeys: ['one'] })
  .map((some) =>
    Object.fromEntries(
      ids.flatMap((id) =>
        some[id] === undefined
          ? []
          : [[id, { name: `Play ${id}`, modelUuid: demoUuids.models.accounts, ...some[id] }]],
      ),
    ),
  );

const kindsOf = (changes: readonly { readonly kind: string }[]): string[] =>
  [...new Set(changes.map(({ kind }) => kind))].sort();

/** Applies, and expects that everything arrived. */
async function settle(
  server: Awaited<ReturnType<typeof startSandbox>>,
  wanted: Definitions,
  policy: 'upsert-only' | 'sync',
): Promise<void> {
  const { planned, apply } = await reconcile(server, wanted, { policy });
  expect(planned.refusals).toEqual([]);
  const outcomes = await apply();
  expect(outcomes.filter(({ status }) => status !== 'applied' && status !== 'unchanged')).toEqual([]);
}

describe('laws of reconciling', () => {
  it('after an apply a plan is empty, for any definitions and any edit of them', async () => {
    const property = fc.asyncProperty(definitions, definitions, async (first, second) => {
      const server = await startSandbox();
      try {
        for (const wanted of [first, second]) {
          await settle(server, wanted, 'sync');
          const { planned } = await reconcile(server, wanted, { policy: 'sync' });
          const differing = planned.changes.filter(({ kind }) => kind !== 'none');
          expect(differing).toEqual([]);
          expect(planned.changes).toHaveLength(Object.keys(wanted).length);
        }
      } finally {
        await server.close();
      }
    });
    await fc.assert(property, { numRuns: 120 });
  }, 120_000);

  it('the order of the definitions never changes the plan', async () => {
    const server = await sandbox();
    const property = fc.asyncProperty(definitions, async (wanted) => {
      const [straight, turned] = await Promise.all(
        [false, true].map((turn) => reconcile(server, wanted, { policy: 'sync', turned: turn })),
      );
      const byId = (changes: readonly { readonly id: string; readonly kind: string }[]): unknown[] =>
        changes.map(({ id, kind }) => `${id} ${kind}`).sort();
      expect(byId(turned?.planned.changes ?? [])).toEqual(byId(straight?.planned.changes ?? []));
      await straight?.apply();
    });
    await fc.assert(property, { numRuns: 40 });
  }, 120_000);

  it('what others own is never touched, whatever we define', async () => {
    const server = await sandbox();
    for (const [index, description] of [
      null,
      'Text',
      'Managed as code by acme/other#one',
      'x\n\nManaged as code by none#two',
    ].entries()) {
      server.store.addPlay({
        name: `Theirs ${String(index)}`,
        modelUuid: demoUuids.models.accounts,
        description,
      });
    }
    const theirs = structuredClone(server.store.livePlays());
    const property = fc.asyncProperty(definitions, async (wanted) => {
      const { planned, apply } = await reconcile(server, wanted, { policy: 'sync' });
      expect(
        kindsOf(planned.changes).every((kind) => ['create', 'delete', 'none', 'update'].includes(kind)),
      ).toBe(true);
      await apply();
      for (const play of theirs) expect(server.store.plays.get(play.uuid)).toEqual(play);
    });
    await fc.assert(property, { numRuns: 40 });
  }, 120_000);
});
