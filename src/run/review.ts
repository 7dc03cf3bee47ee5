import { createHash } from 'node:crypto';
import { messageOf } from '../errors.ts';
import { readOwnComments } from '../github/pull-request.ts';
import { patiently, statusOf } from '../github/answers.ts';
import type { GitHubPlace } from '../github/octokit.ts';
import type { Plan } from '../reconcile/plan.ts';
import { compareWithReviewed } from '../reconcile/review.ts';
import type { ReviewedPlan } from '../reconcile/review.ts';
import { changesOf } from '../reconcile/reviewed.ts';
import type { ReviewedChange } from '../reconcile/reviewed.ts';
import type { Facts } from '../report/build.ts';
import { chooseReviewed } from '../report/comment-marker.ts';
import { plain } from '../report/markdown.ts';
import { deviationLine } from '../report/review.ts';
import { findReviewedLine, isAppliedIn, readReviewedLine } from '../report/reviewed-line.ts';
import { findMerged } from './merged.ts';
import { gitHubPlace } from './github-place.ts';
import { goOn } from './run.ts';
import type { Run } from './run.ts';

/** Short enough to keep one for each field of many plays, and long enough that no two values share one: 84 bits. */
const hashLength = 14;

/** A short digest: letters, digits, `_`, and `.` for the hyphen, two of which would end an HTML comment. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').replaceAll('-', '.').slice(0, hashLength);
}

/**
 * Compares the plan with what was reviewed, as `only-reviewed` asks.
 * @returns the facts, and whether the plan may be carried out; where not, a problem says why and what to do
 */
export async function review(
  run: Run,
  facts: Facts,
  plan: Plan,
): Promise<{ readonly facts: Facts; readonly passes: boolean }> {
  const now = changesOf(plan.changes, shortHash);
  // what changes nothing needs no review: most merges touch no play at all
  if (now.length === 0) return { facts, passes: true };
  const isEnough = (plans: readonly ReviewedPlan[]): boolean =>
    compareWithReviewed(now, plans, shortHash).passes;
  const found = await findReviewed(run, facts, isEnough);
  const { passes, deviations, counts } = compareWithReviewed(now, found.plans, shortHash);
  const known = { ...facts, pullRequests: found.pullRequests };
  if (passes) return { facts: known, passes };
  for (const each of deviations) run.runner.print(plain(deviationLine(each)));
  const problem = found.why ?? differs(found.pullRequests ?? [], now);
  return {
    facts: { ...known, review: { deviations, counts }, problems: [...facts.problems, problem] },
    passes,
  };
}

interface Found {
  readonly pullRequests: readonly number[] | null;
  readonly plans: readonly ReviewedPlan[];
  /** Why there is no plan; null where there is one. */
  readonly why: string | null;
}

const nothing = 'Nothing was written, because `only-reviewed` is `true`';
const again =
  'or run the plan job of the pull request again, review its comment, and then run this job again';

type IsEnough = (plans: readonly ReviewedPlan[]) => boolean;

async function findReviewed(run: Run, facts: Facts, isEnough: IsEnough): Promise<Found> {
  const place = gitHubPlace(run);
  if (place === null) {
    const why = `${nothing} and the reviewed plan cannot be read: this needs the input \`github-token\` and the variable GITHUB_REPOSITORY.`;
    return { pullRequests: null, plans: [], why };
  }
  try {
    const numbers = await patiently(() => findMerged(run.inputs, place, run.clock), run.clock, place.signal);
    const found =
      numbers.length === 0
        ? { pullRequests: numbers, plans: [], why: pushedAlone(run) }
        : await readPlans(run, facts, place, numbers);
    if (isEnough(found.plans)) return found;
    return (await withEarlier(run, facts, place, { ...found, pullRequests: numbers }, isEnough)) ?? found;
  } catch (thrown) {
    goOn(run);
    return { pullRequests: null, plans: [], why: unreadable(thrown, place.signal) };
  }
}

/**
 * Adds the plans of pull requests that were merged before, and that no run has applied yet: theirs was stale, cancelled or
 * failed. Their comments say so, from the newest to the first one that a run has applied.
 * @returns null where they are not enough either
 */
