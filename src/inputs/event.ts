/** The event that started the run: what the action needs to know of it. */
export interface GitHubEvent {
  readonly name: string;
  /** The pull request of the event, or null. */
  readonly pullRequest: {
    readonly number: number;
    /** Whether this event is the merge of the pull request. */
    readonly merged: boolean;
    /** The commit at its head. Links to source lines use it: GitHub deletes the merge commit of an open pull request. */
    readonly headCommit: string | null;
  } | null;
  /** The commit that the branch was at before a push; null on other events. */
  readonly before: string | null;
  /** Whether GitHub passes no secrets and no variables: on pull requests from forks and from Dependabot. */
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
 * @param payload the webhook's payload, parsed; any part of it may be missing
 * @param actor `GITHUB_ACTOR`
 */
export function classifyEvent(name: string, payload: unknown, actor: string): GitHubEvent {
  const number = at(payload, 'pull_request', 'number');
  const before = name === 'push' ? at(payload, 'before') : null;
  const pushed = { name, before: typeof before === 'string' ? before : null };
  if (typeof number !== 'number') return { ...pushed, pullRequest: null, withoutSecrets: false };
  const headCommit = at(payload, 'pull_request', 'head', 'sha');
  const here =
    at(payload, 'pull_request', 'base', 'repo', 'full_name') ?? at(payload, 'repository', 'full_name');
  // a deleted fork has no `repo`
  const fork = at(payload, 'pull_request', 'head', 'repo', 'full_name') !== here;
  const dependabot =
    actor === 'dependabot[bot]' || at(payload, 'pull_request', 'user', 'login') === 'dependabot[bot]';
  return {
    ...pushed,
    pullRequest: {
      number,
      merged: at(payload, 'action') === 'closed' && at(payload, 'pull_request', 'merged') === true,
      headCommit: typeof headCommit === 'string' ? headCommit : null,
    },
    // `pull_request_target` runs in the base repository, with its secrets
    withoutSecrets: name === 'pull_request' && (fork || dependabot),
  };
}

/** The mode that `auto` means for an event: `plan` before a merge, `apply` on every other event and on the merge itself. */
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
