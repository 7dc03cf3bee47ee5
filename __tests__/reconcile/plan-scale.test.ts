import { describe, expect, it } from 'vitest';
import { check } from '../../src/definition/check.ts';
import type { PlayId } from '../../src/definition/play-id.ts';
import { resolve } from '../../src/definition/resolve.ts';
import type { PlayUuid } from '../../src/reconcile/actual.ts';
import { loadActual } from '../../src/reconcile/load.ts';
import { removalWaves } from '../../src/reconcile/order.ts';
import type { Removal } from '../../src/reconcile/removal.ts';
import { match } from '../../src/reconcile/match.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import { plan } from '../../src/reconcile/plan.ts';
import { play, sandbox } from '../support/action.ts';
import { fileOf, parse } from '../support/parsing.ts';
import { filterOf, line, made } from '../support/policy-table.ts';
import { actualPlay } from '../support/report.ts';
import { connect, desire } from '../support/workspace.ts';

/** A delete whose play's filter counts how often it is looked at. */
function deleteOf(index: number, filter: object, onRead: () => void): Removal {
  const uuid = `p-${String(index)}` as PlayUuid;
  const segmentUuid = `s-${String(index)}`;
  const { play, segment: whole } = actualPlay(index, uuid, { uuid, segmentUuid, description: line(uuid) });
  const segment = Object.defineProperty({ ...whole! }, 'filter', {
    get: () => {
      onRead();
      return filter;
    },
  });
  return { kind: 'delete', id: uuid as string as PlayId, actual: { play, segment } };
}

describe('ordering deletes', () => {
  it('looks at each play once, however many there are, and lets others in before each', async () => {
    let reads = 0;
    const inSegmentOf = (index: number): object =>
      filterOf({ kind: 'segment', operator: 'in', segmentUuid: `s-${String(index)}` });
    const deletes = Array.from({ length: 500 }, (_, index) =>
      deleteOf(index, index % 10 === 0 ? {} : inSegmentOf(index - 1), () => (reads += 1)),
    );
    let pauses = 0;
    const waves = await removalWaves(deletes, () => {
      pauses += 1;
      return Promise.resolve();
    });
    expect(pauses).toBe(500);
    expect(reads).toBe(500);
    // chains of ten: the last of each goes first
    expect(waves.map((wave) => wave.length)).toEqual(Array.from({ length: 10 }, () => 50));
    expect(waves[0]?.every(({ id }) => id.endsWith('9'))).toBe(true);
    expect(waves[9]?.every(({ id }) => id.endsWith('0'))).toBe(true);
  });

  it('finds a uuid inside a text, in any case', async () => {
    const uuid = '5e600000-0000-4000-8000-00000000000a';
    const sql = filterOf({ kind: 'sql', name: 'x', clause: `id IN ('${uuid.toUpperCase()}')` });
    const first = deleteOf(0, {}, () => undefined);
    const named = { ...first.actual.play, segmentUuid: uuid };
    const second = deleteOf(1, sql, () => undefined);
    const both = [{ ...first, actual: { ...first.actual, play: named } }, second];
    const waves = await removalWaves(both, () => Promise.resolve());
    expect(waves.map((wave) => wave.map(({ id }) => id))).toEqual([['p-1'], ['p-0']]);
  });
});

describe('resolving and checking', () => {
  it('let others in before each definition, and end where they end it', async () => {
    const workspace = connect(await sandbox());
    const models = await workspace.models();
    const files = Array.from({ length: 40 }, (_, index) =>
      fileOf(`plays/p${String(index)}.yml`, play({ name: `P ${String(index)}` })),
    );
    const tracked = play({ name: 'Tracked', trackingColumnSlugs: ['domain', 'country'] });
    const { definitions } = await parse([...files, fileOf('plays/tracked.yml', tracked)]);
    const live = { models, folders: null, datasets: null };
    let pauses = 0;
    const count = (): Promise<void> => {
      pauses += 1;
      return Promise.resolve();
    };
    const { desired } = await resolve(definitions, live, count);
    expect([desired.length, pauses]).toEqual([41, 41]);
    await check(desired, models, count);
    expect(pauses).toBe(41 + 41 + 2);
    const cancelled = new Error('cancelled');
    const end = (): Promise<void> => Promise.reject(cancelled);
    await expect(resolve(definitions, live, end)).rejects.toBe(cancelled);
    await expect(check(desired, models, end)).rejects.toBe(cancelled);
  });
});

