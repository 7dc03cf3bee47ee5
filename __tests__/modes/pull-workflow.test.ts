import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { demoSeed, demoUuids } from '../../sandbox/seed.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { apply } from '../../src/modes/apply.ts';
import { plan } from '../../src/modes/plan.ts';
import { pull } from '../../src/modes/pull.ts';
import { repository } from '../support/action.ts';
import { flowEdits, flows, nodesOf } from '../support/flows.ts';
import type { Step } from '../support/flows.ts';
import { filesIn, openChanges } from '../support/pulling.ts';
import { tell } from '../support/stories.ts';

const workflowUuid = '30f11000-0000-4000-8000-000000000001';

it('after edits of a workflow in Cargo, pulling what drifted leaves no drift', async () => {
  const property = fc.asyncProperty(
    flows,
    fc.array(flowEdits, { minLength: 1, maxLength: 3 }),
    async (flow, edits) => {
      const seed = demoSeed(0);
      const made = { name: 'A', modelUuid: demoUuids.models.accounts, workflowUuid };
      const workflows = { ...seed.workflows, [workflowUuid]: { deployed: [nodesOf(flow)] } };
      const server = await startSandbox({ seed: { ...seed, plays: [made], workflows } });
      const folder = repository({ 'plays/.keep': '' });
      try {
        const first = await tell(pull, server, folder, { mode: 'pull' });
        expect(first.problems).toEqual([]);
        const file = join(folder, 'plays/a.yml');
        writeFileSync(file, readFileSync(file, 'utf8').replace('workflow:', '# ours\nworkflow:'));
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
  await fc.assert(property, { numRuns: 20 });
}, 120_000);
