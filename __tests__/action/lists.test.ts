import { describe, expect, it } from 'vitest';
import { counts, play, repository, sandbox } from '../support/action.ts';
import { actHereFast } from '../support/here.ts';

type List = { readonly plays: readonly Record<string, unknown>[] };

const score = { 'plays/score.yml': play() };

describe('a list of plays', () => {
  it('that never shows a created play fails the step, and says what to do', async () => {
    const server = await sandbox();
    const before = server.store.listed();
    server.faults.add({
      method: 'GET',
      path: /plays\/list$/,
      times: Infinity,
      act: { kind: 'alter', alter: () => ({ plays: before.plays }) },
    });
    const run = await actHereFast(server, repository(score));
    const made = server.store.livePlays().find(({ name }) => name === 'Score new accounts');
    expect(run.code).toBe(1);
    expect(counts(run)).toEqual({ create: 1 });
    expect(run.outputs['score']).toBe(made?.uuid);
    expect(run.stdout).toMatch(
      new RegExp(
        `::error .*does not show them: score \\(${made?.uuid ?? '-'}\\)\\. Do not run the job again before`,
      ),
    );
    expect(run.summary).toContain('See the problem below');
  });

  it('that spells uuids in another case shows all that was made and deleted', async () => {
    const server = await sandbox();
    const upper = (value: unknown): unknown => (typeof value === 'string' ? value.toUpperCase() : value);
    server.faults.add({
      method: 'GET',
      path: /(plays|segments)\/list$/,
      times: Infinity,
      act: {
        kind: 'alter',
        alter: (body) =>
          Object.fromEntries(
            Object.entries(body as Record<string, List['plays']>).map(([key, rows]) => [
              key,
              rows.map((row) => ({
                ...row,
                uuid: upper(row['uuid']),
                segmentUuid: upper(row['segmentUuid']),
              })),
            ]),
          ),
      },
    });
    const files = { ...score, 'plays/gone.yml': play({ name: 'Gone' }) };
    const inputs = { policy: 'sync' };
    const first = await actHereFast(server, repository(files), inputs);
    expect([first.code, counts(first)], first.stdout).toEqual([0, { create: 2 }]);
    expect(first.stdout).not.toContain('::warning');
    const second = await actHereFast(server, repository({ 'plays/score.yml': play({ limit: 5 }) }), inputs);
    expect([second.code, counts(second)], second.stdout).toEqual([0, { update: 1, delete: 1 }]);
    expect(second.stdout).not.toContain('::warning');
  });
});

describe('a delete that meets a failing service, and then a proxy', () => {
  const gone = { 'plays/score.yml': play(), 'plays/gone.yml': play({ name: 'Gone' }) };
  const proxy = { kind: 'rubbish', status: 404, body: '<html>Not found</html>' } as const;

  it.each([
    ['was done all the same', 'after', 0],
    ['was not done', 'before', 1],
  ] as const)('tells the truth where it %s', async (_what, when, left) => {
    const server = await sandbox();
    await actHereFast(server, repository(gone), { policy: 'sync' });
    server.faults.add({ method: 'DELETE', when, act: { kind: 'status', status: 503 } });
    server.faults.add({ method: 'DELETE', act: proxy });
    const run = await actHereFast(server, repository(score), { policy: 'sync' });
    expect(server.store.livePlays().filter(({ name }) => name === 'Gone')).toHaveLength(left);
    expect([run.code, counts(run)], run.stdout).toEqual(
      left === 0 ? [0, { none: 1, delete: 1 }] : [1, { none: 1, failed: 1 }],
    );
    expect(run.outputs['deleted']).toMatch(left === 0 ? /^\["[^"]+"\]$/ : /^\[\]$/);
    if (left > 0) expect(run.stdout).toContain('The play still exists.');
  });
});

describe('a play whose line was moved to the middle of its description', () => {
  it('is renamed in place by `sync`, and its line put back at the end', async () => {
    const server = await sandbox();
    await actHereFast(server, repository({ 'plays/score.yml': play({ description: 'One.\n\nTwo.' }) }));
    const made = server.store.livePlays().find(({ name }) => name === 'Score new accounts');
    const moved = `One.\n\n- **Managed as code by acme/revenue#score**\n\nTwo.`;
    server.store.editPlay(made?.uuid ?? '', { description: moved });
    const renamed = { 'plays/score.yml': play({ name: 'Rate accounts', description: 'One.\n\nTwo.' }) };
    const run = await actHereFast(server, repository(renamed), { policy: 'sync' });
    expect([run.code, counts(run)], run.stdout).toEqual([0, { update: 1 }]);
    const now = server.store.livePlays().filter(({ description }) => description?.includes('#score'));
    expect(now).toMatchObject([
      {
        uuid: made?.uuid,
        name: 'Rate accounts',
        description: 'One.\n\nTwo.\n\nManaged as code by acme/revenue#score',
      },
    ]);
    expect(counts(await actHereFast(server, repository(renamed), { policy: 'sync' }))).toEqual({ none: 1 });
  });
});
