import type { Clock } from '../clock.ts';
import { patiently, statusOf } from './answers.ts';
import { connectGitHub } from './octokit.ts';
import type { GitHubPlace, Octokit } from './octokit.ts';

/**
 * The commit that a branch is at now.
 * @throws what Octokit throws, where GitHub can't be asked or doesn't know the branch
 */
export async function branchHead(place: GitHubPlace, branch: string, clock: Clock): Promise<string> {
  const { octokit, owner, repo } = connectGitHub(place);
  const { data } = await patiently(
    () => octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { owner, repo, ref: `heads/${branch}` }),
    clock,
    place.signal,
  );
  return data.object.sha;
}

/** What was merged: the commits of a push, or one commit. */
export interface Merged {
  readonly commit: string;
  /** The commit that the branch was at before a push; null where that is not known. */
  readonly before: string | null;
  readonly branch: string | null;
}

/** More commits than that were not merged together; each costs a request. */
const mostCommits = 100;
const perPage = 100;
/** GitHub may take a moment until it knows the pull request of a new commit. */
const lagMs = [2_000, 4_000];

/**
 * The pull requests that brought commits into their branch, of a merge, a squash or a rebase, or of a merge queue.
 * @param clock waits for GitHub to know them; null to ask once
 * @returns their numbers, those merged last first; empty where the commits were pushed without one
 * @throws what Octokit throws, where GitHub can't be asked
 */
export async function mergedPullRequests(
  place: GitHubPlace,
  merged: Merged,
  clock: Clock | null,
): Promise<number[]> {
  const { octokit, owner, repo } = connectGitHub(place);
  const repository = { owner, repo };
  const commits = await pushedCommits(octokit, repository, merged);
  const find = async (): Promise<number[]> => {
    const numbers = new Set<number>();
    for (const commit of commits) {
      const number = await pullRequestOf(octokit, repository, commit, merged.branch);
      if (number !== null) numbers.add(number);
    }
    return [...numbers];
  };
  let found = await find();
  if (clock === null) return found;
  for (const wait of lagMs) {
    if (found.length > 0 || place.signal.aborted) break;
    await clock.sleep(wait, place.signal);
    found = await find();
  }
  return found;
}

/** A refused run looks back so far for pull requests that no run has applied; each commit costs a request. */
const mostEarlier = 30;

/**
 * The commits that a branch was at before, newest first: each the first parent of the one after it.
 * @throws what Octokit throws, where GitHub can't be asked
 */
export async function earlierCommits(place: GitHubPlace, commit: string, clock: Clock): Promise<string[]> {
  const { octokit, owner, repo } = connectGitHub(place);
  const { data } = await patiently(
    () =>
      octokit.request('GET /repos/{owner}/{repo}/commits', { owner, repo, sha: commit, per_page: perPage }),
    clock,
    place.signal,
  );
  const parents = new Map(data.map((each) => [each.sha, each.parents[0]?.sha]));
  const line: string[] = [];
  for (let next = parents.get(commit); next !== undefined; next = parents.get(next)) {
    if (line.length === mostEarlier) break;
    line.push(next);
  }
  return line;
}

/**
 * The merged pull request that one commit of a branch came with; null where it was pushed without one.
 * @throws what Octokit throws, where GitHub can't be asked
 */
export async function mergedWith(
  place: GitHubPlace,
  commit: string,
  branch: string | null,
  clock: Clock,
): Promise<number | null> {
  const { octokit, owner, repo } = connectGitHub(place);
  return patiently(() => pullRequestOf(octokit, { owner, repo }, commit, branch), clock, place.signal);
}

interface Repository {
  readonly owner: string;
  readonly repo: string;
}

/**
 * The commits that a push put on its branch itself, newest first: of a merge the merge commit, but not those of the
 * branch that was merged, since these belong to the same pull request or to one into another branch.
 */
async function pushedCommits(
  octokit: Octokit,
  repository: Repository,
  { commit, before }: Merged,
): Promise<string[]> {
  // a new branch has no commit before
  if (before === null || /^0*$/.test(before)) return [commit];
  const parents = new Map<string, string | undefined>();
  try {
    for (let page = 1; ; page += 1) {
      const { data } = await octokit.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
        ...repository,
        basehead: `${before}...${commit}`,
        per_page: perPage,
        page,
      });
      for (const each of data.commits) parents.set(each.sha, each.parents[0]?.sha);
      if (data.commits.length < perPage || page === 10) break;
    }
  } catch (thrown) {
    // after a forced push GitHub may have forgotten what was there before
    if (statusOf(thrown) !== 404) throw thrown;
  }
  const line = [commit];
  for (let next = parents.get(commit); next !== undefined && parents.has(next); next = parents.get(next)) {
    if (line.length === mostCommits) break;
    line.push(next);
  }
  return line;
}

/** The merged pull request that a commit came with: that whose merge it is, else the last one into this branch. */
async function pullRequestOf(
  octokit: Octokit,
  repository: Repository,
  commit: string,
  branch: string | null,
): Promise<number | null> {
  const { data } = await octokit.request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
    ...repository,
    commit_sha: commit,
    per_page: perPage,
  });
  const merged = data
    .filter(({ merged_at: mergedAt }) => mergedAt !== null)
    .sort((one, other) => ((one.merged_at ?? '') < (other.merged_at ?? '') ? 1 : -1));
  const found =
    merged.find(({ merge_commit_sha: sha }) => sha === commit) ??
    merged.find(({ base }) => base.ref === branch);
  return found?.number ?? null;
}
