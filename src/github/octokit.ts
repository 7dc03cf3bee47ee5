import { getOctokit } from '@actions/github';

/** A repository on GitHub, and as whom it is asked. */
export interface GitHubPlace {
  /** `GITHUB_API_URL`: also that of a GitHub Enterprise. */
  readonly apiUrl: string;
  readonly githubToken: string;
  /** `owner/name` */
  readonly repository: string;
  /** Ends all requests. */
  readonly signal: AbortSignal;
}

/** Octokit without `rest`, a table of all requests that GitHub knows: the build leaves it out. */
export type Octokit = Omit<ReturnType<typeof getOctokit>, 'rest'>;

/** A client for a repository, and the two parts of its name. */
export function connectGitHub({ apiUrl, githubToken, repository, signal }: GitHubPlace): {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
} {
  const [owner = '', repo = ''] = repository.split('/');
  const octokit = getOctokit(githubToken, { baseUrl: apiUrl });
  // as an option, it would take the place of what goes through a proxy
  octokit.hook.before('request', (options) => {
    options.request = { ...options.request, signal };
  });
  return { octokit, owner, repo };
}