describe('matching', () => {
  it('lets others in between any two long descriptions or names, and ends where they end it', async () => {
    const server = await sandbox();
    server.store.addPlay(made);
    const workspace = connect(server);
    const [row] = await workspace.plays();
    const long = 'x'.repeat(1_000_000);
    const rows = Array.from({ length: 10 }, (_, index) => ({
      ...row!,
      name: `By hand ${String(index)}${long}`,
      description: long,
    }));
    const wanted = Array.from({ length: 40 }, (_, index) => [
      `p${String(index)}`,
      { ...made, name: `P ${String(index)}` },
    ]);
    const desired = await desire(Object.fromEntries(wanted) as Record<string, object>, workspace);
    let pauses = 0;
    let read = 0;
    let most = 0;
    const counted = rows.map((row) => ({
      ...row,
      get description() {
        read += 1;
        return row.description;
      },
    }));
    await match(desired, counted, { owner: 'acme/revenue' as Owner }, () => {
      pauses += 1;
      most = Math.max(most, read);
      read = 0;
      return Promise.resolve();
    });
    expect(most).toBe(1);
    expect(pauses).toBeGreaterThan(3 * 10);
    const cancelled = new Error('cancelled');
    const end = (): Promise<void> => Promise.reject(cancelled);
    await expect(match(desired, rows, { owner: null }, end)).rejects.toBe(cancelled);
  });
});

describe('reading plays in full', () => {
  it('lets others in before each play, and asks alone for the segments that the list leaves out', async () => {
    const server = await sandbox();
    for (let index = 0; index < 20; index += 1)
      server.store.addPlay({ ...made, name: `P ${String(index)}`, limit: index + 1 });
    const workspace = connect(server);
    const rows = (await workspace.plays()).slice(-20);
    const segments = await workspace.segments();
    const listed = {
      get: (uuid: string) => {
        const segment = segments.get(uuid);
        return segment?.read().limit === 7 ? undefined : segment;
      },
    };
    const order: string[] = [];
    const counted = rows.map((row) => ({
      ...row,
      read: () => {
        order.push('read');
        return row.read();
      },
    }));
    const full = await loadActual(
      counted,
      workspace.reader,
      () => Promise.resolve(listed),
      () => Promise.resolve(void order.push('pause')),
    );
    expect(order).toEqual(Array.from({ length: 20 }, () => ['pause', 'read']).flat());
    const limits = rows.map(({ uuid }) => full.get(uuid)?.segment?.limit);
    expect(limits).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});

describe('planning', () => {
  it('lets others in before each definition, and ends where they end it', async () => {
    const workspace = connect(await sandbox());
    const wanted = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `p${String(index)}`,
        { ...made, name: `P ${String(index)}` },
      ]),
    );
    const desired = await desire(wanted, workspace);
    const owner = 'acme/revenue' as Owner;
    const actual = {
      matches: await match(desired, [], { owner }, () => Promise.resolve()),
      full: new Map(),
      workflowOf: () => null,
      modelName: (uuid: string) => uuid,
    };
    const settings = { policy: 'sync', owner, adopt: false, onRemoval: 'delete', maxDeletes: 5 } as const;
    let pauses = 0;
    const { changes } = await plan(desired, actual, settings, () => {
      pauses += 1;
      return Promise.resolve();
    });
    expect([changes.length, pauses]).toEqual([40, 80]);
    const cancelled = new Error('cancelled');
    await expect(plan(desired, actual, settings, () => Promise.reject(cancelled))).rejects.toBe(cancelled);
  });
});
