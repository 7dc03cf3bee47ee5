import { buildReport } from '../report/build.ts';
import type { Facts } from '../report/build.ts';
import type { Run } from './run.ts';

/** GitHub's own answer takes a second or two; a plan must not wait for a comment for long. */
const commentMs = 60_000;

/**
 * Shows the plan on the pull request, where that was asked for; only here Octokit is loaded.
 * @returns the facts, with a warning where something kept it from that
 */
export async function comment({ inputs, runner, cancellation }: Run, facts: Facts): Promise<Facts> {
  const { apiUrl, githubToken, repository, job, runUrl, event } = inputs;
  const { stop } = cancellation;
  // a fork's token may write nothing, and a notice says already that this is such a run
  if (
    !inputs.comment ||
    inputs.mode !== 'plan' ||
    inputs.offline ||
    event.pullRequest === null ||
    stop.aborted
  )
    return facts;
  const warn = (sentence: string): Facts => ({ ...facts, warnings: [...facts.warnings, sentence] });
  if (githubToken === '' || repository === null) {
    return warn(
      '`comment: true` needs the input `github-token` and the variable GITHUB_REPOSITORY. The comment was not written.',
    );
  }
  const { keepComment } = await import('../github/pull-request.ts');
  const { isQuietPlan, renderComment } = await import('../report/comment.ts');
  const report = buildReport(facts, runner.redact);
  const { owner } = report;
  const key = { owner, workspaceUuid: facts.workspaceUuid ?? inputs.workspaceUuid, job };
  const signal = AbortSignal.any([stop, AbortSignal.timeout(commentMs)]);
  const place = { apiUrl, githubToken, repository, number: event.pullRequest.number, key, signal };
  const warning = await keepComment(
    place,
    (marker) => runner.redact(renderComment(report, marker, runUrl)),
    isQuietPlan(report),
  );
  return warning === null ? facts : warn(warning);
}
