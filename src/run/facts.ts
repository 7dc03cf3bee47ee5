import { AppError, messageOf } from '../errors.ts';
import type { Diagnostic } from '../definition/diagnostic.ts';
import type { Definition } from '../definition/parse.ts';
import { cut } from '../definition/visible.ts';
import type { FoundFiles } from '../github/workspace.ts';
import type { InputProblem, Inputs } from '../inputs/inputs.ts';
import type { Surroundings } from '../inputs/surroundings.ts';
import type { Confirmation } from '../reconcile/confirm.ts';
import { isRemoval } from '../reconcile/plan.ts';
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
    reaches: new Map(),
    folders: [],
    befores: new Map(),
    pulled: [],
    outcomes: null,
    pullRequests: null,
    review: null,
    isStale: false,
    problems: [],
    warnings: [],
    notices: offline ? [withoutSecrets] : [],
    workspaceUuid: null,
    names: { models: new Map(), folders: new Map(), plays: new Map() },
    cancelled: false,
  };
}

const withoutSecrets =
  'GitHub passes no secrets to pull requests from forks and from Dependabot, so the definitions were checked ' +
  'offline. This run cannot tell what a merge would change.';

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
    notices.push(
      `\`plays\`: no file matches ${idle.join(', ')}. Check the spelling of the pattern, or remove it.`,
    );
  return notices;
}

/** The error of a run that found no definition. */
export function noFiles({ patterns, workspace }: Inputs, found: FoundFiles): AppError {
  return new AppError(
    'no-files',
    `No file matches \`plays\` (${patterns.join(', ')}) in ${workspace}. Check that a step with actions/checkout runs ` +
      'before this one, and that the path is correct (to read a folder, write `folder/**/*.yml`). If there may be ' +
      'no definitions, set `allow-empty: true`.' +
      found.passedOver
        .slice(0, 1)
        .map((path) => ` ${path} exists, but no pattern matches it. Rename it, or add a pattern for it.`)
        .join(''),
  );
}

/** The facts of a run that broke off, with what broke it off. */
export function failed(facts: Facts, thrown: unknown, cancelled: boolean): Facts {
  if (cancelled && facts.problems.length > 0) return facts;
  const problem = cancelled
    ? 'The run was cancelled. The summary lists what was done before that. The next run does the rest.'
    : thrown instanceof AppError
      ? thrown.message
      : `This is a bug in the action. Please report it: ${messageOf(thrown)} (${whereThrown(thrown)})`;
  return { ...facts, problems: [...facts.problems, problem] };
}

function whereThrown(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack?.split('\n')[1]?.trim() ?? '') : '';
}

/** The facts with a warning of variables that no definition uses: often a misspelling. */
export function withUnusedVariables(facts: Facts, { variables }: Inputs, used: ReadonlySet<string>): Facts {
  const unused = [...variables.keys()].filter((name) => !used.has(name));
  if (unused.length === 0) return facts;
  const warning = `The input \`variables\` has values that no definition uses: ${unused.join(', ')}. Check their spelling, or remove them.`;
  return { ...facts, warnings: [...facts.warnings, warning] };
}

/** Warnings at each `protect` where no ownership line is written that could hold it. */
export function notProtected(definitions: readonly Definition[], { owner }: Inputs): Diagnostic[] {
  if (owner !== null) return [];
  return definitions
    .filter(({ protect }) => protect)
    .map(({ place }) => ({
      severity: 'warning',
      code: 'not-protected',
      message:
        'With `owner: none`, no ownership line is written, so this play is not protected. Set `owner`, or remove `protect`.',
      place: place(['protect'], 'key'),
    }));
}

const notRemoved = {
  delete:
    'Cargo confirmed that the play was deleted, but still lists it. Run the job again. If the play stays, delete it in Cargo.',
  disable:
    'Cargo confirmed that the play was disabled, but still lists it as enabled. Run the job again. If the play stays on, disable it in Cargo.',
  release:
    'Cargo confirmed that the play was released, but still lists it with its ownership line. Run the job again. If the line stays, remove it in Cargo.',
} as const;

/** What is said of created plays that no list showed: a run that goes by such a list makes them once more. */
function notListed(plays: Confirmation['unlisted']): string {
  const named = plays.map(({ id, uuid }) => `${id} (${uuid})`).join(', ');
  return (
    `Cargo confirmed that these plays were created, but its list of plays does not show them: ${named}. ` +
    'Do not run the job again before the list shows them, because a run creates each play that the list does not show. ' +
    'If they do not appear, check whether a proxy between the runner and Cargo answers with an old list.'
  );
}

/** Warnings at the fields of a play of which Cargo shows something else than was sent. */
function keptOtherwise({ desired, differences }: Confirmation['kept'][number]): Diagnostic[] {
  return differences.map(({ field, before }) => {
    const value = before === null || before === undefined ? 'nothing' : cut(JSON.stringify(before), 200);
    const message = `Cargo stores this as ${value}. Write it like this in the file, or every run will update it.`;
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
  { doubles, unseen, unlisted, unremoved, kept, error }: Confirmation,
): Facts {
  const problems = doubles.map(
    ({ id, uuids }) =>
      `"${id}" has ${uuids.length} plays now: ${uuids.join(', ')}. Another run probably created one at the same time. Delete one ` +
      'of them in Cargo, and add a `concurrency` group to the GitHub workflow.',
  );
  const warnings: string[] = [];
  if (error !== null) {
    problems.push(
      `The changes could not be confirmed, because the list of plays could not be read: ${error.message}`,
    );
  }
  if (unlisted.length > 0) problems.push(notListed(unlisted));
  const lost = new Set(unlisted.map(({ id }) => id));
  const late = error === null ? unseen.filter((id) => !lost.has(id)) : [];
  if (late.length > 0) {
    warnings.push(
      `Cargo confirmed these changes, but its list of plays does not show them yet: ${late.join(', ')}. The next run checks again.`,
    );
  }
  const still = new Set<string>(unremoved);
  return {
    ...facts,
    outcomes:
      facts.outcomes?.map((outcome) => {
        const { change, play } = outcome;
        if (!isRemoval(change) || play === null || !still.has(play.uuid)) return outcome;
        return { status: 'failed', change, play, error: notRemoved[change.kind], live: null };
      }) ?? null,
    diagnostics: [...facts.diagnostics, ...kept.flatMap(keptOtherwise)],
    problems: [...facts.problems, ...problems],
    warnings: [...facts.warnings, ...warnings],
  };
}
