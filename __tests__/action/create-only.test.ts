import { describe, expect, it } from 'vitest';
import { accounts, contacts, counts, play, plays, repository, sandbox, writes } from '../support/action.ts';
import { actHere } from '../support/here.ts';

const line = (id: string, owner = 'acme/revenue'): string => `Managed as code by ${owner}#${id}`;
const made = {
  name: 'Score new accounts',
  modelUuid: accounts,
  changeKinds: ['added'],
  runCreationRule: 'once',
};
const folder = { 'plays/score.yml': play() };

describe('`create-only`', () => {
  it.each<[string, object[], Record<string, number>]>([
    ['nothing', [], { create: 1 }],
    ['owned by us, the same', [{ ...made, description: line('score') }], { none: 1 }],
    ['owned by us, by another case', [{ ...made, description: line('score', 'Acme/Revenue') }], { none: 1 }],
    ['owned by us, another name', [{ ...made, name: 'Renamed', description: line('score') }], { drifted: 1 }],
    [
      'owned by us, another limit',
      [{ ...made, limit: 5, description: `Text\n\n${line('score')}` }],
      { drifted: 1 },
    ],
    ['owned under an id that is gone', [{ ...made, description: line('old-score') }], { none: 1 }],
    ['not owned, the same', [made], { none: 1 }],
    ['not owned, different', [{ ...made, changeKinds: ['removed'] }], { drifted: 1 }],
    ['not owned, on another model', [{ ...made, modelUuid: contacts }], { create: 1 }],
    ['owned by another', [{ ...made, limit: 5, description: line('score', 'acme/other') }], { drifted: 1 }],
    ['owned by us, no definition', [{ ...made, name: 'Other', description: line('other') }], { create: 1 }],
  ])('with %s in the workspace', async (what, live, expected) => {
    const server = await sandbox();
    const there = live.map((each) => server.store.addPlay(each));
    const before = structuredClone([...server.store.plays.values()]);
    const run = await actHere(server, repository(folder));
    expect(run.code, run.stdout).toBe(0);
    expect(counts(run)).toEqual(expected);
    expect(writes(server)).toHaveLength(expected['create'] === undefined ? 0 : 1);
    // what was there is as it was
    for (const each of before) expect(server.store.plays.get(each.uuid)).toEqual(each);
    // another owner's play is not the definition's
    const ours = what === 'owned by another' ? undefined : there[0]?.uuid;
    if (expected['create'] === undefined) {
      expect(run.outputs['score']).toBe(ours);
      expect(JSON.parse(run.outputs['uuids'] ?? '')).toEqual(ours === undefined ? [] : [ours]);
    }
  });

  it.each([
    ['two with one ownership line', [line('score'), line('score')], ['A', 'B']],
    ['two of the name', [null, null], [made.name, made.name]],
  ])('refuses %s, naming their uuids', async (_what, descriptions, names) => {
    const server = await sandbox();
    const there = descriptions.map((description, index) =>
      server.store.addPlay({ ...made, description, name: names[index] ?? '' }),
    );
    const run = await actHere(server, repository({ ...folder, 'plays/other.yml': play({ name: 'Other' }) }));
    expect(run.code).toBe(1);
    expect(counts(run)).toEqual({ refused: 1, notAttempted: 1 });
    expect(writes(server)).toEqual([]);
    for (const { uuid } of there) expect(run.stdout).toContain(uuid);
    const planned = await actHere(server, repository(folder), { mode: 'plan' });
    expect(planned.code).toBe(1);
  });

  it('refuses a changed model, and says what to do', async () => {
    const server = await sandbox();
    server.store.addPlay({ ...made, modelUuid: contacts, description: line('score') });
    const run = await actHere(server, repository(folder));
    expect([run.code, writes(server)]).toEqual([1, []]);
    expect(String(plays(run)['score']?.['error'])).toMatch(
      /is on the model contacts, but the definition says accounts\..*new `id`/,
    );
  });

  it('tells drift field by field, at the definition', async () => {
    const server = await sandbox();
    server.store.addPlay({
      ...made,
      limit: 20,
      changeKinds: ['added', 'removed'],
      description: line('score'),
    });
    const run = await actHere(server, repository(folder));
    expect(run.stdout).toMatch(
      /::warning title=drifted,file=plays\/score\.yml,line=1::.*changeKinds, limit.*create-only` changes nothing/,
    );
    expect(run.summary).toContain('<code>limit</code>: <code>20</code> → <code>nothing</code>');
    expect(plays(run)['score']).toMatchObject({ action: 'none', status: 'drifted' });
    expect(run.outputs['changed']).toBe('false');
  });

  it('takes no deleted play for a live one', async () => {
    const server = await sandbox();
    server.store.settings.listDeletedPlays = true;
    const { uuid } = server.store.addPlay({ ...made, description: line('score') });
    server.store.deletePlay(uuid);
    expect(counts(await actHere(server, repository(folder)))).toEqual({ create: 1 });
  });

  it("asks alone for a play's segment where the list leaves it out", async () => {
    const server = await sandbox();
    server.store.settings.listPlaySegments = false;
    server.store.addPlay({ ...made, limit: 7, description: line('score') });
    const run = await actHere(server, repository({ 'plays/score.yml': play({ limit: 7 }) }));
    expect(counts(run)).toEqual({ none: 1 });
    expect(server.requests.filter(({ path }) => /\/segments\/[0-9a-f-]{36}$/.test(path))).toHaveLength(1);
  });

  it('does not care what the server adds', async () => {
    const server = await sandbox();
    const schedule = { type: 'cron', cron: '0 6 * * 1' };
    const text = { 'plays/score.yml': play({ schedule }) };
    await actHere(server, repository(text));
    const [created] = server.store.livePlays().slice(-1);
    expect(created?.schedule).toHaveProperty('temporalScheduleWorkflowId');
    expect(counts(await actHere(server, repository(text)))).toEqual({ none: 1 });
  });
});
