import type { RawFile } from '../definition/parse.ts';
import { fieldNames, keyOf } from '../definition/fields.ts';
import { fillTemplates } from '../definition/references.ts';
import type { PlayReference } from '../definition/references.ts';
import { cut } from '../definition/visible.ts';
import { fileFrom } from '../definition/workflow/files.ts';
import { fromGraph } from '../definition/workflow/from-graph.ts';
import { editDefinition } from '../definition/write/edit.ts';
import type { Edited, KeptExpression, MayEdit, Wanted } from '../definition/write/edit.ts';
import { comesBack } from '../definition/write/texts.ts';
import type { TextFile } from '../definition/write/texts.ts';
import { fieldInWords, literally } from '../definition/write/words.ts';
import type { FileNames } from '../definition/write/words.ts';
import { readTextFile } from '../github/workspace.ts';
import type { PlayRow } from '../reconcile/actual.ts';
import type { Change } from '../reconcile/plan.ts';
import { liveFields, nameMatcher } from '../reconcile/pull.ts';
import { lookAt } from './pull-live.ts';
import type { Looked, PullLive } from './pull-live.ts';
import { about, referencesTo } from './pull-new.ts';
import type { Pulled } from './pull-new.ts';
import type { Run } from './run.ts';

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

type Existing = Extract<Change, { readonly differences: unknown }>;

/**
 * Edits the definitions whose plays were changed in Cargo. The edited files are read again and planned before anything
 * is kept of them: what would still differ, but for expressions, isn't written.
 * @param existing the definitions that are there, which are sound
 */
export async function editDrifted(
  existing: readonly RawFile[],
  { plan, uses }: Looked,
  run: Run,
  live: PullLive,
): Promise<Pulled<EditedFile>> {
  const isMeant = nameMatcher(run.inputs.pullNames);
  const drifted = (plan?.changes ?? []).flatMap((change) =>
    'differences' in change && isDrifted(change) && isMeant(change.actual.play.name) ? [change] : [],
  );
  const problems = plan === null ? [] : plan.refusals.map(({ id, message }) => `${id}: ${message}`);
  const own = referencesTo([], plan?.changes ?? [], null);
  const names = {
    ...live.names,
    play: (uuid: string): PlayReference | undefined => own.get(uuid.toLowerCase()),
  };
  const wanted = new Map(drifted.map((change) => [change, wantedOf(change, names, live)]));
  let files = [...Map.groupBy(drifted, ({ desired }) => desired.file)].flatMap(([path, changes]) => {
    const file = existing.find((each) => each.path === path);
    return file === undefined
      ? []
      : [edit(file, changes, wanted, { uses, workspace: run.inputs.workspace }, problems)];
  });
  for (;;) {
    if (files.length === 0) return { items: [], problems };
    const edited = new Map(files.map(({ path, text }) => [path, new TextEncoder().encode(text)]));
    const looked = await lookAt(
      existing.map(({ path, bytes }) => ({ path, bytes: edited.get(path) ?? bytes })),
      new Map(files.flatMap(({ texts }) => texts.map((each) => [each.path, each.text] as const))),
      run,
      live,
    );
    const faulty = new Map(
      files.flatMap((file) => {
        const why = faultOf(file, looked, run);
        return why === null ? [] : [[file, why] as const];
      }),
    );
    if (faulty.size === 0 && looked.plan !== null) return { items: files, problems };
    for (const [{ path }, why] of faulty)
      problems.push(`${path} can't be edited in place: ${why} Edit it by hand.`);
    files = faulty.size === 0 ? [] : files.filter((file) => !faulty.has(file));
  }
}

/** Whether Cargo has something else than the definition; what was never deployed was not changed in Cargo. */
function isDrifted({ kind, differences, workflow, ...change }: Existing): boolean {
  if (kind === 'none' && 'foreign' in change && change.foreign) return false;
  return (
    differences.length > 0 ||
    (workflow !== null &&
      workflow.deployed !== null &&
      (workflow.workflow.kind !== 'none' || workflow.enabled.kind !== 'none'))
  );
}

