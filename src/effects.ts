import { setTimeout } from 'node:timers/promises';
import type { Workspace } from './cargo/workspace.ts';
import type { Cancellation } from './github/runner.ts';
import type { Inputs } from './inputs.ts';
import type { Clock } from './reconcile/settle.ts';

/** The time of this machine: milliseconds that only go forward. A sleep that a signal ends just ends early. */
export const clock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch((thrown: unknown) => {
      if (signal?.aborted !== true) throw thrown;
    }),
};

/** Opens the workspace that the inputs name, and asks for its lists; only here the HTTP stack is loaded. */
export async function connect(
  inputs: Inputs,
  token: string,
  { stop, kill }: Cancellation,
): Promise<Workspace> {
  const { openWorkspace } = await import('./cargo/workspace.ts');
  return openWorkspace(
    {
      baseUrl: inputs.baseUrl,
      token,
      parallelism: inputs.parallelism,
      timeoutMs: inputs.timeoutMs,
      retries: inputs.retries,
      readOnly: inputs.mode === 'plan',
      proxies: inputs.proxies,
      effects: { ...clock, random: Math.random },
      stop,
      kill,
    },
    inputs.workspaceUuid,
  );
}
