import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoSeed, demoUuids } from '../../sandbox/seed.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { apply } from '../../src/modes/apply.ts';
import { plan } from '../../src/modes/plan.ts';
import { pull } from '../../src/modes/pull.ts';
import { repository } from '../support/action.ts';
import { ask } from '../support/ask.ts';
import { fields, known, plays, seedOf, uuid } from '../support/live-plays.ts';
import { filesIn, openChanges } from '../support/pulling.ts';
import { tell } from '../support/stories.ts';

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
    await fc.assert(property, { numRuns: 60 });
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
          for (const [index, { uuid: each, description }] of (adopted.plan?.changes ?? [])
            .flatMap((change) => ('actual' in change ? [{ ...change.actual.play }] : []))
            .entries()) {
            const edit = { sort: null, limit: null, schedule: null, folderUuid: null, ...edits[index] };
            await ask(server, 'PUT', `/orchestration/plays/${each}`, {
              ...edit,
              description: `${description ?? ''}\n\nManaged as code by acme/revenue#${(adopted.plan?.changes ?? [])[index]?.id ?? ''}`,
            });
          }
          const facts = await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' });
          const told = facts.problems.join('\n');
          const left = await tell(plan, server, folder, { mode: 'plan', 'allow-empty': 'true' });
          // an expression is kept, and told
          const isTold = told !== '' || facts.warnings.length > 0;
          if (!isTold) expect(openChanges(left)).toEqual([]);
          const before = filesIn(folder);
          expect((await tell(pull, server, folder, { mode: 'pull', pull: 'drifted' })).pulled).toEqual([]);
          expect(filesIn(folder)).toEqual(before);
        } finally {
          await server.close();
        }
      },
    );
    await fc.assert(property, { numRuns: 25 });
  }, 240_000);
});

describe('pulling', () => {
  it('takes every kind of condition with every operator, one a play', async () => {
    const seed = demoSeed(0);
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
