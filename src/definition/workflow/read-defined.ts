import type { Draft } from '../draft.ts';
import type { ReadDraft, WorkflowContext } from '../read-workflow.ts';
import type { Work } from '../work.ts';
import { checkTrial } from './check-trial.ts';
import { readScript } from './javascript.ts';
import { readWorkflow } from './offline.ts';

/**
 * Reads what a definition says under `workflow` and `trial`: the one door to all that this takes, so that it is loaded
 * at once.
 * @returns what was found; nothing of a key that isn't there
 */
export async function readDefined(
  { fields, document, unknown }: Draft,
  context: WorkflowContext,
  work: Work,
): Promise<Partial<ReadDraft>> {
  const { workflow = null, trial = null } = fields;
  const tried = trial === null ? {} : checkTrial(trial, 'workflow' in fields);
  if (workflow === null) return tried;
  const read = await readWorkflow(workflow, document, unknown, { ...context, readScript, work });
  const { references, usedVariables } = read.filled;
  return {
    ...tried,
    ...read,
    references: references.map(({ id }) => ({ id, path: ['workflow', 'file'] })),
    used: usedVariables.map(({ name }) => name),
  };
}
