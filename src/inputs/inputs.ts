import { readFileSync } from 'node:fs';
import { checkBaseUrl, checkOwner, checkToken, checkWorkspaceUuid, parseVariables } from './values.ts';
import type { Variables, Wrong } from './values.ts';
import { nearest } from '../definition/nearest.ts';
import { classifyEvent, modeFor } from './event.ts';
import type { GitHubEvent } from './event.ts';
import type { Owner } from '../reconcile/ownership.ts';
import type { Policy } from '../reconcile/policy.ts';
import type { Mode } from '../report/report.ts';

const defaultPatterns = ['plays/**/*.{yml,yaml}'] as const;

/** What the runner says of itself and of the run; nothing else reads the environment. */
export interface Surroundings {
  readonly event: GitHubEvent;
  readonly workspace: string;
  readonly temp: string;
  readonly repository: string | null;
  readonly commit: string | null;
  readonly serverUrl: string;
  readonly apiUrl: string;
  readonly job: string;
  /** The address of this run on GitHub, or null. */
  readonly runUrl: string | null;
  readonly proxies: { readonly http?: string; readonly https?: string; readonly no?: string };
}

/** The inputs, checked, with every default filled in. */
export interface Inputs extends Surroundings {
  /** Null in `validate` mode, and on a fork's or Dependabot's pull request. */
  readonly token: string | null;
  readonly patterns: readonly string[];
  readonly mode: Mode;
  /** Whether `plan` was asked for, but without a token, so that only offline checks are possible. */
  readonly offline: boolean;
  readonly policy: Policy;
  readonly variables: Variables;
  readonly owner: Owner | null;
  /** Null where any workspace will do. */
  readonly workspaceUuid: string | null;
  readonly adopt: boolean;
  readonly maxDeletes: number;
  readonly allowEmpty: boolean;
  readonly parallelism: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly baseUrl: string;
  readonly comment: boolean;
  readonly githubToken: string;
  readonly summary: boolean;
}

/** One wrong input. `message` says what is allowed. */
export interface InputProblem {
  readonly input: string;
  readonly message: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const inputNames = [
  'api-token',
  'plays',
  'mode',
  'policy',
  'variables',
  'owner',
  'workspace-uuid',
  'adopt',
  'max-deletes',
  'allow-empty',
  'parallelism',
  'timeout',
  'retries',
  'base-url',
  'comment',
  'github-token',
  'summary',
] as const;

type InputName = (typeof inputNames)[number];

function raw(env: Environment, name: InputName): string | undefined {
  // the runner upper-cases the name and leaves its hyphens
  return env[`INPUT_${name.toUpperCase()}`]?.trim();
}

/** The API token as given, for masking it before anything else is done; null where there is none. */
export function tokenOf(env: Environment): string | null {
  return raw(env, 'api-token') || null;
}

/**
 * Reads what the runner says of the run. Never fails: what is missing is empty or null.
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
    // without a payload it is no pull request: nothing is granted for want of one
    return {};
  }
}

/**
 * Reads and checks every input.
 * @returns the inputs, or all that is wrong with them at once
 */
export function readInputs(
  env: Environment,
  surroundings: Surroundings,
): Inputs | { readonly problems: readonly InputProblem[] } {
  const problems: InputProblem[] = [];
  const wrong: Wrong = (input, message) => {
    problems.push({ input, message });
    return null;
  };
  const choice = <Value extends string>(
    input: InputName,
    values: readonly Value[],
    fallback: Value,
  ): Value => {
    const value = raw(env, input) || fallback;
    const known = values.find((each) => each === value);
    if (known !== undefined) return known;
    const meant = nearest(value, values);
    wrong(
      input,
      `"${value}" is not one of ${values.join(', ')}.${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
    );
    return fallback;
  };
  const yesOrNo = (input: InputName, fallback: boolean): boolean => {
    const value = (raw(env, input) || String(fallback)).toLowerCase();
    if (value !== 'true' && value !== 'false') wrong(input, `"${value}" is neither true nor false.`);
    return value === 'true';
  };
  const whole = (input: InputName, fallback: number, least: number, most: number): number => {
    const value = raw(env, input) || String(fallback);
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < least || number > most) {
      wrong(input, `"${value}" is not a whole number from ${least} to ${most}.`);
    }
    return number;
  };

  refuseMisspelt(env, wrong);
  const asked = choice('mode', ['auto', 'validate', 'plan', 'apply'], 'auto');
  const mode = asked === 'auto' ? modeFor(surroundings.event) : asked;
  const token = checkToken(tokenOf(env), wrong);
  const offline = mode === 'plan' && tokenOf(env) === null && surroundings.event.withoutSecrets;
  if (tokenOf(env) === null && mode !== 'validate' && !offline) wrong('api-token', tokenMissing(mode));
  const policy = choice('policy', ['create-only', 'upsert-only', 'sync'], 'create-only');
  const lines = (raw(env, 'plays') || defaultPatterns.join('\n')).split('\n').map((line) => line.trim());
  const patterns = lines.filter((line) => line !== '');
  const isDefault = patterns.join('\n') === defaultPatterns.join('\n');
  if (patterns.every((pattern) => pattern.startsWith('!'))) {
    wrong('plays', 'every pattern excludes files (`!`), and none includes any.');
  }
  const adopt = yesOrNo('adopt', false);
  if (adopt && policy === 'create-only') {
    wrong(
      'adopt',
      '`create-only` changes nothing, so it can take over nothing: set `policy` to upsert-only or sync.',
    );
  }
  const inputs: Inputs = {
    ...surroundings,
    // what isn't used can't leak
    token: mode === 'validate' ? null : token,
    patterns,
    mode,
    offline,
    policy,
    variables: parseVariables(raw(env, 'variables') ?? '', surroundings.event.withoutSecrets, (message) =>
      wrong('variables', message),
    ),
    owner: checkOwner(raw(env, 'owner') || null, surroundings.repository, policy, isDefault, wrong),
    workspaceUuid: checkWorkspaceUuid(raw(env, 'workspace-uuid') ?? 'any', wrong),
    adopt,
    maxDeletes: whole('max-deletes', 5, 0, 100_000),
    allowEmpty: yesOrNo('allow-empty', false),
    parallelism: whole('parallelism', 4, 1, 32),
    timeoutMs: whole('timeout', 120, 1, 360) * 1000,
    retries: whole('retries', 5, 0, 10),
    baseUrl: checkBaseUrl(raw(env, 'base-url') || 'https://api.getcargo.io/v1', wrong),
    comment: yesOrNo('comment', false),
    githubToken: raw(env, 'github-token') ?? '',
    summary: yesOrNo('summary', true),
  };
  return problems.length > 0 ? { problems } : Object.freeze(inputs);
}

/** GitHub only warns of an unknown input, and a misspelt guard would be off without a word. */
function refuseMisspelt(env: Environment, wrong: Wrong): void {
  const known = new Set<string>(inputNames);
  for (const key of Object.keys(env)) {
    if (!key.startsWith('INPUT_')) continue;
    const name = key.slice('INPUT_'.length).toLowerCase();
    const meant = known.has(name) ? undefined : nearest(name.replaceAll('_', '-'), inputNames);
    if (meant !== undefined) wrong(name, `there is no such input. Did you mean "${meant}"?`);
  }
}

function tokenMissing(mode: Mode): string {
  return (
    `it is needed by \`mode: ${mode}\`. Make a token in the settings of your Cargo workspace, store it as a secret ` +
    'of the repository, and pass it as `api-token: ${{ secrets.CARGO_API_TOKEN }}`. (A secret that does not exist is empty.)'
  );
}
