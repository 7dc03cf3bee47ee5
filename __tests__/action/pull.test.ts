import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demoSeed, livedInSeed } from '../../sandbox/seed.ts';
import type { Seed } from '../../sandbox/entities.ts';
import { ask } from '../support/ask.ts';
import { accounts, act, counts, repository, sandbox, writes } from '../support/action.ts';
import { actHere } from '../support/here.ts';
import { nodesOf } from '../support/flows.ts';

const adopting = { policy: 'upsert-only', adopt: 'true' };

/** The demo workspace with one more play. */
function withPlay(play: Partial<Seed['plays'][number]>): Seed {
  const seed = demoSeed(0);
  const [first] = seed.plays;
  return { ...seed, plays: [{ ...first!, ...play }] };
}

const cargo = { conjonction: 'and', groups: [] };

describe('`mode: pull` with `pull: drifted`', () => {
  it('edits what was changed in Cargo, and a plan then shows no drift', async () => {
    const server = await sandbox({ seed: livedInSeed(0) });
    const folder = repository({ 'README.md': '' });
    await actHere(server, folder, { mode: 'pull', 'pull-names': 'Welcome*\nRoute*' });
    const applied = await actHere(server, folder, adopting);
    expect(counts(applied), applied.stdout).toEqual({ adopt: 2 });
    const file = join(folder, 'plays/welcome-new-contacts.yml');
    const commented = readFileSync(file, 'utf8').replace(
      'schedule: {',
      '# hourly\nlimit: ${{ vars.LIMIT }}\nschedule: {',
    );
    writeFileSync(file, commented);
    const variables = 'LIMIT: 20';
    await actHere(server, folder, { policy: 'upsert-only', variables });
    await ask(server, 'PUT', '/orchestration/plays/91a40000-0000-4000-8000-000000000001', {
      name: 'Welcome them',
      schedule: { type: 'cron', cron: '0 7 * * *' },
      limit: 30,
      folderUuid: null,
      filter: cargo,
    });
    const run = await actHere(server, folder, { mode: 'pull', pull: 'drifted', variables });
    expect(run.code, run.stdout).toBe(0);
    expect(JSON.parse(run.outputs['pulled'] ?? '')).toEqual(['plays/welcome-new-contacts.yml']);
    expect(run.summary).toContain('stands for 20, and Cargo has 30');
    const after = readFileSync(file, 'utf8');
    expect(after).toBe(
      commented
        .replace('name: Welcome new contacts', 'name: Welcome them')
        .replace("cron: '@every 1h'", 'cron: 0 7 * * *')
        .replace('folder: GTM / Outreach\n', '')
        .replace(/filter:\n(?: .*\n)+/, ''),
    );
    const plan = await actHere(server, folder, { mode: 'plan', variables: 'LIMIT: 30' });
    expect(counts(plan), plan.stdout).toEqual({ none: 2 });
    const again = await actHere(server, folder, { mode: 'pull', pull: 'all', 'pull-names': 'W*', variables });
    expect(again.outputs['pulled']).toBe('[]');
    expect(readFileSync(file, 'utf8')).toBe(after);
  }, 60_000);
});

