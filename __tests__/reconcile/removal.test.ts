import { describe, expect, it } from 'vitest';
import { confirm } from '../../src/reconcile/confirm.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import type { OnRemoval } from '../../src/reconcile/policy.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { sandbox, writes } from '../support/action.ts';
import { line, made, owned } from '../support/policy-table.ts';
import { stillClock } from '../support/still-clock.ts';
import { connect, reconcile } from '../support/workspace.ts';

type Settings = Parameters<typeof reconcile>[2];

const text = 'Scores accounts.\n\nAsk Ann before you change this.';
const described = (id: string): string => `${text}\n\n${line(id)}`;
const sync = (onRemoval: OnRemoval): Settings => ({ policy: 'sync', onRemoval });

/** Applies with no definition but `score`, which is as it is defined. */
async function applied(server: Sandbox, settings: Settings): Promise<readonly string[]> {
  const { planned, apply } = await reconcile(server, { score: made }, settings);
  expect([planned.refusals, planned.problems]).toEqual([[], []]);
  return (await apply()).map(({ change, status }) => `${change.kind} ${change.id} ${status}`);
}

async function withScore(...others: readonly object[]): Promise<{ server: Sandbox; uuids: string[] }> {
  const server = await sandbox();
  server.store.addPlay({ ...made, description: line('score') });
  return { server, uuids: others.map((each) => server.store.addPlay(each).uuid) };
}

describe('a play whose definition is gone', () => {
  it('is switched off with `disable`, keeps all else, and is then left alone', async () => {
    const { server, uuids } = await withScore(
      owned('gone', { description: described('gone'), isEnabled: true }),
    );
    const [uuid = ''] = uuids;
    const before = structuredClone(server.store.plays.get(uuid));
    expect(await applied(server, sync('disable'))).toEqual(['none score unchanged', 'disable gone applied']);
    expect(server.requests.at(-1)).toMatchObject({ method: 'PUT', body: { isEnabled: false } });
    expect(server.store.plays.get(uuid)).toEqual({
      ...before,
      isEnabled: false,
      updatedAt: expect.anything() as unknown,
    });

    const { planned } = await reconcile(server, { score: made }, sync('disable'));
    expect(planned.changes.map(({ kind }) => kind)).toEqual(['none']);
    expect(planned.orphans).toMatchObject([{ id: 'gone', uuid, isProtected: false }]);
    expect(planned.orphans[0]?.note).toContain('To delete it, set `on-removal: delete`.');
  });

  it('that was switched off is managed again when its definition comes back', async () => {
    const { server } = await withScore(owned('gone', { isEnabled: true }));
    await applied(server, sync('disable'));
    const again = { score: made, gone: { ...made, name: 'gone' } };
    const { planned } = await reconcile(server, again, { policy: 'upsert-only' });
    expect(planned.changes.map(({ kind }) => kind)).toEqual(['none', 'none']);
  });

  it.each([
    ['with a text', described('gone'), text],
    ['without a text', line('gone'), null],
    ['protected', `${text}\n\n${line('gone')}, protected`, text],
    ['with a text below its line', `${line('gone')}\n\n${text}`, text],
  ])('%s loses its line with `release`, and nothing else', async (_what, description, left) => {
    const { server, uuids } = await withScore(owned('gone', { description, isEnabled: true }));
    const [uuid = ''] = uuids;
    const before = structuredClone(server.store.plays.get(uuid));
    expect(await applied(server, sync('release'))).toEqual(['none score unchanged', 'release gone applied']);
    expect(server.requests.at(-1)).toMatchObject({ method: 'PUT', body: { description: left } });
    expect(server.store.plays.get(uuid)).toEqual({
      ...before,
      description: left,
      updatedAt: expect.anything() as unknown,
    });
    const { planned } = await reconcile(server, { score: made }, sync('delete'));
    expect(planned.changes.map(({ kind }) => kind)).toEqual(['none']);
    expect(planned.orphans).toEqual([]);
  });

  it('that was released is made no second time when its definition comes back', async () => {
    const { server, uuids } = await withScore(owned('gone', { name: 'Gone' }));
    await applied(server, sync('release'));
    const again = { score: made, gone: { ...made, name: 'Gone' } };
    const refused = await reconcile(server, again, sync('release'));
    expect(refused.planned.refusals).toMatchObject([{ id: 'gone', uuids }]);
    const adopted = await reconcile(server, again, { policy: 'upsert-only', adopt: true });
    expect(adopted.planned.changes.map(({ kind }) => kind)).toEqual(['none', 'adopt']);
  });

  it.each(['disable', 'release'] as const)(
    'stays as it is where another change failed (%s)',
    async (kind) => {
      const server = await sandbox();
      server.store.addPlay(owned('gone', { isEnabled: true }));
      server.faults.add({ method: 'POST', act: { kind: 'status', status: 422, body: { reason: 'x' } } });
      const { apply } = await reconcile(server, { score: made }, sync(kind));
      const outcomes = await apply();
      expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'not-attempted']);
      expect(outcomes[1]).toMatchObject({
        error: expect.stringContaining(`nothing was ${kind}d.`) as unknown,
      });
      expect(writes(server)).toEqual(['POST /orchestration/plays']);
    },
  );

  it.each([
    ['delete', { isEnabled: true }],
    ['disable', { isEnabled: true }],
    ['release', {}],
  ] as const)('counts against `max-deletes` with %s', async (kind, fields) => {
    const server = await sandbox();
    for (const id of ['a', 'b']) server.store.addPlay(owned(id, fields));
    const { planned } = await reconcile(server, { score: made }, { ...sync(kind), maxDeletes: 1 });
    expect(planned.problems).toEqual([
      expect.stringContaining(`This run would ${kind} 2 plays, but \`max-deletes\` is 1,`),
    ]);
  });
});

