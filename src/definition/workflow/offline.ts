import type { Diagnostic, Path, Place } from '../diagnostic.ts';
import { wrong } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { isUnsendable, oddValues } from '../odd-values.ts';
import { Problems } from '../problems.ts';
import { substitute } from '../references.ts';
import type { Substituted, VariableValue } from '../references.ts';
import { readSource } from '../source.ts';
import type { SourceDocument } from '../source.ts';
import type { Work } from '../work.ts';
import { kindOf } from '../words.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkShape } from './check-shape.ts';
import { explain } from './explain.ts';
import { fileFrom, filesIn, unfilled, withFiles } from './files.ts';
import type { FileUse, TextFile } from './files.ts';
import type { ReadScript } from './javascript.ts';
import { readNodes } from './read.ts';
import { workflowSchema } from './short.ts';
import type { TextFinding, Workflow, WorkflowPlace } from './step.ts';
import type { Value } from './values.ts';
import { Flows } from './ways.ts';

/** What reading a workflow needs from outside. */
export interface WorkflowContext {
  readonly variables: ReadonlyMap<string, VariableValue>;
  readonly emptyVariablesAllowed: boolean;
  /** A text file of the checkout, by its path from the top. */
  readonly readText: (path: string) => TextFile;
  readonly readScript: ReadScript;
  readonly work: Work;
}

/** A definition's workflow, as far as it could be read. */
export interface ReadWorkflow {
  /** Null where anything is wrong with it. */
  readonly workflow: Workflow | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The file that holds the workflow; null where the definition does. */
  readonly file: string | null;
  /** References and variables of that file. */
  readonly filled: Pick<Substituted, 'references' | 'usedVariables'>;
}

/** A list of nodes with the document around it. */
interface Holder {
  readonly file: string;
  readonly nodes: readonly Value[];
  readonly path: Path;
  readonly place: WorkflowPlace;
  readonly filled: Pick<Substituted, 'references' | 'usedVariables' | 'unknown'>;
}

const nothing = { references: [], usedVariables: [], unknown: [] } as const;

/**
 * Reads the workflow of a definition and checks it offline.
 * @param value what stands below `workflow`, references to plays as Templates in it
 * @param unknown paths whose value comes from a variable that is empty here
 */
export async function readWorkflow(
  value: unknown,
  document: SourceDocument,
  unknown: readonly Path[],
  context: WorkflowContext,
): Promise<ReadWorkflow> {
  const diagnostics: Diagnostic[] = [];
  const report =
    (place: WorkflowPlace) =>
    ({ severity, code, message, path, part }: Finding | TextFinding): void => {
      diagnostics.push({ severity, code, message, place: place(path, part) });
    };
  const { holder, file, filled } = await hold(value, document, unknown, context, diagnostics, report);
  if (holder === null) return { workflow: null, diagnostics, file, filled };
  const { findings, ...workflow } = checkNodes(holder, context);
  const isHidden = (path: Path): boolean => holder.filled.unknown.some((each) => isBelow(path, each));
  for (const finding of findings) if (!isHidden(finding.path)) report(workflow.place)(finding);
  const isSound = !diagnostics.some(({ severity }) => severity === 'error');
  return { workflow: isSound ? workflow : null, diagnostics, file, filled };
}

function isBelow(path: Path, above: Path): boolean {
  return above.every((step, index) => path[index] === step);
}

/** Reads a list of nodes, and checks it by itself and as a whole. */
function checkNodes(
  { nodes, file, path, place }: Holder,
  context: WorkflowContext,
): Workflow & { readonly findings: readonly (Finding | TextFinding)[] } {
  const below = (each: Finding): Finding => ({ ...each, path: [...path, ...each.path] });
  const uses = filesIn(nodes, file).map((use) => ({ ...use, path: [...path, ...use.path] }));
  const texts = new Map(
    uses.flatMap(({ file: each }) => (each === null ? [] : [[each, context.readText(each)] as const])),
  );
  const full = uses.length === 0 ? { value: nodes, findings: [] } : withFiles(nodes, file, texts);
  const read = readNodes(full.value as readonly unknown[], path);
  const flows = new Flows();
  const shape = checkShape(read.steps, path, read, flows);
  const known = {
    ways: read.whole && !shape.some(({ severity }) => severity === 'error'),
    slugs: read.named && !shape.some(({ code }) => code === 'wrong-slug'),
  };
  const checked = checkExpressions(read.steps, known, context.readScript, flows);
  return {
    steps: read.steps,
    path,
    columns: checked.columns,
    place: inFiles(place, uses, texts),
    findings: [
      ...full.findings.map(below),
      ...unfilled(uses, texts),
      ...read.findings,
      ...shape,
      ...checked.findings,
    ],
  };
}

