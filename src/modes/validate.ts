import { findDefinitions, readDefinitions } from '../run/definitions.ts';
import { emptyFacts } from '../run/facts.ts';
import type { Run, Story } from '../run/run.ts';

/** Checks the definitions without a network. */
export async function* validate(run: Run): Story {
  yield* readDefinitions(run, emptyFacts(run.inputs), await findDefinitions(run));
}
