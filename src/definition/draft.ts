import type { Path } from './diagnostic.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { isMapping } from './mapping.ts';
import { misplacedKeys } from './misplaced-keys.ts';
import { isUnsendable, oddValues } from './odd-values.ts';
import type { PlayId } from './play-id.ts';
import { substitute, withStandIns } from './references.ts';
import type { Substituted, VariableValue } from './references.ts';
import { findBrokenRules } from './rules.ts';
import type { CheckedKeys, PlayKeys } from './schema.ts';
import { schemaMistakes } from './schema-mistakes.ts';
import type { SourceDocument } from './source.ts';
import type { Work } from './work.ts';

/** A document that is on its way to be a definition. */
export interface Draft {
  readonly document: SourceDocument;
  /** How many documents its file holds, itself included. */
  readonly siblings: number;
  /** What the file says, with variables filled in; a reference to a play is a Template in it. */
  readonly fields: { readonly [Key in keyof PlayKeys]?: unknown };
  readonly references: readonly { readonly id: PlayId; readonly path: Path }[];
  readonly unknown: readonly Path[];
}

/** A draft in which no check found an error: its values are of the schema's types. */
export interface SoundDraft extends Draft {
  readonly fields: CheckedKeys;
}

/** What the check of a single document needs to know. */
export interface DraftContext {
  readonly variables: ReadonlyMap<string, VariableValue>;
  /** Whether empty variables are to be expected: on a fork's run. */
  readonly emptyVariablesAllowed: boolean;
  /** The id in a description's ownership line, or null where it holds none. */
  readonly ownershipId: (description: string) => string | null;
}

/**
 * Fills in a document's variables and checks it by itself.
 * @returns the draft, what is wrong with it, and the variables that it uses
 */
export async function checkDocument(
  document: SourceDocument,
  siblings: number,
  context: DraftContext,
  work: Work,
): Promise<{ draft: Draft; findings: Iterable<Finding>; used: readonly string[] }> {
  const rest = async (): Promise<void> => {
    if (work.isDue(100 + document.size / 4)) await work.rest();
  };
  await rest();
  const filled = document.hasExpressions
    ? substitute(document.value, context.variables, context.emptyVariablesAllowed)
    : { ...asItIs, value: document.value };
  await rest();
  const checked = filled.references.length > 0 ? withStandIns(filled.value) : filled.value;
  // what is odd inside a workflow, the workflow's own checks say
  const odd = oddValues(checked).filter(({ code, path }) => !isInWorkflow(path) || isUnsendable(code));
  await rest();
  const misplaced = misplacedKeys(checked);
  const mistakes = schemaMistakes(checked, odd);
  await rest();
  function* direct(found: Iterable<Finding>): Generator<Finding> {
    for (const each of found) if (!misplaced.explains(each)) yield each;
  }
  const broken = [...findBrokenRules(checked), ...ownershipLine(checked, context)];
  const fields = filled.value as Draft['fields'];
  const after = playBefore(fields.schedule);
  const references =
    after === null ? filled.references : [...filled.references, { id: after, path: ['schedule', 'play'] }];
  return {
    draft: { document, siblings, fields, references, unknown: filled.unknown },
    findings: allOf(filled, [misplaced.findings, direct(odd), direct(mistakes), direct(broken)]),
    used: filled.usedVariables.map(({ name }) => name),
  };
}

/** The play that a `dependency` schedule names by its id. */
function playBefore(schedule: unknown): PlayId | null {
  if (!isMapping(schedule) || schedule['type'] !== 'dependency') return null;
  return typeof schedule['play'] === 'string' ? (schedule['play'] as PlayId) : null;
}

/** Whether a value is below the key `workflow`; a `workflow` left empty is not. */
function isInWorkflow(path: Path): boolean {
  return path[0] === 'workflow' && path.length > 1;
}

const asItIs = { findings: [], references: [], usedVariables: [], unknown: [] } as const;

/** The findings of all checks, but for what follows from a value that isn't known or from a wrong expression. */
function* allOf(filled: Substituted, checks: readonly Iterable<Finding>[]): Generator<Finding> {
  yield* filled.findings;
  const isKnown = knownPaths(filled.unknown);
  const withOrigin = origins(filled);
  for (const check of checks) {
    for (const finding of check) if (isKnown(finding.path)) yield withOrigin(finding);
  }
}

/** Tells whether a path has nothing to do with these texts: it isn't one of them, nor above one. */
function knownPaths(unknown: readonly Path[]): (path: Path) => boolean {
  const exact = new Set(unknown.map((path) => JSON.stringify(path)));
  const above = new Set(
    unknown.flatMap((path) => path.map((_, depth) => JSON.stringify(path.slice(0, depth)))),
  );
  return (path) =>
    unknown.length === 0 || (!above.has(JSON.stringify(path)) && !exact.has(JSON.stringify(path)));
}

/** Says of a wrong value that was filled in where it comes from: in the file there is only the expression. */
function origins({ usedVariables, references }: Substituted): (finding: Finding) => Finding {
  const plays = new Set(references.map(({ path }) => JSON.stringify(path)));
  const variables = new Map<string, string[]>();
  for (const { name, path } of usedVariables) {
    const key = JSON.stringify(path);
    const names = variables.get(key);
    if (names === undefined) variables.set(key, [`vars.${name}`]);
    else names.push(`vars.${name}`);
  }
  return (finding) => {
    const here = JSON.stringify(finding.path);
    if (plays.has(here)) {
      const message = 'A reference to a play gives a UUID, which is not allowed here.';
      return { ...finding, message };
    }
    const names = variables.get(here);
    if (names === undefined) return finding;
    return { ...finding, message: `${finding.message} (The value comes from ${names.join(', ')}.)` };
  };
}

function ownershipLine(value: unknown, { ownershipId }: DraftContext): Finding[] {
  const description = (value as Readonly<Record<string, unknown>>)['description'];
  const id = typeof description === 'string' ? ownershipId(description) : null;
  if (id === null) return [];
  return [
    wrong(
      'ownership-line',
      ['description'],
      'The description contains an ownership line ("Managed as code by …"), probably copied from Cargo. Remove it. The action adds its own.',
    ),
  ];
}
