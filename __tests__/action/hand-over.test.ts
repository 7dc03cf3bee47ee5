import { describe, expect, it } from 'vitest';
import { counts, play, plays, repository, sandbox, uuids, write, writes } from '../support/action.ts';
import { actHere } from '../support/here.ts';
import { line } from '../support/policy-table.ts';

const upsert = { policy: 'upsert-only' };
const workflow = {
  nodes: [
    { slug: 'has_domain', filter: '{{nodes.start.domain}}' },
    { slug: 'end', end: { domain: '{{nodes.start.domain}}' } },
  ],
};

describe('what a definition ignores', () => {
  it('is set when the play is made, then shown dimmed and never changed', async () => {
    const server = await sandbox();
    const ignore = ['limit', 'workflow', 'enabled'];
    const fields = { limit: 500, workflow, enabled: true, ignore };
    const files = repository({ 'plays/score.yml': play(fields) });
    const { outputs } = await actHere(server, files, upsert);
    const uuid = outputs['score'] ?? '';
    expect(server.store.plays.get(uuid)).toMatchObject({ isEnabled: true });

    server.store.editPlay(uuid, { limit: 9_999, isEnabled: false });
    const other = { nodes: [{ slug: 'other', filter: '{{nodes.start.name}}' }] };
    write(files, 'plays/score.yml', play({ ...fields, workflow: other }));
    const since = server.requests.length;
    const planned = await actHere(server, files, { ...upsert, mode: 'plan' });
    expect(counts(planned)).toEqual({ none: 1 });
    expect(planned.stdout).toContain('ignored limit: 9999, in the file 500');
    expect(planned.stdout).toContain('ignored enabled: false, in the file true');
    expect(planned.stdout).toContain('ignored workflow: version 1.0.0, in the file another one\n');
    expect(planned.summary).toContain('<sub>ignored: limit, workflow, enabled</sub>');

    // a field that is not ignored is brought in line alone
    write(files, 'plays/score.yml', play({ ...fields, workflow: other, changeKinds: ['removed'] }));
    const run = await actHere(server, files, { policy: 'sync' });
    expect([run.code, counts(run)]).toEqual([0, { update: 1 }]);
    expect(writes(server, since)).toEqual([`PUT /orchestration/plays/${uuid}`]);
    expect(server.requests.at(since)).toBeDefined();
    expect(server.requests.findLast(({ method }) => method === 'PUT')?.body).toEqual({
      changeKinds: ['removed'],
    });

    const pulled = await actHere(server, files, { mode: 'pull', pull: 'drifted' });
    expect([pulled.code, pulled.outputs['pulled']]).toEqual([0, '[]']);
  });
});

describe('a file and a name that change in one commit', () => {
  it('keep the play and its workflow', async () => {
    const server = await sandbox();
    const fields = { workflow, enabled: true };
    const first = await actHere(server, repository({ 'plays/score.yml': play(fields) }), { policy: 'sync' });
    const uuid = first.outputs['score'] ?? '';
    const since = server.requests.length;
    const files = repository({
      'plays/rank.yml': play({ ...fields, name: 'Rank accounts', formerly: 'score' }),
    });
    const run = await actHere(server, files, { policy: 'sync' });
    expect([run.code, counts(run), run.outputs['rank']]).toEqual([0, { update: 1 }, uuid]);
    expect(writes(server, since)).toEqual([`PUT /orchestration/plays/${uuid}`]);
    expect(server.store.plays.get(uuid)).toMatchObject({ name: 'Rank accounts', description: line('rank') });
    expect(run.stdout).toContain('id: score → rank');
    expect(run.stdout).not.toContain('::warning');
    expect((await actHere(server, files, { policy: 'sync' })).outputs['changed']).toBe('false');
  });
});

