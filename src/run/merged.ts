import type { Clock } from '../clock.ts';
import type { GitHubPlace } from '../github/octokit.ts';
import type { Inputs } from '../inputs/inputs.ts';

/**
 * The merged pull requests that a run applies: that of its event, or those that brought the pushed commits.
 * @param clock waits for GitHub to know them; null to ask once
 * @throws what Octokit throws, where GitHub can't be asked
 */
export async function findMerged(
  { event, commit, branch }: Pick<Inputs, 'event' | 'commit' | 'branch'>,
  place: GitHubPlace,
  clock: Clock | null,
): Promise<readonly number[]> {
  if (event.pullRequest?.merged === true) return [event.pullRequest.number];
  if (commit === null) return [];
  const { mergedPullRequests } = await import('../github/history.ts');
  return mergedPullRequests(place, { commit, before: event.before, branch }, clock);
}
