import type { Diagnostic } from './definition/diagnostic.ts';
import type { Definition } from './definition/parse.ts';
import type { DesiredPlay } from './definition/resolve.ts';
import { AppError, messageOf } from './errors.ts';
import type { InputProblem, Inputs, Surroundings } from './inputs.ts';
import type { Outcome } from './reconcile/apply.ts';
import type { Confirmation } from './reconcile/confirm.ts';
import type { Plan } from './reconcile/plan.ts';
import type { Facts } from './report/build.ts';

/** The facts of a run while they are being gathered: stage by stage, so that a run that breaks off tells them too. */
export interface Gathered extends Facts {
  definitions: readonly Definition[];
  desired: readonly DesiredPlay[] | null;
  readonly diagnostics: Diagnostic[];
  plan: Plan | null;
  outcomes: readonly Outcome[] | null;
  readonly problems: string[];
  readonly warnings: string[];
  readonly notices: string[];
  workspaceUuid: string | null;
  modelNames: ReadonlyMap<string, string>;
  cancelled: boolean;
}

type Settings = Pick<Inputs, 'mode' | 'offline' | 'policy' | 'owner'>;

/** What is known before anything is done. */
export function emptyFacts(inputs: Settings & Surroundings): Gathered {
  const { mode, offline, policy, owner, serverUrl, repository, event } = inputs;
  const commit = event.pullRequest?.headCommit ?? inputs.commit;
  return {
    mode,
    offline,
    policy,
    owner,
    source: repository !== null && commit !== null ? { serverUrl, repository, commit } : null,
    definitions: [],
    desired: null,
    diagnostics: [],
    plan: null,
    outcomes: null,
    problems: [],
    warnings: [],
    notices: offline ? [withoutSecrets] : [],
    workspaceUuid: null,
    modelNames: new Map(),
    cancelled: false,
  };
}

const withoutSecrets =
  'This pull request comes from a fork or from Dependabot, and GitHub gives such runs no secrets: the definitions ' +
  'were checked without the workspace. What a merge would do is not known here.';

/** What is known where the inputs are wrong: nothing but that. */
export function wrongInputs(surroundings: Surroundings, problems: readonly InputProblem[]): Gathered {
  const facts = emptyFacts({
    ...surroundings,
    mode: 'validate',
    offline: false,
    policy: 'create-only',
    owner: null,
  });
  facts.problems.push(...problems.map(({ input, message }) => `The input \`${input}\`: ${message}`));
  return facts;
}

/** Whether any diagnostic so far forbids going on. */
export function hasErrors(facts: Facts): boolean {
  return facts.diagnostics.some(({ severity }) => severity === 'error');
}

/** The error of a run that found no definition. */
export function noFiles({ patterns, workspace }: Inputs): AppError {
  return new AppError(
    'no-files',
    `No file matches \`plays\` (${patterns.join(', ')}) in ${workspace}. Was the repository checked out in a step ` +
      'before (actions/checkout)? Is the folder spelt right (a folder needs `/**/*.yml` behind it)? If there may be ' +
      'no definition at all, set `allow-empty: true`.',
  );
}

/** Takes note of what broke the run off. */
export function failed(facts: Gathered, thrown: unknown, cancelled: boolean): void {
  if (cancelled && facts.problems.length === 0) {
    facts.problems.push(
      'The run was cancelled. What it had done until then is listed; the next run does the rest.',
    );
  } else if (thrown instanceof AppError) facts.problems.push(thrown.message);
  else {
    const where = thrown instanceof Error ? (thrown.stack?.split('\n')[1]?.trim() ?? '') : '';
    facts.problems.push(
      `This is a mistake of the action's own, please report it: ${messageOf(thrown)} (${where})`,
    );
  }
}

/** Takes note of variables that no definition uses: often a misspelling. */
export function addUnusedVariables(facts: Gathered, { variables }: Inputs, used: ReadonlySet<string>): void {
  const unused = [...variables.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) facts.warnings.push(`\`variables\`: no definition uses ${unused.join(', ')}.`);
}

/** Takes note of what the last look at the workspace showed. */
export function addConfirmation(facts: Gathered, { doubles, unseen, error }: Confirmation): void {
  for (const { id, uuids } of doubles) {
    facts.problems.push(
      `"${id}" has ${uuids.length} plays now: ${uuids.join(', ')}. Another run probably made one at the same time: delete one ` +
        'of them in Cargo, and give the workflow a `concurrency:` group so that no two runs meet.',
    );
  }
  if (error !== null) {
    facts.problems.push(
      `What was created could not be confirmed, since the plays could not be listed: ${error.message}`,
    );
  } else if (unseen.length > 0) {
    facts.warnings.push(
      `Cargo's list of plays does not show these yet, although it said that they were created: ${unseen.join(', ')}.`,
    );
  }
}
