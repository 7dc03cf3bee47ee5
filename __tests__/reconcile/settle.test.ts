import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/errors.ts';
import type { ApplyContext, Outcome } from '../../src/reconcile/apply.ts';
import type { PlayRow, PlayUuid } from '../../src/reconcile/actual.ts';
import { deleteOnce, findCreated, isListed, sharedLooks } from '../../src/reconcile/settle.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import { sandbox } from '../support/action.ts';
import { line, made } from '../support/policy-table.ts';
import { noteLooks, stillClock } from '../support/still-clock.ts';
import type { Event } from '../support/still-clock.ts';
import { reconcile } from '../support/workspace.ts';

const ourLine = line('score');

/** How a create went: its outcome, how often it was sent, and when it was looked for. */
interface Went {
  readonly outcome: Outcome | undefined;
  readonly posts: number;
  readonly looks: readonly number[];
}

interface Doubt {
  /** How each create is answered, one after the other; `made` is the true answer. */
  readonly answers: readonly (number | 'cut' | 'made')[];
  /** Milliseconds after which the play of the first create is in the workspace. */
  readonly madeAt?: number;
  /** Which looks fail. */
  readonly blind?: readonly number[];
  readonly context?: Partial<ApplyContext>;
  readonly events?: readonly Event[];
}

async function create({ answers, madeAt, blind = [], context, events = [] }: Doubt): Promise<Went> {
  const server = await sandbox();
  const { apply } = await reconcile(server, { score: made });
  const appearing: Event[] =
    madeAt === undefined
      ? []
      : [[madeAt, () => server.store.addPlay({ ...made, description: `${ourLine}\n` })]];
  const clock = stillClock([...appearing, ...events]);
  const looks = noteLooks(server, clock, (look) => blind.includes(look));
  for (const answer of answers) {
    if (answer === 'made') server.faults.add({ method: 'POST', act: { kind: 'slow', ms: 0 } });
    else if (answer === 'cut') server.faults.add({ method: 'POST', act: { kind: 'cut' } });
    else server.faults.add({ method: 'POST', act: { kind: 'status', status: answer } });
  }
  const [outcome] = await apply({ clock, retries: 0, ...context });
  const posts = server.requests.filter(({ method }) => method === 'POST').length;
  return { outcome, posts, looks };
}

const errorOf = ({ outcome }: Went): string =>
  outcome !== undefined && 'error' in outcome ? outcome.error : '';

describe('a create in doubt is looked for', () => {
  it.each([
    [400, [500]],
    [1_900, [500, 2_000]],
    [4_900, [500, 2_000, 5_000]],
  ])('half a second, two and five seconds after: made after %i ms', async (madeAt, looks) => {
    for (const answer of ['cut', 500, 504] as const) {
      const went = await create({ answers: [answer], madeAt, context: { retries: 3 } });
      expect(went).toMatchObject({ outcome: { status: 'applied' }, posts: 1, looks });
    }
  });

  it('and made again where three looks have not found it', async () => {
    const went = await create({ answers: ['cut', 503, 'made'], context: { retries: 2 } });
    expect(went).toMatchObject({ outcome: { status: 'applied' }, posts: 3 });
    expect(went.looks).toEqual([500, 2_000, 5_000, 5_500, 7_000, 10_000]);
  });

  it('and made again no more often than `retries` says', async () => {
    const went = await create({ answers: ['cut', 'cut', 'cut'], context: { retries: 1 } });
    expect(went).toMatchObject({ outcome: { status: 'failed' }, posts: 2 });
    expect(errorOf(went)).toMatch(/ Cargo does not have the play\. Run the job again to create it\.$/);
  });

  it.each([504, 408])('and never made again after a %i', async (status) => {
    const went = await create({ answers: [status, 'made'], context: { retries: 3 } });
    expect(went).toMatchObject({ outcome: { status: 'failed' }, posts: 1, looks: [500, 2_000, 5_000] });
    expect(errorOf(went)).toMatch(
      / The play does not exist yet, but may still appear\. The next run finds it or creates it\.$/,
    );
  });

  it('and not made again where the last look failed', async () => {
    const went = await create({ answers: ['cut', 'made'], blind: [3], context: { retries: 3 } });
    expect(went).toMatchObject({ outcome: { status: 'failed' }, posts: 1, looks: [500, 2_000, 5_000] });
    expect(errorOf(went)).toMatch(
      / Looking for the play failed too: .+ The play may or may not exist\. The next run finds it or creates it\.$/s,
    );
  });

  it('and made again where only the last look succeeded', async () => {
    const went = await create({ answers: ['cut', 'made'], blind: [1, 2], context: { retries: 3 } });
    expect(went).toMatchObject({ outcome: { status: 'applied' }, posts: 2 });
  });

  it('never where it was refused', async () => {
    const went = await create({ answers: [422, 'made'], context: { retries: 3 } });
    expect(went).toMatchObject({ outcome: { status: 'failed' }, posts: 1, looks: [] });
    expect(errorOf(went)).not.toContain('looked for');
  });

  it.each([
    ['made meanwhile', 900, 'applied', ''],
    ['not made', undefined, 'failed', 'It may or may not exist.'],
  ])('once more after a cancellation: %s', async (_what, madeAt, status, error) => {
    const stop = new AbortController();
    const cancel: Event = [1_000, () => stop.abort()];
    const went = await create({
      answers: ['cut', 'made'],
      ...(madeAt === undefined ? {} : { madeAt }),
      events: [cancel],
      context: { retries: 3, stop: stop.signal },
    });
    expect(went).toMatchObject({ outcome: { status }, posts: 1, looks: [500, 1_000] });
    expect(errorOf(went)).toContain(error);
  });
});

