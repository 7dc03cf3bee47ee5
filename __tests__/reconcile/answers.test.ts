import { describe, expect, it } from 'vitest';
import type { ApplyContext, Outcome } from '../../src/reconcile/apply.ts';
import type { PlayRow, PlayUuid } from '../../src/reconcile/actual.ts';
import { looseName } from '../../src/reconcile/names.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import { isAnswerFor } from '../../src/reconcile/settle.ts';
import type { Fault } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { sandbox, writes } from '../support/action.ts';
import { line, made, owned } from '../support/policy-table.ts';
import { stillClock } from '../support/still-clock.ts';
import { reconcile } from '../support/workspace.ts';

/** Lets the service keep names otherwise than it is sent them. */
function respell(server: Sandbox, spell: (name: string) => string): void {
  const { addPlay } = server.store;
  server.store.addPlay = (play) => addPlay({ ...play, name: spell(play.name ?? '') });
}

const spellings: readonly [string, (name: string) => string][] = [
  ['with other blanks', (name) => name.replaceAll(' ', '  ')],
  ['in another Unicode form', (name) => name.normalize('NFD')],
  ['in another case', (name) => name.toUpperCase()],
];

describe('a service that keeps a name', () => {
  it.each(spellings)('%s makes one play, in this run and the next', async (_what, spell) => {
    for (const owner of [null, 'acme/revenue' as Owner]) {
      const server = await sandbox();
      respell(server, spell);
      const definitions = { score: { ...made, name: 'Prüfe new accounts' } };
      const settings = { policy: 'create-only', owner } as const;
      const first = await reconcile(server, definitions, settings);
      const [outcome] = await first.apply({ clock: stillClock(), retries: 3 });
      expect(outcome?.status).toBe('applied');
      const note = outcome?.status === 'applied' ? outcome.note : null;
      expect(note).toContain(`"${spell('Prüfe new accounts')}", not as "Prüfe new accounts"`);
      const next = await reconcile(server, definitions, settings);
      expect(next.planned.changes.map(({ kind }) => kind)).toEqual(['none']);
      expect(writes(server)).toHaveLength(1);
    }
  });

  it('otherwise is found where the answer is lost, too', async () => {
    const server = await sandbox();
    respell(server, (name) => ` ${name.toLowerCase()} `);
    server.faults.add({ method: 'POST', when: 'after', act: { kind: 'cut' } });
    const { apply } = await reconcile(server, { score: made }, { policy: 'create-only', owner: null });
    expect(await apply({ clock: stillClock(), retries: 3 })).toMatchObject([{ status: 'applied' }]);
    expect(writes(server)).toHaveLength(1);
  });

  it('shortened is found where the answer is lost, and refused by the next run', async () => {
    const server = await sandbox();
    respell(server, (name) => name.slice(0, 30));
    server.faults.add({ method: 'POST', when: 'after', act: { kind: 'cut' } });
    const definitions = { score: { ...made, name: 'Score new accounts of the whole region' } };
    const settings = { policy: 'create-only', owner: null } as const;
    const { apply } = await reconcile(server, definitions, settings);
    expect(await apply({ clock: stillClock(), retries: 3 })).toMatchObject([{ status: 'applied' }]);
    const next = await reconcile(server, definitions, settings);
    expect(next.planned.refusals).toHaveLength(1);
    expect(writes(server)).toHaveLength(1);
  });

  it.each([
    ['shortened', 'Score new accounts of the wh', 'x', 1],
    ['shortened, with dots', 'Score new accounts of the wh...', 'x', 1],
    ['whole, with dots behind it', 'Score new accounts of the whole region...', 'x', 0],
    ['shortened to what is no long part of it', 'Score new accounts', 'x', 0],
    ['otherwise', 'Score new accounts of the north', 'x', 0],
    ['shortened, in a play that is not the same', 'Score new accounts of the wh', 'y', 0],
  ])('may have a play already: %s', async (_what, name, description, refusals) => {
    const server = await sandbox();
    server.store.addPlay({ ...made, name, description });
    const whole = { ...made, name: 'Score new accounts of the whole region', description: 'x' };
    const { planned } = await reconcile(server, { score: whole }, { policy: 'create-only', owner: null });
    expect(planned.refusals).toHaveLength(refusals);
    expect(planned.changes).toHaveLength(1 - refusals);
  });

  it('shortened is not made again', async () => {
    const server = await sandbox();
    respell(server, (name) => name.slice(0, 9));
    const { apply } = await reconcile(server, { score: made }, { policy: 'create-only', owner: null });
    expect(await apply({ clock: stillClock(), retries: 3 })).toMatchObject([{ status: 'applied' }]);
    expect(writes(server)).toHaveLength(1);
  });
});

it('a play of which the list tells next to nothing is found', async () => {
  const server = await sandbox();
  server.faults.add({ method: 'POST', when: 'after', act: { kind: 'cut' } });
  const { apply } = await reconcile(server, { score: made }, { policy: 'create-only' });
  const alter = (body: unknown): unknown => ({
    plays: (body as { plays: PlayRow[] }).plays.map(({ uuid, description }) => ({ uuid, description })),
  });
  server.faults.add({ method: 'GET', times: Infinity, act: { kind: 'alter', alter } });
  expect(await apply({ clock: stillClock(), retries: 3 })).toMatchObject([{ status: 'applied' }]);
  expect(writes(server)).toHaveLength(1);
});

