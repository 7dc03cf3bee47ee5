/** What set the run off, as far as the action cares; classified once, here. */
export interface GitHubEvent {
  readonly name: string;
  /** The pull request it is about, or null. */
  readonly pullRequest: {
    readonly number: number;
    /** Whether this very event is its merge. */
    readonly merged: boolean;
    /** The commit at its head: links to source lines go there, the merge commit is gone tomorrow. */
    readonly headCommit: string | null;
  } | null;
  /** Whether GitHub gives this run no secrets and no variables: a fork's or Dependabot's pull request. */
  readonly withoutSecrets: boolean;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return here;
}

/**
 * Classifies an event.
 * @param name `GITHUB_EVENT_NAME`
 * @param payload the webhook's payload, parsed; anything may be missing from it
 * @param actor `GITHUB_ACTOR`
 */
export function classifyEvent(name: string, payload: unknown, actor: string): GitHubEvent {
  const number = at(payload, 'pull_request', 'number');
  if (typeof number !== 'number') return { name, pullRequest: null, withoutSecrets: false };
  const headCommit = at(payload, 'pull_request', 'head', 'sha');
  const here =
    at(payload, 'pull_request', 'base', 'repo', 'full_name') ?? at(payload, 'repository', 'full_name');
  // a fork that was deleted has no `repo` any more
  const fork = at(payload, 'pull_request', 'head', 'repo', 'full_name') !== here;
  const dependabot =
    actor === 'dependabot[bot]' || at(payload, 'pull_request', 'user', 'login') === 'dependabot[bot]';
  return {
    name,
    pullRequest: {
      number,
      merged: at(payload, 'action') === 'closed' && at(payload, 'pull_request', 'merged') === true,
      headCommit: typeof headCommit === 'string' ? headCommit : null,
    },
    // `pull_request_target` runs in the base repository, with its secrets
    withoutSecrets: name === 'pull_request' && (fork || dependabot),
  };
}

/** What `mode: auto` means for an event: look on a pull request, act on everything else, its merge included. */
export function modeFor(event: GitHubEvent): 'plan' | 'apply' {
  switch (event.name) {
    case 'pull_request':
      return event.pullRequest?.merged === true ? 'apply' : 'plan';
    case 'pull_request_target':
    case 'merge_group':
      return 'plan';
  }
  return 'apply';
}
