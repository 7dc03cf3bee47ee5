import { fieldNames, keyOf } from '../definition/fields.ts';
import type { Diagnostic } from '../definition/diagnostic.ts';
import type { RawFile } from '../definition/parse.ts';
import { fillTemplates } from '../definition/references.ts';
import type { PlayReference } from '../definition/references.ts';
import { fromGraph } from '../definition/workflow/from-graph.ts';
import type { Wanted } from '../definition/write/edit.ts';
import { fieldInWords, literally } from '../definition/write/words.ts';
import type { FileNames } from '../definition/write/words.ts';
import { liveFields, nameMatcher } from '../reconcile/pull.ts';
import { editedInHolders, editFile } from './pull-edit.ts';
import type { EditedFile, Editing, Existing } from './pull-edit.ts';
import { lookAt } from './pull-live.ts';
import type { Looked, PullLive } from './pull-live.ts';
import { about, referencesTo } from './pull-new.ts';
import type { Pulled } from './pull-new.ts';
import type { Run } from './run.ts';

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
  const own = referencesTo([], plan?.changes ?? []);
  const names = {
    ...live.names,
    play: (uuid: string): PlayReference | undefined => own.get(uuid.toLowerCase()),
  };
  const uuidOf = ({ id, property }: PlayReference): string | undefined =>
    live.rows.find(({ uuid }) => names.play(uuid)?.id === id)?.[property] ?? undefined;
  // plays that would wait for each other can't name each other in files
  const alone = new Set<Existing>();
  const namesFor = (change: Existing): typeof names =>
    alone.has(change) ? { ...names, play: () => undefined } : names;
  const look = (files: readonly Editing[]): Promise<Looked> =>
    lookAt(...withEdits(existing, files), run, live);
  let meant = drifted;
  for (;;) {
    const wanted = new Map(meant.map((change) => [change, wantedOf(change, namesFor(change), uuidOf)]));
    const of = { uses, workspace: run.inputs.workspace, inHolders: editedInHolders(wanted, uses) };
    const files = [...Map.groupBy(meant, ({ desired }) => desired.file)].flatMap(([path, changes]) => {
      const file = existing.find((each) => each.path === path);
      return file === undefined ? [] : [editFile(file, changes, wanted, of)];
    });
    if (files.length === 0) return { items: [], problems };
    const looked = await look(files);
    const circles = inCircles(looked, meant, alone);
    for (const each of circles) alone.add(each);
    if (circles.length > 0) continue;
    const faulty = faultsOf(files, looked, run);
    if (faulty.size === 0 && looked.plan !== null)
      return { items: files, problems: [...problems, ...files.flatMap((each) => each.problems)] };
    if (faulty.size === 0) {
      const why = { code: 'other', message: errorsOf(looked)[0]?.message ?? '' };
      for (const file of await guiltyOf(files, looked, look)) faulty.set(file, why);
    }
    for (const [file, { message: why }] of faulty)
      problems.push(
        ...file.problems,
        `${file.path} can't be edited in place for ${file.rows.map(about).join(', ')}: ${why} Edit it by hand.`,
      );
    const left = new Set([...faulty.keys()].map(({ path }) => path));
    meant = meant.filter(({ desired }) => !left.has(desired.file));
  }
}

/** The files as they would be, and the texts beside them. */
function withEdits(
  existing: readonly RawFile[],
  files: readonly Editing[],
): [readonly RawFile[], ReadonlyMap<string, string>] {
  const edited = new Map(files.map(({ path, text }) => [path, new TextEncoder().encode(text)]));
  return [
    existing.map(({ path, bytes }) => ({ path, bytes: edited.get(path) ?? bytes })),
    new Map(files.flatMap(({ texts }) => texts.map((each) => [each.path, each.text] as const))),
  ];
}

/** The changes that close a circle of plays and still may name others: all of them where none stands where it is told. */
function inCircles(
  looked: Looked,
  meant: readonly Existing[],
  alone: ReadonlySet<Existing>,
): readonly Existing[] {
  const circles = errorsOf(looked).filter(({ code }) => code === 'circle');
  if (circles.length === 0) return [];
  const naming = meant.filter((each) => !alone.has(each));
  const there = naming.filter(({ desired }) => circles.some(({ place }) => place.file === desired.file));
  return there.length > 0 ? there : naming;
}

function errorsOf({ diagnostics }: Looked): Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}

/**
 * The edited files that make definitions wrong which are not edited: without one of these there are fewer errors. All
 * where that can't be told.
 */
async function guiltyOf(
  files: readonly Editing[],
  looked: Looked,
  look: (files: readonly Editing[]) => Promise<Looked>,
): Promise<readonly Editing[]> {
  const guilty: Editing[] = [];
  for (const file of files) {
    const without = await look(files.filter((each) => each !== file));
    if (errorsOf(without).length < errorsOf(looked).length) guilty.push(file);
  }
  return guilty.length > 0 ? guilty : files;
}

