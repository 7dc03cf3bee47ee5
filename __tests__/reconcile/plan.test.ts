import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/reconcile/apply.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import type { Plan, PlanSettings } from '../../src/reconcile/plan.ts';
import { demoUuids } from '../../src/sandbox/seed.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { line, made, policies, table } from '../policy-table.ts';
import { endsWithTest, reconcile } from './workspace.ts';
import type { Definitions } from './workspace.ts';

type Fields = Readonly<Record<string, unknown>>;

const start = async (): Promise<Sandbox> => endsWithTest(await startSandbox());

/** How many definitions a plan means to bring to what, and how many plays it means to delete. */
function countsOf({ changes, refusals }: Plan): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (kind: string): void => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  for (const change of changes) {
    if (refusals.length > 0) count('notAttempted');
    else count(change.kind === 'none' && change.differences.length > 0 ? 'drifted' : change.kind);
  }
  for (const _refusal of refusals) count('refused');
  return counts;
}

const sent = (server: Sandbox): string[] =>
  server.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);

describe('the table of the policies, as plans', () => {
  const rows = table.flatMap(({ there, live, expected, adopt = false }) =>
    policies.map((policy, index) => [policy, there, live, adopt, expected[index] ?? {}] as const),
  );

  it.each(rows)('%s: %s', async (policy, _there, live, adopt, expected) => {
    const server = await start();
    for (const each of live) server.store.addPlay(each);
    const { planned } = await reconcile(server, { score: made }, { policy, adopt });
    expect(countsOf(planned)).toEqual(expected);
    expect(sent(server)).toEqual([]);
  });
});

const sync: Partial<PlanSettings> = { policy: 'sync' };
const several = (...ids: readonly string[]): readonly object[] =>
  ids.map((id) => ({ ...made, name: id, description: line(id) }));

/** The plan of one definition, `score`, beside these plays. */
async function planBeside(
  live: readonly object[],
  settings: Partial<PlanSettings>,
): Promise<{ readonly planned: Plan; readonly uuids: readonly string[] }> {
  const server = await start();
  const uuids = live.map((each) => server.store.addPlay(each).uuid);
  const { planned } = await reconcile(server, { score: made }, settings);
  return { planned, uuids };
}

describe('a refusal', () => {
  it.each([
    [
      'of plays with one line',
      several('score', 'score'),
      /^2 plays carry the ownership line of "score": U, U\. One of them is probably a copy/,
    ],
    [
      'of plays with one name',
      [made, made],
      /^2 plays are called "Score new accounts" on the model accounts, .+: U, U\. Rename or delete all but one/,
    ],
    [
      'of another model',
      [{ ...made, modelUuid: demoUuids.models.deals, description: line('score') }],
      /^The model of a play can't be changed, and U is on another one \(30de1000.+003\) than .+ says \(accounts\)/,
    ],
    [
      'of a play made by hand',
      [made],
      /^A play of this name on the model accounts exists \(U\) and is not managed as code\. Set `adopt: true`/,
    ],
    [
      "of another owner's play",
      [{ ...made, description: line('theirs', 'acme/Old') }],
      /\(U\) is managed as code by acme\/Old#theirs, and is left alone\. If .+ called acme\/Old before, set `owner: acme\/Old`\.$/,
    ],
  ])('%s says which, and what to do', async (_what, live, message) => {
    const { planned, uuids } = await planBeside(live, { policy: 'upsert-only' });
    const [refusal] = planned.refusals;
    expect(refusal?.uuids).toEqual(uuids);
    expect(uuids.reduce((text, uuid) => text.replace(uuid, 'U'), refusal?.message ?? '')).toMatch(message);
    expect(refusal).toMatchObject({ id: 'score', desired: { id: 'score' } });
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
    expect(planned.refusals[0]?.message).toMatch(/^2 plays carry the ownership line/);
  });

  it('passes over what was deleted, where the service still lists it', async () => {
    const server = await start();
    server.store.settings.listDeletedPlays = true;
    server.store.deletePlay(server.store.addPlay({ ...made, description: line('score') }).uuid);
    const { planned } = await reconcile(server, { score: made }, sync);
    expect(countsOf(planned)).toEqual({ create: 1 });
  });

  it('finds nothing to do for plays that name each other, once they exist', async () => {
    const server = await start();
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
    [1, ['This would delete 2 plays, more than `max-deletes` allows (1)']],
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
    expect(await notes(line('older'))).toEqual([expect.stringContaining('is managed as "older"')]);
    expect(await notes(line('score', 'a/b'))).toEqual([
      expect.stringContaining('managed as code by a/b#score'),
    ]);
    expect(await notes(line('score'))).toEqual([null]);
  });

  it('without an owner goes by names', async () => {
    const { planned } = await planBeside([{ ...made, description: 'Text', limit: 3 }], {
      policy: 'create-only',
      owner: null,
    });
    expect(countsOf(planned)).toEqual({ drifted: 1 });
  });
});

