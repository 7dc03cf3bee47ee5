import { setImmediate } from 'node:timers/promises';
import type { Workspace } from '../cargo/workspace.ts';
import { keyOf } from '../definition/fields.ts';
import { parseDefinitions } from '../definition/parse.ts';
import type { PlayReference } from '../definition/references.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { Graph } from '../definition/workflow/graph.ts';
import { NameIndex } from '../definition/workflow/names.ts';
import { newFiles } from '../definition/write/new-file.ts';
import type { NewPlay } from '../definition/write/new-file.ts';
import { messageOf } from '../errors.ts';
import { isMatched } from '../github/workspace.ts';
import { isRemoval } from '../reconcile/plan.ts';
import type { Change } from '../reconcile/plan.ts';
import type { Removal } from '../reconcile/removal.ts';
import { readOwnership } from '../reconcile/ownership.ts';
import { liveFields } from '../reconcile/pull.ts';
import { isForeign } from '../report/play.ts';
import type { Before } from '../report/report.ts';
import { parsingIn } from './definitions.ts';
import { namesOf } from './file-names.ts';
import { goOn } from './run.ts';
import type { Run } from './run.ts';
import type { Planned } from './stages.ts';

type Changed = Extract<Change, { kind: 'adopt' | 'update' }> | Removal;

/** One play on the way to its copy. */
interface Copy {
  readonly change: Changed;
  readonly play: NewPlay;
  /** What the copy lacks. */
  readonly notes: readonly string[];
}

/**
 * Writes down each play that the run is about to change or remove, as `pull` would. It asks for nothing: what no list
 * that the plan took has a name for stands there by its uuid, and what can't be written is told.
 * @param desired the definitions, in their order
 * @returns the copies by id
 */
export async function copiesBefore(
  run: Run,
  desired: readonly DesiredPlay[],
  planned: Planned,
  workspace: Workspace,
): Promise<ReadonlyMap<string, Before>> {
  const changes = planned.plan.changes.filter(
    (change): change is Changed => change.kind !== 'create' && change.kind !== 'none',
  );
  const pause = async (): Promise<void> => {
    await setImmediate();
    goOn(run);
  };
  const plays = Map.groupBy(desired, ({ file }) => file);
  const folder = folderOf(run, desired);
  const copies: Copy[] = [];
  for (const change of changes) {
    await pause();
    copies.push(copyOf(change, folder, plays, planned, workspace));
  }
  const { listed, workflows } = planned;
  const index = workflows?.names ?? new NameIndex({ connectors: [], tools: [], agents: [] });
  const names = { ...namesOf(listed), ...index.written };
  const references = referencesTo(planned);
  // plays that wait for each other can't name each other in files
  const alone = new Set<string>();
  for (;;) {
    const written = new Map<string, Before>();
    for (const copy of copies) {
      await pause();
      const { id } = copy.change;
      const play = (uuid: string): PlayReference | undefined => {
        const reference = alone.has(id) ? undefined : references.get(uuid.toLowerCase());
        return reference?.id === id ? undefined : reference;
      };
      written.set(id, write(copy, { ...names, play }));
    }
    const { circles, byId } = await correctionsOf(written, run, pause);
    const isNew = circles.some((id) => !alone.has(id));
    if (!isNew) return new Map([...written].map(([id, before]) => [id, told(before, byId.get(id), run)]));
    for (const id of circles) alone.add(id);
  }
}

function copyOf(
  change: Changed,
  folder: string,
  plays: ReadonlyMap<string, readonly DesiredPlay[]>,
  planned: Planned,
  workspace: Workspace,
): Copy {
  const { id, actual } = change;
  const { modelUuid } = actual.play;
  const fields = liveFields(actual);
  const isProtected = readOwnership(actual.play.description)?.isProtected === true;
  const common = { id, modelUuid, fields, isProtected };
  if (isRemoval(change)) {
    const { graph, notes: lacking } = removedGraph(change, planned, workspace);
    // what is not deleted keeps its workflow
    const notes = change.kind === 'delete' ? lacking : [];
    const isSwitched = graph !== null || change.kind === 'disable';
    const enabled = isSwitched && actual.play.isEnabled === true ? true : null;
    const file = `${folder}${id}.yml`;
    return { change, notes, play: { ...common, file, isIdWritten: false, graph, enabled } };
  }
  const { file } = change.desired;
  const isIdWritten = file.replace(/^.*\/|\.[^.]*$/g, '') !== id || (plays.get(file)?.length ?? 0) > 1;
  const { graph, enabled, notes } = changedWorkflow(change);
  const lacking = [...notes, ...ignoredNotes(change)];
  return { change, notes: lacking, play: { ...common, file, isIdWritten, graph, enabled } };
}

/** What the definition leaves to Cargo: the copy holds it like all the rest. */
function ignoredNotes({ desired: { ignored } }: Exclude<Changed, Removal>): string[] {
  if (ignored.size === 0) return [];
  const keys = [...ignored].map((each) => (each === 'workflow' || each === 'enabled' ? each : keyOf(each)));
  return [
    `This copy has no \`ignore\`. Add \`ignore: [${keys.join(', ')}]\` again, if these keys belong to Cargo.`,
  ];
}

