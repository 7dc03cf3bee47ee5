import { describe, expect, it } from 'vitest';
import { countReach } from '../../src/reconcile/reach.ts';
import type { Reaches } from '../../src/reconcile/reach.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { sandboxForTest } from '../support/ask.ts';
import { connect, reconcile } from '../support/workspace.ts';
import type { Definitions } from '../support/workspace.ts';

const condition = (values: string): object => ({
  kind: 'string',
  columnSlug: 'industry',
  operator: 'is',
  values,
});
const filterBy = (...conditions: object[]): object => ({
  conjonction: 'and',
  groups: [{ conjonction: 'and', conditions }],
});
const base = { name: 'Score', model: 'accounts', changeKinds: ['added'], runCreationRule: 'once' };
const software = filterBy(condition('Software'));

async function reachOf(
  server: Sandbox,
  definitions: Definitions,
  forbidden: RegExp[] = [],
): Promise<Reaches> {
  const { planned } = await reconcile(server, definitions);
  server.store.settings.forbidden = forbidden;
  return countReach(planned.changes, connect(server).counter, 4);
}

describe('how many records a plan is about', () => {
  it('counts those of a new play', async () => {
    const { byId, diagnostics, notices } = await reachOf(await sandboxForTest(), {
      score: { ...base, filter: software },
      all: { ...base, name: 'All' },
    });
    expect([...byId]).toEqual([
      ['score', { isNew: true, before: null, after: 3, runsAMonth: null }],
      ['all', { isNew: true, before: null, after: 6, runsAMonth: null }],
    ]);
    expect([diagnostics, notices]).toEqual([[], []]);
  });

  it('counts before and after for a change, and nothing for what stays', async () => {
    const server = await sandboxForTest();
    const before = { score: { ...base, filter: software }, same: { ...base, name: 'Same' } };
    await (await reconcile(server, before)).apply();
    const from = server.requests.length;
    const { byId } = await reachOf(server, { ...before, score: base });
    expect([...byId]).toEqual([['score', { isNew: false, before: 3, after: 6, runsAMonth: null }]]);
    const fetches = server.requests.slice(from).filter(({ path }) => path.endsWith('/fetch'));
    expect(fetches).toHaveLength(1);
    expect(fetches[0]?.body).toEqual({
      modelUuid: demoUuids.models.accounts,
      filter: { conjonction: 'and', groups: [] },
      fetchingLimit: 1,
    });
  });

  it('counts no more than the play takes', async () => {
    const server = await sandboxForTest();
    await reachOf(server, { score: { ...base, filter: software, limit: 2 } });
    const [fetch] = server.requests.filter(({ path }) => path.endsWith('/fetch'));
    expect(fetch?.body).toMatchObject({ limit: 2, fetchingLimit: 1 });
  });

  it('gives the runs a month where each run is about all records again', async () => {
    const schedule = { type: 'cron', cron: '0 6 * * *' };
    const { byId } = await reachOf(await sandboxForTest(), {
      again: { ...base, filter: software, changeKinds: ['unchanged'], schedule },
      once: { ...base, name: 'Once', filter: software, schedule },
    });
    // three records, 30 days
    expect([byId.get('again' as never)?.runsAMonth, byId.get('once' as never)?.runsAMonth]).toEqual([
      90,
      null,
    ]);
  });

  it('warns at a filter that matches nothing', async () => {
    const { diagnostics, byId } = await reachOf(await sandboxForTest(), {
      score: { ...base, filter: filterBy(condition('Sofware')) },
    });
    expect(byId.get('score' as never)?.after).toBe(0);
    expect(diagnostics).toMatchObject([
      { severity: 'warning', code: 'no-records', place: { file: 'plays/score.yml' } },
    ]);
    const { excerpt, column } = diagnostics[0]!.place;
    expect(excerpt.slice(column - 1)).toMatch(/^"filter"/);
  });

  it('tells what can’t be counted, asks no more where the token may not, and goes on', async () => {
    const server = await sandboxForTest();
    const definitions = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `play-${String(index)}`,
        { ...base, name: `Play ${String(index)}` },
      ]),
    );
    const { byId, notices } = await reachOf(server, definitions, [/segments\/fetch/]);
    expect(byId.size).toBe(0);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('The records of "play-0", "play-1"');
    expect(notices[0]).toContain('and 10 more were not counted. Could not count the records');
    expect(server.requests.filter(({ path }) => path.endsWith('/fetch')).length).toBeLessThanOrEqual(4);
  });

  it('asks no more where the token is not valid any more, and goes on after any other failure', async () => {
    const definitions = Object.fromEntries(
      ['One', 'Two', 'Three'].map((name) => [name.toLowerCase(), { ...base, name }]),
    );
    const asked = async (status: number): Promise<number> => {
      const server = await sandboxForTest();
      const { planned } = await reconcile(server, definitions);
      server.faults.add({ path: /fetch$/, act: { kind: 'status', status } });
      const { notices } = await countReach(planned.changes, connect(server).counter, 1);
      expect(notices).toHaveLength(1);
      return server.requests.filter(({ path }) => path.endsWith('/fetch')).length;
    };
    expect([await asked(401), await asked(422)]).toEqual([1, 3]);
  });

  it('keeps nothing of the record that an answer holds', async () => {
    const server = await sandboxForTest();
    const reaches = await reachOf(server, { score: { ...base, filter: software } });
    expect(JSON.stringify([...reaches.byId, reaches.diagnostics, reaches.notices])).not.toMatch(
      /northwind|initech|hooli/i,
    );
  });

  it('tells nothing of the record where an answer can’t be read', async () => {
    const server = await sandboxForTest();
    server.faults.add({
      path: /fetch$/,
      act: { kind: 'alter', alter: () => ({ records: [{ name: 'Northwind' }], count: 'Northwind' }) },
    });
    const { notices } = await reachOf(server, { score: { ...base, filter: software } });
    expect(notices).toHaveLength(1);
    expect(notices[0]).not.toMatch(/northwind/i);
  });
});