/** Whether Cargo has something else than the definition; what was never deployed was not changed in Cargo. */
function isDrifted({ kind, differences, protectDiffers, workflow, ...change }: Existing): boolean {
  if (kind === 'none' && 'foreign' in change && change.foreign) return false;
  return differences.length > 0 || protectDiffers || isWorkflowChanged(workflow) || isSwitched(workflow);
}

type MaybePlanned = Existing['workflow'];

function isWorkflowChanged(workflow: MaybePlanned): boolean {
  return workflow !== null && workflow.deployed !== null && workflow.workflow.kind !== 'none';
}

/** What is on was deployed, even where the run did not read what. */
function isSwitched(workflow: MaybePlanned): boolean {
  if (workflow === null || workflow.enabled.kind === 'none') return false;
  return workflow.deployed !== null || workflow.isEnabled;
}

/** What each key of a definition that differs should say, in the words of the file. */
function wantedOf(
  { desired, actual, differences, protectDiffers, workflow }: Existing,
  names: FileNames & PullLive['names'],
  uuidOf: (reference: PlayReference) => string | undefined,
): Wanted[] {
  const before = fillTemplates(desired.fields, uuidOf) as Readonly<Record<string, unknown>>;
  const after = liveFields(actual);
  const different = new Set(differences.map(({ field }) => field));
  const wanted = fieldNames
    .filter((field) => different.has(field))
    .map((field): Wanted => {
      const was = fieldInWords(field, before[field], names);
      const is = fieldInWords(field, endedAlike(before[field], after[field]), names);
      return { key: is?.[0] ?? was?.[0] ?? field, before: was?.[1], after: is?.[1] };
    });
  if (protectDiffers) {
    const word = (isProtected: boolean): boolean | undefined => (isProtected ? true : undefined);
    wanted.push({ key: 'protect', before: word(desired.protect), after: word(!desired.protect) });
  }
  if (workflow?.workflow.kind === 'deploy' && workflow.deployed !== null) {
    const nodes = fromGraph(workflow.deployed.nodes, names);
    wanted.push({
      key: 'workflow',
      before: { nodes: literally(fromGraph(workflow.workflow.graph, names)) },
      after: { nodes: literally(nodes ?? []) },
    });
  }
  if (workflow !== null && isSwitched(workflow))
    wanted.push({ key: 'enabled', before: desired.enabled, after: workflow.isEnabled });
  return wanted;
}

/** A text with a line end after its last line where the file's text has one, as below `description: |`. */
function endedAlike(before: unknown, after: unknown): unknown {
  const isOpen = typeof after === 'string' && !after.endsWith('\n');
  return isOpen && typeof before === 'string' && before.endsWith('\n') ? `${after}\n` : after;
}

interface Fault {
  readonly code: string;
  readonly message: string;
}

/** Why edited files would not do. A file that names a play of one that can't be read has no fault of its own. */
function faultsOf(files: readonly Editing[], looked: Looked, run: Run): Map<Editing, Fault> {
  const found = files.flatMap((file) => {
    const why = faultOf(file, looked, run);
    return why === null ? [] : [[file, why] as const];
  });
  const own = found.filter(([, { code }]) => code !== 'unknown-play');
  return new Map(own.length > 0 ? own : found);
}

/** Why an edited file would not do; null where it says what the workspace has. */
function faultOf(
  { path, text, texts, ids, kept }: Editing,
  { diagnostics, plan }: Looked,
  { runner }: Run,
): Fault | null {
  const own = [{ path, text }, ...texts];
  const error = diagnostics.find(
    ({ severity, place }) => severity === 'error' && own.some((each) => each.path === place.file),
  );
  if (error !== undefined) return error;
  if (own.some((each) => runner.redact(each.text) !== each.text))
    return { code: 'token', message: 'it would hold the API token.' };
  for (const change of plan?.changes ?? []) {
    if (!ids.has(change.id) || !('differences' in change)) continue;
    const open = wantedKeys(change).filter((key) => kept.get(change.id)?.has(key) !== true);
    if (open.length > 0) return { code: 'differs', message: `${open.join(', ')} would still differ.` };
  }
  return null;
}

function wantedKeys({ differences, protectDiffers, workflow }: Existing): string[] {
  return [
    ...differences.map(({ field }) => keyOf(field)),
    ...(protectDiffers ? ['protect'] : []),
    ...(isWorkflowChanged(workflow) ? ['workflow'] : []),
    ...(isSwitched(workflow) ? ['enabled'] : []),
  ];
}