/** Applies definitions, edits the one play by hand, and plans again. */
async function edited(
  wanted: Fields,
  edit: (server: Sandbox, uuid: string) => void,
): Promise<readonly object[]> {
  const server = await start();
  const { apply } = await reconcile(server, { score: { ...made, ...wanted } });
  const [outcome] = await apply();
  edit(server, outcome?.status === 'applied' ? outcome.play.uuid : '');
  const { planned } = await reconcile(server, { score: { ...made, ...wanted } });
  return planned.changes.flatMap((change) => ('differences' in change ? change.differences : []));
}

const condition = { kind: 'string', columnSlug: 'domain', operator: 'is', values: ['a'] };
const filterOf = (...conditions: readonly object[]): object => ({
  conjonction: 'and',
  groups: [{ conjonction: 'and', conditions }],
});

describe('what counts as different', () => {
  it.each<[string, Fields, Fields, readonly object[]]>([
    ['nothing', {}, {}, []],
    [
      'a set in another order',
      { changeKinds: ['added', 'removed'] },
      { changeKinds: ['removed', 'added'] },
      [],
    ],
    [
      'a set with one more',
      {},
      { changeKinds: ['added', 'removed'] },
      [{ field: 'changeKinds', before: ['added', 'removed'], after: ['added'] }],
    ],
    [
      'tracked columns in another order',
      { trackingColumnSlugs: ['domain', 'name'] },
      { trackingColumnSlugs: ['name', 'domain'] },
      [],
    ],
    ['an empty list for none', {}, { trackingColumnSlugs: [], sort: [] }, []],
    ['an empty filter for none', {}, { filter: { conjonction: 'or', groups: [] } }, []],
    [
      'a filter for none',
      {},
      { filter: filterOf(condition) },
      [{ field: 'filter', before: filterOf(condition), after: null }],
    ],
    [
      'none for a filter',
      { filter: filterOf(condition) },
      { filter: { conjonction: 'and', groups: [] } },
      [{ field: 'filter', before: null, after: filterOf(condition) }],
    ],
    [
      'one value as a list',
      { filter: filterOf({ ...condition, values: 'a' }) },
      { filter: filterOf(condition) },
      [],
    ],
    [
      'a list as one value',
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, values: 'a' }) },
      [],
    ],
    [
      'a condition more',
      { filter: filterOf(condition) },
      { filter: filterOf(condition, condition) },
      [{ field: 'filter', before: filterOf(condition, condition), after: filterOf(condition) }],
    ],
    [
      'conditions in another order',
      { filter: filterOf(condition, { ...condition, values: ['b'] }) },
      { filter: filterOf({ ...condition, values: ['b'] }, condition) },
      [{ field: 'filter' }],
    ],
    [
      'a key of the server in a condition',
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, cachedAt: 'now' }) },
      [],
    ],
    [
      "a key of Cargo's own words in a condition",
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, otherValue: 3 }) },
      [{ field: 'filter', before: filterOf({ ...condition, otherValue: 3 }), after: filterOf(condition) }],
    ],
    [
      'such a key without a value',
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, otherValue: null }) },
      [],
    ],
    [
      'a difference, shown without what the server added',
      { filter: filterOf(condition) },
      { filter: filterOf({ ...condition, values: ['b'], cachedAt: 'now', value: null }) },
      [{ field: 'filter', before: filterOf({ ...condition, values: ['b'] }), after: filterOf(condition) }],
    ],
    [
      'a sort the other way',
      { sort: [{ columnSlug: 'domain', kind: 'asc' }] },
      { sort: [{ columnSlug: 'domain', kind: 'desc' }] },
      [{ field: 'sort' }],
    ],
    ['a limit', { limit: 5 }, { limit: 6 }, [{ field: 'limit', before: 6, after: 5 }]],
    ['a limit by hand', {}, { limit: 6 }, [{ field: 'limit', before: 6, after: null }]],
    [
      'a text',
      { description: 'One\n' },
      { description: `Two\n\n${line('score')}` },
      [{ field: 'description', before: 'Two', after: 'One\n' }],
    ],
    [
      'a text with other line ends',
      { description: 'a\nb' },
      { description: `a\r\nb\r\n\r\n${line('score')}` },
      [],
    ],
    [
      'a text by hand',
      {},
      { description: `Two\n\n${line('score')}` },
      [{ field: 'description', before: 'Two', after: null }],
    ],
    ['an empty text for none', { description: '' }, {}, []],
    [
      'a folder',
      { folderUuid: demoUuids.folders.gtm },
      { folderUuid: demoUuids.folders.scoring },
      [{ field: 'folderUuid', before: demoUuids.folders.scoring, after: demoUuids.folders.gtm }],
    ],
    [
      'a schedule, shown without what the server added',
      { schedule: { type: 'cron', cron: '0 6 * * 1' } },
      { schedule: { type: 'cron', cron: '0 7 * * 1', temporalScheduleWorkflowId: 'x', meta: {} } },
      [
        {
          field: 'schedule',
          before: { type: 'cron', cron: '0 7 * * 1' },
          after: { type: 'cron', cron: '0 6 * * 1' },
        },
      ],
    ],
    [
      'another kind of schedule',
      { schedule: { type: 'watch' } },
      { schedule: { type: 'cron', cron: '0 7 * * 1' } },
      [{ field: 'schedule', before: { type: 'cron', cron: '0 7 * * 1' }, after: { type: 'watch' } }],
    ],
    [
      'no schedule',
      { schedule: { type: 'watch' } },
      { schedule: null },
      [{ field: 'schedule', before: null, after: { type: 'watch' } }],
    ],
    ['a schedule as it was made', { schedule: { type: 'cron', cron: '0 6 * * 1' } }, {}, []],
  ])('%s', async (_what, wanted, edit, differences) => {
    const found = await edited(wanted, (server, uuid) => server.store.editPlay(uuid, edit));
    expect(found).toHaveLength(differences.length);
    expect(found).toMatchObject(differences);
    for (const [index, difference] of differences.entries())
      if ('before' in difference) expect(found[index]).toEqual(difference);
  });
});

