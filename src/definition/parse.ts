import { findCircles } from './circles.ts';
import { inOrder } from './diagnostic.ts';
import type { Diagnostic, Path, Place } from './diagnostic.ts';
import { findMistakes, wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { findBrokenRules } from './rules.ts';
import { identify } from './identity.ts';
import { nearest } from './nearest.ts';
import { substitute } from './references.ts';
import type { Substituted, VariableValue } from './references.ts';
import type { PlayFields } from './schema.ts';
import { readSource } from './source.ts';
import type { RawFile, SourceDocument } from './source.ts';
import type { TextFile } from './workflow/files.ts';
import type { ReadWorkflow } from './workflow/offline.ts';
import type { Trial } from './workflow/short.ts';
import type { Workflow } from './workflow/step.ts';

export type { RawFile } from './source.ts';

/** A play's name inside the repository. */
export type PlayId = string & { readonly __brand: 'PlayId' };

/** One play as a file defines it, checked as far as that is possible without the workspace. */
export interface Definition {
  readonly id: PlayId;
  readonly file: string;
  /** The line of its first key. */
  readonly line: number;
  /** What the file says, with variables filled in; a reference to a play is a Template in it. */
  readonly fields: Readonly<Record<string, unknown>> & Pick<PlayFields, 'name'>;
  readonly dependsOn: readonly PlayId[];
  /** What the play does; null where the definition leaves that to the web page. */
  readonly workflow: Workflow | null;
  /** Whether the play is to be on; null where that is the web page's business. */
  readonly enabled: boolean | null;
  readonly trial: Trial | null;
  /** Paths whose value comes from a variable that is empty here, and so can't be checked. */
  readonly unknown: readonly Path[];
  readonly place: (path: Path, part?: 'key' | 'value') => Place;
}

export interface ParseContext {
  readonly variables: ReadonlyMap<string, VariableValue>;
  /** Whether empty variables are to be expected: on a fork's run. */
  readonly emptyVariablesAllowed: boolean;
  /** The id in a description's ownership line, or null where its last line is none. */
  readonly ownershipId: (description: string) => string | null;
  /** A text file of the checkout, by its path from the top. */
  readonly readText: (path: string) => TextFile;
  /** Called every few files, so that others get a turn. */
  readonly pause: () => Promise<void>;
}

export interface Parsed {
  /** In the order of path, then place in the file. */
  readonly definitions: Definition[];
  readonly diagnostics: Diagnostic[];
  readonly usedVariables: ReadonlySet<string>;
}

const filesBetweenPauses = 16;

/** A document that is on its way to be a definition. */
export interface Draft {
  readonly document: SourceDocument;
  /** How many documents its file holds, itself included. */
  readonly siblings: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly references: readonly { readonly id: PlayId; readonly path: Path }[];
  readonly unknown: readonly Path[];
}

/**
 * Turns definition files into definitions.
 * @param files in the order of their paths
 * @returns every sound definition, and all that is wrong with the others, by file and place
 */
export async function parseDefinitions(files: Iterable<RawFile>, context: ParseContext): Promise<Parsed> {
  const diagnostics: Diagnostic[] = [];
  const usedVariables = new Set<string>();
  const drafts: Draft[] = [];
  const broken = new Set<Draft>();
  const workflows = new Map<Draft, Workflows>();
  const workflowFiles = new Set<string>();
  const inWorkflows: Diagnostic[] = [];
  const report = (finding: Finding, draft: Draft): Diagnostic => {
    if (finding.severity === 'error') broken.add(draft);
    const { severity, code, message, path, part } = finding;
    return { severity, code, message, place: draft.document.place(path, part) };
  };

  let read = 0;
  for (const file of files) {
    if (read % filesBetweenPauses === 0) await context.pause();
    read += 1;
    const source = readSource(file);
    diagnostics.push(...source.diagnostics);
    for (const document of source.documents) {
      const { draft: alone, findings, used } = checkDocument(document, source.documents.length, context);
      for (const name of used) usedVariables.add(name);
      const read = await readWorkflows(alone, context);
      const draft = { ...alone, references: [...alone.references, ...read.references] };
      workflows.set(draft, read);
      if (read.file !== null) workflowFiles.add(read.file);
      for (const name of read.used) usedVariables.add(name);
      inWorkflows.push(...read.diagnostics, ...read.findings.map((finding) => report(finding, draft)));
      if (read.diagnostics.some(({ severity }) => severity === 'error')) broken.add(draft);
      diagnostics.push(...findings.map((finding) => report(finding, draft)));
      drafts.push(draft);
    }
  }

  // what holds a workflow is no definition, even where a pattern matches it
  const isDefinition = (file: string): boolean => !workflowFiles.has(file);
  const own = diagnostics.filter(({ place }) => isDefinition(place.file));
  diagnostics.splice(0, diagnostics.length, ...own, ...inWorkflows);
  const { identified, diagnostics: idDiagnostics } = identify(
    drafts.filter(({ document }) => isDefinition(document.file)),
    report,
  );
  diagnostics.push(...idDiagnostics);
  const ids = new Set(identified.map(({ id }) => id));
  const waiting = identified.map(({ id, draft }) => ({ id, draft, references: draft.references }));
  for (const { draft, references } of waiting) {
    for (const { id, path } of references)
      if (!ids.has(id)) diagnostics.push(report(unknownPlay(id, path, ids), draft));
  }
  for (const { play, finding } of findCircles(waiting)) diagnostics.push(report(finding, play.draft));

  const definitions = identified
    .filter(({ draft }) => !broken.has(draft))
    .map(({ id, draft }) => define(id, draft, workflows.get(draft) ?? noWorkflow));
  return { definitions, diagnostics: inOrder(diagnostics), usedVariables };
}

function checkDocument(
  document: SourceDocument,
  siblings: number,
  context: ParseContext,
): { draft: Draft; findings: Finding[]; used: readonly string[] } {
  const filled = document.hasExpressions
    ? substitute(document.value, context.variables, context.emptyVariablesAllowed)
    : { ...asItIs, value: document.value, shadow: document.value };
  const fields = filled.value as Readonly<Record<string, unknown>>;
  const findings = [
    ...findMistakes(withoutWorkflow(filled.shadow)),
    ...findBrokenRules(filled.shadow),
    ...ownershipLine(filled.shadow, context),
  ];
  // what follows from a value that isn't known here, or from an expression that is wrong, is no mistake
  const kept = findings.filter(({ path }) => !filled.unknown.some((unknown) => related(path, unknown)));
  const schedule = fields['schedule'] as Readonly<Record<string, unknown>> | undefined;
  const after = schedule?.['type'] === 'dependency' ? schedule['play'] : undefined;
  const references =
    typeof after === 'string'
      ? [...filled.references, { id: after as PlayId, path: ['schedule', 'play'] }]
      : filled.references;
  const draft = { document, siblings, fields, references, unknown: filled.unknown };
  return {
    draft,
    findings: [...filled.findings, ...kept.map((finding) => withOrigin(finding, filled))],
    used: filled.usedVariables.map(({ name }) => name),
  };
}

/** A workflow has checks of its own; one that was left empty has none. */
function withoutWorkflow(shadow: unknown): unknown {
  const { workflow, ...others } = shadow as Readonly<Record<string, unknown>>;
  return workflow === null ? shadow : others;
}

/** What a definition says of its workflow, read. */
interface Workflows extends Pick<ReadWorkflow, 'workflow' | 'diagnostics' | 'file'> {
  readonly trial: Trial | null;
  readonly findings: readonly Finding[];
  readonly references: Draft['references'];
  readonly used: readonly string[];
}

const noWorkflow: Workflows = {
  workflow: null,
  trial: null,
  diagnostics: [],
  findings: [],
  file: null,
  references: [],
  used: [],
};

/** Reads `workflow` and `trial`; what that takes is loaded only where a definition has one of them. */
async function readWorkflows(
  { fields, document, unknown }: Draft,
  context: ParseContext,
): Promise<Workflows> {
  const { workflow = null, trial = null } = fields;
  if (workflow === null && trial === null) return noWorkflow;
  const { readWorkflow, checkTrial, readTrial } = await import('./workflow/offline.ts');
  const found = { ...noWorkflow, trial: readTrial(trial), findings: trial === null ? [] : checkTrial(trial) };
  if (workflow === null) return found;
  const { loadJavaScript } = await import('./workflow/javascript.ts');
  const read = readWorkflow(workflow, document, unknown, { ...context, readScript: await loadJavaScript() });
  const { references, usedVariables } = read.filled;
  return {
    ...found,
    ...read,
    references: references.map(({ id }) => ({ id, path: ['workflow', 'file'] })),
    used: usedVariables.map(({ name }) => name),
  };
}

/** Says of a wrong value that was filled in where it comes from: in the file there is only the expression. */
function withOrigin(
  finding: Finding,
  { usedVariables, references }: Pick<Substituted, 'usedVariables' | 'references'>,
): Finding {
  const here = JSON.stringify(finding.path);
  if (references.some(({ path }) => JSON.stringify(path) === here)) {
    return {
      ...finding,
      message: 'A reference to a play stands for a uuid, and a uuid is not what is needed here.',
    };
  }
  const names = usedVariables
    .filter(({ path }) => JSON.stringify(path) === here)
    .map(({ name }) => `vars.${name}`);
  return names.length === 0
    ? finding
    : { ...finding, message: `${finding.message} (The value comes from ${names.join(', ')}.)` };
}

const asItIs = { findings: [], references: [], usedVariables: [], unknown: [] } as const;

function related(path: Path, unknown: Path): boolean {
  const shared = Math.min(path.length, unknown.length);
  return (
    path.length >= unknown.length && unknown.slice(0, shared).every((step, index) => path[index] === step)
  );
}

function ownershipLine(value: unknown, { ownershipId }: ParseContext): Finding[] {
  const description = (value as Readonly<Record<string, unknown>>)['description'];
  const id = typeof description === 'string' ? ownershipId(description) : null;
  if (id === null) return [];
  return [
    wrong(
      'ownership-line',
      ['description'],
      'The description ends with an ownership line ("Managed as code by …"), copied from Cargo. Remove that line: it is written for you.',
    ),
  ];
}

function unknownPlay(id: string, path: Path, ids: ReadonlySet<string>): Finding {
  const meant = nearest(id, ids);
  return wrong(
    'unknown-play',
    path,
    `No definition has the id "${id}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
  );
}

function define(
  id: PlayId,
  { document, fields, references, unknown }: Draft,
  { workflow, trial }: Workflows,
): Definition {
  const { id: _given, workflow: _workflow, trial: _trial, enabled = null, ...others } = fields;
  return {
    id,
    file: document.file,
    line: document.line,
    fields: others as Definition['fields'],
    dependsOn: [...new Set(references.map((reference) => reference.id))],
    workflow,
    enabled: typeof enabled === 'boolean' ? enabled : null,
    trial,
    unknown,
    place: document.place,
  };
}
