import { connectToRead } from '../run/connect.ts';
import { emptyFacts } from '../run/facts.ts';
import type { Run, Story } from '../run/run.ts';
import { findDefinitions, planChanges, readDefinitions } from '../run/stages.ts';

/** Shows what `apply` would do. Without a token (a fork's pull request) the definitions are only checked. */
export async function* plan(run: Run): Story {
  const { token } = run.inputs;
  const paths = await findDefinitions(run);
  // its lists are on their way while the files are read
  const workspace = token === null ? null : await connectToRead(run, token);
  const read = yield* readDefinitions(run, emptyFacts(run.inputs), paths);
  if (read === null || workspace === null) return;
  yield* planChanges(run, read, workspace);
}