describe('a delete in doubt', () => {
  const uuid = 'p0' as PlayUuid;
  const lost = new ApiError('connection-lost', 'The answer was lost.', {
    ...{ method: 'DELETE', path: '/plays', status: null, reason: null },
    certainty: 'doubtful',
  });

  /** How it ends where each look shows `rows`, or fails. */
  async function end(rows: readonly PlayRow[] | null): Promise<unknown> {
    const look = (): Promise<readonly PlayRow[]> =>
      rows === null ? Promise.reject(lost) : Promise.resolve(rows);
    const context = { clock: stillClock([]), stop: new AbortController().signal, retries: 0, look };
    const ended = await deleteOnce(uuid, context as never, () => Promise.reject(lost));
    return 'more' in ended ? ended.more : ended.kind;
  }

  it('is looked for, and says what is known of the play', async () => {
    const there = { uuid, deletedAt: null } as PlayRow;
    expect(await end([])).toBe('deleted');
    expect(await end([there])).toBe(' The play still exists.');
    expect(await end(null)).toBe(
      ' Looking for the play failed too: The answer was lost. The play may or may not be deleted. The next run finds out.',
    );
  });
});

describe('a play that was found', () => {
  const row = (fields: Partial<PlayRow> = {}): PlayRow => ({
    uuid: 'u' as PlayUuid,
    workspaceUuid: null,
    workflowUuid: null,
    segmentUuid: null,
    modelUuid: 'A-MODEL',
    name: 'Score',
    description: ourLine,
    deletedAt: null,
    isReadable: true,
    isDescribed: true,
    read: () => {
      throw new Error('is not looked into');
    },
    ...fields,
  });
  const context = {
    owner: 'acme/revenue' as Owner | null,
    before: new Set<PlayUuid>(),
    claimed: new Set<PlayUuid>(),
    names: new Map([['score', 'score']]),
    lineLost: false,
  };
  const nobody = { ...context, owner: null };
  const lost = { ...context, lineLost: true };
  const uuids = new Set(['u' as PlayUuid]);
  const bare = { description: 'Text' };

  it.each([
    ['has our line', {}, context, true],
    ['has it in other letters', { description: 'Managed as code by Acme/Revenue#score' }, context, true],
    ['has another name by now', { name: 'Other' }, context, true],
    ['was deleted', { deletedAt: '2026-01-01T00:00:00Z' }, context, false],
    ['was there before the run', {}, { ...context, before: uuids }, false],
    ["is another definition's", {}, { ...context, claimed: uuids }, false],
    ["has another owner's line", { description: 'Managed as code by acme/other#score' }, context, false],
    ["has another play's line", { description: 'Managed as code by acme/revenue#other' }, context, false],
    ['has no line', bare, context, false],
    ['has no line, where lines are lost', bare, lost, true],
    ['has no description, where lines are lost', { description: null }, lost, true],
    [
      "has another owner's line, where lines are lost",
      { description: 'Managed as code by a/b#score' },
      lost,
      false,
    ],
    ['has its name, without an owner', bare, nobody, true],
    [
      'has its name with other blanks, Unicode form and case',
      { ...bare, name: ' sCo\u0072e\u00a0' },
      nobody,
      true,
    ],
    ['can be read no further', { workspaceUuid: null, raw: { uuid: 'u' } }, context, true],
    ['has another name, without an owner', { ...bare, name: 'Other' }, nobody, false],
    ['is on another model, without an owner', { ...bare, modelUuid: 'other' }, nobody, false],
    ["has somebody's line, without an owner", {}, nobody, false],
  ])('is ours or not: it %s', (_what, fields, known, ours) => {
    const body = { name: 'Score', modelUuid: 'a-model' };
    const others = row({ uuid: 'v' as PlayUuid, description: 'Managed as code by x/y#z' });
    const found = row(fields);
    expect(findCreated([others, found], 'score', body, known)).toBe(ours ? found : undefined);
  });

  it.each<[string, Partial<PlayRow>, boolean]>([
    ['live', {}, true],
    ['another one', { uuid: 'v' as PlayUuid }, false],
    ['deleted', { deletedAt: '2026-01-01T00:00:00Z' }, false],
  ])('is listed or not: it is %s', (_what, fields, shows) => {
    expect(isListed([row(fields)], 'u' as PlayUuid)).toBe(shows);
  });
});

describe('looks that are shared', () => {
  it('begin after they were asked for, and serve all who asked meanwhile', async () => {
    const ends: ((rows: readonly PlayRow[]) => void)[] = [];
    const look = sharedLooks(() => new Promise((end) => ends.push(end)));
    const turns = async (): Promise<void> => {
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    };
    const first = look();
    await turns();
    const [second, third] = [look(), look()];
    await turns();
    expect(ends).toHaveLength(1);
    ends[0]?.([]);
    expect(await first).toEqual([]);
    await turns();
    expect(ends).toHaveLength(2);
    const rows = [{} as PlayRow];
    ends[1]?.(rows);
    expect(await second).toBe(rows);
    expect(await third).toBe(rows);
  });

  it('go on after one that failed', async () => {
    let fails = true;
    const look = sharedLooks(() => (fails ? Promise.reject(new Error('down')) : Promise.resolve([])));
    await expect(look()).rejects.toThrow('down');
    fails = false;
    expect(await look()).toEqual([]);
  });
});
