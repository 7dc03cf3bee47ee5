import { buildReport } from '../report/build.ts';
import type { Facts } from '../report/build.ts';
import type { Report } from '../report/report.ts';
import { gitHubPlace } from './github-place.ts';
import { findMerged } from './merged.ts';
import type { Run } from './run.ts';

/**
 * Shows on the pull request what a merge would do, or after the merge what became of it, where that was asked for; only
 * here Octokit is loaded.
 * @returns the facts, with a warning where something kept it from that
 */
export async function comment(run: Run, facts: Facts): Promise<Facts> {
  const { inputs, cancellation } = run;
  const { mode, event } = inputs;
  // a fork's token may write nothing, and a notice says already that this is such a run
  if (!inputs.comment || inputs.offline || cancellation.stop.aborted) return facts;
  // a stale run that only planned says nothing of what became of the merge
  if (facts.mode !== mode) return facts;
  const planned = mode === 'plan' ? event.pullRequest : null;
  const isResult = mode === 'apply' && (event.name === 'push' || event.pullRequest?.merged === true);
  if (planned === null && !isResult) return facts;
  const warn = (sentence: string): Facts => ({ ...facts, warnings: [...facts.warnings, sentence] });
  const place = gitHubPlace(run);
  if (place === null) {
    return warn(
      '`comment: true` needs the input `github-token` and the variable GITHUB_REPOSITORY. The comment was not written.',
    );
  }
  const { keepComment, whyNotWritten } = await import('../github/pull-request.ts');
  const report = buildReport(facts, run.runner.redact);
  const key = {
    owner: report.owner,
    workspaceUuid: facts.workspaceUuid ?? inputs.workspaceUuid,
    job: inputs.job,
  };
  const { isQuietPlan, renderComment } = await import('../report/comment.ts');
  const { chooseComment, chooseReviewed } = await import('../report/comment-marker.ts');
  const { findReviewedLine, resultLines } = await import('../report/reviewed-line.ts');
  const render = (marker: string, line: string | null): string =>
    run.runner.redact(renderComment(report, marker, inputs.runUrl, line));
  if (planned !== null) {
    const line = await planLine(facts, report);
    const warning = await keepComment(
      { ...place, number: planned.number },
      (own) => chooseComment(own, key),
      (marker) => render(marker, line),
      isQuietPlan(report),
    );
    return warning === null ? facts : warn(warning);
  }
  try {
    const warnings: string[] = [];
    for (const number of facts.pullRequests ?? (await findMerged(inputs, place, null))) {
      const warning = await keepComment(
        { ...place, number },
        (own) => chooseReviewed(own, key),
        // what was reviewed stays there: the job may be run again
        (marker, before) => {
          const line = before === null ? null : findReviewedLine(before);
          return render(marker, line === null ? null : resultLines(line, report.conclusion === 'success'));
        },
        true,
      );
      if (warning !== null) warnings.push(warning);
    }
    return { ...facts, warnings: [...facts.warnings, ...new Set(warnings)] };
  } catch (thrown) {
    return warn(whyNotWritten(thrown, place.signal));
  }
}

/** The line that keeps a plan for the run after the merge; null where it could not be applied as it is. */
async function planLine({ plan }: Facts, { conclusion }: Report): Promise<string | null> {
  if (plan === null || conclusion !== 'success') return null;
  const { changesOf } = await import('../reconcile/reviewed.ts');
  const { reviewedLine } = await import('../report/reviewed-line.ts');
  const { shortHash } = await import('./review.ts');
  return reviewedLine(changesOf(plan.changes, shortHash), shortHash);
}
