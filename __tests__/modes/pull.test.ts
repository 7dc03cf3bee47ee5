import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Seed } from '../../sandbox/entities.ts';
import { demoSeed, demoUuids } from '../../sandbox/seed.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { PlayChanges } from '../../sandbox/play-fields.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { apply } from '../../src/modes/apply.ts';
import { plan } from '../../src/modes/plan.ts';
import { pull } from '../../src/modes/pull.ts';
import type { Facts } from '../../src/report/build.ts';
import { repository, sandbox } from '../support/action.ts';
import { ask } from '../support/ask.ts';
import { fields, known, plays, seedOf, uuid, workspace } from '../support/live-plays.ts';
import { filesIn, openChanges, runs } from '../support/pulling.ts';
import { tell } from '../support/stories.ts';
import { countWork } from '../support/work.ts';

const adopting = { policy: 'upsert-only', adopt: 'true', 'allow-empty': 'true' };

async function pulled(server: Sandbox, folder: string): Promise<void> {
  const facts = await tell(pull, server, folder, { mode: 'pull' });
  const told = facts.problems.join('\n');
  const { body } = await ask(server, 'GET', '/orchestration/plays/list');
  for (const { uuid: each } of (body?.['plays'] ?? []) as { uuid: string }[])
    expect(facts.pulled.some((one) => one.uuid === each) || told.includes(each)).toBe(true);
}

