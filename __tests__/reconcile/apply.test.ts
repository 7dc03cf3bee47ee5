import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/reconcile/apply.ts';
import type { Owner } from '../../src/reconcile/ownership.ts';
import type { PlanSettings } from '../../src/reconcile/plan.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { sandbox, writes } from '../support/action.ts';
import { filterOf, line, made, owned } from '../support/policy-table.ts';
import { reconcile } from '../support/workspace.ts';
import type { Definitions } from '../support/workspace.ts';

type Fields = Readonly<Record<string, unknown>>;

const sync: Partial<PlanSettings> = { policy: 'sync' };

/** Applies, and tells what was sent and how each ended. */
async function applied(
  server: Sandbox,
  wanted: Definitions,
  settings: Partial<PlanSettings> = sync,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly requests: readonly string[] }> {
  const { planned, apply } = await reconcile(server, wanted, settings);
  expect(planned.refusals).toEqual([]);
  return { outcomes: await apply(), requests: writes(server) };
}

describe('an apply', () => {
  it('deletes what others wait for last, by whatever uuid they name it', async () => {
    const server = await sandbox();
    const first = server.store.addPlay(owned('a'));
    const segment = { kind: 'segment', operator: 'in', segmentUuid: first.segmentUuid };
    const second = server.store.addPlay(owned('b', { filter: filterOf(segment) }));
    const third = server.store.addPlay(
      owned('c', { schedule: { type: 'dependency', playUuid: second.uuid } }),
    );
    const { requests } = await applied(server, {});
    expect(requests).toEqual([third, second, first].map(({ uuid }) => `DELETE /orchestration/plays/${uuid}`));
  });

  it('deletes two that wait for each other together', async () => {
    const server = await sandbox();
    const first = server.store.addPlay(owned('a'));
    const second = server.store.addPlay(
      owned('b', { schedule: { type: 'dependency', playUuid: first.uuid } }),
    );
    server.store.editPlay(first.uuid, { schedule: { type: 'dependency', playUuid: second.uuid } });
    const { outcomes } = await applied(server, {});
    expect(outcomes.map(({ status, change }) => `${change.id} ${status}`)).toEqual([
      'a applied',
      'b applied',
    ]);
  });

  it('deletes nothing where something failed, and does not begin what waits for it', async () => {
    const server = await sandbox();
    server.store.addPlay(owned('gone'));
    server.faults.add({ method: 'POST', act: { kind: 'status', status: 422 } });
    const { outcomes, requests } = await applied(server, {
      top: { ...made, name: 'Top' },
      left: { ...made, name: 'Left', schedule: { type: 'dependency', play: 'top' } },
      bottom: { ...made, name: 'Bottom', schedule: { type: 'dependency', play: 'left' } },
    });
    expect(requests).toEqual(['POST /orchestration/plays']);
    expect(outcomes.map((outcome) => ('error' in outcome ? outcome.error : outcome.status))).toEqual([
      expect.stringContaining('422'),
      'It needs "top", which failed.',
      'It needs "left", which was not attempted.',
      'Something else failed in this run, so nothing was deleted. Fix that, then run the job again.',
    ]);
  });

  it.each<[string, Owner | null, number, boolean]>([
    ['is told', 'acme/revenue' as Owner, 10, true],
    ['is not where the line was kept', 'acme/revenue' as Owner, 10_000, false],
    ['is not where none was written', null, 10, false],
  ])('that loses the ownership line %s', async (_what, owner, descriptionLength, told) => {
    const server = await sandbox();
    server.store.settings.descriptionLength = descriptionLength;
    const { outcomes } = await applied(server, { score: made }, { policy: 'create-only', owner });
    const [outcome] = outcomes;
    const note = outcome?.status === 'applied' ? outcome.note : '';
    expect(note === null).toBe(!told);
    if (told) expect(note).toContain('did not keep the ownership line');
  });

  it('sends an update of what differs alone, and the line where it changes', async () => {
    const bodies = async (live: Fields, wanted: Fields, adopt = false): Promise<unknown> => {
      const server = await sandbox();
      server.store.addPlay({ ...made, ...live });
      await applied(server, { score: { ...made, ...wanted } }, { policy: 'upsert-only', adopt });
      return server.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body);
    };
    const ours = { description: `Text\n\n${line('score')}` };
    expect(await bodies({ ...ours, limit: 3 }, { description: 'Text', limit: 4 })).toEqual([{ limit: 4 }]);
    const edited = { description: `**${line('score')}**\n\nText` };
    expect(await bodies({ ...edited, limit: 3 }, { description: 'Text', limit: 4 })).toEqual([
      { limit: 4, description: `Text\n\n${line('score')}` },
    ]);
    expect(await bodies(ours, {})).toEqual([{ description: line('score') }]);
    expect(await bodies({ description: line('old') }, {})).toEqual([{ description: line('score') }]);
    expect(await bodies({ limit: 3 }, {}, true)).toEqual([{ limit: null, description: line('score') }]);
    expect(await bodies({ description: 'Text' }, { description: 'Text' }, true)).toEqual([
      { description: `Text\n\n${line('score')}` },
    ]);
  });

  it('keeps what an answer to an update leaves out', async () => {
    const server = await sandbox();
    const { uuid, workflowUuid, segmentUuid } = server.store.addPlay({ ...made, description: line('score') });
    const alter = (body: unknown): unknown => ({
      play: {
        ...(body as { play: object }).play,
        workflowUuid: null,
        segmentUuid: null,
        modelUuid: undefined,
      },
    });
    server.faults.add({ method: 'PUT', act: { kind: 'alter', alter } });
    const { apply } = await reconcile(server, { score: { ...made, limit: 4 } }, { policy: 'upsert-only' });
    const [outcome] = await apply();
    expect(outcome).toMatchObject({
      status: 'applied',
      play: { uuid, workflowUuid, segmentUuid, modelUuid: made.modelUuid },
    });
  });

  it('tells of each play how it ended', async () => {
    const server = await sandbox();
    for (const id of ['same', 'other', 'gone']) server.store.addPlay(owned(id));
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
    const server = await sandbox();
    server.store.addPlay(owned('gone'));
    server.store.addPlay(owned('b', { limit: 3 }));
    const wanted = { a: { ...made, name: 'A' }, b: { ...made, name: 'B' } };
    const { apply } = await reconcile(server, wanted, sync);
    const outcomes = await apply({ stop: AbortSignal.abort() });
    expect(outcomes.map(({ status, change }) => `${change.kind} ${status}`)).toEqual([
      'create not-attempted',
      'update not-attempted',
      'delete not-attempted',
    ]);
    expect(writes(server)).toEqual([]);
  });
});
