import { nearest } from '../definition/nearest.ts';
import type { Owner } from '../reconcile/ownership.ts';
import type { OnRemoval, Policy } from '../reconcile/policy.ts';
import { modeNames, modes } from '../report/modes.ts';
import type { Mode } from '../report/modes.ts';
import { defaults, inputNames } from './defaults.ts';
import type { InputName } from './defaults.ts';
import { modeFor } from './event.ts';
import type { Environment, Surroundings } from './surroundings.ts';
import {
  checkBaseUrl,
  checkFolder,
  checkFormerOwner,
  checkOwner,
  checkToken,
  checkWorkspaceUuid,
  parseVariables,
} from './values.ts';
import type { Variables, Wrong } from './values.ts';

/** The inputs, checked, with every default filled in. */
export interface Inputs extends Surroundings {
  /** Null in a mode that is offline, and on the pull request of a fork or of Dependabot. */
  readonly token: string | null;
  readonly patterns: readonly string[];
  readonly mode: Mode;
  /** Whether `plan` runs without a token, so that only offline checks are possible. */
  readonly offline: boolean;
  readonly policy: Policy;
  readonly variables: Variables;
  readonly owner: Owner | null;
  /** Whose plays these were before; null where nobody's. */
  readonly formerOwner: string | null;
  /** Null where any workspace will do. */
  readonly workspaceUuid: string | null;
  readonly adopt: boolean;
  readonly onRemoval: OnRemoval;
  readonly maxDeletes: number;
  /** Whether a draft that somebody works on in Cargo may be replaced by a deploy. */
  readonly discardDrafts: boolean;
  /** Whether to count the records of each play that would be created or changed. */
  readonly reach: boolean;
  readonly allowEmpty: boolean;
  /** Whether `apply` makes the folders that definitions name. */
  readonly createFolders: boolean;
  readonly parallelism: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly baseUrl: string;
  readonly comment: boolean;
  readonly githubToken: string;
  /** Whether `apply` does only what the plan on the merged pull request showed. */
  readonly onlyReviewed: boolean;
  /** Whether a push applies although its branch has moved on since. */
  readonly allowStale: boolean;
  readonly summary: boolean;
  readonly pull: 'unmanaged' | 'drifted' | 'all';
  /** Patterns of play names; `!` excludes. */
  readonly pullNames: readonly string[];
  /** The folder of pulled files, relative to the workspace, with `/` and without one at its end; empty for the top. */
  readonly pullTo: string;
}

/** One wrong input. `message` says what is allowed. */
export interface InputProblem {
  readonly input: string;
  readonly message: string;
}

function given(env: Environment, name: InputName): string | undefined {
  // the runner upper-cases the name and leaves its hyphens
  return env[`INPUT_${name.toUpperCase()}`]?.trim();
}

/** The value of an input, or its default where it is missing or empty. */
function valueOf(env: Environment, name: InputName): string {
  return given(env, name) || defaults[name];
}

/** The API token as given, for masking it before anything else is done; null where there is none. */
export function tokenOf(env: Environment): string | null {
  return valueOf(env, 'api-token') || null;
}

