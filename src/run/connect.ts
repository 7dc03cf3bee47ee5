import type { WritableWorkspace, Workspace } from '../cargo/workspace.ts';
import { arrive } from './run.ts';
import type { Run } from './run.ts';

/** Opens the workspace that the inputs name, to read from it alone; only here the HTTP stack is loaded. */
export async function connectToRead(run: Run, token: string): Promise<Workspace> {
  const { readWorkspace } = await import('../cargo/workspace.ts');
  return underWay(readWorkspace(connection(run, token), run.inputs.workspaceUuid));
}

/** Opens the workspace that the inputs name, to read from it and to write to it. */
export async function connectToWrite(run: Run, token: string): Promise<WritableWorkspace> {
  const { writeWorkspace } = await import('../cargo/workspace.ts');
  return underWay(writeWorkspace(connection(run, token), run.inputs.workspaceUuid));
}

/** A workspace, once its first requests could leave: what reads definitions holds the event loop up. */
async function underWay<Opened>(workspace: Opened): Promise<Opened> {
  await arrive();
  return workspace;
}

function connection(
  { inputs, clock, cancellation }: Run,
  token: string,
): Parameters<typeof import('../cargo/workspace.ts').readWorkspace>[0] {
  const { baseUrl, parallelism, timeoutMs, retries, proxies } = inputs;
  const effects = { ...clock, random: Math.random };
  return { baseUrl, token, parallelism, timeoutMs, retries, proxies, effects, ...cancellation };
}