describe('the law of pulling', () => {
  it('a plan over what was pulled shows no difference, and a second pull changes nothing', async () => {
    const property = fc.asyncProperty(plays, async (made) => {
      const server = await startSandbox({ seed: seedOf(made) });
      const folder = repository({ 'plays/.keep': '' });
      try {
        await pulled(server, folder);
        const before = filesIn(folder);
        expect(openChanges(await tell(plan, server, folder, { ...adopting, mode: 'plan' }))).toEqual([]);
        const again = await tell(pull, server, folder, { mode: 'pull' });
        expect(again.pulled).toEqual([]);
        expect(filesIn(folder)).toEqual(before);
        expect(
          server.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/segments/fetch')),
        ).toEqual([]);
      } finally {
        await server.close();
      }
    });
    await fc.assert(property, runs(15));
  }, 240_000);

  it('after edits in Cargo, pulling what drifted leaves no drift', async () => {
    const property = fc.asyncProperty(
      plays,
      fc.array(fields, { minLength: 4, maxLength: 4 }),
      async (made, edits) => {
        const server = await startSandbox({ seed: seedOf(made) });
        const folder = repository({ 'plays/.keep': '' });
        try {
          await pulled(server, folder);
          const adopted = await tell(apply, server, folder, adopting);
          const managed = (adopted.plan?.changes ?? []).flatMap((change) =>
            'actual' in change ? [change.actual.play.uuid] : [],
          );
          for (const [index, each] of managed.entries()) {
            const edit = edits[index] as PlayChanges;
            const line = server.store.plays.get(each)?.description?.split('\n').at(-1) ?? '';
            const cleared = { sort: null, limit: null, schedule: null, folderUuid: null };
            const description = `${edit.description ?? ''}\n\n${line}`;
            server.store.editPlay(each, { ...cleared, ...edit, description });
          }
          const facts = await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' });
          const told = facts.problems.join('\n');
          const left = await tell(plan, server, folder, { mode: 'plan', 'allow-empty': 'true' });
          expect(told).not.toContain('YAML');
          // what can't be written, and an expression that is kept, is told; no other play is left out for it
          const open = (left.plan?.changes ?? []).filter(
            (change) =>
              'differences' in change &&
              change.differences.length > 0 &&
              !told.includes(change.actual.play.uuid),
          );
          if (facts.warnings.length === 0) expect(open).toEqual([]);
          if (facts.warnings.length === 0 && told === '') expect(openChanges(left)).toEqual([]);
          const before = filesIn(folder);
          expect((await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' })).pulled).toEqual([]);
          expect(filesIn(folder)).toEqual(before);
        } finally {
          await server.close();
        }
      },
    );
    await fc.assert(property, runs(15));
  }, 240_000);
});

describe('pulling a protected play', () => {
  const line = 'Managed as code by acme/revenue#score';
  const [, made] = demoSeed(0).plays;
  const lineIn = (server: Sandbox, description: string): void => {
    for (const { uuid: each } of server.store.livePlays()) server.store.editPlay(each, { description });
  };
  const start = (description: string): Promise<Sandbox> =>
    startSandbox({ seed: { ...demoSeed(0), plays: [{ ...made, description }] as Seed['plays'] } });
  const definition = (folder: string): string => readFileSync(join(folder, 'plays/score.yml'), 'utf8');

  it('keeps it protected in a new file', async () => {
    const server = await start(`${line}, protected`);
    const folder = repository({ 'plays/.keep': '' });
    try {
      await pulled(server, folder);
      expect(definition(folder)).toMatch(/^protect: true$/m);
      const { plan: planned } = await tell(plan, server, folder, { mode: 'plan', policy: 'upsert-only' });
      expect(planned?.changes.map(({ kind: each }) => each)).toEqual(['none']);
    } finally {
      await server.close();
    }
  });

  it('follows what was done to its line in Cargo', async () => {
    const server = await start(line);
    const folder = repository({ 'plays/.keep': '' });
    const drifted = (): Promise<Facts> =>
      tell(pull, server, folder, { mode: 'pull', pull: 'drifted', policy: 'upsert-only' });
    try {
      await pulled(server, folder);
      const before = definition(folder);
      lineIn(server, `${line}, protected`);
      expect(await drifted()).toMatchObject({ problems: [], pulled: [{ files: ['plays/score.yml'] }] });
      expect(definition(folder)).toMatch(/^protect: true$/m);
      expect((await drifted()).pulled).toEqual([]);
      lineIn(server, line);
      expect(await drifted()).toMatchObject({ problems: [], pulled: [{ files: ['plays/score.yml'] }] });
      expect(definition(folder)).toBe(before);
    } finally {
      await server.close();
    }
  });
});

describe('pulling', () => {
  it('takes every kind of condition with every operator, one a play', async () => {
    const seed = workspace();
    const made = known.map((each, index) => ({
      name: `Play ${String(index)}`,
      modelUuid: demoUuids.models.accounts,
      uuid: uuid('91a41000', index + 1),
      filter: {
        conjonction: 'and',
        groups: [{ conjonction: 'and', conditions: fc.sample(each, { seed: 1, numRuns: 3 }) }],
      },
    }));
    const server = await startSandbox({ seed: { ...seed, plays: made } });
    const folder = repository({ 'plays/.keep': '' });
    try {
      const facts = await tell(pull, server, folder, { mode: 'pull' });
      expect(facts.problems).toEqual([]);
      expect(facts.pulled).toHaveLength(made.length);
      expect(openChanges(await tell(plan, server, folder, { ...adopting, mode: 'plan' }))).toEqual([]);
    } finally {
      await server.close();
    }
  }, 60_000);

  it('takes 500 plays, two of one name on two models among them', async () => {
    const seed = demoSeed(0);
    const many = Array.from({ length: 500 }, (_, index) => ({
      name: `Play ${String(index % 499)}`,
      modelUuid: [demoUuids.models.accounts, demoUuids.models.contacts][index === 499 ? 1 : 0] ?? '',
      uuid: uuid('91a41000', index + 1),
      segmentUuid: uuid('5e601000', index + 1),
    }));
    const server = await startSandbox({ seed: { ...seed, plays: many } });
    const folder = repository({ 'plays/.keep': '' });
    try {
      const facts = await tell(pull, server, folder, { mode: 'pull' });
      expect(facts.problems).toEqual([]);
      expect(facts.pulled).toHaveLength(500);
      expect(facts.pulled.at(-1)?.files).toEqual(['plays/play-0-2.yml']);
      expect(openChanges(await tell(plan, server, folder, { ...adopting, mode: 'plan' }))).toEqual([]);
    } finally {
      await server.close();
    }
  }, 60_000);
});

describe('a file of many definitions', () => {
  /** The work of pulling so many plays of one file, each of which was changed in Cargo. */
  async function workOf(amount: number): Promise<number> {
    const server = await sandbox({ seed: { ...demoSeed(0), plays: [] } });
    const document = (index: number, limit: number): string =>
      `# ${String(index)}\nid: p${String(index)}\nname: Play ${String(index)}\nmodel: accounts\n` +
      `changeKinds: [added]\nrunCreationRule: always\nlimit: ${String(limit)} # records\n`;
    const file = (limit: number): string =>
      Array.from({ length: amount }, (_, index) => document(index, limit)).join('---\n');
    const folder = repository({ 'plays/all.yml': file(5) });
    await tell(apply, server, folder, { parallelism: '16' });
    for (const each of server.store.livePlays()) server.store.editPlay(each.uuid, { limit: 6 });
    const work = countWork();
    const facts = await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' });
    const spent = work();
    expect([facts.problems, facts.pulled.length]).toEqual([[], amount]);
    expect(readFileSync(join(folder, 'plays/all.yml'), 'utf8')).toBe(file(6));
    return spent;
  }

  it('is edited document by document: six times as many are not 36 times the work', async () => {
    const some = await workOf(100);
    expect(await workOf(600)).toBeLessThan(12 * some);
  }, 120_000);
});

describe('a drift that the definitions can hold only together', () => {
  const definition = (name: string, more = ''): string =>
    `name: ${name}\nmodel: accounts\nchangeKinds: [added]\nrunCreationRule: always\n${more}`;

  /** Managed plays, changed in Cargo: what a pull then tells, and what a plan still shows. */
  async function drift(
    definitions: Readonly<Record<string, string>>,
    change: (store: Sandbox['store'], uuids: Readonly<Record<string, string>>) => void,
    which = 'drifted',
  ): Promise<{
    facts: Facts;
    files: Record<string, string>;
    left: unknown[];
    uuids: Record<string, string>;
  }> {
    const server = await sandbox({ seed: { ...demoSeed(0), plays: [] } });
    const paths = Object.entries(definitions).map(([id, text]) => [`plays/${id}.yml`, text]);
    const folder = repository(Object.fromEntries(paths) as Record<string, string>);
    await tell(apply, server, folder, {});
    const idOf = (description: string | null): string => description?.split('#').at(-1) ?? '';
    const uuids = Object.fromEntries(
      server.store.livePlays().map(({ description, uuid: each }) => [idOf(description), each]),
    );
    change(server.store, uuids);
    const facts = await tell(pull, server, folder, { mode: 'pull', pull: which });
    const left = openChanges(await tell(plan, server, folder, { mode: 'plan' }));
    const files = Object.entries(filesIn(folder)).map(([path, text]) => [
      path.slice(folder.length + 1),
      text,
    ]);
    return { facts, files: Object.fromEntries(files) as Record<string, string>, left, uuids };
  }

  it('names a play by uuid where its name would close a circle of plays', async () => {
    const waits = 'schedule: { type: dependency, play: b }\n';
    const { facts, files, left, uuids } = await drift(
      { a: definition('A', waits), b: definition('B'), c: definition('C', waits) },
      (store, { a = '', b = '', c = '' }) => {
        store.editPlay(b, { schedule: { type: 'dependency', playUuid: a } });
        store.editPlay(c, { schedule: { type: 'dependency', playUuid: a } });
      },
    );
    expect([facts.problems, facts.warnings, left]).toEqual([[], [], []]);
    expect(files['plays/a.yml']).toBe(definition('A', waits));
    expect(files['plays/b.yml']).toBe(
      definition('B', `schedule: { type: dependency, playUuid: ${uuids['a'] ?? ''} }\n`),
    );
  });

  it('tells with its uuid the one that would make another definition wrong, and edits the others', async () => {
    const { facts, files, left, uuids } = await drift(
      { a: definition('A'), b: definition('B'), c: definition('C') },
      (store, { a = '', c = '' }) => {
        store.editPlay(a, { name: 'B' });
        store.editPlay(c, { limit: 5 });
      },
    );
    expect(facts.problems).toEqual([
      expect.stringContaining(`plays/a.yml can't be edited in place for "B" (${uuids['a'] ?? ''}): `),
    ]);
    expect(files['plays/a.yml']).toBe(definition('A'));
    expect(files['plays/c.yml']).toBe(definition('C', 'limit: 5\n'));
    expect(left).toHaveLength(2);
  });

  it('takes over that a play is on, also where the definition has no workflow', async () => {
    const { facts, files, left } = await drift(
      { a: definition('A', 'enabled: false\n') },
      (store, { a = '' }) => {
        store.editPlay(a, { isEnabled: true });
      },
    );
    expect([facts.problems, left]).toEqual([[], []]);
    expect(files['plays/a.yml']).toBe(definition('A', 'enabled: true\n'));
  });

  it('keeps the form of a description below a bar', async () => {
    const text = (first: string): string => `description: | # why\n  ${first}\n\n  The end.\nlimit: 1\n`;
    const { facts, files, left } = await drift({ a: definition('A', text('One.')) }, (store, { a = '' }) => {
      const { description } = store.plays.get(a) ?? {};
      store.editPlay(a, { description: description?.replace('One.', 'Two.') ?? '' });
    });
    expect([facts.problems, left]).toEqual([[], []]);
    expect(files['plays/a.yml']).toBe(definition('A', text('Two.')));
  });

  it('tells an expression that names a play without one as it is written', async () => {
    const text = 'description: After ${{ plays.b.uuid }}, $${{ not this }}\n';
    const { facts, files, uuids } = await drift(
      { a: definition('A', text), b: definition('B') },
      (store, { b = '' }) => {
        store.deletePlay(b);
      },
    );
    expect(facts.warnings).toEqual([
      'plays/a.yml:5: `description` is After ${{ plays.b.uuid }}, $${{ not this }}, whose play is not in Cargo, and ' +
        `Cargo has "After ${uuids['b'] ?? ''}, \${{ not this }}". It is left as it is: change what the expression stands for, or write the value.`,
    ]);
    expect(files['plays/a.yml']).toBe(definition('A', text));
  });

  it('gives a new play the name that the drift of another one sets free', async () => {
    const { facts, files, left } = await drift(
      { a: definition('A') },
      (store, { a = '' }) => {
        store.editPlay(a, { name: 'Z' });
        store.addPlay({ name: 'A', modelUuid: demoUuids.models.accounts });
      },
      'all',
    );
    expect(facts.problems).toEqual([]);
    expect(files['plays/a.yml']).toBe(definition('Z'));
    expect(files['plays/a-2.yml']).toContain('\nname: A\n');
    expect(left).toEqual([]);
  });
});
