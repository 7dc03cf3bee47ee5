import { findCircles } from './circles.ts';
import type { Diagnostic, Path, Place } from './diagnostic.ts';
import { checkDocument } from './draft.ts';
import type { Draft, SoundDraft } from './draft.ts';
import type { DefinedFields } from './schema.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { ignorableOfKey } from './fields.ts';
import type { Ignorable } from './fields.ts';
import { formerIds } from './former-ids.ts';
import { identify } from './identity.ts';
import { nearest } from './nearest.ts';
import type { PlayId } from './play-id.ts';
import { Problems } from './problems.ts';
import { readSource } from './source.ts';
import type { RawFile } from './source.ts';
import { noWorkflow, readWorkflows } from './read-workflow.ts';
import type { ReadDraft, WorkflowContext } from './read-workflow.ts';
import { Work } from './work.ts';
import type { Trial } from './workflow/short.ts';
import type { Workflow } from './workflow/step.ts';

export type { RawFile } from './source.ts';

/** One play as a file defines it, checked as far as that is possible without the workspace. */
export interface Definition {
  readonly id: PlayId;
  readonly file: string;
  /** The line of its first key. */
  readonly line: number;
  /** What the file says, with variables filled in; a reference to a play is a Template in it. */
  readonly fields: DefinedFields;
  readonly dependsOn: readonly PlayId[];
  /** What the play does, with names in it; null where the definition leaves that to the web page. */
  readonly workflow: Workflow | null;
  /** Whether the play is to be on; null where that is the web page's business. */
  readonly enabled: boolean | null;
  /** How a new version of it is tried before it is deployed; null where it isn't. */
  readonly trial: Trial | null;
  /** Whether it must never be deleted or disabled by us. */
  readonly protect: boolean;
  /** What is set when the play is made, and then belongs to the web page. */
  readonly ignored: ReadonlySet<Ignorable>;
  /** The ids that the play was managed under before; the first one that the workspace has counts. */
  readonly formerly: readonly string[];
  /** Paths whose value comes from a variable that is empty here, and so can't be checked. */
  readonly unknown: readonly Path[];
  readonly place: (path: Path, part?: 'key' | 'value') => Place;
}

export interface ParseContext extends WorkflowContext {
  /** Names that no play can have as its id. */
  readonly reservedIds: readonly string[];
  /** Called after every 10 ms or so of work, so that others get a turn; what it throws ends the parsing. */
  readonly pause: () => Promise<void>;
}

export interface Parsed {
  /** In the order of path, then place in the file. */
  readonly definitions: Definition[];
  readonly diagnostics: Diagnostic[];
  readonly usedVariables: ReadonlySet<string>;
}

/** What a file costs beside its text, in steps of work: finding, opening and reading it. */
const stepsOfAFile = 500;

/**
 * Turns definition files into definitions.
 * @param files in the order of their paths
 * @returns every sound definition, and what is wrong with the others, by file and place
 */
export async function parseDefinitions(files: Iterable<RawFile>, context: ParseContext): Promise<Parsed> {
  const work = new Work(context.pause);
  const problems = new Problems();
  const usedVariables = new Set<string>();
  const drafts: Draft[] = [];
  const broken = new Set<Draft>();
  const workflows = new Map<Draft, ReadDraft>();
  const workflowFiles = new Set<string>();
  const inWorkflows: Diagnostic[] = [];
  const report = async (finding: Finding, draft: Draft): Promise<void> => {
    if (finding.severity === 'error') broken.add(draft);
    const { severity, code, message, path, part } = finding;
    if (work.isDue(20)) await work.rest();
    if (problems.isFull(draft.document.file)) return problems.count(draft.document.file, severity);
    problems.add({ severity, code, message, place: draft.document.place(path, part) });
  };

  for (const file of files) {
    if (work.isDue(stepsOfAFile)) await work.rest();
    const documents = await readSource(file, work, problems);
    for (const document of documents) {
      const { draft: alone, findings, used } = await checkDocument(document, documents.length, context, work);
      for (const finding of findings) await report(finding, alone);
      const read = await readWorkflows(alone, context, work);
      const draft = { ...alone, references: [...alone.references, ...read.references] };
      if (broken.has(alone) || read.diagnostics.some(({ severity }) => severity === 'error'))
        broken.add(draft);
      for (const finding of read.findings) await report(finding, draft);
      for (const name of [...used, ...read.used]) usedVariables.add(name);
      workflows.set(draft, read);
      if (read.file !== null) workflowFiles.add(read.file);
      inWorkflows.push(...read.diagnostics);
      drafts.push(draft);
    }
  }

  // what holds a workflow is not a definition, even where a pattern matches it
  for (const file of workflowFiles) problems.forget(file);
  for (const diagnostic of inWorkflows) problems.add(diagnostic);
  const own = drafts.filter(({ document }) => !workflowFiles.has(document.file));
  const { identified, problems: idProblems } = identify(own, context.reservedIds);
  for (const { finding, draft } of idProblems) await report(finding, draft);
  const ids = new Set(identified.map(({ id }) => id));
  const waiting = identified.map(({ id, draft }) => ({ id, draft, references: draft.references }));
  for (const { draft, references } of waiting) {
    for (const { id, path } of references) {
      if (!ids.has(id)) await report(unknownPlay(id, path, ids), draft);
    }
  }
  for (const { play, finding } of findCircles(waiting)) await report(finding, play.draft);

  const isSound = (draft: Draft): draft is SoundDraft => !broken.has(draft);
  const definitions = identified.flatMap(({ id, draft }) =>
    isSound(draft) ? [define(id, draft, workflows.get(draft) ?? noWorkflow)] : [],
  );
  return { definitions, diagnostics: problems.inOrder(), usedVariables };
}

/** With more ids than that, the search for one that is near would take longer than it helps. */
const mostToSearch = 1_000;

function unknownPlay(id: string, path: Path, ids: ReadonlySet<string>): Finding {
  const meant = ids.size > mostToSearch ? undefined : nearest(id, ids);
  return wrong(
    'unknown-play',
    path,
    `No definition has the id "${id}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
  );
}

function define(
  id: PlayId,
  { document, fields, references, unknown }: SoundDraft,
  { workflow, trial }: ReadDraft,
): Definition {
  const { id: _given, workflow: _workflow, trial: _trial, enabled = null, protect, ...rest } = fields;
  const { ignore, formerly, ...others } = rest;
  return {
    id,
    file: document.file,
    line: document.line,
    fields: others,
    dependsOn: [...new Set(references.map((reference) => reference.id))],
    workflow,
    // an empty variable on a fork's run leaves a text there
    enabled: typeof enabled === 'boolean' ? enabled : null,
    trial,
    protect: protect === true,
    ignored: new Set(Array.isArray(ignore) ? ignore.flatMap((key) => ignorableOfKey(String(key)) ?? []) : []),
    formerly: formerIds(formerly).map((former) => former.id),
    unknown,
    place: document.place,
  };
}