/** Applies, and tells what was sent and how each ended. */
async function applied(
  server: Sandbox,
  wanted: Definitions,
  settings: Partial<PlanSettings> = sync,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly requests: readonly string[] }> {
  const { planned, apply } = await reconcile(server, wanted, settings);
  expect(planned.refusals).toEqual([]);
  return { outcomes: await apply(), requests: sent(server) };
}

describe('an apply', () => {
  it('deletes what others wait for last, by whatever uuid they name it', async () => {
    const server = await start();
    const first = server.store.addPlay({ ...made, name: 'A', description: line('a') });
    const segment = { kind: 'segment', operator: 'in', segmentUuid: first.segmentUuid };
    const second = server.store.addPlay({
      ...made,
      name: 'B',
      description: line('b'),
      filter: filterOf(segment),
    } as never);
    const third = server.store.addPlay({
      ...made,
      name: 'C',
      description: line('c'),
      schedule: { type: 'dependency', playUuid: second.uuid },
    });
    const { requests } = await applied(server, {});
    expect(requests).toEqual([third, second, first].map(({ uuid }) => `DELETE /orchestration/plays/${uuid}`));
  });

  it('deletes two that wait for each other together', async () => {
    const server = await start();
    const first = server.store.addPlay({ ...made, name: 'A', description: line('a') });
    const second = server.store.addPlay({
      ...made,
      name: 'B',
      description: line('b'),
      schedule: { type: 'dependency', playUuid: first.uuid },
    });
    server.store.editPlay(first.uuid, { schedule: { type: 'dependency', playUuid: second.uuid } });
    const { outcomes } = await applied(server, {});
    expect(outcomes.map(({ status, change }) => `${change.id} ${status}`)).toEqual([
      'a applied',
      'b applied',
    ]);
  });

  it('deletes nothing where something failed, and does not begin what waits for it', async () => {
    const server = await start();
    server.store.addPlay({ ...made, name: 'Gone', description: line('gone') });
    server.faults.add({ method: 'POST', act: { kind: 'status', status: 422 } });
    const { outcomes, requests } = await applied(server, {
      top: { ...made, name: 'Top' },
      left: { ...made, name: 'Left', schedule: { type: 'dependency', play: 'top' } },
      bottom: { ...made, name: 'Bottom', schedule: { type: 'dependency', play: 'left' } },
    });
    expect(requests).toEqual(['POST /orchestration/plays']);
    expect(outcomes.map((outcome) => ('error' in outcome ? outcome.error : outcome.status))).toEqual([
      expect.stringContaining('422'),
      'It waits for "top", which failed.',
      'It waits for "left", which was not attempted.',
      'Nothing is deleted in a run in which something failed.',
    ]);
  });

  it.each<[string, Owner | null, number, boolean]>([
    ['is told', 'acme/revenue' as Owner, 10, true],
    ['is not where the line was kept', 'acme/revenue' as Owner, 10_000, false],
    ['is not where none was written', null, 10, false],
  ])('that loses the ownership line %s', async (_what, owner, descriptionLength, told) => {
    const server = await start();
    server.store.settings.descriptionLength = descriptionLength;
    const { outcomes } = await applied(server, { score: made }, { policy: 'create-only', owner });
    const [outcome] = outcomes;
    const note = outcome?.status === 'applied' ? outcome.note : '';
    expect(note === null).toBe(!told);
    if (told) expect(note).toContain('did not keep the ownership line');
  });

  it('sends an update of what differs alone, and the line where it changes', async () => {
    const bodies = async (live: Fields, wanted: Fields, adopt = false): Promise<unknown> => {
      const server = await start();
      server.store.addPlay({ ...made, ...live });
      await applied(server, { score: { ...made, ...wanted } }, { policy: 'upsert-only', adopt });
      return server.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body);
    };
    const ours = { description: `Text\n\n${line('score')}` };
    expect(await bodies({ ...ours, limit: 3 }, { description: 'Text', limit: 4 })).toEqual([{ limit: 4 }]);
    expect(await bodies(ours, {})).toEqual([{ description: line('score') }]);
    expect(await bodies({ description: line('old') }, {})).toEqual([{ description: line('score') }]);
    expect(await bodies({ limit: 3 }, {}, true)).toEqual([{ limit: null, description: line('score') }]);
    expect(await bodies({ description: 'Text' }, { description: 'Text' }, true)).toEqual([
      { description: `Text\n\n${line('score')}` },
    ]);
  });

  it('tells of each play how it ended', async () => {
    const server = await start();
    for (const each of several('same', 'other', 'gone')) server.store.addPlay(each);
    const wanted = { same: { ...made, name: 'same' }, other: { ...made, name: 'other', limit: 3 } };
    const endings = ({ outcomes }: { readonly outcomes: readonly Outcome[] }): string[] =>
      outcomes.map((outcome) => `${outcome.change.id} ${outcome.status} ${outcome.play?.name ?? ''}`);
    const drifting = await applied(server, wanted, { policy: 'create-only' });
    expect(endings(drifting)).toEqual(['same unchanged same', 'other drifted other']);

    server.faults.add({ method: 'DELETE', act: { kind: 'status', status: 403 } });
    const first = await applied(server, wanted);
    expect(endings(first)).toEqual(['same unchanged same', 'other applied other', 'gone failed gone']);
    expect(first.outcomes[2]).toMatchObject({ error: expect.stringContaining('403') as unknown });

    server.faults.add({ method: 'PUT', act: { kind: 'status', status: 422 } });
    const second = await applied(server, { ...wanted, other: { ...made, name: 'other', limit: 4 } });
    expect(endings(second)).toEqual(['same unchanged same', 'other failed other', 'gone not-attempted gone']);
    expect(second.outcomes[1]).toMatchObject({ error: expect.stringContaining('422') as unknown });
  });

  it('writes nothing after a cancellation', async () => {
    const server = await start();
    server.store.addPlay({ ...made, name: 'Gone', description: line('gone') });
    server.store.addPlay({ ...made, name: 'B', limit: 3, description: line('b') });
    const wanted = { a: { ...made, name: 'A' }, b: { ...made, name: 'B' } };
    const { apply } = await reconcile(server, wanted, sync);
    const outcomes = await apply({ stop: AbortSignal.abort() });
    expect(outcomes.map(({ status, change }) => `${change.kind} ${status}`)).toEqual([
      'create not-attempted',
      'update not-attempted',
      'delete not-attempted',
    ]);
    expect(sent(server)).toEqual([]);
  });
});