/** Finds the list of nodes: in the definition, or in the file that it names. */
async function hold(
  value: unknown,
  document: SourceDocument,
  unknown: readonly Path[],
  context: WorkflowContext,
  diagnostics: Diagnostic[],
  report: (place: WorkflowPlace) => (finding: Finding) => void,
): Promise<{ holder: Holder | null; file: string | null; filled: Holder['filled'] }> {
  const at = ['workflow'];
  const nowhere = { holder: null, file: null, filled: nothing };
  const say = report(document.place);
  const { data, error } = workflowSchema.safeParse(value);
  if (data === undefined) {
    for (const finding of explain(error.issues, value, at))
      say({ ...finding, message: `${finding.message}${instead(value)}` });
    return nowhere;
  }
  if (data.file === undefined || data.nodes !== undefined) {
    const nodes = data.nodes as readonly Value[] | undefined;
    if (nodes === undefined) say(wrong('missing-key', at, '"nodes" is missing. Add it (or "file").'));
    else if (data.file !== undefined)
      say({
        ...wrong(
          'both-forms',
          [...at, 'file'],
          '"nodes" and "file" cannot be used together. Remove one of them.',
        ),
        part: 'key',
      });
    else
      return {
        holder: {
          file: document.file,
          nodes,
          path: [...at, 'nodes'],
          place: document.place,
          filled: { ...nothing, unknown },
        },
        file: null,
        filled: nothing,
      };
    return nowhere;
  }
  const file = fileFrom(document.file, data.file);
  const found = file === null ? outside : context.readText(file);
  if (file === null || 'problem' in found) {
    const { problem } = 'problem' in found ? found : outside;
    say(wrong('wrong-file', [...at, 'file'], `${data.file} cannot be read: ${problem}.`));
    return { ...nowhere, file };
  }
  const problems = new Problems();
  const bytes = new TextEncoder().encode(found.text);
  const documents = await readSource({ path: file, bytes }, context.work, problems);
  diagnostics.push(...problems.inOrder());
  const [inside, ...others] = documents;
  if (inside === undefined || others.length > 0) {
    if (others.length > 0)
      say(
        wrong(
          'wrong-file',
          [...at, 'file'],
          `${data.file} has several YAML documents, but a workflow must be a single one.`,
        ),
      );
    return { ...nowhere, file };
  }
  const filled = substitute(inside.value, context.variables, context.emptyVariablesAllowed);
  const tell = report(inside.place);
  for (const finding of filled.findings) tell(finding);
  for (const finding of oddValues(filled.value)) if (isUnsendable(finding.code)) tell(finding);
  const { nodes, ...rest } = filled.value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(rest))
    tell({
      ...wrong('wrong-fields', [key], `"${key}" is not a key of a workflow. Allowed: nodes.`),
      part: 'key',
    });
  if (!Array.isArray(nodes)) {
    tell(
      nodes === undefined
        ? wrong('missing-key', [], '"nodes" is missing.')
        : wrong('wrong-type', ['nodes'], `"nodes" must be a list of nodes, but is ${kindOf(nodes)}.`),
    );
    return { holder: null, file, filled };
  }
  return {
    holder: { file, nodes: nodes as readonly Value[], path: ['nodes'], place: inside.place, filled },
    file,
    filled,
  };
}

/** How a workflow is written that isn't the mapping it should be. */
function instead(workflow: unknown): string {
  if (Array.isArray(workflow)) return ' Put "nodes:" above the list.';
  return typeof workflow === 'string' && /^\S+\.ya?ml$/.test(workflow)
    ? ` For a file, write { file: ${workflow} }.`
    : '';
}

const outside: { readonly problem: string } = {
  problem: 'it is outside the checkout (paths are relative to the definition)',
};

/** Places in the texts of files, where a part of such a text is meant. */
function inFiles(
  place: WorkflowPlace,
  uses: readonly FileUse[],
  texts: ReadonlyMap<string, TextFile>,
): WorkflowPlace {
  if (uses.length === 0) return place;
  const byPath = new Map(uses.map(({ file, path }) => [JSON.stringify(path), file]));
  return (path, part) => {
    const file = typeof part === 'object' ? byPath.get(JSON.stringify(path)) : undefined;
    const found = typeof file === 'string' ? texts.get(file) : undefined;
    if (typeof file !== 'string' || typeof part !== 'object' || found === undefined || 'problem' in found)
      return place(path, part);
    return placeIn(file, found.text, part.from, part.to);
  };
}

function placeIn(file: string, text: string, from: number, to: number): Place {
  const before = text.slice(0, from);
  const start = before.lastIndexOf('\n') + 1;
  const stop = text.indexOf('\n', from);
  const excerpt = text.slice(start, stop === -1 ? text.length : stop).replace(/\r$/, '');
  const column = from - start + 1;
  const endColumn = Math.max(column + 1, Math.min(to - start + 1, excerpt.length + 1));
  return { file, line: before.split('\n').length, column, endColumn, excerpt };
}
