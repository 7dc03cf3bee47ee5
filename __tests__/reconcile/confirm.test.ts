import { describe, expect, it } from 'vitest';
import type { PlayUuid } from '../../src/reconcile/actual.ts';
import { confirm } from '../../src/reconcile/confirm.ts';
import type { Confirmation } from '../../src/reconcile/confirm.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { sandbox } from '../support/action.ts';
import { line, made } from '../support/policy-table.ts';
import { noteLooks, stillClock } from '../support/still-clock.ts';
import type { Event } from '../support/still-clock.ts';
import { connect, desire } from '../support/workspace.ts';

const ourLine = line('score');
const missing = '00000000-0000-4000-8000-000000000000';

interface Looked extends Confirmation {
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
  const clock = stillClock(events);
  const looks = noteLooks(server, clock, blind);
  const uuids = new Map(created === null ? [] : [['score', created as PlayUuid]]);
  const confirmation = await confirm(desired, uuids, {
    api: workspace.api,
    owner: owner as Owner | null,
    clock,
    stop: wanted.stop ?? new AbortController().signal,
  });
  return { ...confirmation, looks };
}

const all = [0, 500, 1_500, 3_500, 7_500, 15_000];

describe('the last look', () => {
  it('is one where it shows every created play', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, description: ourLine });
    expect(await look(server, { created: uuid })).toEqual({
      doubles: [],
      unseen: [],
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
