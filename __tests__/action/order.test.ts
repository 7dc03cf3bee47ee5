import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/server.ts';
import { counts, play, plays, repository, sandbox, write, writes } from '../support/action.ts';
import { actHere } from '../support/here.ts';

/** A play that waits for others: its schedule for the first of them, its description for all. */
function waiting(name: string, ...others: readonly string[]): string {
  const [first] = others;
  return play({
    name,
    ...(first === undefined ? {} : { schedule: { type: 'dependency', play: first } }),
    ...(others.length === 0
      ? {}
      : { description: others.map((id) => `after \${{ plays.${id}.uuid }}`).join(', ') }),
  });
}

/** The names of the plays that were asked for, in the order in which the requests came. */
function created(server: Sandbox): string[] {
  return server.requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => String((body as { name: unknown }).name));
}

const diamond = {
  'plays/bottom.yml': waiting('Bottom', 'left', 'right'),
  'plays/left.yml': waiting('Left', 'top'),
  'plays/right.yml': waiting('Right', 'top'),
  'plays/top.yml': waiting('Top'),
};

describe('plays that wait for each other', () => {
  it('a chain of five is made from its end', async () => {
    const server = await sandbox();
    const chain = ['a', 'b', 'c', 'd', 'e'].map((id, index, all) => {
      const next = all[index + 1];
      return [`plays/${id}.yml`, waiting(id.toUpperCase(), ...(next === undefined ? [] : [next]))];
    });
    const run = await actHere(server, repository(Object.fromEntries(chain) as Record<string, string>));
    expect(run.code, run.stdout).toBe(0);
    expect(created(server)).toEqual(['E', 'D', 'C', 'B', 'A']);
    const uuidOf = (name: string): string | undefined =>
      server.store.livePlays().find((each) => each.name === name)?.uuid;
    const a = server.store.livePlays().find(({ name }) => name === 'A');
    expect(a?.schedule).toMatchObject({ type: 'dependency', playUuid: uuidOf('B') });
    expect(a?.description).toBe(`after ${uuidOf('B') ?? ''}\n\nManaged as code by acme/revenue#a`);
    expect(
      (await actHere(server, repository(Object.fromEntries(chain) as Record<string, string>))).outputs[
        'changed'
      ],
    ).toBe('false');
  });

  it('a plan refuses to wait for a play that the workspace does not have, unless that is so already', async () => {
    const server = await sandbox();
    const upsert = { policy: 'upsert-only', reach: 'false' };
    const { uuid: hand } = server.store.addPlay({ name: 'By hand' });
    const after = play({ schedule: { type: 'dependency', playUuid: hand } });
    const files = repository({ 'plays/score.yml': after });
    expect(counts(await actHere(server, files, upsert))).toEqual({ create: 1 });

    server.store.deletePlay(hand);
    expect(counts(await actHere(server, files, upsert))).toEqual({ none: 1 });
    write(files, 'plays/other.yml', after.replace('Score', 'Rate'));
    const since = server.requests.length;
    for (const mode of ['plan', 'apply']) {
      const run = await actHere(server, files, { ...upsert, mode });
      expect(run.code).toBe(1);
      expect(run.stdout).toMatch(
        /plays\/other\.yml:5:\d+ error unknown-play: This workspace has no play with the UUID/,
      );
      expect(run.stdout).not.toContain('plays/score.yml:5');
    }
    expect(writes(server, since)).toEqual([]);
  });

  it('a diamond takes three rounds', async () => {
    const server = await sandbox({ latencyMs: 50 });
    const run = await actHere(server, repository(diamond), { parallelism: '8' });
    expect(run.code, run.stdout).toBe(0);
    const at = new Map(
      server.requests
        .filter(({ method }) => method === 'POST')
        .map((request) => [(request.body as { name: string }).name, request.at] as const),
    );
    const [top = 0, left = 0, right = 0, bottom = 0] = ['Top', 'Left', 'Right', 'Bottom'].map((name) =>
      at.get(name),
    );
    // left and right are in flight together: neither waits for the other's answer
    expect(Math.abs(left - right)).toBeLessThan(50);
    expect(Math.min(left, right) - top).toBeGreaterThanOrEqual(50);
    expect(bottom - Math.max(left, right)).toBeGreaterThanOrEqual(50);
  });

  it('a failed one leaves those that wait for it, with the reason, and the rest is done', async () => {
    const server = await sandbox();
    server.faults.add({
      method: 'POST',
      act: { kind: 'status', status: 422, body: { reason: 'invalidFilter' } },
    });
    const folder = repository({ ...diamond, 'plays/zz.yml': play({ name: 'Apart' }) });
    const run = await actHere(server, folder, { parallelism: '1' });
    expect(run.code).toBe(1);
    expect(counts(run)).toEqual({ create: 1, failed: 1, notAttempted: 3 });
    expect(plays(run)['left']).toMatchObject({
      status: 'not-attempted',
      error: 'It needs "top", which failed.',
    });
    expect(plays(run)['bottom']?.['error']).toBe('It needs "left", which was not attempted.');
    expect(counts(await actHere(server, folder))).toEqual({ create: 4, none: 1 });
  });

  it('are planned with what is known after apply', async () => {
    const server = await sandbox();
    const folder = repository(diamond);
    const first = await actHere(server, folder, { mode: 'plan' });
    expect(first.code, first.stdout).toBe(0);
    expect(counts(first)).toEqual({ create: 4 });
    expect(first.summary).toContain('| after top (UUID known after apply) |');
    expect(writes(server)).toEqual([]);
    await actHere(server, folder);
    const second = await actHere(server, folder, { mode: 'plan' });
    expect(counts(second)).toEqual({ none: 4 });
    expect(second.summary).toContain('| after top |');

    // a field that will name a play which is not there yet
    write(folder, 'plays/first.yml', waiting('First'));
    write(folder, 'plays/top.yml', waiting('Top', 'first'));
    const third = await actHere(server, folder, { mode: 'plan' });
    expect(counts(third)).toEqual({ create: 1, none: 3, drifted: 1 });
    expect(third.summary).toContain('+play: first');
  });

  it('a play that exists gives its uuids to a new one', async () => {
    const server = await sandbox();
    const folder = repository({ 'plays/top.yml': waiting('Top') });
    const first = await actHere(server, folder);
    const both = repository({
      'plays/top.yml': waiting('Top'),
      'plays/left.yml': play({
        name: 'Left',
        filter: {
          conjonction: 'and',
          groups: [
            {
              conjonction: 'and',
              conditions: [{ kind: 'segment', operator: 'in', segmentUuid: '${{ plays.top.segmentUuid }}' }],
            },
          ],
        },
        description: '${{ plays.top.workflowUuid }}',
      }),
    });
    const second = await actHere(server, both);
    expect(second.code, second.stdout).toBe(0);
    const body = server.requests.findLast(({ method }) => method === 'POST')?.body;
    expect(JSON.stringify(body)).toContain(String(plays(first)['top']?.['segmentUuid']));
    expect(JSON.stringify(body)).toContain(String(plays(first)['top']?.['workflowUuid']));
  });
});
