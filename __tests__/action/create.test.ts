import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { demoUuids } from '../../sandbox/seed.ts';
import {
  accounts,
  act,
  counts,
  manyPlays,
  play,
  plays,
  repository,
  requested,
  sandbox,
  uuids,
  write,
  writes,
} from '../support/action.ts';
import { actHere } from '../support/here.ts';

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('a merge', () => {
  it('makes each play once, and then nothing more', async () => {
    const server = await sandbox();
    const folder = repository(manyPlays(5));
    const first = await act(server, folder);
    expect(first.code, first.stdout).toBe(0);
    expect(counts(first)).toEqual({ create: 5 });
    expect(uuids(first, 'created')).toHaveLength(5);
    expect(first.outputs['changed']).toBe('true');
    const made = server.requests.length;

    const second = await act(server, folder);
    expect(second.code).toBe(0);
    expect(counts(second)).toEqual({ none: 5 });
    expect(second.outputs['changed']).toBe('false');
    expect(writes(server, made)).toEqual([]);
    expect(requested(server, made).length).toBeLessThanOrEqual(4);
    expect(uuids(second, 'uuids')).toEqual(uuids(first, 'uuids'));
    expect(second.stdout).toContain('Done: 5 unchanged.');
  });

  it('sends a uuid in lower case, however the file spells it, and then finds no difference', async () => {
    const server = await sandbox();
    const { plays: known, segments } = demoUuids;
    const condition = { kind: 'segment', operator: 'in', segmentUuid: segments.enterprise.toUpperCase() };
    const folder = repository({
      'plays/score.yml': play({
        filter: { conjonction: 'and', groups: [{ conjonction: 'and', conditions: [condition] }] },
        schedule: { type: 'dependency', playUuid: known.welcome.toUpperCase() },
      }),
    });
    const run = await actHere(server, folder);
    expect(run.code, run.stdout).toBe(0);
    const made = server.store.plays.get(run.outputs['score'] ?? '');
    expect(made?.schedule).toEqual({ type: 'dependency', playUuid: known.welcome });
    expect(JSON.stringify(server.store.segments.get(made?.segmentUuid ?? '')?.filter)).toContain(
      segments.enterprise,
    );
    expect(counts(await actHere(server, folder, { policy: 'upsert-only' }))).toEqual({ none: 1 });
  });

  it('sends what the definition says and the ownership line, and nothing else', async () => {
    const server = await sandbox();
    const filter = {
      conjonction: 'or',
      groups: [
        {
          conjonction: 'and',
          conditions: [{ kind: 'string', columnSlug: 'domain', operator: 'isNotEmpty' }],
        },
      ],
    };
    const fields = {
      name: 'Score new accounts',
      modelUuid: accounts,
      changeKinds: ['updated', 'added'],
      runCreationRule: 'noConcurrency',
      filter,
      sort: [{ columnSlug: 'employee_count', kind: 'desc' }],
      limit: 500,
      trackingColumnSlugs: ['domain', 'employee_count'],
      schedule: { type: 'cron', cron: '0 6 * * 1' },
      folderUuid: [...server.store.folders.values()].find(({ kind }) => kind === 'play')?.uuid,
    };
    const folder = repository({
      'plays/whole.yml': play({ ...fields, description: 'Score each account.' }),
      'plays/bare.yml': play({ name: 'Bare' }),
    });
    expect((await actHere(server, folder)).code).toBe(0);
    const bodies = server.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(bodies).toContainEqual({
      ...fields,
      description: 'Score each account.\n\nManaged as code by acme/revenue#whole',
    });
    expect(bodies).toContainEqual({
      name: 'Bare',
      modelUuid: accounts,
      changeKinds: ['added'],
      runCreationRule: 'once',
      description: 'Managed as code by acme/revenue#bare',
    });
  });

  it('sends the fields alone with `owner: none`, and finds the plays by name', async () => {
    const server = await sandbox();
    const folder = repository({
      'plays/a.yml': play(),
      'plays/b.yml': play({ name: 'Other', description: 'Mine' }),
    });
    expect((await actHere(server, folder, { owner: 'none' })).code).toBe(0);
    const bodies = server.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
    expect(bodies).toContainEqual({
      name: 'Score new accounts',
      modelUuid: accounts,
      changeKinds: ['added'],
      runCreationRule: 'once',
    });
    expect(bodies).toContainEqual({
      name: 'Other',
      modelUuid: accounts,
      changeKinds: ['added'],
      runCreationRule: 'once',
      description: 'Mine',
    });
    const again = await actHere(server, folder, { owner: 'none' });
    expect(counts(again)).toEqual({ none: 2 });
  });

  it('sends the token in its header, and nowhere else', async () => {
    const server = await sandbox();
    const run = await act(server, repository(manyPlays(2)));
    for (const request of server.requests) {
      expect(request.headers.authorization).toBe(`Bearer ${server.token}`);
      const { authorization: _token, ...others } = request.headers;
      expect(JSON.stringify([others, request.path, request.query, request.rawBody])).not.toContain(
        server.token,
      );
    }
    const masking = `::add-mask::${server.token}`;
    expect(run.stdout.startsWith(masking)).toBe(true);
    const report = readFileSync(run.outputs['report-path'] ?? '', 'utf8');
    expect(
      [run.stdout.slice(masking.length), run.stderr, run.summary, JSON.stringify(run.outputs), report].join(
        '',
      ),
    ).not.toContain(server.token);
  });
});

