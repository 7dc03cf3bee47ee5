import type { Workspace } from '../cargo/workspace.ts';
import type { Plan } from '../reconcile/plan.ts';
import { countReach } from '../reconcile/reach.ts';
import type { Facts } from '../report/build.ts';
import { goOn } from './run.ts';
import type { Run } from './run.ts';

/** The facts with how many records each play that would be created or changed is about. */
export async function withReach(
  run: Run,
  facts: Facts,
  { changes }: Plan,
  { counter }: Workspace,
): Promise<Facts> {
  const { byId, diagnostics, notices } = await countReach(changes, counter, run.inputs.parallelism);
  goOn(run);
  return {
    ...facts,
    reaches: byId,
    diagnostics: [...facts.diagnostics, ...diagnostics],
    notices: [...facts.notices, ...notices],
  };
}