async function withEarlier(
  run: Run,
  facts: Facts,
  place: GitHubPlace,
  { pullRequests, plans }: { readonly pullRequests: readonly number[]; readonly plans: Found['plans'] },
  isEnough: IsEnough,
): Promise<Found | null> {
  const { comment, commit, branch } = run.inputs;
  // without comments on results, nobody knows what was applied
  if (!comment || commit === null) return null;
  const { earlierCommits, mergedWith } = await import('../github/history.ts');
  const seen = new Set(pullRequests);
  let all: Found = { pullRequests, plans, why: null };
  for (const earlier of await earlierCommits(place, commit, run.clock)) {
    const number = await mergedWith(place, earlier, branch, run.clock);
    if (number === null || seen.has(number)) continue;
    seen.add(number);
    const body = await bodyOn(run, facts, place, number);
    if (body === null) continue;
    if (isAppliedIn(body)) return null;
    const plan = planIn(body);
    if (plan === null) continue;
    all = { pullRequests: [...(all.pullRequests ?? []), number], plans: [...all.plans, plan], why: null };
    if (isEnough(all.plans)) return all;
  }
  return null;
}

/** The text of the comment that holds the plan of a pull request, or null. */
async function bodyOn(
  run: Run,
  { owner, workspaceUuid }: Facts,
  place: GitHubPlace,
  number: number,
): Promise<string | null> {
  const own = await patiently(() => readOwnComments({ ...place, number }), run.clock, place.signal);
  return chooseReviewed(own, { owner, workspaceUuid, job: run.inputs.job }).keep?.body ?? null;
}

function planIn(body: string): ReviewedPlan | null {
  const line = findReviewedLine(body);
  return line === null ? null : readReviewedLine(line);
}

async function readPlans(
  run: Run,
  facts: Facts,
  place: GitHubPlace,
  numbers: readonly number[],
): Promise<Found> {
  const plans: ReviewedPlan[] = [];
  let hasComment = false;
  for (const number of numbers) {
    const body = await bodyOn(run, facts, place, number);
    hasComment ||= body !== null;
    const plan = body === null ? null : planIn(body);
    if (plan !== null) plans.push(plan);
  }
  const why = plans.length > 0 ? null : hasComment ? withoutPlan(numbers) : withoutComment(numbers);
  return { pullRequests: numbers, plans, why };
}

function named(numbers: readonly number[]): string {
  return numbers.map((number) => `#${String(number)}`).join(', ');
}

function differs(numbers: readonly number[], now: readonly ReviewedChange[]): string {
  const plays = now.length === 1 ? '1 play' : `${String(now.length)} plays`;
  return (
    `${nothing} and the plan is not the one that was reviewed on ${named(numbers)}. It would change ${plays} now; the table ` +
    '"Reviewed and present plan" in the summary shows what differs. Something was changed in Cargo, in the variables or on the ' +
    `branch since the review. Open a new pull request, ${again}.`
  );
}

function pushedAlone({ inputs }: Run): string {
  return (
    `${nothing} and no merged pull request belongs to the commit ${inputs.commit?.slice(0, 7) ?? ''}, so nobody reviewed this ` +
    'plan. Make the change in a pull request.'
  );
}

function withoutComment(numbers: readonly number[]): string {
  return (
    `${nothing} and ${named(numbers)} has no comment with a plan for this owner and workspace. A plan without changes writes none, ` +
    'and neither does a plan with `comment: false` or with another `github-token` than this step. Open a new pull request whose ' +
    `plan shows these changes, ${again}.`
  );
}

function withoutPlan(numbers: readonly number[]): string {
  return (
    `${nothing} and the comment on ${named(numbers)} holds no plan that could be applied: the last plan failed, or another version ` +
    `of this action wrote it. Open a new pull request, ${again}.`
  );
}

function unreadable(thrown: unknown, signal: AbortSignal): string {
  const status = statusOf(thrown);
  if (status === 401 || status === 403 || status === 404) {
    return (
      `${nothing} and \`github-token\` may not read the reviewed plan (${String(status)}). ` +
      'Give the job `permissions: { contents: read, pull-requests: read }`.'
    );
  }
  const cause = signal.aborted ? 'GitHub did not answer in time' : messageOf(thrown);
  return `${nothing} and the reviewed plan could not be read: ${cause}. Run this job again.`;
}
