import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoSeed, demoUuids } from '../../sandbox/seed.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { apply } from '../../src/modes/apply.ts';
import { plan } from '../../src/modes/plan.ts';
import { pull } from '../../src/modes/pull.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import type { Facts } from '../../src/report/build.ts';
import { repository, sandbox } from '../support/action.ts';
import { flowEdits, flows, nodesOf } from '../support/flows.ts';
import type { Step } from '../support/flows.ts';
import { filesIn, openChanges, runs } from '../support/pulling.ts';
import { tell } from '../support/stories.ts';

const workflowUuid = '30f11000-0000-4000-8000-000000000001';

it('after edits of a workflow in Cargo, pulling what drifted leaves no drift', async () => {
  const property = fc.asyncProperty(
    flows,
    fc.array(flowEdits, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('\n', '\n\n', '\n\n\n'),
    async (flow, edits, between) => {
      const seed = demoSeed(0);
      const made = { name: 'A', modelUuid: demoUuids.models.accounts, workflowUuid };
      const workflows = { ...seed.workflows, [workflowUuid]: { deployed: [nodesOf(flow)] } };
      const server = await startSandbox({ seed: { ...seed, plays: [made], workflows } });
      const folder = repository({ 'plays/.keep': '' });
      try {
        const first = await tell(pull, server, folder, { mode: 'pull' });
        expect(first.problems).toEqual([]);
        const file = join(folder, 'plays/a.yml');
        const written = readFileSync(file, 'utf8').replace('workflow:', '# ours\nworkflow:');
        // blank lines after a text that keeps them would be a part of it
        const isKept = written.includes('|+');
        writeFileSync(file, isKept ? written : written.replaceAll('\n    - slug', `${between}    - slug`));
        await tell(apply, server, folder, { policy: 'upsert-only', adopt: 'true' });
        server.store.publish(workflowUuid, {
          nodes: nodesOf(edits.reduce<readonly Step[]>((now, edit) => edit(now), flow)),
        });
        const facts = await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' });
        expect(facts.problems).toEqual([]);
        expect(openChanges(await tell(plan, server, folder, { mode: 'plan' }))).toEqual([]);
        expect(readFileSync(file, 'utf8')).toContain('# ours\nworkflow:');
        const before = filesIn(folder);
        expect((await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' })).pulled).toEqual([]);
        expect(filesIn(folder)).toEqual(before);
      } finally {
        await server.close();
      }
    },
  );
  await fc.assert(property, runs(12));
}, 120_000);

/** A play with two nodes whose texts stand in files, pulled and managed. */
async function managed(
  definition: string,
  files: Readonly<Record<string, string>>,
  texts: [string, string],
): Promise<{
  server: Sandbox;
  folder: string;
  change: (one: string, other: string) => Promise<Facts>;
}> {
  const flow = (one: string, other: string): object[] =>
    nodesOf([
      { slug: 'one', does: 'python', text: one, skips: 0 },
      { slug: 'other', does: 'python', text: other, skips: 0 },
    ]);
  const seed = demoSeed(0);
  const made = { name: 'A', modelUuid: demoUuids.models.accounts, workflowUuid };
  const workflows = { ...seed.workflows, [workflowUuid]: { deployed: [flow(...texts)] } };
  const server = await sandbox({ seed: { ...seed, plays: [made], workflows } });
  const folder = repository({ 'plays/a.yml': definition, ...files });
  const adopted = await tell(apply, server, folder, { policy: 'upsert-only', adopt: 'true' });
  expect(adopted.outcomes?.map(({ status }) => status)).toEqual(['applied']);
  return {
    server,
    folder,
    change: (one, other) => {
      server.store.publish(workflowUuid, { nodes: flow(one, other) });
      return tell(pull, server, folder, { mode: 'pull', pull: 'drifted' });
    },
  };
}

const head = `name: A
model: accounts
changeKinds: [added, updated, removed, unchanged]
runCreationRule: always
`;
const nodes = (one: string, other: string): string => `nodes:
    - slug: one
      python: { file: ${one} } # the first
    - slug: other
      python: { file: ${other} }
`;

describe('a text that stands in a file, changed in Cargo', () => {
  it('is changed in that file, and the definition stays as it is', async () => {
    const definition = `${head}workflow:\n  ${nodes('one.py', 'other.py')}`;
    const files = { 'plays/one.py': 'a\n', 'plays/other.py': 'b\n' };
    const { server, folder, change } = await managed(definition, files, ['a\n', 'b\n']);
    const facts = await change('a = "$"\n', 'b\n');
    expect([facts.problems, facts.warnings]).toEqual([[], []]);
    expect(facts.pulled.map((each) => each.files)).toEqual([['plays/one.py']]);
    expect(filesIn(folder)).toEqual({
      [join(folder, 'plays/a.yml')]: definition,
      [join(folder, 'plays/one.py')]: 'a = "$"\n',
      [join(folder, 'plays/other.py')]: 'b\n',
    });
    expect(openChanges(await tell(plan, server, folder, { mode: 'plan' }))).toEqual([]);
  });

  it('stands in the definition where another node uses the file, with a warning', async () => {
    const definition = `${head}workflow:\n  ${nodes('one.py', 'one.py')}`;
    const { server, folder, change } = await managed(definition, { 'plays/one.py': 'a\n' }, ['a\n', 'a\n']);
    const facts = await change('changed\n', 'a\n');
    expect(facts.problems).toEqual([]);
    expect(facts.warnings).toEqual([
      'plays/a.yml:1: the text of plays/one.py was changed in Cargo for "A". Another place uses that file too, or it cannot hold the new text, so the new text is in plays/a.yml now.',
    ]);
    expect(readFileSync(join(folder, 'plays/one.py'), 'utf8')).toBe('a\n');
    expect(readFileSync(join(folder, 'plays/a.yml'), 'utf8')).toContain(
      'slug: other\n      python: { file: one.py }',
    );
    expect(openChanges(await tell(plan, server, folder, { mode: 'plan' }))).toEqual([]);
  });

  it('is changed from a workflow that has a file of its own, which is edited in place too', async () => {
    const definition = `${head}workflow: { file: flows/a.yml }\n`;
    const flow = nodes('../one.py', 'other.py').replaceAll('\n    ', '\n  ');
    const files = {
      'plays/flows/a.yml': `# ours\n${flow}`,
      'plays/one.py': 'a\n',
      'plays/flows/other.py': 'b\n',
    };
    const { server, folder, change } = await managed(definition, files, ['a\n', 'b\n']);
    const facts = await change('c\n', 'b\n');
    expect(facts.pulled.map((each) => each.files)).toEqual([['plays/one.py']]);
    server.store.publish(workflowUuid, {
      nodes: nodesOf([{ slug: 'other', does: 'python', text: 'b\n', skips: 0 }]),
    });
    const removed = await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' });
    expect([removed.problems, removed.warnings]).toEqual([[], []]);
    expect(readFileSync(join(folder, 'plays/flows/a.yml'), 'utf8')).toBe(
      '# ours\nnodes:\n  - slug: other\n    python: { file: other.py }\n',
    );
    expect(readFileSync(join(folder, 'plays/a.yml'), 'utf8')).toBe(definition);
    expect(openChanges(await tell(plan, server, folder, { mode: 'plan' }))).toEqual([]);
  });
});

describe('plays that share a file of nodes, changed in Cargo', () => {
  const flow = (text: string): object[] => nodesOf([{ slug: 'one', does: 'python', text, skips: 0 }]);
  const definition = (name: string): string =>
    `${head.replace('name: A', `name: ${name}`)}workflow: { file: flows/all.yml }\n`;
  const holder = '# ours\nnodes:\n  - slug: one\n    python: { file: one.py } # the first\n';
  const files = {
    'plays/a.yml': definition('A'),
    'plays/b.yml': definition('B'),
    'plays/flows/all.yml': holder,
    'plays/flows/one.py': 'old\n',
  };

  /** The files once what is deployed was changed so, pulled; they are known to have no drift then. */
  async function changed(texts: Readonly<Record<string, string>>): Promise<{
    facts: Facts;
    now: Record<string, string>;
  }> {
    const server = await sandbox({ seed: { ...demoSeed(0), plays: [] } });
    const folder = repository(files);
    await tell(apply, server, folder, {});
    for (const { name, workflowUuid: each } of server.store.livePlays())
      if (texts[name] !== undefined) server.store.publish(each, { nodes: flow(texts[name]) });
    const facts = await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' });
    expect(facts.problems).toEqual([]);
    expect(openChanges(await tell(plan, server, folder, { mode: 'plan' }))).toEqual([]);
    const now = Object.entries(filesIn(folder)).map(([path, text]) => [path.slice(folder.length + 1), text]);
    return { facts, now: Object.fromEntries(now) as Record<string, string> };
  }

  it('are edited in that file where all of them have changed alike', async () => {
    const { facts, now } = await changed({ A: 'new\n', B: 'new\n' });
    expect(facts.warnings).toEqual([]);
    expect(facts.pulled.map((each) => each.files)).toEqual([['plays/flows/one.py'], ['plays/flows/one.py']]);
    expect(now).toEqual({ ...files, 'plays/flows/one.py': 'new\n' });
  });

  it('leave the file to the first of them where all have changed, each otherwise', async () => {
    const { facts, now } = await changed({ A: 'new\n', B: 'other\n' });
    expect(facts.warnings).toEqual([
      expect.stringContaining('plays/b.yml:1: the text of plays/flows/all.yml was changed in Cargo for "B".'),
    ]);
    expect(now['plays/flows/one.py']).toBe('new\n');
    expect(now['plays/flows/all.yml']).toBe(holder);
    expect(now['plays/a.yml']).toBe(definition('A'));
    expect(now['plays/b.yml']).toContain(
      'workflow:\n  nodes:\n    - slug: one\n      python: |\n        other\n',
    );
  });

  it('leave the file to those that have not changed', async () => {
    const { now } = await changed({ A: 'new\n' });
    expect(now).toEqual({ ...files, 'plays/a.yml': now['plays/a.yml'] });
    expect(now['plays/a.yml']).toContain(
      'workflow:\n  nodes:\n    - slug: one\n      python: |\n        new\n',
    );
  });
});