describe('a workflow that was changed in Cargo', () => {
  it('is changed in its files, and a plan then shows no drift', async () => {
    const workflowUuid = '30f11000-0000-4000-8000-000000000001';
    const script = 'a = 1\nb = 2\nc = 3\nreturn a\n';
    const flow = [
      { slug: 'score', does: 'python', text: script, skips: 0 },
      { slug: 'wait', does: 'delay', text: 'x', skips: 0 },
      { slug: 'is_big', does: 'branch', text: 'x', skips: 1 },
      { slug: 'tell', does: 'message', text: 'Hello', skips: 0 },
    ] as const;
    const seed = withPlay({ workflowUuid, modelUuid: accounts, filter: cargo });
    const workflows = { ...seed.workflows, [workflowUuid]: { deployed: [nodesOf(flow)] } };
    const server = await sandbox({ seed: { ...seed, workflows } });
    const folder = repository({ 'README.md': '' });
    await actHere(server, folder, { mode: 'pull' });
    await actHere(server, folder, adopting);
    const file = join(folder, 'plays/welcome-new-contacts.yml');
    const before = readFileSync(file, 'utf8');

    const [score, , branch, tellThem] = flow;
    const changed = [
      { ...score, text: script.replace('2', '20') },
      { ...branch, skips: 0 },
      { ...tellThem, text: 'Hi' },
    ];
    server.store.publish(workflowUuid, { nodes: nodesOf(changed) });
    const run = await actHere(server, folder, { mode: 'pull', pull: 'drifted' });
    expect(run.code, run.stdout).toBe(0);
    expect(JSON.parse(run.outputs['pulled'] ?? '')).toEqual([
      'plays/welcome-new-contacts.yml',
      'plays/welcome-new-contacts.score.py',
    ]);
    expect(readFileSync(join(folder, 'plays/welcome-new-contacts.score.py'), 'utf8')).toBe(
      script.replace('2', '20'),
    );
    expect(readFileSync(file, 'utf8')).toBe(
      before
        .replace(/    - slug: wait\n      delay: 1\n/, '')
        .replace('else: end', 'else: tell')
        .replace('Hello', 'Hi'),
    );
    const plan = await actHere(server, folder, { mode: 'plan' });
    expect(counts(plan), plan.stdout).toEqual({ none: 1 });
  }, 60_000);
});

