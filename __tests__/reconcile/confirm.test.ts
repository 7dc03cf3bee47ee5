import { describe, expect, it } from 'vitest';
import type { PlayUuid } from '../../src/reconcile/actual.ts';
import type { Outcome } from '../../src/reconcile/apply.ts';
import { confirm } from '../../src/reconcile/confirm.ts';
import type { Confirmation } from '../../src/reconcile/confirm.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { sandbox } from '../support/action.ts';
import { line, made } from '../support/policy-table.ts';
import { noteLooks, stillClock } from '../support/still-clock.ts';
import type { Event } from '../support/still-clock.ts';
import { connect, desire, reconcile } from '../support/workspace.ts';

const ourLine = line('score');
const missing = '00000000-0000-4000-8000-000000000000';

interface Looked extends Pick<Confirmation, 'doubles' | 'unseen' | 'unlisted' | 'error'> {
  readonly looks: readonly number[];
}

interface Wanted {
  /** The uuid that the create told; null where the definition's play was there before. */
  readonly created?: string | null;
  readonly owner?: string | null;
  /** Whether a look, counted from one, fails. */
  readonly blind?: (look: number) => boolean;
  readonly events?: readonly Event[];
  readonly stop?: AbortSignal;
}

async function look(server: Sandbox, wanted: Wanted): Promise<Looked> {
  const { created = missing, owner = 'acme/revenue', blind, events = [] } = wanted;
  const workspace = connect(server);
  const desired = await desire({ score: made }, workspace);
  await workspace.plays(); // asked for at the start; not a look
  const rows = await workspace.reader.listPlays();
  const { uuid: template } = server.store.addPlay({ ...made, name: 'Another' });
  const [row] = (await workspace.reader.listPlays()).filter(({ uuid }) => uuid === template);
  server.store.plays.delete(template);
  const [play] = desired;
  if (play === undefined || row === undefined) throw new Error('there is nothing to look for');
  const outcomes: Outcome[] =
    created === null
      ? [
          // something was written, and it is there
          {
            status: 'applied',
            change: {
              kind: 'create',
              workflow: null,
              id: 'other' as typeof play.id,
              desired: { ...play, name: 'Another' },
            },
            play: rows[0] ?? row,
            note: null,
            live: null,
          },
        ]
      : [
          {
            status: 'applied',
            change: { kind: 'create', workflow: null, id: play.id, desired: play },
            play: { ...row, uuid: created as PlayUuid },
            note: null,
            live: null,
          },
        ];
  const clock = stillClock(events);
  const looks = noteLooks(server, clock, blind);
  const confirmation = await confirm(desired, outcomes, {
    api: workspace.api,
    owner: owner as Owner | null,
    clock,
    stop: wanted.stop ?? new AbortController().signal,
    pause: () => Promise.resolve(),
    lastLook: () => workspace.reader.listPlays({ afterCancel: true }),
  });
  if (confirmation === null) throw new Error('nothing was looked for');
  const { doubles, unseen, unlisted, error } = confirmation;
  return { doubles, unseen, unlisted, error, looks };
}

const all = [0, 500, 1_500, 3_500, 7_500, 12_000];

describe('the last look', () => {
  it('is one where it shows every created play', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: ourLine });
    expect(await look(server, { created: uuid })).toEqual({
      doubles: [],
      unseen: [],
      unlisted: [],
      error: null,
      looks: [0],
    });
  });

  it('is repeated until a created play shows', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: ourLine });
    const play = server.store.plays.get(uuid);
    server.store.plays.delete(uuid);
    const shows: Event = [3_000, () => play !== undefined && server.store.plays.set(uuid, play)];
    const { looks, unseen } = await look(server, { created: uuid, events: [shows] });
    expect({ looks, unseen }).toEqual({ looks: all.slice(0, 4), unseen: [] });
  });

  it('is given up after 15 seconds, and names what it did not show', async () => {
    const { looks, unseen, error } = await look(await sandbox(), {});
    expect({ looks, unseen, error }).toEqual({ looks: all, unseen: ['score'], error: null });
  });

  it('names a created play that the next run would not find, and no other', async () => {
    const server = await sandbox();
    expect((await look(server, {})).unlisted).toEqual([{ id: 'score', uuid: missing }]);
    // the list has it under a uuid that the answer did not give
    server.store.addPlay({ ...made, description: ourLine });
    const { unseen, unlisted } = await look(server, {});
    expect({ unseen, unlisted }).toEqual({ unseen: ['score'], unlisted: [] });
    expect((await look(await sandbox(), { blind: () => true })).unlisted).toEqual([]);
  });

  it('does not count a deleted play as one that shows', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: ourLine });
    server.store.settings.listDeletedPlays = true;
    server.store.deletePlay(uuid);
    expect((await look(server, { created: uuid })).unseen).toEqual(['score']);
  });

  it('tells why, where none succeeded', async () => {
    const { looks, unseen, error } = await look(await sandbox(), { blind: () => true });
    expect({ looks, unseen }).toEqual({ looks: all, unseen: ['score'] });
    expect(error?.status).toBe(400);
  });

  it('is forgiven those that failed, where one succeeded', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: ourLine });
    expect(await look(server, { created: uuid, blind: (nth) => nth < 3 })).toEqual({
      doubles: [],
      unseen: [],
      unlisted: [],
      error: null,
      looks: all.slice(0, 3),
    });
    const late = await look(server, { blind: (nth) => nth > 1 });
    expect(late).toMatchObject({ unseen: ['score'], error: null });
  });

  it('ends with a cancellation', async () => {
    const stop = new AbortController();
    const cancel: Event = [1_000, () => stop.abort()];
    const { looks, unseen } = await look(await sandbox(), { events: [cancel], stop: stop.signal });
    expect({ looks, unseen }).toEqual({ looks: [0, 500, 1_000], unseen: ['score'] });
  });

  it.each([
    ['two with our line', ourLine, ourLine, 'acme/revenue', true, true],
    ['two with our line, none of them of this run', ourLine, ourLine, 'acme/revenue', false, true],
    ['one with our line and one by hand', ourLine, 'Text', 'acme/revenue', true, false],
    ['two of the name, matched by name', '', '', null, true, true],
    ['two of the name that were there before', '', '', null, false, false],
  ])('tells a double or not: %s', async (_what, first, second, owner, created, told) => {
    const server = await sandbox();
    const uuids = [first, second].map((description) => server.store.addPlay({ ...made, description }).uuid);
    const { doubles } = await look(server, { created: created ? (uuids[0] ?? null) : null, owner });
    expect(doubles).toEqual(told ? [{ id: 'score', uuids }] : []);
  });
});

