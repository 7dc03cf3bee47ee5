import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ActionRun } from '../../dev/runner.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { line, made, owned, policies, table } from '../support/policy-table.ts';
import { actHere } from '../support/here.ts';
import { act, counts, play, plays, repository, sandbox, uuids, write, writes } from '../support/action.ts';

const folder = { 'plays/score.yml': play() };
/** Plays of the demo workspace that nobody manages as code. */
const byHand = 2;

const all = table.flatMap(({ there, live, expected, adopt, onRemoval, formerOwner, defined = {} }) =>
  policies.flatMap((policy, index) => {
    if (adopt === true && policy === 'create-only') return [];
    if (onRemoval !== undefined && policy !== 'sync') return [];
    const inputs = {
      policy,
      ...(adopt === true ? { adopt: 'true' } : {}),
      ...(onRemoval === undefined ? {} : { 'on-removal': onRemoval }),
      ...(formerOwner === undefined ? {} : { 'formerly-owner': formerOwner }),
    };
    return [[policy, there, { live, inputs, defined }, expected[index] ?? {}] as const];
  }),
);

// every row is held in process too (../reconcile/plan.test.ts): here, the first row of each outcome
const seen = new Set<string>();
const cases = all.filter(([, , , expected]) => {
  const outcome = JSON.stringify(expected);
  return !seen.has(outcome) && seen.add(outcome);
});

describe('the table of the policies', () => {
  it.each(cases)('%s: %s', async (_policy, _there, { live, inputs, defined }, expected) => {
    const server = await sandbox();
    for (const each of live) server.store.addPlay(each);
    const before = structuredClone([...server.store.plays.values()]);
    const files = repository({ 'plays/score.yml': play(defined) });
    const failed = 'refused' in expected;

    // a plan counts what the apply then does, and writes nothing
    const planned = await actHere(server, files, { ...inputs, mode: 'plan' });
    expect(writes(server)).toEqual([]);
    expect([...server.store.plays.values()]).toEqual(before);
    expect(planned.code, planned.stdout).toBe(failed ? 1 : 0);
    expect(counts(planned)).toEqual(expected);

    const run = await act(server, files, inputs);
    expect(run.code, run.stdout).toBe(failed ? 1 : 0);
    expect(counts(run)).toEqual(expected);
    if (failed) {
      expect(writes(server)).toEqual([]);
      // by their uuids: all but the two plays of the demo workspace
      for (const { uuid } of before.slice(byHand)) expect(run.stdout).toContain(uuid);
      return;
    }
    // another run finds nothing to do
    const again = await actHere(server, files, inputs);
    expect(again.outputs['changed']).toBe('false');
  });
});

describe('`sync`', () => {
  it('deletes nothing where it would delete too much', async () => {
    const server = await sandbox();
    for (let index = 0; index < 6; index += 1)
      server.store.addPlay({ ...made, name: `P${String(index)}`, description: line(`p${String(index)}`) });
    const run = await actHere(server, repository(folder), { policy: 'sync' });
    expect([run.code, writes(server)]).toEqual([1, []]);
    expect(run.stdout).toContain('`max-deletes: 6`');
    // no play was refused: it is their number
    expect(run.stdout).not.toContain('refused');
    expect(plays(run)['p0']).toMatchObject({
      status: 'not-attempted',
      error: 'The plan as a whole is not allowed, so nothing was written.',
    });
    const allowed = await actHere(server, repository(folder), { policy: 'sync', 'max-deletes': '6' });
    expect(counts(allowed)).toEqual({ create: 1, delete: 6 });
    expect(uuids(allowed, 'deleted')).toHaveLength(6);
  });

  it('without any definition is refused, and with `allow-empty` still bound by `max-deletes`', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, description: line('score') });
    const empty = repository({ 'README.md': '' });
    const refusedRun = await actHere(server, empty, { policy: 'sync' });
    expect([refusedRun.code, writes(server)]).toEqual([1, []]);
    const bound = await actHere(server, empty, { policy: 'sync', 'allow-empty': 'true', 'max-deletes': '0' });
    expect([bound.code, writes(server)]).toEqual([1, []]);
    const allowed = await actHere(server, empty, { policy: 'sync', 'allow-empty': 'true' });
    expect(counts(allowed)).toEqual({ delete: 1 });
    expect(allowed.outputs['uuids']).toBe('[]');
    expect(plays(allowed)['score']).toMatchObject({ action: 'delete', status: 'applied', file: null });
  });

  it('with patterns of its own asks for an owner', async () => {
    const server = await sandbox();
    const run = await actHere(server, repository(folder), { policy: 'sync', plays: 'plays/*.yml' });
    expect([run.code, server.requests.length]).toEqual([1, 0]);
    expect(run.stdout).toContain('needs an explicit owner');
  });

  it('deletes nothing in a run in which something failed', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, name: 'Gone', description: line('gone') });
    server.faults.add({
      method: 'POST',
      act: { kind: 'status', status: 422, body: { reason: 'invalidFilter' } },
    });
    const run = await actHere(server, repository(folder), { policy: 'sync' });
    expect(counts(run)).toEqual({ failed: 1, notAttempted: 1 });
    expect(writes(server)).toEqual(['POST /orchestration/plays']);
  });

  it('deletes what others depend on last', async () => {
    const server = await sandbox();
    const first = server.store.addPlay(owned('a'));
    const second = server.store.addPlay(
      owned('b', { schedule: { type: 'dependency', playUuid: first.uuid } }),
    );
    const third = server.store.addPlay(
      owned('c', { schedule: { type: 'dependency', playUuid: second.uuid } }),
    );
    const run = await actHere(server, repository(folder), { policy: 'sync' });
    expect(run.code, run.stdout).toBe(0);
    expect(writes(server)).toEqual([
      'POST /orchestration/plays',
      ...[third, second, first].map(({ uuid }) => `DELETE /orchestration/plays/${uuid}`),
    ]);
  });
});

