import { describe, expect, it } from 'vitest';
import type { PlayUuid } from '../../src/reconcile/actual.ts';
import { confirm } from '../../src/reconcile/confirm.ts';
import type { Confirmation } from '../../src/reconcile/confirm.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import { demoUuids } from '../../src/sandbox/seed.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { stillClock } from './still-clock.ts';
import type { Event } from './still-clock.ts';
import { connect, desire, endsWithTest } from './workspace.ts';

const modelUuid = demoUuids.models.accounts;
const definition = { name: 'Score', modelUuid, changeKinds: ['added'], runCreationRule: 'once' };
const line = 'Managed as code by acme/revenue#score';
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
  const { created = missing, owner = 'acme/revenue', blind = () => false, events = [] } = wanted;
  const workspace = connect(server);
  const desired = await desire({ score: definition }, workspace);
  await workspace.plays(); // asked for at the start; not a look
  const clock = stillClock(events);
  const looks: number[] = [];
  const { take } = server.faults;
  server.faults.take = (method, path) => {
    if (!path.includes('plays/list')) return take(method, path);
    looks.push(clock.now());
    return blind(looks.length) ? { act: { kind: 'status', status: 400 } } : null;
  };
  const uuids = new Map(created === null ? [] : [['score', created as PlayUuid]]);
  const confirmation = await confirm(desired, uuids, {
    api: workspace.api,
    owner: owner as Owner | null,
    clock,
    stop: wanted.stop ?? new AbortController().signal,
  });
  return { ...confirmation, looks };
}

const start = async (): Promise<Sandbox> => endsWithTest(await startSandbox());
const all = [0, 500, 1_500, 3_500, 7_500, 15_000];

describe('the last look', () => {
  it('is one where it shows every created play', async () => {
    const server = await start();
    const { uuid } = server.store.addPlay({ ...definition, description: line });
    expect(await look(server, { created: uuid })).toEqual({
      doubles: [],
      unseen: [],
      error: null,
      looks: [0],
    });
  });

  it('is repeated until a created play shows', async () => {
    const server = await start();
    const { uuid } = server.store.addPlay({ ...definition, description: line });
    const play = server.store.plays.get(uuid);
    server.store.plays.delete(uuid);
    const shows: Event = [3_000, () => play !== undefined && server.store.plays.set(uuid, play)];
    const { looks, unseen } = await look(server, { created: uuid, events: [shows] });
    expect({ looks, unseen }).toEqual({ looks: all.slice(0, 4), unseen: [] });
  });

  it('is given up after 15 seconds, and names what it did not show', async () => {
    const { looks, unseen, error } = await look(await start(), {});
    expect({ looks, unseen, error }).toEqual({ looks: all, unseen: ['score'], error: null });
  });

  it('does not count a deleted play as one that shows', async () => {
    const server = await start();
    const { uuid } = server.store.addPlay({ ...definition, description: line });
    server.store.settings.listDeletedPlays = true;
    server.store.deletePlay(uuid);
    expect((await look(server, { created: uuid })).unseen).toEqual(['score']);
  });

  it('tells why, where none succeeded', async () => {
    const { looks, unseen, error } = await look(await start(), { blind: () => true });
    expect({ looks, unseen }).toEqual({ looks: all, unseen: ['score'] });
    expect(error?.status).toBe(400);
  });

  it('is forgiven those that failed, where one succeeded', async () => {
    const server = await start();
    const { uuid } = server.store.addPlay({ ...definition, description: line });
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
    const { looks, unseen } = await look(await start(), { events: [cancel], stop: stop.signal });
    expect({ looks, unseen }).toEqual({ looks: [0, 500, 1_000], unseen: ['score'] });
  });

  it.each([
    ['two with our line', line, line, 'acme/revenue', true, true],
    ['two with our line, none of them of this run', line, line, 'acme/revenue', false, true],
    ['one with our line and one by hand', line, 'Text', 'acme/revenue', true, false],
    ['two of the name, matched by name', '', '', null, true, true],
    ['two of the name that were there before', '', '', null, false, false],
  ])('tells a double or not: %s', async (_what, first, second, owner, created, told) => {
    const server = await start();
    const uuids = [first, second].map(
      (description) => server.store.addPlay({ ...definition, description }).uuid,
    );
    const { doubles } = await look(server, { created: created ? (uuids[0] ?? null) : null, owner });
    expect(doubles).toEqual(told ? [{ id: 'score', uuids }] : []);
  });
});
