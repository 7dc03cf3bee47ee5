import type { GitHubPlace } from '../github/octokit.ts';
import type { Run } from './run.ts';

/** GitHub's own answer takes a second or two; a run must not wait for it for long. */
const mostMs = 60_000;

/** The repository of a run, as its token may ask GitHub for it; null without a token or off GitHub. */
export function gitHubPlace({ inputs, cancellation }: Run): GitHubPlace | null {
  const { apiUrl, githubToken, repository } = inputs;
  if (githubToken === '' || repository === null) return null;
  const signal = AbortSignal.any([cancellation.stop, AbortSignal.timeout(mostMs)]);
  return { apiUrl, githubToken, repository, signal };
}
