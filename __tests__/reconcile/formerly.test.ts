import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/server.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import type { Plan, PlanSettings } from '../../src/reconcile/plan.ts';
import { notMeant } from '../../src/reconcile/sentences.ts';
import { sandbox, writes } from '../support/action.ts';
import { line, made, owned, policies } from '../support/policy-table.ts';
import { reconcile } from '../support/workspace.ts';
import type { Definitions } from '../support/workspace.ts';

/** Plans over these plays, and applies; what became of them by the ids of the definitions, in words. */
async function run(
  server: Sandbox,
  definitions: Definitions,
  settings: Partial<PlanSettings> = {},
): Promise<{ readonly told: readonly string[]; readonly planned: Plan }> {
  const { planned, apply } = await reconcile(server, definitions, settings);
  if (planned.refusals.length > 0)
    return { told: planned.refusals.map(({ id }) => `refused ${id}`), planned };
  const outcomes = await apply();
  return { told: outcomes.map(({ status, change }) => `${change.kind} ${change.id} ${status}`), planned };
}

const renamed = { ...made, name: 'Rank accounts', formerly: 'score' };

describe('a play under a former id', () => {
  it.each(['upsert-only', 'sync'] as const)('with %s gets the new id and the new name', async (policy) => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: line('score') });
    expect((await run(server, { rank: renamed }, { policy })).told).toEqual(['update rank applied']);
    const { name, description } = server.store.plays.get(uuid) ?? {};
    expect([name, description]).toEqual(['Rank accounts', line('rank')]);
    // what is done stays done, and `formerly` may stay in the file
    expect((await run(server, { rank: renamed }, { policy })).told).toEqual(['none rank unchanged']);
  });

  it('with create-only is told, and never made again', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: line('score') });
    const { planned } = await run(server, { rank: renamed }, { policy: 'create-only' });
    expect(planned.changes).toMatchObject([
      { kind: 'none', actual: { play: { uuid } }, differences: [{ field: 'name' }] },
    ]);
    expect(planned.changes).toMatchObject([
      { note: expect.stringContaining('acme/revenue#score') as unknown },
    ]);
    expect(writes(server)).toEqual([]);
  });

  it('is found by the first of several ids that the workspace has', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay(owned('older'));
    const { planned } = await run(server, { rank: { ...renamed, formerly: ['score', 'older'] } });
    expect(planned.changes).toMatchObject([{ kind: 'update', actual: { play: { uuid } } }]);
  });

  it('is left to itself where the present id has a play already', async () => {
    const server = await sandbox();
    server.store.addPlay(owned('rank', { name: 'Rank accounts' }));
    const old = server.store.addPlay(owned('score'));
    const { planned, matches } = await reconcile(server, { rank: renamed });
    expect(planned.changes).toMatchObject([{ kind: 'none', differences: [] }]);
    expect(planned.orphans).toMatchObject([{ uuid: old.uuid }]);
    expect(notMeant(matches, null)).toEqual([
      expect.stringContaining('former id "score" of "rank" counts as orphaned'),
    ]);
    expect((await run(server, { rank: renamed }, { policy: 'sync' })).told).toEqual([
      'none rank unchanged',
      'delete score applied',
    ]);
  });

  it('comes before one of the same name, which stays as it is', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay(owned('score'));
    server.store.addPlay({ ...made, name: 'Rank accounts' });
    const { planned } = await run(server, { rank: renamed });
    expect(planned.changes).toMatchObject([{ kind: 'update', actual: { play: { uuid } } }]);
  });

  it('is not matched by name by another definition', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay(owned('score', { name: made.name }));
    const { told } = await run(server, { rank: renamed, other: made }, { policy: 'sync' });
    expect(told).toEqual(['update rank applied', 'create other applied']);
    expect(server.store.plays.get(uuid)?.description).toBe(line('rank'));
  });

  it('of which there are copies, or with two lines, is refused', async () => {
    for (const live of [
      [owned('score'), owned('score')],
      [owned('score', { description: `${line('score')}\n${line('x')}` })],
    ]) {
      const server = await sandbox();
      for (const each of live) server.store.addPlay(each);
      expect((await run(server, { rank: renamed })).told).toEqual(['refused rank']);
    }
  });

  it('on another model is refused, and the way out leaves `formerly` out', async () => {
    const server = await sandbox();
    server.store.addPlay(owned('score', { modelUuid: demoUuids.models.deals }));
    const { planned } = await run(server, { rank: renamed });
    expect(planned.refusals[0]?.message).toContain('a new `id` without `formerly`');
  });

  it('of an owner that we had counts only where the input says so', async () => {
    const server = await sandbox();
    server.store.addPlay(owned('score', { description: line('score', 'acme/old') }));
    const settings = { policy: 'create-only' } as const;
    expect((await run(server, { rank: renamed }, settings)).told).toEqual(['create rank applied']);
  });
});

const former = { formerOwner: 'Acme/OLD' };
const oldLine = (id: string): string => line(id, 'acme/old');

