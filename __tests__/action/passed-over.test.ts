import { expect, it } from 'vitest';
import { counts, play, repository, sandbox } from '../support/action.ts';
import { actHere } from '../support/here.ts';

it('rows, files and patterns that are passed over are told, and nothing fails for them', async () => {
  const server = await sandbox();
  const odd = { uuid: 'odd-row', name: 7, modelUuid: null, description: { text: 'Hello' } };
  server.faults.add({
    method: 'GET',
    path: /plays\/list$/,
    times: Infinity,
    act: { kind: 'alter', alter: (body) => ({ plays: [...(body as { plays: object[] }).plays, odd] }) },
  });
  const folder = repository({
    'plays/a.yml': play({ name: 'A' }),
    'plays/b.YML': play({ name: 'B' }),
    'plays/c.json': play({ name: 'C' }),
  });
  const run = await actHere(server, folder, { plays: 'plays/**/*.yml\nploys/*.yml' });
  expect(run.code, run.stdout).toBe(0);
  expect(counts(run)).toEqual({ create: 1 });
  const notices = run.stdout.split('\n').filter((line) => line.startsWith('::notice'));
  expect(notices).toEqual([
    expect.stringMatching(/does not match plays\/b\.YML, plays\/c\.json\./),
    expect.stringMatching(/no file matches ploys\/\*\.yml\./),
    expect.stringMatching(/skipped.*odd-row/),
  ]);
  for (const told of ['plays/b.YML', 'plays/c.json', 'odd-row']) expect(run.summary).toContain(told);
  expect(counts(await actHere(server, folder))).toEqual({ none: 1 });
});
