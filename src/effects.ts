import { setTimeout } from 'node:timers/promises';
import type { Workspace } from './cargo/workspace.ts';
import type { Cancellation } from './github/runner.ts';
import type { Inputs } from './inputs.ts';
import { createRedactor } from './redact.ts';
import type { Report } from './report/report.ts';
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
  time: Clock,
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
      effects: { ...time, random: Math.random },
      stop,
      kill,
    },
    inputs.workspaceUuid,
  );
}

/** GitHub's own answer takes a second or two; a plan must not wait for a comment for long. */
const commentMs = 60_000;

/**
 * Writes the plan into the comment on a pull request; only here Octokit is loaded.
 * @returns null, or a sentence that says why it could not be written
 */
export async function writeComment(
  inputs: Inputs,
  report: Report,
  number: number,
  stop: AbortSignal,
): Promise<string | null> {
  const { apiUrl, githubToken, repository, job, runUrl } = inputs;
  if (githubToken === '' || repository === null) {
    return '`comment: true` needs a `github-token`, and GITHUB_REPOSITORY to be set.';
  }
  const { keepComment } = await import('./github/pull-request.ts');
  const { commentMarker, isQuietPlan, renderComment } = await import('./report/comment.ts');
  const marker = commentMarker(report, job);
  const redact = createRedactor(inputs.token);
  const signal = AbortSignal.any([stop, AbortSignal.timeout(commentMs)]);
  const place = { apiUrl, githubToken, repository, number, marker, signal };
  return keepComment(place, redact(renderComment(report, marker, runUrl)), isQuietPlan(report));
}
