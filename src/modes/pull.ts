import { AppError } from '../errors.ts';
import { connectToRead } from '../run/connect.ts';
import { emptyFacts } from '../run/facts.ts';
import type { Run, Story } from '../run/run.ts';

/** Writes plays of the workspace into files of the checkout. Nothing is written to Cargo: its client can only read. */
export async function* pull(run: Run): Story {
  const { inputs } = run;
  if (inputs.token === null) throw new AppError('wrong-inputs', 'The input `api-token` is needed.');
  const workspace = await connectToRead(run, inputs.token);
  const { pullPlays } = await import('../run/pull.ts');
  yield* pullPlays(run, emptyFacts(inputs), workspace);
}