/**
 * Reads and checks every input.
 * @param env the process environment
 * @returns the inputs, frozen, or everything that is wrong with them at once
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
  const { choice, yesOrNo, whole } = readers(env, wrong);

  refuseUnknown(env, wrong);
  const asked = choice('mode', ['auto', ...modeNames]);
  const mode = asked === 'auto' ? modeFor(surroundings.event) : asked;
  const token = checkToken(tokenOf(env), wrong);
  const hasNoSecrets = tokenOf(env) === null && surroundings.event.withoutSecrets;
  const offline = mode === 'plan' && hasNoSecrets;
  if (tokenOf(env) === null && !modes[mode].isOffline && !offline) wrong('api-token', tokenMissing(mode));
  const policy = choice('policy', ['create-only', 'upsert-only', 'sync']);
  // what goes by a policy that does not exist can't be judged
  const isKnown = !problems.some(({ input }) => input === 'policy');
  const patterns = linesOf(valueOf(env, 'plays'));
  const isDefault = patterns.join('\n') === defaults.plays;
  if (patterns.every((pattern) => pattern.startsWith('!'))) {
    wrong('plays', 'every pattern excludes files (`!`). Add a pattern that includes some.');
  }
  const adopt = yesOrNo('adopt');
  if (isKnown && adopt && policy === 'create-only') {
    wrong(
      'adopt',
      '`policy: create-only` changes nothing, so it cannot take over a play. Set `policy` to upsert-only or sync.',
    );
  }
  const onRemoval = choice('on-removal', ['delete', 'disable', 'release']);
  if (isKnown && onRemoval !== 'delete' && policy !== 'sync') {
    wrong(
      'on-removal',
      `\`policy: ${policy}\` leaves plays without a definition alone. Set \`policy: sync\`, or remove \`on-removal\`.`,
    );
  }
  const owner = checkOwner(valueOf(env, 'owner') || null, surroundings.repository, policy, isDefault, wrong);
  const inputs: Inputs = {
    ...surroundings,
    // what isn't used can't leak
    token: modes[mode].isOffline ? null : token,
    patterns,
    mode,
    offline,
    policy,
    variables: parseVariables(valueOf(env, 'variables'), surroundings.event.withoutSecrets, (message) =>
      wrong('variables', message),
    ),
    owner,
    formerOwner: checkFormerOwner(
      valueOf(env, 'formerly-owner') || null,
      valueOf(env, 'owner'),
      owner,
      wrong,
    ),
    // an empty value is no default here: a misspelled variable must not switch the guard off
    workspaceUuid: checkWorkspaceUuid(
      given(env, 'workspace-uuid') ?? defaults['workspace-uuid'],
      hasNoSecrets,
      wrong,
    ),
    adopt,
    onRemoval,
    maxDeletes: whole('max-deletes', 0, 100_000),
    discardDrafts: yesOrNo('discard-drafts'),
    reach: yesOrNo('reach'),
    allowEmpty: yesOrNo('allow-empty'),
    createFolders: yesOrNo('create-folders'),
    parallelism: whole('parallelism', 1, 32),
    timeoutMs: whole('timeout', 1, 360) * 1000,
    retries: whole('retries', 0, 10),
    baseUrl: checkBaseUrl(valueOf(env, 'base-url'), wrong),
    comment: yesOrNo('comment'),
    githubToken: valueOf(env, 'github-token'),
    onlyReviewed: yesOrNo('only-reviewed'),
    allowStale: yesOrNo('allow-stale'),
    summary: yesOrNo('summary'),
    pull: choice('pull', ['unmanaged', 'drifted', 'all']),
    pullNames: linesOf(valueOf(env, 'pull-names')),
    pullTo: checkFolder(valueOf(env, 'pull-to'), wrong),
  };
  refuseUnseenPlan(inputs, wrong);
  return problems.length > 0 ? { problems } : Object.freeze(inputs);
}

/** A plan that no comment shows can't be what the run after the merge goes by: better to hear of it before the merge. */
function refuseUnseenPlan({ onlyReviewed, comment, mode, offline, event }: Inputs, wrong: Wrong): void {
  if (!onlyReviewed || comment || mode !== 'plan' || offline || event.pullRequest === null) return;
  wrong(
    'only-reviewed',
    'it needs the plan in a comment, because the run after the merge reads it there. Set `comment: true`, and give the job ' +
      '`permissions: { contents: read, pull-requests: write }`.',
  );
}

interface Readers {
  readonly choice: <Value extends string>(input: InputName, values: readonly [Value, ...Value[]]) => Value;
  readonly yesOrNo: (input: InputName) => boolean;
  /** A whole number, both bounds allowed. */
  readonly whole: (input: InputName, least: number, most: number) => number;
}

/** How each form of input is read. What a reader returns after it found a problem is never used. */
function readers(env: Environment, wrong: Wrong): Readers {
  return {
    choice: (input, values) => {
      const value = valueOf(env, input);
      const known = values.find((each) => each === value);
      if (known !== undefined) return known;
      const meant = nearest(value, values);
      const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      wrong(input, `it must be one of ${values.join(', ')}, but is "${value}".${near}`);
      return values[0];
    },
    yesOrNo: (input) => {
      const value = valueOf(env, input).toLowerCase();
      if (value !== 'true' && value !== 'false') wrong(input, `it must be true or false, but is "${value}".`);
      return value === 'true';
    },
    whole: (input, least, most) => {
      const value = valueOf(env, input);
      const number = Number(value);
      if (!/^\d+$/.test(value) || number < least || number > most) {
        wrong(input, `it must be a whole number from ${least} to ${most}, but is "${value}".`);
      }
      return number;
    },
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * Refuses inputs that don't exist: GitHub only warns about them, and a guard under a wrong name would be off.
 * The runner sets `INPUT_NAME`, in upper case, for each key of `with:`. An `env:` can set one too; it can't be told
 * apart, so the message names both places.
 */
function refuseUnknown(env: Environment, wrong: Wrong): void {
  const known = new Set<string>(inputNames);
  for (const key of Object.keys(env)) {
    if (!/^INPUT_./.test(key) || key !== key.toUpperCase()) continue;
    const name = key.slice('INPUT_'.length).toLowerCase();
    if (known.has(name)) continue;
    const meant = nearest(name.replaceAll('_', '-'), inputNames);
    wrong(
      name,
      `this input does not exist.${meant === undefined ? '' : ` Did you mean "${meant}"?`} Remove it from \`with:\` ` +
        `(or ${key} from \`env:\`). Inputs: ${inputNames.join(', ')}.`,
    );
  }
}

function tokenMissing(mode: Mode): string {
  return (
    `\`mode: ${mode}\` needs a token, but this is empty. Create a token in the settings of your Cargo workspace, store it as ` +
    'a secret of the repository, and pass it as `api-token: ${{ secrets.CARGO_API_TOKEN }}`. (A secret that does not exist is empty.)'
  );
}
