import type { Workspace } from '../cargo/workspace.ts';
import type { Facts } from '../report/build.ts';
import { connectToRead } from '../run/connect.ts';
import { findDefinitions, readDefinitions } from '../run/definitions.ts';
import { emptyFacts } from '../run/facts.ts';
import type { Run, Story } from '../run/run.ts';
import { planChanges } from '../run/stages.ts';

/** Shows what `apply` would do. Without a token (a fork's pull request) the definitions are only checked. */
export async function* plan(run: Run): Story {
  const { token } = run.inputs;
  // its lists are on their way while the files are found and read
  const [paths, workspace] = await Promise.all([
    findDefinitions(run),
    token === null ? null : connectToRead(run, token),
  ]);
  const facts = await withWorkspace(run, emptyFacts(run.inputs), workspace);
  yield facts;
  const read = yield* readDefinitions(run, facts, paths);
  if (read === null || workspace === null) return;
  yield* planChanges(run, read, workspace);
}

/**
 * The facts with the workspace's uuid where a comment is to be kept: there is one for each workspace, and a run whose
 * definitions are wrong ends before it looks at it.
 */
async function withWorkspace(run: Run, facts: Facts, workspace: Workspace | null): Promise<Facts> {
  if (!run.inputs.comment || workspace === null) return facts;
  // what keeps it from being told is an error where the workspace is needed
  return { ...facts, workspaceUuid: await workspace.uuid().catch(() => null) };
}