describe('a play of a former owner', () => {
  it.each(['upsert-only', 'sync'] as const)('with %s gets our line', async (policy) => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, name: 'Old name', description: oldLine('score') });
    const { told } = await run(server, { score: made }, { policy, ...former });
    expect(told).toEqual(['update score applied']);
    expect(server.store.plays.get(uuid)?.description).toBe(line('score'));
    expect((await run(server, { score: made }, { policy, ...former })).told).toEqual([
      'none score unchanged',
    ]);
  });

  it('with create-only is told, and nothing is written', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, name: 'Old name', description: oldLine('score') });
    const { planned } = await run(server, { score: made }, { policy: 'create-only', ...former });
    expect(planned.changes).toMatchObject([
      { kind: 'none', foreign: false, note: expect.stringContaining('acme/old#score') as unknown },
    ]);
    expect(writes(server)).toEqual([]);
  });

  it('is found by a former id too', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay(owned('score', { description: oldLine('score') }));
    const { planned } = await run(server, { rank: renamed }, former);
    expect(planned.changes).toMatchObject([{ kind: 'update', actual: { play: { uuid } }, newLine: true }]);
  });

  it('does not take the place of one that is ours', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, description: line('score') });
    const theirs = server.store.addPlay(owned('theirs', { description: oldLine('score') }));
    const { told } = await run(server, { score: made }, { policy: 'sync', ...former });
    expect(told).toEqual(['none score unchanged']);
    expect(server.store.plays.get(theirs.uuid)?.description).toBe(oldLine('score'));
  });

  it.each(policies)('that nothing here defines is not touched with %s', async (policy) => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay(owned('theirs', { description: oldLine('theirs') }));
    const { told, planned } = await run(server, { score: made }, { policy, ...former });
    expect(told).toEqual(['create score applied']);
    expect(planned.orphans).toEqual([]);
    expect(server.store.plays.get(uuid)?.deletedAt).toBe(null);
  });

  it('that is called alike but has another id is refused, with the key that takes it over', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, description: oldLine('theirs') });
    const { planned } = await run(server, { score: made }, former);
    expect(planned.refusals[0]?.message).toContain('write `formerly: theirs` in this definition');
  });

  it('that stays there is told in words', async () => {
    const server = await sandbox();
    for (let index = 0; index < 12; index += 1)
      server.store.addPlay(owned(`p${String(index)}`, { description: oldLine(`p${String(index)}`) }));
    const { matches } = await reconcile(server, { score: made }, former);
    expect(notMeant(matches, 'acme/old')).toEqual([
      expect.stringMatching(
        /^12 plays still have the ownership line of acme\/old .+"p9" \(.+\) and 2 more\. This run does not touch them/,
      ),
    ]);
  });
});

/** Two repositories that hand one play over, as they stand at a time. */
interface Stage {
  readonly oldHas: boolean;
  readonly newHas: boolean;
  /** Whether each names the other as the former owner. */
  readonly both?: boolean;
}

/** Every order in which so many runs of two repositories can come. */
function orders(length: number): ('old' | 'new')[][] {
  if (length === 0) return [[]];
  return orders(length - 1).flatMap((order) => [
    [...order, 'old' as const],
    [...order, 'new' as const],
  ]);
}

describe('two repositories that hand a play over', () => {
  const theirs = { ...made, name: 'Handed over' };
  const alive = (server: Sandbox): string[] =>
    server.store
      .livePlays()
      .filter(({ name }) => name === theirs.name)
      .map(({ uuid }) => uuid);
  const runOf = async (server: Sandbox, who: 'old' | 'new', stage: Stage): Promise<void> => {
    const has = who === 'old' ? stage.oldHas : stage.newHas;
    const isNamed = who === 'new' || stage.both === true;
    await run(server, has ? { handed: theirs } : { [`${who}-own`]: { ...made, name: `Own of ${who}` } }, {
      policy: 'sync',
      owner: (who === 'old' ? 'acme/old' : 'acme/new') as Owner,
      formerOwner: isNamed ? (who === 'old' ? 'acme/new' : 'acme/old') : null,
    });
  };

  it.each(orders(4).map((order) => [order.join(' '), order] as const))(
    'have one play after each run: %s',
    async (_order, order) => {
      const server = await sandbox();
      const [uuid] = [server.store.addPlay({ ...theirs, description: line('handed', 'acme/old') }).uuid];
      // the definition is in both first, and leaves the old one when a run of the new one has taken the play
      let stage: Stage = { oldHas: true, newHas: true };
      for (const who of order) {
        await runOf(server, who, stage);
        expect(alive(server)).toEqual([uuid]);
        if (who === 'new') stage = { oldHas: false, newHas: true };
      }
      await runOf(server, 'new', stage);
      expect(server.store.plays.get(uuid)?.description).toBe(line('handed', 'acme/new'));
      expect(alive(server)).toEqual([uuid]);
    },
  );

  it('and that both define and both name the other keep one play, whoever runs', async () => {
    for (const order of orders(3)) {
      const server = await sandbox();
      const [uuid] = [server.store.addPlay({ ...theirs, description: line('handed', 'acme/old') }).uuid];
      for (const who of order) {
        await runOf(server, who, { oldHas: true, newHas: true, both: true });
        expect(alive(server)).toEqual([uuid]);
      }
    }
  });

  it('are refused in the old one as long as it defines the play, once the new one has it', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...theirs, description: line('handed', 'acme/old') });
    await runOf(server, 'new', { oldHas: true, newHas: true });
    const { told, planned } = await run(server, { handed: theirs }, { owner: 'acme/old' as Owner });
    expect(told).toEqual(['refused handed']);
    expect(planned.refusals[0]?.message).toContain('belongs to acme/new#handed');
  });
});