describe('`mode: pull`', () => {
  it('writes definitions that a plan finds no difference in, and nothing a second time', async () => {
    const server = await sandbox({ seed: livedInSeed(0) });
    const folder = repository({ 'README.md': '' });
    const first = await act(server, folder, { mode: 'pull' });
    expect(first.outputs['changed']).toBe('true');
    expect(JSON.parse(first.outputs['pulled'] ?? '')).toEqual([
      'plays/welcome-new-contacts.yml',
      'plays/stalled-deals-digest.yml',
      'plays/route-accounts-by-fit.yml',
      'plays/empty-for-later.yml',
    ]);
    // two plays of one name on one model can't be told apart
    expect(first.code).toBe(1);
    expect(first.summary).toContain('2 plays on its model have this name');

    const plan = await actHere(server, folder, { ...adopting, mode: 'plan' });
    expect(counts(plan), plan.stdout).toEqual({ adopt: 4 });
    expect(plan.stdout).not.toContain('→');
    const again = await actHere(server, folder, { mode: 'pull' });
    expect(again.outputs['pulled']).toBe('[]');
    expect(again.outputs['changed']).toBe('false');
    expect(writes(server)).toEqual([]);

    const applied = await actHere(server, folder, adopting);
    expect(counts(applied), applied.stdout).toEqual({ adopt: 4 });
    const sync = await actHere(server, folder, { policy: 'sync' });
    expect(counts(sync), sync.stdout).toEqual({ none: 4 });
  }, 60_000);

  it('never writes over a file, nor through a link that leads out of the checkout', async () => {
    const server = await sandbox({ seed: withPlay({ name: 'A' }) });
    const outside = repository({});
    const folder = repository({ 'plays/a.yml/keep': '' });
    const taken = await actHere(server, folder, { mode: 'pull', plays: 'plays/*.yml\n!plays/a.yml' });
    expect(JSON.parse(taken.outputs['pulled'] ?? '')).toEqual(['plays/a-2.yml']);

    const linked = repository({ 'README.md': '' });
    symlinkSync(outside, join(linked, 'plays'));
    const refused = await actHere(server, linked, { mode: 'pull' });
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('link that leads out of the checkout');
    expect(existsSync(join(outside, 'a.yml'))).toBe(false);
  }, 30_000);

  it.each([
    [{ name: 'Two\nlines' }, 'A name must be one line'],
    [{ modelUuid: '00000000-0000-4000-8000-00000000dead' }, 'The workspace has no model with the UUID'],
    [
      { folderUuid: '00000000-0000-4000-8000-00000000dead' },
      'The workspace has no folder for plays with the UUID',
    ],
  ])('tells what can not be written, with its uuid: %j', async (play, why) => {
    const server = await sandbox({ seed: withPlay(play) });
    const folder = repository({ 'README.md': '' });
    const run = await actHere(server, folder, { mode: 'pull' });
    expect(run.code).toBe(1);
    expect(run.outputs['pulled']).toBe('[]');
    expect(run.stdout).toContain("(91a40000-0000-4000-8000-000000000001) can't be written as a definition: ");
    expect(run.stdout).toContain(why);
    expect(existsSync(join(folder, 'plays'))).toBe(false);
  });

  it('tells a play whose segment is gone, and writes the others', async () => {
    const segmentUuid = '5e601000-0000-4000-8000-000000000001';
    const seed = withPlay({ segmentUuid });
    const server = await sandbox({
      seed: { ...seed, plays: [...seed.plays, { name: 'Fine', modelUuid: accounts }] },
    });
    server.store.segments.delete(segmentUuid);
    const folder = repository({ 'README.md': '' });
    const run = await actHere(server, folder, { mode: 'pull' });
    expect(run.code).toBe(1);
    expect(run.outputs['pulled']).toBe('["plays/fine.yml"]');
    expect(run.stdout).toContain("the play's segment no longer exists");
  });

  it.each([
    ['plays', 'plays'],
    ['plays/team', 'plays/team/more'],
  ])('tells that %s is a file where a folder is needed', async (file, pullTo) => {
    const server = await sandbox({ seed: withPlay({ name: 'A' }) });
    const folder = repository({ [file]: '' });
    const run = await actHere(server, folder, { mode: 'pull', 'pull-to': pullTo });
    expect(run.code).toBe(1);
    expect(run.outputs['pulled']).toBe('[]');
    expect(run.stdout).toContain(`${pullTo}/a.yml can't be written: ${file} is a file, not a folder.`);
  });

  it('writes a condition of an unknown kind as it stands, and no ownership line', async () => {
    const odd = { kind: 'novelty', z: 1, a: { b: ['c'] } };
    const filter = { conjonction: 'and', groups: [{ conjonction: 'and', conditions: [odd] }] };
    const description = 'One\n\nManaged as code by acme/revenue#a\n\nTwo';
    const server = await sandbox({ seed: withPlay({ filter, description }) });
    const folder = repository({ 'README.md': '' });
    const run = await actHere(server, folder, { mode: 'pull' });
    expect(run.code, run.stdout).toBe(0);
    const text = readFileSync(join(folder, 'plays/a.yml'), 'utf8');
    expect(text).toContain('        - kind: novelty\n          z: 1\n          a: { b: [c] }\n');
    expect(text).toContain('description: |-\n  One\n\n  Two\n');
  });

  it('refuses a folder that `plays` does not match, before anything is read', async () => {
    const server = await sandbox();
    const folder = repository({ 'README.md': '' });
    const run = await actHere(server, folder, { mode: 'pull', 'pull-to': 'elsewhere' });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('match no file in `pull-to`');
  });

  it('takes the plays whose names are asked for', async () => {
    const server = await sandbox();
    const folder = repository({ 'README.md': '' });
    const run = await actHere(server, folder, { mode: 'pull', 'pull-names': 'Welcome*\n!*digest' });
    expect(run.code, run.stdout).toBe(0);
    expect(JSON.parse(run.outputs['pulled'] ?? '')).toEqual(['plays/welcome-new-contacts.yml']);
  });

  it('fails where a name is asked for that no play has, and writes the others', async () => {
    const server = await sandbox();
    const folder = repository({ 'README.md': '' });
    const run = await actHere(server, folder, {
      mode: 'pull',
      'pull-names': 'Welcome new contact\nWelcome new contacts',
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('Did you mean "Welcome new contacts"?');
    expect(JSON.parse(run.outputs['pulled'] ?? '')).toEqual(['plays/welcome-new-contacts.yml']);
  });

  it('writes over no expression: texts that look like one are escaped', async () => {
    const server = await sandbox({ seed: withPlay({ description: 'Ask ${{ vars.X }}, $${{ and }}' }) });
    const folder = repository({ 'README.md': '' });
    const run = await actHere(server, folder, { mode: 'pull' });
    expect(run.code, run.stdout).toBe(0);
    expect(readFileSync(join(folder, 'plays/welcome-new-contacts.yml'), 'utf8')).toContain(
      'Ask $${{ vars.X }}, $$${{ and }}',
    );
  });
});