/** The folder of the new files of removed plays, with its `/`: one that the patterns match. */
function folderOf({ inputs }: Run, desired: readonly DesiredPlay[]): string {
  const folder = inputs.pullTo === '' ? '' : `${inputs.pullTo}/`;
  const [first] = desired;
  if (first === undefined || isMatched(`${folder}play.yml`, inputs.patterns)) return folder;
  return first.file.slice(0, first.file.lastIndexOf('/') + 1);
}

/** What a changed play did, as far as its definition says what it does: the rest is left as it is. */
function changedWorkflow({ desired, workflow }: Exclude<Changed, Removal>): {
  readonly graph: Graph | null;
  readonly enabled: boolean | null;
  readonly notes: readonly string[];
} {
  if (workflow === null) return { graph: null, enabled: null, notes: [] };
  const graph = desired.workflow === null ? null : (workflow.deployed?.nodes ?? null);
  const isSwitched = workflow.enabled.kind === 'enable' || workflow.enabled.kind === 'disable';
  const enabled = isSwitched ? workflow.isEnabled : graph !== null && workflow.isEnabled ? true : null;
  const isFirst = workflow.workflow.kind === 'deploy' && graph === null;
  const notes = isFirst
    ? ['No workflow was deployed before this run. Applying this copy does not take back the deploy.']
    : [];
  return { graph, enabled, notes };
}

function removedGraph(
  { actual }: Removal,
  { workflows }: Planned,
  { workflowReader }: Workspace,
): { readonly graph: Graph | null; readonly notes: readonly string[] } {
  const without = (why: string): ReturnType<typeof removedGraph> => ({
    graph: null,
    notes: [`This copy has no workflow: ${why}`],
  });
  if (workflows?.isListed !== true)
    return without(
      'the run did not read the workflows, because no definition has `workflow` or `enabled: true`.',
    );
  const row = workflows.byPlay.get(actual.play.uuid.toLowerCase());
  if (row === undefined) return { graph: null, notes: [] };
  try {
    return { graph: workflowReader.readWorkflow(row).deployedRelease?.nodes ?? null, notes: [] };
  } catch (thrown) {
    return without(messageOf(thrown));
  }
}

/** The plays that copies can refer to by id: what is removed comes back by its own copy. */
function referencesTo({ plan }: Planned): Map<string, PlayReference> {
  const found = new Map<string, PlayReference>();
  for (const change of plan.changes) {
    if (change.kind === 'create' || isForeign(change)) continue;
    for (const property of ['uuid', 'workflowUuid', 'segmentUuid'] as const) {
      const uuid = change.actual.play[property];
      if (uuid !== null) found.set(uuid.toLowerCase(), { id: change.id, property });
    }
  }
  return found;
}

function write({ play, notes }: Copy, names: Parameters<typeof newFiles>[1]): Before {
  const { file } = play;
  try {
    const whole = newFiles(play, names, () => false);
    const lacking = whole === null ? ['This copy has no workflow: what was deployed has no start.'] : [];
    const [definition, ...files] = whole ?? newFiles({ ...play, graph: null }, names, () => false) ?? [];
    return { file, text: definition?.text ?? null, files, notes: [...notes, ...lacking] };
  } catch (thrown) {
    return { file, text: null, files: [], notes: [...notes, `No copy was made: ${messageOf(thrown)}`] };
  }
}

/** What would be wrong with copies as definitions, offline, by id; and the plays that wait for each other. */
async function correctionsOf(
  written: ReadonlyMap<string, Before>,
  run: Run,
  pause: () => Promise<void>,
): Promise<{ readonly circles: readonly string[]; readonly byId: ReadonlyMap<string, readonly string[]> }> {
  const texts = new Map(
    [...written.values()].flatMap(({ files }) => files.map((each) => [each.path, each.text])),
  );
  // each in a file of its own, whatever file it is meant for
  const files = [...written].flatMap(([id, { file, text }]) =>
    text === null ? [] : [{ id, path: `${file.slice(0, file.lastIndexOf('/') + 1)}${id}.yml`, text }],
  );
  const { diagnostics } = await parseDefinitions(
    files.map(({ path, text }) => ({ path, bytes: new TextEncoder().encode(text) })),
    {
      ...parsingIn(run),
      emptyVariablesAllowed: false,
      readText: (path) => ({ text: texts.get(path) ?? '' }),
      pause,
    },
  );
  const ids = new Map(files.map(({ path, id }) => [path, id]));
  const circles: string[] = [];
  const byId = new Map<string, string[]>();
  for (const { severity, code, message, place } of diagnostics) {
    const id = ids.get(place.file);
    // the play of an id that is not among the copies has its own definition
    if (severity !== 'error' || id === undefined || code === 'unknown-play') continue;
    if (code === 'circle') circles.push(id);
    else byId.set(id, [...(byId.get(id) ?? []), message]);
  }
  return { circles, byId };
}

function told(before: Before, corrections: readonly string[] = [], { runner }: Run): Before {
  const { text, files, notes } = before;
  const holdsToken = [text ?? '', ...files.map((each) => each.text)].some(
    (each) => runner.redact(each) !== each,
  );
  return {
    ...before,
    notes: [
      ...notes,
      ...corrections.map((message) => `Correct this before you apply the copy: ${message}`),
      ...(holdsToken ? ['The API token was taken out of this copy.'] : []),
    ],
  };
}
