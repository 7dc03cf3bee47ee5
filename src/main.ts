import type { Clock } from './clock.ts';
import { createRunner, listenForCancel } from './github/runner.ts';
import { readInputs, tokenOf } from './inputs/inputs.ts';
import { readSurroundings } from './inputs/surroundings.ts';
import type { Environment } from './inputs/surroundings.ts';
import { validate } from './modes/validate.ts';
import type { Mode } from './report/modes.ts';
import { comment } from './run/comment.ts';
import { emptyFacts, failed, wrongInputs } from './run/facts.ts';
import type { Run, Story } from './run/run.ts';
import { tell } from './run/tell.ts';

/** What each mode does. What needs the workspace is loaded where a run asks for it. */
export const stories: Readonly<Record<Mode, () => Promise<(run: Run) => Story>>> = {
  validate: () => Promise.resolve(validate),
  plan: async () => (await import('./modes/plan.ts')).plan,
  apply: async () => (await import('./modes/apply.ts')).apply,
  pull: async () => (await import('./modes/pull.ts')).pull,
};

/**
 * A run of the action: what is asked for, what its mode makes of it, and what people see.
 * @param env the process environment
 * @param clock the time that waiting goes by
 * @returns the exit code: 0 when all is as asked, else 1
 */
export function main(env: Environment, clock: Clock): Promise<0 | 1> {
  // first of all: who reads the first line may cancel already
  const cancellation = listenForCancel(clock);
  return runWith(env, { clock, cancellation, runner: createRunner(env, tokenOf(env)) });
}

/**
 * A run whose effects are given.
 * @param env the process environment
 * @param edges the runner that it tells, the time that waiting goes by, the signals that end it
 * @returns the exit code, as `main` does
 */
export async function runWith(env: Environment, edges: Omit<Run, 'inputs'>): Promise<0 | 1> {
  const { runner, cancellation } = edges;
  const surroundings = readSurroundings(env);
  const inputs = readInputs(env, surroundings);
  if ('problems' in inputs) return tell(wrongInputs(surroundings, inputs.problems), true, runner);

  const run = { inputs, ...edges };
  let facts = emptyFacts(inputs);
  try {
    const story = await stories[inputs.mode]();
    for await (const known of story(run)) facts = known;
  } catch (thrown) {
    facts = failed(facts, thrown, cancellation.stop.aborted);
  }
  facts = await comment(run, facts);
  return tell({ ...facts, cancelled: cancellation.stop.aborted }, inputs.summary, runner);
}
