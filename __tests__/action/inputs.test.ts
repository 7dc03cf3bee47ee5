import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { act, counts, manyPlays, play, repository, requested, sandbox, writes } from '../support/action.ts';
import { actHere } from '../support/here.ts';
import { modeNames } from '../../src/report/modes.ts';

describe('wrong inputs', () => {
  it('are all named at once, with what is allowed, before anything else happens', async () => {
    const server = await sandbox();
    const run = await act(server, repository(manyPlays(1)), {
      'api-token': 'two words',
      mode: 'aply',
      policy: 'create',
      'workspace-uuid': '',
      'allow-empty': 'yes',
      parallelism: '33',
      timeout: '0',
      retries: '-1',
      'base-url': 'http://example.com/v1',
      summary: '1',
    });
    expect(run.code).toBe(1);
    const told = run.stdout.split('\n').filter((line) => line.startsWith('The input'));
    const named = told.map((line) => /^The input `([^`]+)`/.exec(line)?.[1]).sort();
    expect(named).toEqual([
      'allow-empty',
      'api-token',
      'base-url',
      'mode',
      'parallelism',
      'policy',
      'retries',
      'summary',
      'timeout',
      'workspace-uuid',
    ]);
    expect(told.join('\n')).toContain(
      `it must be one of auto, ${modeNames.join(', ')}, but is "aply". Did you mean "apply"?`,
    );
    expect(told.join('\n')).toContain('it must be a whole number from 1 to 32, but is "33".');
    expect(requested(server)).toEqual([]);
    expect(run.outputs).toMatchObject({
      uuids: '[]',
      plays: '{}',
      created: '[]',
      updated: '[]',
      deleted: '[]',
      changed: 'false',
      matrix: '',
    });
    expect(run.outputs['report-path']).toBeTruthy();
    expect(run.summary).toContain('❌');
  });

  it.each([
    ['worspace-uuid', 'x', 'workspace-uuid'],
    ['polcy', 'sync', 'policy'],
  ])('a misspelt name (%s) is refused', async (name, value, meant) => {
    const server = await sandbox();
    const run = await actHere(server, repository(manyPlays(1)), { [name]: value });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain(`Did you mean "${meant}"?`);
    expect(requested(server)).toEqual([]);
  });

  it.each([
    'http://10.0.0.1/v1',
    'ftp://api.getcargo.io',
    'api.getcargo.io',
    'https://user:pass@api.getcargo.io/v1',
    'http://127.0.0.1.example.com/v1',
  ])('the address %s is refused', async (url) => {
    const server = await sandbox();
    const run = await actHere(server, repository(manyPlays(1)), { 'base-url': url });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/::error .*`base-url`/);
  });
});

describe('the workspace guard', () => {
  it('lets the right workspace through, whatever its case', async () => {
    const server = await sandbox();
    const run = await actHere(server, repository(manyPlays(1)), {
      'workspace-uuid': server.workspaceUuid.toUpperCase(),
    });
    expect(run.code, run.stdout).toBe(0);
  });

  it('refuses another one after a single request', async () => {
    const server = await sandbox();
    const run = await actHere(server, repository(manyPlays(1)), {
      'workspace-uuid': '00000000-0000-4000-8000-000000000000',
    });
    expect(run.code).toBe(1);
    expect(requested(server)).toEqual(['GET /storage/models/list']);
    expect(run.stdout).toContain(server.workspaceUuid);
  });

  it('refuses a token whose workspace cannot be told', async () => {
    const server = await sandbox();
    for (const list of [server.store.models, server.store.plays, server.store.folders, server.store.datasets])
      list.clear();
    const run = await actHere(server, repository(manyPlays(1)), { 'workspace-uuid': server.workspaceUuid });
    expect(run.code).toBe(1);
    expect(writes(server)).toEqual([]);
    expect(run.stdout).toContain('The workspace of the token is unknown');
  });
});

describe('the way to Cargo', () => {
  it('a wrong token is told as such (401)', async () => {
    const server = await sandbox();
    const run = await actHere(server, repository(manyPlays(1)), { 'api-token': 'cargo_not_the_right_one' });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/::error .*\(GET \/\S+, 401.*Cargo did not accept the token/);
    expect(run.stdout.replaceAll('::add-mask::cargo_not_the_right_one', '')).not.toContain(
      'cargo_not_the_right_one',
    );
  });

  it('a token that may not list plays is told which list it is (403)', async () => {
    const server = await sandbox();
    server.store.settings.forbidden.push(/GET \/orchestration\/plays\/list/);
    const run = await actHere(server, repository(manyPlays(1)));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/Could not list the plays .*403.*the token does not have permission/);
    expect(writes(server)).toEqual([]);
  });

  it('a token that may not create tells it for each play', async () => {
    const server = await sandbox();
    server.store.settings.forbidden.push(/POST \/orchestration\/plays/);
    const run = await actHere(server, repository(manyPlays(2)));
    expect(run.code).toBe(1);
    expect(counts(run)).toEqual({ failed: 2 });
    expect(run.stdout).toMatch(/::error .*file=plays\/play-1.yml.*403/);
  });

  it('a host that is not there is told as such', async () => {
    const server = await sandbox();
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const run = await actHere(server, repository(manyPlays(1)), {
      'base-url': `http://127.0.0.1:${String(port)}/v1`,
      retries: '1',
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/::error .*cannot be reached \(ECONNREFUSED\)/);
  });

  it('a host that does not answer is given up', async () => {
    const server = await sandbox();
    server.faults.add({ times: Infinity, act: { kind: 'hang' } });
    const run = await act(server, repository(manyPlays(1)), { timeout: '1', retries: '0' });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/::error .*Cargo did not answer in time/);
  });
});

describe('files', () => {
  it('none at all is an error that asks for the checkout', async () => {
    const server = await sandbox();
    const folder = repository({ 'README.md': '' });
    const run = await actHere(server, folder);
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/::error .*actions\/checkout/);
    expect((await actHere(server, folder, { 'allow-empty': 'true' })).code).toBe(0);
  });

  it('are those that the patterns match, without those that they exclude', async () => {
    const server = await sandbox();
    const folder = repository({
      'a/one.yml': play({ name: 'One' }),
      'a/drafts/two.yml': 'not: a play',
      'b/three.json': JSON.stringify({
        name: 'Three',
        modelUuid: server.store.models.keys().next().value,
        changeKinds: ['added'],
        runCreationRule: 'once',
      }),
    });
    const run = await actHere(server, folder, { plays: 'a/**/*.yml\n\n!a/drafts/**\nb/*.json' });
    expect(run.code, run.stdout).toBe(0);
    expect(Object.keys(JSON.parse(run.outputs['plays'] ?? '') as object)).toEqual(['one', 'three']);
  });

  it.each(['../other/*.yml', '/etc/*.yml', 'plays/../../x.yml'])(
    'a pattern that leads out (%s) is refused',
    async (pattern) => {
      const server = await sandbox();
      const run = await actHere(server, repository(manyPlays(1)), { plays: pattern });
      expect(run.code).toBe(1);
      expect(run.stdout).toContain('points outside the checkout');
    },
  );
});
