import { isMapping } from '../definition/mapping.ts';
import type { RawFile } from '../definition/parse.ts';
import { Template } from '../definition/references.ts';
import { cut } from '../definition/visible.ts';
import { fileFrom } from '../definition/workflow/files.ts';
import { alike } from '../definition/write/alike.ts';
import { editDefinition } from '../definition/write/edit.ts';
import type { Edited, KeptExpression, MayEdit, Wanted } from '../definition/write/edit.ts';
import { comesBack } from '../definition/write/texts.ts';
import type { TextFile } from '../definition/write/texts.ts';
import { unescaped } from '../definition/write/words.ts';
import { documentSpans } from '../definition/write/yaml-places.ts';
import { readTextFile } from '../github/workspace.ts';
import type { PlayRow } from '../reconcile/actual.ts';
import type { Change } from '../reconcile/plan.ts';
import type { Looked } from './pull-live.ts';
import { about } from './pull-new.ts';

/** A definition file with what the workspace has. */
export interface EditedFile {
  readonly path: string;
  readonly text: string;
  /** Files that it takes texts from, with other texts. */
  readonly texts: readonly TextFile[];
  /** The plays that its edited definitions are about. */
  readonly rows: readonly PlayRow[];
  /** Expressions that were kept, and texts that could not be edited in their files, in sentences. */
  readonly warnings: readonly string[];
}

/** A change of a play that exists. */
export type Existing = Extract<Change, { readonly differences: unknown }>;

/** An edited file, and what of it is still to be looked at. */
export interface Editing extends EditedFile {
  readonly ids: ReadonlySet<string>;
  /** The keys that may still differ, by the definition's id. */
  readonly kept: ReadonlyMap<string, ReadonlySet<string>>;
  /** What can't be edited, in sentences. */
  readonly problems: readonly string[];
}

/** What is known of the files that definitions take texts from. */
export interface TextUses {
  readonly uses: Looked['uses'];
  readonly workspace: string;
  /** The changes that are edited in a file of nodes beside the definition. */
  readonly inHolders: ReadonlySet<Existing>;
}

/**
 * The changes whose nodes are edited in the file that holds them. Where other plays keep that file as it is, none is.
 * Where all its plays have changed, the first one keeps the file, with those that want the same nodes.
 * @param wanted what the keys of each change that differ should say
 */
export function editedInHolders(
  wanted: ReadonlyMap<Existing, readonly Wanted[]>,
  uses: Looked['uses'],
): ReadonlySet<Existing> {
  const changes = [...wanted.keys()].filter((change) => nodesWanted(wanted.get(change)) !== undefined);
  const held = [...Map.groupBy(changes, holderOf)].flatMap(([holder, sharers]) => {
    if (holder === null || uses.get(holder) !== sharers.length) return [];
    const [first] = sharers;
    const kept = first === undefined ? undefined : nodesWanted(wanted.get(first));
    return sharers.filter((change) => alike(nodesWanted(wanted.get(change)), kept));
  });
  return new Set(held);
}

function nodesWanted(keys: readonly Wanted[] = []): unknown {
  return keys.find(({ key }) => key === 'workflow')?.after;
}

/**
 * Edits the definitions of one file whose plays were changed in Cargo.
 * @param changes in the order of the definitions
 * @param wanted what the keys of each that differ should say
 */
export function editFile(
  { path, bytes }: RawFile,
  changes: readonly Existing[],
  wanted: ReadonlyMap<Existing, readonly Wanted[]>,
  of: TextUses,
): Editing {
  const problems: string[] = [];
  let text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  // each document is edited by itself: a file may hold hundreds
  const spans = documentSpans(text);
  const texts: TextFile[] = [];
  const warnings: string[] = [];
  const kept = new Map<string, ReadonlySet<string>>();
  // the last one first: it moves none of the others
  for (const change of changes.toReversed()) {
    const { desired, actual, id } = change;
    const keys = wanted.get(change) ?? [];
    const holder = of.inHolders.has(change) ? holderOf(change) : null;
    const { start, end, linesBefore } = spans.get(desired.line) ?? { start: 0, end: 0, linesBefore: 0 };
    const edited = editDefinition(
      text.slice(start, end),
      desired.line - linesBefore,
      holder === null ? keys : keys.filter(({ key }) => key !== 'workflow'),
      mayEditFrom(path, of),
    );
    text = text.slice(0, start) + edited.text + text.slice(end);
    const inHolder = holder === null ? null : editHolder(holder, keys, of);
    const parts = inHolder === null ? [edited] : [edited, inHolder];
    const own = parts.flatMap((each) => each.kept);
    const shared = parts.flatMap((each) => each.shared);
    kept.set(id, new Set([...own.map(({ path: [key] }) => String(key)), ...shared]));
    warnings.unshift(
      ...own.map((each) => keptWarning(change, each)),
      ...edited.inlined.map((file) => inlinedWarning(change, path, file)),
      ...(inHolder?.inlined ?? []).map((file) => inlinedWarning(change, holder ?? path, file)),
    );
    texts.push(...textsOf(edited, path));
    if (inHolder !== null && holder !== null)
      texts.push(...textsOf(inHolder, holder), { path: holder, text: inHolder.text });
    for (const key of shared)
      problems.push(
        `${about(actual.play)}: \`${key}\` in ${path} shares its value with another place by an anchor, so it is left as it is. Edit it by hand.`,
      );
  }
  const rows = changes.map(({ actual }) => actual.play);
  const ids = new Set(changes.map(({ id }) => id));
  // plays of one file may share a file of nodes
  const once = [...new Map(texts.map((each) => [each.path, each])).values()];
  return { path, text, texts: once.filter(isChangedIn(of)), rows, warnings, kept, ids, problems };
}