describe('a protected play', () => {
  it('outlives its file until somebody lifts that', async () => {
    const server = await sandbox();
    const keep = play({ name: 'Keep', protect: true, schedule: { type: 'watch' } });
    const files = repository({ ...folder, 'plays/keep.yml': keep });
    const first = await actHere(server, files, { policy: 'sync' });
    const uuid = first.outputs['keep'] ?? '';
    expect(server.store.plays.get(uuid)?.description).toBe(`${line('keep')}, protected`);

    rmSync(join(files, 'plays/keep.yml'));
    const since = server.requests.length;
    const run = await actHere(server, files, { policy: 'sync' });
    expect([run.code, counts(run)]).toEqual([1, { none: 1, refused: 1 }]);
    expect(plays(run)['keep']).toMatchObject({ action: 'delete', status: 'refused', uuid, file: null });
    expect(run.stdout).toContain('::error title=refused::The play "Keep"');
    expect(run.stdout).toContain('if that has a new id, add `formerly: keep` to it');
    expect(run.summary).toMatch(
      /\[\*\*Keep\*\*\]\(.+ is protected, and no definition has the id .+ \| <code>accounts<\/code> \| when rows change \|/,
    );
    expect(server.requests.slice(since).every(({ method }) => method === 'GET')).toBe(true);

    server.store.editPlay(uuid, { description: line('keep') });
    const lifted = await actHere(server, files, { policy: 'sync' });
    expect([lifted.code, uuids(lifted, 'deleted')]).toEqual([0, [uuid]]);
  });
});

describe('identity', () => {
  const both = { policy: 'sync', 'max-deletes': '0' };

  it('a file renamed, its id with it, keeps the play', async () => {
    const server = await sandbox();
    const first = await actHere(server, repository({ 'plays/old.yml': play() }), both);
    const run = await actHere(server, repository({ 'plays/new.yml': play() }), both);
    expect(counts(run)).toEqual({ update: 1 });
    expect(run.outputs['new']).toBe(first.outputs['old']);
    expect(server.store.plays.get(first.outputs['old'] ?? '')?.description).toBe(line('new'));
  });

  it('an id that moved to another file keeps the play', async () => {
    const server = await sandbox();
    await actHere(server, repository({ 'plays/a.yml': play({ id: 'score' }) }), both);
    const run = await actHere(server, repository({ 'plays/b.yml': play({ id: 'score' }) }), both);
    expect(counts(run)).toEqual({ none: 1 });
  });

  it('a renamed repository is told as such', async () => {
    const server = await sandbox();
    await actHere(server, repository(folder), both, { env: { GITHUB_REPOSITORY: 'acme/old-name' } });
    const run = await actHere(server, repository(folder), both);
    expect(run.code).toBe(1);
    expect(String(plays(run)['score']?.['error'])).toContain('set `owner: acme/old-name`');
    const kept = await actHere(server, repository(folder), { ...both, owner: 'acme/old-name' });
    expect(counts(kept)).toEqual({ none: 1 });
  });

  it('a play whose line was cut off by hand is taken for one made by hand', async () => {
    const server = await sandbox();
    const first = await actHere(server, repository(folder), both);
    const uuid = first.outputs['score'] ?? '';
    server.store.editPlay(uuid, { description: null });
    expect(counts(await actHere(server, repository(folder), both))).toEqual({ refused: 1 });
    expect(counts(await actHere(server, repository(folder), { ...both, adopt: 'true' }))).toEqual({
      adopt: 1,
    });
    expect(server.store.plays.get(uuid)?.description).toBe(line('score'));
  });
});

describe('a play edited in the web page', () => {
  it('is drift for `create-only`, and restored by `upsert-only`', async () => {
    const server = await sandbox();
    const files = repository({ 'plays/score.yml': play({ description: 'Scores.', limit: 10 }) });
    const { outputs } = await actHere(server, files);
    const uuid = outputs['score'] ?? '';
    server.store.editPlay(uuid, { name: 'Renamed by hand', limit: 9_999, isEnabled: true });

    const planned = await actHere(server, files, { mode: 'plan', policy: 'upsert-only' });
    expect(planned.summary).toContain('<code>limit</code>: <code>9999</code> → <code>10</code>');
    expect(planned.summary).toContain('<code>Renamed by hand</code> → <code>Score new accounts</code>');
    expect(counts(await actHere(server, files))).toEqual({ drifted: 1 });
    expect(server.store.plays.get(uuid)?.name).toBe('Renamed by hand');

    const restored = await actHere(server, files, { policy: 'upsert-only' });
    expect(counts(restored)).toEqual({ update: 1 });
    expect(uuids(restored, 'updated')).toEqual([uuid]);
    expect(server.requests.findLast(({ method }) => method === 'PUT')?.body).toEqual({
      name: 'Score new accounts',
      limit: 10,
    });
    // what the definition does not speak of stays as it was made in the web page
    expect(server.store.plays.get(uuid)).toMatchObject({ isEnabled: true });
  });
});

describe('an edit in YAML', () => {
  // every field is held in process too (../reconcile/edits.test.ts)
  it('is one update with that field alone, and then nothing', async () => {
    const server = await sandbox();
    const files = repository({ 'plays/score.yml': play({ limit: 500 }) });
    await actHere(server, files);
    write(files, 'plays/score.yml', play({ limit: 20 }));
    const since = server.requests.length;
    const run = await actHere(server, files, { policy: 'upsert-only' });
    expect(run.code, run.stdout).toBe(0);
    const puts = server.requests.slice(since).filter(({ method }) => method !== 'GET');
    expect(puts.map(({ method, body }) => [method, body])).toEqual([['PUT', { limit: 20 }]]);
    expect((await actHere(server, files, { policy: 'upsert-only' })).outputs['changed']).toBe('false');
  });
});

describe('the examples', () => {
  it('are as defined after one apply, with every policy', async () => {
    const server = await sandbox();
    const examples = new URL('../..', import.meta.url).pathname;
    const inputs = { variables: 'TARGET_ACCOUNTS: 5e600000-0000-4000-8000-000000000001\nTRIAL_LIMIT: 20' };
    const first: ActionRun = await actHere(server, examples, { ...inputs, policy: 'sync' });
    expect(first.code, first.stdout).toBe(0);
    for (const policy of policies) {
      const run = await actHere(server, examples, { ...inputs, policy });
      expect([policy, run.outputs['changed'], counts(run)]).toEqual([policy, 'false', { none: 8 }]);
    }
  });
});

describe('a failed update', () => {
  const answer = (server: Sandbox): void => {
    server.faults.add({
      method: 'PUT',
      act: { kind: 'status', status: 422, body: { reason: 'failedToSchedule' } },
    });
  };

  it('fails its play alone, and the next run does it', async () => {
    const server = await sandbox();
    const files = repository({ 'plays/a.yml': play({ name: 'A' }), 'plays/b.yml': play({ name: 'B' }) });
    await actHere(server, files);
    for (const name of ['a', 'b'])
      write(files, `plays/${name}.yml`, play({ name: name.toUpperCase(), limit: 3 }));
    answer(server);
    const run = await actHere(server, files, { policy: 'upsert-only' });
    expect([run.code, counts(run)]).toEqual([1, { failed: 1, update: 1 }]);
    // one of the two is as it was
    expect(run.summary).toContain('### What differs\n');
    // a play that exists is in the outputs whatever became of its update
    expect(uuids(run, 'uuids')).toHaveLength(2);
    const next = await actHere(server, files, { policy: 'upsert-only' });
    expect(counts(next)).toEqual({ update: 1, none: 1 });
    expect(next.summary).toContain('### What changed\n');
  });
});
