import { readFileSync } from 'node:fs';
import { classifyEvent } from './event.ts';
import type { GitHubEvent } from './event.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the runner says about itself and about the run. */
export interface Surroundings {
  readonly event: GitHubEvent;
  readonly workspace: string;
  readonly temp: string;
  readonly repository: string | null;
  readonly commit: string | null;
  /** The branch that the event is about; null for a tag, and on a pull request. */
  readonly branch: string | null;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly job: string;
  /** The address of this run on GitHub, or null. */
  readonly runUrl: string | null;
  readonly proxies: { readonly http?: string; readonly https?: string; readonly no?: string };
}

/**
 * Reads what the runner says about the run. Never fails: what is missing is empty or null.
 * @param env the process environment
 */
export function readSurroundings(env: Environment): Surroundings {
  const proxies: { http?: string; https?: string; no?: string } = {};
  const http = env['http_proxy'] || env['HTTP_PROXY'];
  const https = env['https_proxy'] || env['HTTPS_PROXY'];
  const no = env['no_proxy'] || env['NO_PROXY'];
  if (http) proxies.http = http;
  if (https) proxies.https = https;
  if (no) proxies.no = no;
  const serverUrl = env['GITHUB_SERVER_URL'] || 'https://github.com';
  const repository = env['GITHUB_REPOSITORY'] || null;
  const run = env['GITHUB_RUN_ID'] || null;
  return {
    event: classifyEvent(
      env['GITHUB_EVENT_NAME'] ?? '',
      readPayload(env['GITHUB_EVENT_PATH']),
      env['GITHUB_ACTOR'] ?? '',
    ),
    workspace: env['GITHUB_WORKSPACE'] || process.cwd(),
    temp: env['RUNNER_TEMP'] || '',
    repository,
    commit: env['GITHUB_SHA'] || null,
    branch: /^refs\/heads\/(.+)$/.exec(env['GITHUB_REF'] ?? '')?.[1] ?? null,
    serverUrl,
    apiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
    job: env['GITHUB_JOB'] || '',
    runUrl: repository === null || run === null ? null : `${serverUrl}/${repository}/actions/runs/${run}`,
    proxies,
  };
}

function readPayload(path: string | undefined): unknown {
  if (!path) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // no payload means no pull request: a missing payload grants nothing
    return {};
  }
}