/** The file that holds the nodes of a play, where that is another one than its definition. */
function holderOf({ desired: { workflow } }: Existing): string | null {
  // in a file of their own, the nodes stand at its top
  return workflow === null || workflow.path.length !== 1 ? null : workflow.place(workflow.path).file;
}

/** Edits the nodes in the file that holds them; paths and keys are told as those of a definition. */
function editHolder(holder: string, keys: readonly Wanted[], of: TextUses): Edited {
  const found = readTextFile(of.workspace, holder);
  const inNodes = keys.flatMap(({ key, before, after }) =>
    key === 'workflow' ? [{ key: 'nodes', before: nodesOf(before), after: nodesOf(after) }] : [],
  );
  const edited = editDefinition('text' in found ? found.text : '', null, inNodes, mayEditFrom(holder, of));
  return {
    ...edited,
    kept: edited.kept.map((each) => ({ ...each, path: ['workflow', ...each.path] })),
    shared: edited.shared.map(() => 'workflow'),
  };
}

function nodesOf(workflow: unknown): unknown {
  return typeof workflow === 'object' && workflow !== null && 'nodes' in workflow
    ? workflow.nodes
    : undefined;
}

/** A text is edited in its file where nothing else takes it from there, and it comes back as it is. */
function mayEditFrom(holder: string, { uses }: TextUses): MayEdit {
  // what a shared file of nodes names counts once for each of its plays
  const once = uses.get(holder) ?? 1;
  return (file, text) => {
    const path = fileFrom(holder, file);
    return path !== null && uses.get(path) === once && comesBack(text);
  };
}

function textsOf({ texts }: Edited, holder: string): TextFile[] {
  return texts.flatMap(({ file, text }) => {
    const path = fileFrom(holder, file);
    return path === null ? [] : [{ path, text }];
  });
}

function isChangedIn({ workspace }: TextUses): (file: TextFile) => boolean {
  return ({ path, text }) => {
    const found = readTextFile(workspace, path);
    return !('text' in found) || found.text !== text;
  };
}

function inlinedWarning({ desired }: Existing, holder: string, file: string): string {
  return `${desired.file}:${String(desired.line)}: the text of ${fileFrom(holder, file) ?? file} was changed in Cargo for "${desired.name}". Another place uses that file too, or it cannot hold the new text, so the new text is in ${holder} now.`;
}

function keptWarning({ desired }: Existing, { path, expression, before, after }: KeptExpression): string {
  const { workflow } = desired;
  // in a file of its own, a workflow has the places of that file
  const isInFile = workflow !== null && workflow.path.length === 1 && path[0] === 'workflow';
  const { file, line } = isInFile ? workflow.place(path.slice(1)) : desired.place(path);
  const shown = (value: unknown): string =>
    value === undefined ? 'nothing' : cut(JSON.stringify(asWritten(value)), 200);
  // a reference stays one where its play is not in Cargo
  const meaning = shown(before).includes('${{ plays.')
    ? 'whose play is not in Cargo'
    : `which stands for ${shown(before)}`;
  return `${file}:${String(line)}: \`${path.join('.')}\` is ${cut(expression, 200)}, ${meaning}, and Cargo has ${shown(after)}. It is left as it is: change what the expression stands for, or write the value.`;
}

/** A value of a definition with its texts as they are meant: references as they are written, without our escapes. */
function asWritten(value: unknown): unknown {
  if (value instanceof Template)
    return value.parts
      .map((part) => (typeof part === 'string' ? part : `\${{ plays.${part.id}.${part.property} }}`))
      .join('');
  if (typeof value === 'string') return unescaped(value);
  if (Array.isArray(value)) return value.map(asWritten);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asWritten(each)]));
}
