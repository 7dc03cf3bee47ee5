import { describe, expect, it } from 'vitest';
import type { Owner } from '../../src/reconcile/ownership.ts';
import { isDrifted } from '../../src/reconcile/plan.ts';
import type { Plan, PlanSettings } from '../../src/reconcile/plan.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import { sandbox, writes } from '../support/action.ts';
import { line, made, owned, policies, table } from '../support/policy-table.ts';
import { reconcile } from '../support/workspace.ts';

/** How many definitions a plan means to bring to what, and how many plays it means to delete. */
function countsOf({ changes, refusals }: Plan): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (kind: string): void => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  for (const change of changes) {
    if (refusals.length > 0) count('notAttempted');
    else count(change.kind === 'none' && isDrifted(change) ? 'drifted' : change.kind);
  }
  for (const _refusal of refusals) count('refused');
  return counts;
}

describe('the table of the policies, as plans', () => {
  const rows = table.flatMap(({ there, expected, ...row }) =>
    policies.map((policy, index) => [policy, there, row, expected[index] ?? {}] as const),
  );

  it.each(rows)('%s: %s', async (policy, _there, row, expected) => {
    const { live, defined = {}, ...settings } = row;
    const server = await sandbox();
    for (const each of live) server.store.addPlay(each);
    const wanted = { score: { ...made, ...defined } };
    const { planned } = await reconcile(server, wanted, { policy, ...settings });
    expect(countsOf(planned)).toEqual(expected);
    expect(writes(server)).toEqual([]);
  });
});

const sync: Partial<PlanSettings> = { policy: 'sync' };
const several = (...ids: readonly string[]): readonly object[] => ids.map((id) => owned(id));

/** The plan of one definition, `score`, beside these plays. */
async function planBeside(
  live: readonly object[],
  settings: Partial<PlanSettings>,
): Promise<{ readonly planned: Plan; readonly uuids: readonly string[] }> {
  const server = await sandbox();
  const uuids = live.map((each) => server.store.addPlay(each).uuid);
  const { planned } = await reconcile(server, { score: made }, settings);
  return { planned, uuids };
}

describe('a refusal', () => {
  it.each([
    [
      'of plays with one line',
      several('score', 'score'),
      /^2 plays have the ownership line of "score": U, U\. One of them is probably a copy/,
    ],
    [
      'of plays with one name',
      [made, made],
      /^2 plays on the model accounts have the name "Score new accounts", .+: U, U\. Rename or delete all but one/,
    ],
    [
      'of another model',
      [{ ...made, modelUuid: demoUuids.models.deals, description: line('score') }],
      /^A play cannot change its model\. "Score new accounts" \(U\) is on the model 30de1000.+003, .+ says accounts\./,
    ],
    [
      'of a play made by hand',
      [made],
      /^A play with this name already exists on the model accounts \(U\), and no repository manages it\. .+ `adopt: true`/,
    ],
    [
      "of another owner's play",
      [{ ...made, description: line('theirs', 'acme/Old') }],
      /\(U\) belongs to acme\/Old#theirs, so it is not changed\. \(If .+ renamed from acme\/Old, .+ `formerly-owner: acme\/Old`, with `formerly: theirs` in .+ set `owner: acme\/Old`\.\)$/,
    ],
  ])('%s says which, and what to do', async (_what, live, message) => {
    const { planned, uuids } = await planBeside(live, { policy: 'upsert-only' });
    const [refusal] = planned.refusals;
    expect(refusal?.uuids).toEqual(uuids);
    expect(uuids.reduce((text, uuid) => text.replace(uuid, 'U'), refusal?.message ?? '')).toMatch(message);
    expect(refusal).toMatchObject({ id: 'score', desired: { id: 'score' } });
  });

  it('of two lines in one description says whose', async () => {
    const both = { ...made, description: `${line('score')}\n${line('score')}` };
    const { planned, uuids } = await planBeside([both], { policy: 'create-only' });
    expect(planned.refusals).toMatchObject([{ id: 'score', uuids }]);
    expect(planned.refusals[0]?.message).toContain(`(${uuids[0] ?? ''}) has more than one ownership line`);
  });

  it("of copies of an orphan is nobody's definition", async () => {
    const { planned, uuids } = await planBeside(several('gone', 'gone'), sync);
    expect(planned.refusals).toMatchObject([{ id: 'gone', desired: null, uuids }]);
    expect(planned.changes.map(({ kind }) => kind)).toEqual(['create']);
  });
});

