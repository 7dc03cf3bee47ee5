import { describe, expect, it } from 'vitest';
import { act, counts, manyPlays, play, repository, requested, sandbox, writes } from '../support/action.ts';
import { actHere } from '../support/here.ts';
import { runAction } from '../../dev/runner.ts';

const pullRequest = (more: object = {}, head = 'acme/revenue'): object => ({
  repository: { full_name: 'acme/revenue' },
  pull_request: {
    number: 7,
    head: { sha: 'a'.repeat(40), repo: { full_name: head } },
    base: { repo: { full_name: 'acme/revenue' } },
    user: { login: 'someone' },
    ...more,
  },
});

describe('`mode: auto`', () => {
  it.each([
    ['push', {}, 'apply'],
    ['schedule', {}, 'apply'],
    ['workflow_dispatch', {}, 'apply'],
    ['merge_group', {}, 'plan'],
    ['pull_request', { action: 'opened', ...pullRequest() }, 'plan'],
    ['pull_request', { action: 'closed', ...pullRequest({ merged: false }) }, 'plan'],
    ['pull_request', { action: 'closed', ...pullRequest({ merged: true }) }, 'apply'],
    ['pull_request_target', { action: 'opened', ...pullRequest() }, 'plan'],
  ])('on %s %# is chosen as the event asks', async (name, payload, mode) => {
    const server = await sandbox();
    const run = await actHere(
      server,
      repository({ 'plays/a.yml': play() }),
      {},
      { event: { name, payload } },
    );
    expect(run.code, run.stdout).toBe(0);
    expect(writes(server)).toEqual(mode === 'apply' ? ['POST /orchestration/plays'] : []);
    expect(counts(run)).toEqual({ create: 1 });
    expect(run.outputs['created']).toBe(mode === 'apply' ? JSON.stringify([run.outputs['a']]) : '[]');
    expect(run.outputs['changed']).toBe('true');
  });
});

describe('`plan`', () => {
  it('counts what `apply` then does, and writes nothing', async () => {
    const server = await sandbox();
    const folder = repository(manyPlays(4));
    const planned = await actHere(server, folder, { mode: 'plan' });
    expect(writes(server)).toEqual([]);
    expect(planned.summary).toContain('what a merge would do');
    expect(planned.outputs['matrix']).toBe('');
    const applied = await act(server, folder, { mode: 'apply' });
    expect(counts(planned)).toEqual(counts(applied));
  });

  it('links source lines at the head of the pull request', async () => {
    const server = await sandbox();
    const event = { name: 'pull_request', payload: pullRequest() };
    const run = await actHere(server, repository(manyPlays(1)), {}, { event });
    expect(run.summary).toContain(`/acme/revenue/blob/${'a'.repeat(40)}/plays/play-1.yml#L1`);
  });
});

describe('without a token', () => {
  const events = {
    fork: { name: 'pull_request', payload: pullRequest({}, 'stranger/revenue') },
    'deleted fork': { name: 'pull_request', payload: pullRequest({ head: { sha: 'a', repo: null } }) },
    dependabot: { name: 'pull_request', payload: pullRequest({ user: { login: 'dependabot[bot]' } }) },
    'own branch': { name: 'pull_request', payload: pullRequest() },
    push: { name: 'push', payload: {} },
    target: { name: 'pull_request_target', payload: pullRequest({}, 'stranger/revenue') },
  };

  it.each(['fork', 'deleted fork', 'dependabot'] as const)(
    'a pull request (%s) is checked offline, with a notice',
    async (event) => {
      const run = await runAction({ workspace: repository(manyPlays(2)), inputs: {}, event: events[event] });
      expect(run.code, run.stdout).toBe(0);
      expect(run.stdout).toContain('::notice ');
      expect(
        Object.values(JSON.parse(run.outputs['plays'] ?? '') as object).map(({ status }) => status as string),
      ).toEqual(['valid', 'valid']);
    },
  );

  it('a pull request of a fork needs no workspace: the variable that names it is empty there', async () => {
    const server = await sandbox();
    const empty = { 'api-token': '', 'workspace-uuid': '' };
    const run = await actHere(server, repository(manyPlays(1)), empty, { event: events.fork });
    expect(run.code, run.stdout).toBe(0);
    expect(server.requests).toEqual([]);
    // with a token, the guard must not be off
    const guarded = await actHere(
      server,
      repository(manyPlays(1)),
      { 'workspace-uuid': '' },
      { event: events.fork },
    );
    expect(guarded.code).toBe(1);
    expect(server.requests).toEqual([]);
  });

  it('a pull request of a fork with a mistake fails', async () => {
    const run = await runAction({
      workspace: repository({ 'plays/a.yml': 'nmae: x\n' }),
      inputs: {},
      event: events.fork,
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('plays/a.yml:1:1 error unknown-key');
  });

  it.each(['own branch', 'push', 'target'] as const)('%s fails and says what to do', async (event) => {
    const run = await runAction({ workspace: repository(manyPlays(1)), inputs: {}, event: events[event] });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /::error .*`api-token`: `mode: (plan|apply)` needs a token, but this is empty\./,
    );
    expect(run.outputs['uuids']).toBe('[]');
  });
});

describe('`validate`', () => {
  it('needs no token and asks nobody', async () => {
    const server = await sandbox();
    const run = await act(server, repository(manyPlays(3)), { mode: 'validate' });
    expect(run.code).toBe(0);
    expect(requested(server)).toEqual([]);
    expect(counts(run)).toEqual({ none: 3 });
    expect(run.outputs['uuids']).toBe('[]');
  });
});