interface Editing extends EditedFile {
  readonly ids: ReadonlySet<string>;
  /** The keys that may still differ, by the definition's id. */
  readonly kept: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What is known of the files that definitions take texts from. */
interface TextUses {
  readonly uses: Looked['uses'];
  readonly workspace: string;
}

function edit(
  { path, bytes }: RawFile,
  changes: readonly Existing[],
  wanted: ReadonlyMap<Existing, readonly Wanted[]>,
  of: TextUses,
  problems: string[],
): Editing {
  let text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const texts: TextFile[] = [];
  const warnings: string[] = [];
  const kept = new Map<string, ReadonlySet<string>>();
  // the last one first: it moves no line of the others
  for (const change of changes.toReversed()) {
    const { desired, actual, id } = change;
    const keys = wanted.get(change) ?? [];
    const holder = holderOf(change, of);
    const edited = editDefinition(
      text,
      desired.line,
      holder === null ? keys : keys.filter(({ key }) => key !== 'workflow'),
      mayEditFrom(path, of),
    );
    text = edited.text;
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
  return { path, text, texts: texts.filter(isChangedIn(of)), rows, warnings, kept, ids };
}

/** The file that holds the nodes of a play, where that is another one than its definition, and no other play uses it. */
function holderOf({ desired: { workflow } }: Existing, { uses }: TextUses): string | null {
  // in a file of their own, the nodes stand at its top
  if (workflow === null || workflow.path.length !== 1) return null;
  const { file } = workflow.place(workflow.path);
  return uses.get(file) === 1 ? file : null;
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
  return (file, text) => {
    const path = fileFrom(holder, file);
    return path !== null && uses.get(path) === 1 && comesBack(text);
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
    value === undefined ? 'nothing' : cut(JSON.stringify(value), 200);
  return `${file}:${String(line)}: \`${path.join('.')}\` is ${cut(expression, 200)}, which stands for ${shown(before)}, and Cargo has ${shown(after)}. It is left as it is: change the variable, or write the value.`;
}

/** What each key of a definition that differs should say, in the words of the file. */
function wantedOf(
  { desired, actual, differences, workflow }: Existing,
  names: FileNames & PullLive['names'],
  live: PullLive,
): Wanted[] {
  const look = ({ id, property }: PlayReference): string | undefined =>
    live.rows.find((row) => names.play(row.uuid)?.id === id)?.[property] ?? undefined;
  const before = fillTemplates(desired.fields, look) as Readonly<Record<string, unknown>>;
  const after = liveFields(actual);
  const different = new Set(differences.map(({ field }) => field));
  const wanted = fieldNames
    .filter((field) => different.has(field))
    .map((field): Wanted => {
      const was = fieldInWords(field, before[field], names);
      const is = fieldInWords(field, after[field], names);
      return { key: is?.[0] ?? was?.[0] ?? field, before: was?.[1], after: is?.[1] };
    });
  if (workflow === null || workflow.deployed === null) return wanted;
  if (workflow.workflow.kind === 'deploy') {
    const nodes = fromGraph(workflow.deployed.nodes, names);
    wanted.push({
      key: 'workflow',
      before: { nodes: literally(fromGraph(workflow.workflow.graph, names)) },
      after: { nodes: literally(nodes ?? []) },
    });
  }
  if (workflow.enabled.kind !== 'none')
    wanted.push({ key: 'enabled', before: desired.enabled, after: workflow.isEnabled });
  return wanted;
}

/** Why an edited file would not do; null where it says what the workspace has. */
function faultOf(
  { path, text, texts, ids, kept }: Editing,
  { diagnostics, plan }: Looked,
  { runner }: Run,
): string | null {
  const own = [{ path, text }, ...texts];
  const error = diagnostics.find(
    ({ severity, place }) => severity === 'error' && own.some((each) => each.path === place.file),
  );
  if (error !== undefined) return error.message;
  if (own.some((each) => runner.redact(each.text) !== each.text)) return 'it would hold the API token.';
  for (const change of plan?.changes ?? []) {
    if (!ids.has(change.id) || !('differences' in change)) continue;
    const open = wantedKeys(change).filter((key) => kept.get(change.id)?.has(key) !== true);
    if (open.length > 0) return `${open.join(', ')} would still differ.`;
  }
  return null;
}

function wantedKeys({ differences, workflow }: Existing): string[] {
  return [
    ...differences.map(({ field }) => keyOf(field)),
    ...(workflow?.deployed && workflow.workflow.kind !== 'none' ? ['workflow'] : []),
    ...(workflow?.deployed && workflow.enabled.kind !== 'none' ? ['enabled'] : []),
  ];
}