describe('a plan', () => {
  it('refuses a play under an old id of which there are copies', async () => {
    const copies = [{ ...made, description: line('old') }, ...several('old')];
    const { planned, uuids } = await planBeside(copies, { policy: 'upsert-only' });
    expect(planned.refusals).toMatchObject([{ id: 'score', uuids }]);
    expect(planned.refusals[0]?.message).toMatch(/^2 plays have the ownership line/);
  });

  it('passes over what was deleted, where the service still lists it', async () => {
    const server = await sandbox();
    server.store.settings.listDeletedPlays = true;
    server.store.deletePlay(server.store.addPlay({ ...made, description: line('score') }).uuid);
    const { planned } = await reconcile(server, { score: made }, sync);
    expect(countsOf(planned)).toEqual({ create: 1 });
  });

  it('finds nothing to do for plays that name each other, once they exist', async () => {
    const server = await sandbox();
    const wanted = {
      top: { ...made, name: 'Top' },
      left: { ...made, name: 'Left', schedule: { type: 'dependency', play: 'top' } },
      text: { ...made, name: 'Text', description: '${{ plays.left.workflowUuid }}' },
    };
    const first = await reconcile(server, wanted, sync);
    expect(countsOf(first.planned)).toEqual({ create: 3 });
    await first.apply();
    expect(countsOf((await reconcile(server, wanted, sync)).planned)).toEqual({ none: 3 });
  });

  it.each([
    [2, []],
    [1, ['This run would delete 2 plays, but `max-deletes` is 1,']],
  ])('of two deletes with %i allowed', async (maxDeletes, problems) => {
    const { planned } = await planBeside(several('b', 'a'), { ...sync, maxDeletes });
    expect(planned.problems.map((problem) => problem.slice(0, problems[0]?.length ?? 0))).toEqual(problems);
    // by id, whatever the order in the workspace
    expect(planned.changes.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'create score',
      'delete a',
      'delete b',
    ]);
  });

  it('says which old id it goes by, and what others own', async () => {
    const notes = async (description: string): Promise<unknown> => {
      const { planned } = await planBeside([{ ...made, description, limit: 3 }], { policy: 'create-only' });
      return planned.changes.map((change) => (change.kind === 'none' ? change.note : change.kind));
    };
    expect(await notes(line('older'))).toEqual([expect.stringContaining('has the old id "older"')]);
    expect(await notes(line('score', 'a/b'))).toEqual([expect.stringContaining('belongs to a/b#score')]);
    expect(await notes(line('score'))).toEqual([null]);
    expect(await notes('By hand.')).toEqual([
      expect.stringMatching(/created by hand, so `upsert-only` alone would refuse.+`adopt: true`/),
    ]);
  });

  it("marks another owner's play as none of ours, and tells what differs", async () => {
    const foreign = { ...made, limit: 3, description: line('score', 'a/b') };
    const { planned } = await planBeside([foreign], { policy: 'create-only' });
    expect(planned.changes).toMatchObject([
      { kind: 'none', foreign: true, differences: [{ field: 'limit', before: 3, after: null }] },
    ]);
  });

  it.each(['create-only', 'upsert-only'] as const)('with %s tells orphans, by id', async (policy) => {
    const { planned, uuids } = await planBeside([owned('b'), owned('a'), owned('score', made)], { policy });
    expect(planned.orphans).toEqual([
      expect.objectContaining({ id: 'a', uuid: uuids[1], name: 'a', modelUuid: made.modelUuid }),
      expect.objectContaining({ id: 'b', uuid: uuids[0], name: 'b', modelUuid: made.modelUuid }),
    ]);
    expect(planned.orphans[0]?.note).toContain('`policy: sync` would delete this play');
  });

  it('with `sync` has no orphans, and copies of one say so', async () => {
    expect((await planBeside(several('a'), sync)).planned.orphans).toEqual([]);
    const { planned } = await planBeside(several('a', 'a'), { policy: 'upsert-only' });
    expect(planned.orphans.map(({ note }) => note)).toEqual([
      expect.stringContaining('2 plays have its ownership line'),
      expect.stringContaining('2 plays have its ownership line'),
    ]);
  });

  it('without an owner goes by names', async () => {
    const { planned } = await planBeside([{ ...made, description: 'Text', limit: 3 }], {
      policy: 'create-only',
      owner: null,
    });
    expect(countsOf(planned)).toEqual({ drifted: 1 });
    expect(planned.changes).toMatchObject([
      { note: expect.stringContaining('With `owner: none`') as unknown },
    ]);
  });

  it.each([null, 'acme/revenue' as Owner])(
    'with the owner %s makes no play again whose name the service keeps otherwise',
    async (owner) => {
      const server = await sandbox();
      const settings = { policy: 'create-only', owner } as const;
      const wanted = { caf: { ...made, name: 'Cafe\u0301  Ranking' } };
      const { uuid } = server.store.addPlay({ ...made, name: 'caf\u00e9 ranking' });
      const { planned } = await reconcile(server, wanted, settings);
      expect(planned.changes).toMatchObject([{ kind: 'none', actual: { play: { uuid } } }]);
    },
  );

  const long = 'Score new accounts of the whole region';
  it.each<[string, object, object, Record<string, number>]>([
    ['the beginning of the name', {}, {}, { refused: 1 }],
    ['the beginning and dots', { name: 'score New accounts of the…' }, {}, { refused: 1 }],
    ['a shorter beginning', { name: 'Score new accounts' }, {}, { create: 1 }],
    ['another description', { description: 'By hand.' }, {}, { create: 1 }],
    ['other changes', { changeKinds: ['updated'] }, {}, { create: 1 }],
    ['another model', { modelUuid: demoUuids.models.contacts }, {}, { create: 1 }],
    ['somebody else’s line', { description: line('score', 'a/b') }, {}, { create: 1 }],
    [
      'what another definition is called',
      {},
      { other: { ...made, name: 'Score new accounts of the' } },
      { create: 1, none: 1 },
    ],
  ])('makes no play again of which the service may keep %s', async (_what, fields, others, expected) => {
    for (const owner of [null, 'acme/revenue' as Owner]) {
      const server = await sandbox();
      const { uuid } = server.store.addPlay({ ...made, name: 'Score new accounts of the', ...fields });
      const wanted = { score: { ...made, name: long }, ...others };
      const { planned } = await reconcile(server, wanted, { policy: 'create-only', owner });
      expect(countsOf(planned)).toEqual(expected);
      if (planned.refusals.length === 0) continue;
      expect(planned.refusals).toMatchObject([
        { uuids: [uuid], message: expect.stringContaining('write its shorter name in the file') as unknown },
      ]);
    }
  });

  it('gives each of two names that are alike its own play', async () => {
    const server = await sandbox();
    const wanted = { lower: { ...made, name: 'score' }, upper: { ...made, name: 'Score' } };
    const settings = { policy: 'create-only', owner: null } as const;
    server.store.addPlay({ ...made, name: 'Score' });
    expect(countsOf((await reconcile(server, wanted, settings)).planned)).toEqual({ create: 1, none: 1 });
    server.store.addPlay({ ...made, name: 'score' });
    expect(countsOf((await reconcile(server, wanted, settings)).planned)).toEqual({ none: 2 });
  });

  it('refuses names that are alike where the service keeps neither', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, name: 'SCORE' });
    const wanted = { lower: { ...made, name: 'score' }, upper: { ...made, name: 'Score' } };
    const { planned } = await reconcile(server, wanted, { policy: 'create-only', owner: null });
    expect(planned.refusals).toMatchObject([
      {
        id: 'lower',
        uuids: [uuid],
        message: expect.stringContaining('The same is true of "upper"') as unknown,
      },
      {
        id: 'upper',
        uuids: [uuid],
        message: expect.stringContaining('The same is true of "lower"') as unknown,
      },
    ]);
  });
});
