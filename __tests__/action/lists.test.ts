import { describe, expect, it } from 'vitest';
import { actFast, counts, play, repository, sandbox } from '../support/action.ts';

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
    const run = await actFast(server, repository(score));
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
    const first = await actFast(server, repository(files), inputs);
    expect([first.code, counts(first)], first.stdout).toEqual([0, { create: 2 }]);
    expect(first.stdout).not.toContain('::warning');
    const second = await actFast(server, repository({ 'plays/score.yml': play({ limit: 5 }) }), inputs);
    expect([second.code, counts(second)], second.stdout).toEqual([0, { update: 1, delete: 1 }]);
    expect(second.stdout).not.toContain('::warning');
  });
});
