import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHub } from './github.ts';
import { repository } from './action.ts';

/** A commit's name, by a short one. */
export const sha = (name: string): string => Buffer.from(name).toString('hex').padEnd(40, '0');

/** An event as the runner passes it on: its name, its payload, and what it sets beside these. */
export interface Happening {
  readonly name: string;
  readonly payload: object;
  readonly env: Readonly<Record<string, string>>;
}

const repo = { id: 1, name: 'revenue', full_name: 'acme/revenue', default_branch: 'main', fork: false };

/** A push to a branch, in the form of GitHub's webhook. */
export function push(before: string, after: string, branch = 'main'): Happening {
  const ref = `refs/heads/${branch}`;
  const commit = { id: after, tree_id: after, distinct: true, message: 'A commit', author: { name: 'Ada' } };
  return {
    name: 'push',
    payload: {
      ref,
      before,
      after,
      base_ref: null,
      compare: `https://github.com/acme/revenue/compare/${before}...${after}`,
      created: false,
      deleted: false,
      forced: false,
      commits: [commit],
      head_commit: commit,
      pusher: { name: 'ada', email: 'ada@example.com' },
      sender: { login: 'ada', type: 'User' },
      repository: repo,
    },
    env: { GITHUB_SHA: after, GITHUB_REF: ref },
  };
}

/** What happens to a pull request of this repository, in the form of GitHub's webhook. */
export function pullRequest(number: number, mergeCommit: string | null = null): Happening {
  const isMerged = mergeCommit !== null;
  return {
    name: 'pull_request',
    payload: {
      action: isMerged ? 'closed' : 'synchronize',
      number,
      pull_request: {
        number,
        state: isMerged ? 'closed' : 'open',
        merged: isMerged,
        merged_at: isMerged ? '2026-11-20T10:00:00Z' : null,
        merge_commit_sha: mergeCommit ?? sha('test'),
        user: { login: 'ada', type: 'User' },
        head: { ref: 'change', sha: sha(`head-${String(number)}`), repo },
        base: { ref: 'main', sha: sha('base'), repo },
      },
      repository: repo,
      sender: { login: 'ada', type: 'User' },
    },
    env: isMerged
      ? { GITHUB_SHA: mergeCommit, GITHUB_REF: 'refs/heads/main' }
      : { GITHUB_SHA: sha('test'), GITHUB_REF: `refs/pull/${String(number)}/merge` },
  };
}

/** The environment that a run in this process finds for an event. */
export function environmentOf({ name, payload, env }: Happening, api: GitHub): Record<string, string> {
  const path = join(repository({}), 'event.json');
  writeFileSync(path, JSON.stringify(payload));
  return {
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
    GITHUB_API_URL: api.url,
    GITHUB_ACTOR: 'ada',
    GITHUB_JOB: 'plays',
    GITHUB_RUN_ID: '42',
    ...env,
  };
}
