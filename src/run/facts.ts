import { AppError, messageOf } from '../errors.ts';
import type { Diagnostic } from '../definition/diagnostic.ts';
import { cut } from '../definition/visible.ts';
import type { FoundFiles } from '../github/workspace.ts';
import type { InputProblem, Inputs } from '../inputs/inputs.ts';
import type { Surroundings } from '../inputs/surroundings.ts';
import type { Confirmation } from '../reconcile/confirm.ts';
import type { Facts } from '../report/build.ts';

type Settings = Pick<Inputs, 'mode' | 'offline' | 'policy' | 'owner'>;

/** What is known before anything is done. */
export function emptyFacts(inputs: Settings & Surroundings): Facts {
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
    pulled: [],
    outcomes: null,
    problems: [],
    warnings: [],
    notices: offline ? [withoutSecrets] : [],
    workspaceUuid: null,
    names: { models: new Map(), folders: new Map(), plays: new Map() },
    cancelled: false,
  };
}

const withoutSecrets =
  'This pull request comes from a fork or from Dependabot, and GitHub gives such runs no secrets: the definitions ' +
  'were checked without the workspace. What a merge would do is not known here.';

/** What is known where the inputs are wrong: nothing but that. */
export function wrongInputs(surroundings: Surroundings, problems: readonly InputProblem[]): Facts {
  const nothingChosen = { mode: 'validate', offline: false, policy: 'create-only', owner: null } as const;
  return {
    ...emptyFacts({ ...surroundings, ...nothingChosen }),
    problems: problems.map(({ input, message }) => `The input \`${input}\`: ${message}`),
  };
}

/** Whether any diagnostic so far forbids going on. */
export function hasErrors(facts: Facts): boolean {
  return facts.diagnostics.some(({ severity }) => severity === 'error');
}

/** What is said of files and patterns that a person may have expected to count. */
export function fileNotices({ passedOver, idle }: FoundFiles): string[] {
  const notices: string[] = [];
  if (passedOver.length > 0) {
    const more = passedOver.length > 10 ? ` and ${passedOver.length - 10} more` : '';
    notices.push(
      `\`plays\` does not match ${passedOver.slice(0, 10).join(', ')}${more}. If they are definitions, name them .yml or add a pattern for them.`,
    );
  }
  if (idle.length > 0)
    notices.push(`\`plays\`: no file matches ${idle.join(', ')}. Is the pattern spelled right?`);
  return notices;
}

/** The error of a run that found no definition. */
export function noFiles({ patterns, workspace }: Inputs, found: FoundFiles): AppError {
  return new AppError(
    'no-files',
    `No file matches \`plays\` (${patterns.join(', ')}) in ${workspace}. Was the repository checked out in a step ` +
      'before (actions/checkout)? Is the folder spelt right (a folder needs `/**/*.yml` behind it)? If there may be ' +
      'no definition at all, set `allow-empty: true`.' +
      found.passedOver
        .slice(0, 1)
        .map((path) => ` ${path} is there, and is not matched: name it .yml, or add a pattern for it.`)
        .join(''),
  );
}

/** The facts of a run that broke off, with what broke it off. */
export function failed(facts: Facts, thrown: unknown, cancelled: boolean): Facts {
  if (cancelled && facts.problems.length > 0) return facts;
  const problem = cancelled
    ? 'The run was cancelled. What it had done until then is listed; the next run does the rest.'
    : thrown instanceof AppError
      ? thrown.message
      : `This is a bug in the action, please report it: ${messageOf(thrown)} (${whereThrown(thrown)})`;
  return { ...facts, problems: [...facts.problems, problem] };
}

function whereThrown(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack?.split('\n')[1]?.trim() ?? '') : '';
}

/** The facts with a warning of variables that no definition uses: often a misspelling. */
export function withUnusedVariables(facts: Facts, { variables }: Inputs, used: ReadonlySet<string>): Facts {
  const unused = [...variables.keys()].filter((name) => !used.has(name));
  if (unused.length === 0) return facts;
  const warning = `\`variables\`: no definition uses ${unused.join(', ')}.`;
  return { ...facts, warnings: [...facts.warnings, warning] };
}

const notGone =
  'Cargo answered that the play was deleted, but its list still shows it. Run again; if it stays, delete it in Cargo.';

/** Warnings at the fields of a play of which Cargo shows something else than was sent. */
function keptOtherwise({ desired, differences }: Confirmation['kept'][number]): Diagnostic[] {
  return differences.map(({ field, before }) => {
    const value = before === null || before === undefined ? 'nothing' : cut(JSON.stringify(before), 200);
    const message = `Cargo keeps this as ${value}; write it so in the file, or every run will update it.`;
    return {
      severity: 'warning',
      code: 'kept-otherwise',
      message: `\`${field}\`: ${message}`,
      place: desired.place([field]),
    };
  });
}

/** The facts with what the last look at the workspace showed. */
export function withConfirmation(
  facts: Facts,
  { doubles, unseen, undeleted, kept, error }: Confirmation,
): Facts {
  const problems = doubles.map(
    ({ id, uuids }) =>
      `"${id}" has ${uuids.length} plays now: ${uuids.join(', ')}. Another run probably made one at the same time: delete one ` +
      'of them in Cargo, and give the workflow a `concurrency:` group so that no two runs meet.',
  );
  const warnings: string[] = [];
  if (error !== null) {
    problems.push(
      `What was written could not be confirmed, since the plays could not be listed: ${error.message}`,
    );
  } else if (unseen.length > 0) {
    warnings.push(
      `Cargo's list of plays does not show these yet, although it said that they were written: ${unseen.join(', ')}.`,
    );
  }
  const still = new Set<string>(undeleted);
  return {
    ...facts,
    outcomes:
      facts.outcomes?.map((outcome) =>
        outcome.change.kind === 'delete' && outcome.play !== null && still.has(outcome.play.uuid)
          ? { status: 'failed', change: outcome.change, play: outcome.play, error: notGone, live: null }
          : outcome,
      ) ?? null,
    diagnostics: [...facts.diagnostics, ...kept.flatMap(keptOtherwise)],
    problems: [...facts.problems, ...problems],
    warnings: [...facts.warnings, ...warnings],
  };
}