describe('a play that moves to another repository', () => {
  it('is one play all the way, and what stays behind is told', async () => {
    const server = await sandbox();
    const old = { env: { GITHUB_REPOSITORY: 'acme/old' } };
    const sync = { policy: 'sync' };
    const both = repository({ 'plays/score.yml': play(), 'plays/stay.yml': play({ name: 'Stays' }) });
    const first = await actHere(server, both, sync, old);
    const uuid = first.outputs['score'] ?? '';
    const stay = first.outputs['stay'] ?? '';

    const here = repository({ 'plays/score.yml': play() });
    const refused = await actHere(server, here, sync);
    expect(String(plays(refused)['score']?.['error'])).toContain('`formerly-owner: acme/old`');
    const taking = { ...sync, 'formerly-owner': 'Acme/Old' };
    const planned = await actHere(server, here, { ...taking, mode: 'plan' });
    expect([counts(planned), uuids(planned, 'updated')]).toEqual([{ update: 1 }, [uuid]]);
    const taken = await actHere(server, here, taking);
    expect([taken.code, counts(taken), taken.outputs['score']]).toEqual([0, { update: 1 }, uuid]);
    expect(taken.summary).toContain(`"Stays" (${stay})`);
    expect(server.store.plays.get(uuid)?.description).toBe(line('score'));

    // the old repository can't write it any more, and then leaves it alone
    expect(counts(await actHere(server, both, sync, old))).toMatchObject({ refused: 1 });
    const left = repository({ 'plays/stay.yml': play({ name: 'Stays' }) });
    expect(counts(await actHere(server, left, sync, old))).toEqual({ none: 1 });
    expect(server.store.plays.get(uuid)?.deletedAt).toBe(null);
    expect(counts(await actHere(server, here, taking))).toEqual({ none: 1 });
  });
});

describe('folders that do not exist', () => {
  const hostile = '**GTM** <b>##[error]x @octocat';
  const path = `${hostile} / Scoring`;
  const folders = (server: Awaited<ReturnType<typeof sandbox>>): string[] =>
    [...server.store.folders.values()].slice(-2).map(({ name }) => name);

  it('are an error, are planned, and are made before the plays', async () => {
    const server = await sandbox();
    const files = repository({
      'plays/a.yml': play({ name: 'A', folder: path }),
      'plays/b.yml': play({ name: 'B', folder: path }),
    });
    const refused = await actHere(server, files);
    expect([refused.code, writes(server)]).toEqual([1, []]);
    expect(refused.stdout).toContain('`create-folders: true`');

    const creating = { ...upsert, 'create-folders': 'true' };
    const planned = await actHere(server, files, { ...creating, mode: 'plan' });
    expect([planned.code, planned.outputs['changed'], writes(server)]).toEqual([0, 'true', []]);
    expect(planned.summary).toContain('### 📁 New folders');
    expect(planned.summary).not.toContain(hostile);
    expect(planned.stdout).toMatch(/^would create folder: .+ \/ Scoring$/m);

    const run = await actHere(server, files, creating);
    expect([run.code, counts(run)]).toEqual([0, { create: 2 }]);
    expect(writes(server)).toEqual([
      'POST /workspaceManagement/folders',
      'POST /workspaceManagement/folders',
      'POST /orchestration/plays',
      'POST /orchestration/plays',
    ]);
    expect(folders(server)).toEqual([hostile, 'Scoring']);
    const scoring = [...server.store.folders.keys()].at(-1);
    expect(server.store.livePlays().slice(-2)).toMatchObject([
      { folderUuid: scoring },
      { folderUuid: scoring },
    ]);
    expect((await actHere(server, files, creating)).outputs['changed']).toBe('false');
  });

  it('that cannot be made are told, and what else is to be done is done', async () => {
    const server = await sandbox();
    server.faults.add({
      method: 'POST',
      path: /folders$/,
      act: { kind: 'status', status: 403, body: {} },
    });
    const files = repository({
      'plays/a.yml': play({ name: 'A', folder: 'New' }),
      'plays/b.yml': play({ name: 'B' }),
    });
    const run = await actHere(server, files, { 'create-folders': 'true' });
    expect([run.code, counts(run)]).toEqual([1, { create: 1, notAttempted: 1 }]);
    expect(plays(run)['a']).toMatchObject({ error: 'Its folder "New" was not created.' });
    expect(run.stdout).toMatch(/^::error.*::The folder "New" was not created\. Could not create the folder/m);
  });
});