/** Applies, then looks, on one still clock; `events` happen while it is looked. */
async function writeThenLook(
  server: Sandbox,
  wanted: object,
  eventsOf: (server: Sandbox) => readonly Event[] = () => [],
): Promise<{ readonly confirmation: Confirmation | null; readonly looks: readonly number[] }> {
  const workspace = connect(server);
  const definitions = { score: { ...made, ...wanted } };
  const desired = await desire(definitions, workspace);
  const { apply } = await reconcile(server, definitions, { policy: 'sync' });
  const outcomes = await apply();
  const clock = stillClock(eventsOf(server));
  const looks = noteLooks(server, clock);
  const confirmation = await confirm(desired, outcomes, {
    api: workspace.api,
    owner: 'acme/revenue' as Owner,
    clock,
    stop: new AbortController().signal,
    pause: () => Promise.resolve(),
    lastLook: () => workspace.reader.listPlays(),
  });
  return { confirmation, looks };
}

describe('the last look, at what was updated and deleted', () => {
  it('is not taken where nothing was written', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, description: ourLine });
    expect(await writeThenLook(server, {})).toEqual({ confirmation: null, looks: [] });
  });

  it('is one where all is as it was sent', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, description: ourLine });
    const { confirmation, looks } = await writeThenLook(server, { limit: 5 });
    expect(looks).toEqual([0]);
    expect(confirmation).toMatchObject({ kept: [], unseen: [], unremoved: [], doubles: [], error: null });
  });

  it('tells a value that is kept otherwise, and does not wait for it', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: ourLine });
    const { confirmation, looks } = await writeThenLook(server, { limit: 5 }, () => {
      server.store.editPlay(uuid, { limit: 6 });
      return [];
    });
    expect(looks).toEqual([0]);
    expect(confirmation?.kept.map(({ desired, differences }) => [desired.id, differences])).toEqual([
      ['score', [{ field: 'limit', before: 6, after: 5 }]],
    ]);
  });

  it('tells of fields on the play alone, where the segments can’t be listed', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: ourLine });
    const wanted = { limit: 5, runCreationRule: 'always' };
    const { confirmation, looks } = await writeThenLook(server, wanted, () => {
      server.faults.add({ path: /segments\/list/, times: Infinity, act: { kind: 'status', status: 403 } });
      server.store.editPlay(uuid, { limit: 6, runCreationRule: 'once' });
      return [[2_000, () => server.store.editPlay(uuid, { runCreationRule: 'always' })]];
    });
    expect(looks).toEqual(all.slice(0, 4));
    expect(confirmation).toMatchObject({ kept: [], error: null });
  });

  it('tells nothing of what an update left alone', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: ourLine });
    const { confirmation } = await writeThenLook(server, { limit: 5 }, () => {
      server.store.editPlay(uuid, { runCreationRule: 'always' });
      return [];
    });
    expect(confirmation?.kept).toEqual([]);
  });

  it('tells what a create was kept as, but for its name, which its answer has told', async () => {
    const server = await sandbox();
    const { confirmation } = await writeThenLook(server, { limit: 5 }, () => {
      const { uuid } = server.store.livePlays().at(-1) ?? expect.fail('no play was made');
      server.store.editPlay(uuid, { limit: 6, name: 'Otherwise' });
      return [];
    });
    expect(confirmation?.kept.map(({ differences }) => differences)).toEqual([
      [{ field: 'limit', before: 6, after: 5 }],
    ]);
  });

  it('waits as long as the list shows the value from before', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, limit: 3, description: ourLine });
    const { confirmation, looks } = await writeThenLook(server, { limit: 5 }, () => {
      server.store.editPlay(uuid, { limit: 3 });
      return [[2_000, () => server.store.editPlay(uuid, { limit: 5 })]];
    });
    expect(looks).toEqual(all.slice(0, 4));
    expect(confirmation?.kept).toEqual([]);
  });

  it('names a deleted play that the list goes on showing', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, name: 'Gone', description: line('gone') });
    server.store.addPlay({ ...made, description: ourLine });
    server.faults.add({ method: 'DELETE', act: { kind: 'rubbish', status: 202, body: '' } });
    const { confirmation, looks } = await writeThenLook(server, {});
    expect(looks).toEqual(all);
    expect(confirmation?.unremoved).toEqual([uuid]);
  });
});