describe('the answer to a create is that play or not:', () => {
  const row: PlayRow = {
    uuid: 'u' as PlayUuid,
    workspaceUuid: null,
    workflowUuid: null,
    segmentUuid: null,
    modelUuid: 'M',
    name: 'Score',
    description: null,
    deletedAt: null,
    isReadable: true,
    isDescribed: true,
    read: () => {
      throw new Error('is not looked into');
    },
  };
  const uuids = new Set(['u' as PlayUuid]);
  it.each<[string, Partial<PlayRow>, object, boolean]>([
    ['it has the name', {}, {}, true],
    ['it has another name, nobody’s', { name: 'Sco' }, {}, true],
    ["it has another definition's name", { name: 'o T H E R' }, {}, false],
    ['it has our line', { description: line('score') }, {}, true],
    ["it has another definition's line", { description: line('other') }, {}, false],
    ["it has another owner's line", { description: line('score', 'a/b') }, {}, false],
    ['it has a line, and we write none', { description: line('score') }, { owner: null }, false],
    ['it was there before', {}, { before: uuids }, false],
    ['it was told as that of another', {}, { claimed: uuids }, false],
    ['it is on another model', { modelUuid: 'n' }, {}, false],
  ])('%s', (_what, fields, context, expected) => {
    const known = {
      owner: 'acme/revenue' as Owner | null,
      before: new Set<PlayUuid>(),
      claimed: new Set<PlayUuid>(),
      names: new Map([
        ['score', looseName('Score')],
        ['other', looseName('Other')],
      ]),
      ...context,
    };
    const body = { name: 'Score', modelUuid: 'm' };
    expect(isAnswerFor({ ...row, ...fields }, 'score', body, known)).toBe(expected);
  });
});

describe('a create that is answered with a play from before', () => {
  const alteredTo = (uuid: string): Fault => ({
    method: 'POST',
    act: {
      kind: 'alter',
      alter: (body) => ({ play: { ...(body as { play: object }).play, uuid } }),
    },
  });

  it('is looked for, and not made again', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, name: 'Older' });
    server.faults.add(alteredTo(uuid));
    const { apply } = await reconcile(server, { score: made }, { policy: 'create-only' });
    const [outcome] = await apply({ clock: stillClock(), retries: 0 });
    expect(outcome).toMatchObject({ status: 'applied' });
    expect(outcome?.play?.uuid).not.toBe(uuid);
    expect(writes(server)).toHaveLength(1);
  });

  it('has failed where no look finds it, and says why', async () => {
    const server = await sandbox();
    const { uuid } = server.store.addPlay({ ...made, name: 'Older' });
    const { apply } = await reconcile(server, { score: made }, { policy: 'create-only' });
    server.faults.add(alteredTo(uuid));
    server.faults.add({ method: 'GET', times: 3, act: { kind: 'status', status: 403 } });
    const [outcome] = await apply({ clock: stillClock(), retries: 3 });
    expect(outcome).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(
        /^Could not create the play \(POST \/orchestration\/plays\): the answer is about a different play\. Looking for the play failed too: /,
      ) as unknown,
    });
  });
});

describe('a delete', () => {
  async function deleted(
    faults: readonly Fault[],
    context: Partial<ApplyContext> = {},
  ): Promise<{ readonly outcome: Outcome | undefined; readonly there: boolean; readonly server: Sandbox }> {
    const server = await sandbox();
    const { uuid } = server.store.addPlay(owned('gone'));
    const { apply } = await reconcile(server, {}, { policy: 'sync' });
    for (const fault of faults) server.faults.add({ method: 'DELETE', ...fault });
    const [outcome] = await apply({ clock: stillClock(), ...context });
    return { outcome, there: server.store.livePlays().some((play) => play.uuid === uuid), server };
  }

  it.each<[string, Fault['act']]>([
    ['HTML', { kind: 'rubbish', body: '<html>Signed out</html>' }],
    ['an error in a 200', { kind: 'status', status: 200, body: { reason: 'failedToRemoveSegment' } }],
    ['a 503', { kind: 'status', status: 503 }],
    ["a proxy's 404", { kind: 'status', status: 404 }],
    ['playNotFound', { kind: 'status', status: 404, body: { reason: 'playNotFound' } }],
    ['nothing', { kind: 'cut' }],
  ])('answered by %s is done where a look does not show the play, and else failed', async (_what, act) => {
    const lying = await deleted([{ act }]);
    expect(lying).toMatchObject({ there: true, outcome: { status: 'failed' } });
    const lost = await deleted([{ act, when: 'after' }]);
    expect(lost).toMatchObject({ there: false, outcome: { status: 'applied' } });
  });

  it('that was refused is not looked for', async () => {
    const { outcome, server } = await deleted([{ act: { kind: 'status', status: 403 } }]);
    expect(outcome).toMatchObject({ status: 'failed' });
    expect(server.requests.filter(({ path }) => path.includes('plays/list'))).toHaveLength(1);
  });
});