describe('the outputs', () => {
  it('are all there, in definition order, with an own one for each id', async () => {
    const server = await sandbox();
    const folder = repository({
      'plays/b.yml': `${play({ id: 'second', name: 'B1' })}---\n${play({ id: 'first', name: 'B2' })}---\n`,
      'plays/a.yaml': play({ name: 'A' }),
    });
    const run = await act(server, folder);
    expect(run.code, run.stdout).toBe(0);
    const all = plays(run);
    expect(Object.keys(all)).toEqual(['a', 'second', 'first']);
    expect(uuids(run, 'uuids')).toEqual(['a', 'second', 'first'].map((id) => run.outputs[id]));
    for (const [id, each] of Object.entries(all)) {
      const live = server.store.plays.get(run.outputs[id] ?? '');
      expect(each).toEqual({
        id,
        file: id === 'a' ? 'plays/a.yaml' : 'plays/b.yml',
        line: id === 'first' ? 7 : 1,
        name: live?.name,
        uuid: live?.uuid,
        workflowUuid: live?.workflowUuid,
        segmentUuid: live?.segmentUuid,
        modelUuid: accounts,
        workspaceUuid: server.workspaceUuid,
        url: `https://app.getcargo.io/workspaces/${server.workspaceUuid}/plays/${live?.uuid ?? ''}`,
        action: 'create',
        status: 'applied',
        error: null,
        releaseUuid: null,
        version: null,
        enabled: false,
        trial: null,
      });
      expect(each['uuid']).toMatch(uuidForm);
    }
    const matrix = JSON.parse(run.outputs['matrix'] ?? '') as { include: Record<string, unknown>[] };
    expect(matrix.include.map(({ id }) => id)).toEqual(['a', 'second', 'first']);
    expect(Object.keys(matrix.include[0] ?? {})).toEqual([
      'id',
      'uuid',
      'name',
      'workflowUuid',
      'modelUuid',
      'action',
    ]);
    expect(JSON.parse(readFileSync(run.outputs['report-path'] ?? '', 'utf8'))).toMatchObject({
      mode: 'apply',
      conclusion: 'success',
    });
    const again = await actHere(server, folder);
    expect(again.outputs['matrix']).toBe('');
    expect(again.outputs['report-path']).not.toBe(run.outputs['report-path']);
  });

  it('hold the uuid of a play at once, even in a run that is killed', async () => {
    const server = await sandbox();
    server.faults.add({ method: 'POST', skip: 3, times: Infinity, act: { kind: 'hang' } });
    const run = await act(
      server,
      repository(manyPlays(8)),
      { parallelism: '1' },
      {
        onStart: (child) => {
          const watch = setInterval(() => {
            if (server.requests.filter(({ method }) => method === 'POST').length >= 4) child.kill('SIGKILL');
          }, 50);
          child.once('exit', () => {
            clearInterval(watch);
          });
        },
      },
    );
    expect(run.signal).toBe('SIGKILL');
    const made = server.store.livePlays().filter(({ name }) => name.startsWith('Play '));
    expect(made).toHaveLength(3);
    for (const { name, uuid } of made) expect(run.outputs[name.toLowerCase().replace(' ', '-')]).toBe(uuid);
  });
});

describe('the summary', () => {
  it('tells counts, plays, schedules in words, sources and what to do next', async () => {
    const server = await sandbox();
    const folder = repository({
      'plays/score.yml': play({ schedule: { type: 'cron', cron: '@every 1h30m' } }),
    });
    const { summary, outputs } = await actHere(server, folder);
    expect(summary).toMatch(/^## ✅ Cargo plays: 1 created — the new plays are off\n/);
    expect(summary).toContain('every 1 hour 30 minutes');
    expect(summary).toContain('/acme/revenue/blob/');
    expect(summary).toContain('plays/score.yml#L1');
    expect(summary).toContain(`/plays/${outputs['score'] ?? ''})`);
    expect(summary).toContain('```mermaid');
    expect(summary).toContain('Publish the workflow');
    const { workflowUuid } = plays({ ...emptyRun, outputs })['score'] ?? {};
    expect(summary).toContain(`"workflowUuid": "${String(workflowUuid)}"`);
  });

  it('marks the nodes of a workflow that are new, changed and removed', async () => {
    const server = await sandbox();
    const workflow = (...nodes: readonly object[]): string => play({ workflow: { nodes } });
    const before = workflow({ slug: 'a', delay: 1 }, { slug: 'b', delay: 1 });
    const folder = repository({ 'plays/score.yml': before });
    await actHere(server, folder);
    const after = workflow({ slug: 'a', delay: 2 }, { slug: 'c', filter: 'nodes.start.domain' });
    write(folder, 'plays/score.yml', after);
    const { summary } = await actHere(server, folder, { mode: 'plan', policy: 'upsert-only' });
    expect(summary).toContain('["#177; a<br/>delay"]');
    expect(summary).toContain('{{"#43; c<br/>filter"}}');
    expect(summary).toContain('["#8722; b<br/>delay"]');
  });

  it('is left out with `summary: false`', async () => {
    const server = await sandbox();
    const run = await act(server, repository(manyPlays(1)), { summary: 'false' });
    expect([run.code, run.summary]).toEqual([0, '']);
  });
});

const emptyRun = { code: 0, signal: null, stdout: '', stderr: '', summary: '', temp: '' };

describe('a play whose answer or line the service changes', () => {
  it('is made all the same, with a warning, where the ownership line is not kept', async () => {
    const server = await sandbox();
    server.store.settings.descriptionLength = 0;
    const folder = repository({ 'plays/score.yml': play() });
    const run = await actHere(server, folder);
    expect(run.code, run.stdout).toBe(0);
    expect(run.stdout).toMatch(/::warning .*did not keep the ownership line/);
    expect(counts(await actHere(server, folder))).toEqual({ none: 1 });
    write(folder, 'plays/other.yml', play({ name: 'Other' }));
    expect(counts(await actHere(server, folder))).toEqual({ create: 1, none: 1 });
  });
});