describe('the last look after a removal', () => {
  const context = (server: Sandbox): Parameters<typeof confirm>[2] => ({
    api: connect(server).reader,
    owner: 'acme/revenue' as Owner,
    clock: stillClock(),
    stop: new AbortController().signal,
    pause: () => Promise.resolve(),
    lastLook: () => Promise.resolve([]),
  });

  it.each(['disable', 'release'] as const)('sees that it was done (%s)', async (kind) => {
    const { server, uuids } = await withScore(owned('gone', { isEnabled: true }));
    const { apply } = await reconcile(server, { score: made }, sync(kind));
    const outcomes = await apply();
    expect(await confirm([], outcomes, context(server))).toMatchObject({ unseen: [], unremoved: [] });

    // and that it was not, where the service only said so
    server.store.editPlay(uuids[0] ?? '', { isEnabled: true, description: line('gone') });
    expect(await confirm([], outcomes, context(server))).toMatchObject({ unremoved: uuids });
  });
});

describe('a protected play', () => {
  const isProtected = `${line('gone')}, protected`;

  it.each(['delete', 'disable'] as const)('refuses to be removed, and says how (%s)', async (kind) => {
    const { server, uuids } = await withScore(owned('gone', { description: isProtected, isEnabled: true }));
    const { planned } = await reconcile(server, { score: made }, sync(kind));
    expect(planned.refusals).toMatchObject([{ id: 'gone', desired: null, uuids, removal: kind }]);
    const { message = '' } = planned.refusals[0] ?? {};
    expect(message).toContain(`would ${kind} it`);
    expect(message).toContain('put the definition back without `protect: true`');
    expect(message).toContain('take ", protected" out of the ownership line');
    expect(planned.changes.map((change) => change.kind)).toEqual(['none']);
  });

  it('can be removed once its definition has lifted it', async () => {
    const server = await sandbox();
    const settings = sync('delete');
    const gone = { ...made, name: 'Gone', protect: true };
    await (await reconcile(server, { score: made, gone }, settings)).apply();
    const [play] = server.store.livePlays().filter(({ name }) => name === 'Gone');
    expect(play?.description).toBe(isProtected);
    expect((await reconcile(server, { score: made }, settings)).planned.refusals).toHaveLength(1);

    const lifted = { score: made, gone: { ...made, name: 'Gone' } };
    const { planned, apply } = await reconcile(server, lifted, settings);
    expect(planned.changes).toMatchObject([
      { kind: 'none' },
      { kind: 'update', differences: [], protectDiffers: true },
    ]);
    await apply();
    expect(server.requests.at(-1)?.body).toEqual({ description: line('gone') });
    expect(await applied(server, settings)).toEqual(['none score unchanged', 'delete gone applied']);
  });

  it('keeps the word when its text changes, and when it moves to another id', async () => {
    const server = await sandbox();
    const wanted = { ...made, protect: true, description: 'One.' };
    for (const [id, fields] of [
      ['score', wanted],
      ['score', { ...wanted, description: 'Two.' }],
      ['rank', { ...wanted, description: 'Two.' }],
    ] as const) {
      const { planned, apply } = await reconcile(server, { [id]: fields }, { policy: 'upsert-only' });
      expect(planned.refusals).toEqual([]);
      await apply();
      const [play] = server.store.livePlays().filter(({ name }) => name === made.name);
      expect(play?.description).toBe(`${fields.description}\n\n${line(id)}, protected`);
      const again = await reconcile(server, { [id]: fields }, sync('delete'));
      expect(again.planned.changes.map(({ kind }) => kind)).toEqual(['none']);
    }
  });

  it.each(['create-only', 'upsert-only'] as const)(
    'is told as such among the orphans of %s',
    async (policy) => {
      const { server } = await withScore(owned('gone', { description: isProtected }), owned('old'));
      const { planned } = await reconcile(server, { score: made }, { policy });
      expect(planned.orphans).toMatchObject([
        { id: 'gone', isProtected: true, note: expect.stringContaining('is protected') as unknown },
        { id: 'old', isProtected: false, note: expect.stringContaining('`policy: sync` would') as unknown },
      ]);
    },
  );
});
