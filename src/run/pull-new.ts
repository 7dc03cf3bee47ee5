import type { RawFile } from '../definition/parse.ts';
import type { PlayId } from '../definition/play-id.ts';
import type { PlayReference } from '../definition/references.ts';
import type { Graph } from '../definition/workflow/graph.ts';
import { idFor, newFiles } from '../definition/write/new-file.ts';
import type { TextFile } from '../definition/write/texts.ts';
import { messageOf } from '../errors.ts';
import { isThere } from '../github/workspace.ts';
import type { ActualPlay, PlayRow } from '../reconcile/actual.ts';
import type { Change } from '../reconcile/plan.ts';
import { liveFields, nameMatcher, unmanaged } from '../reconcile/pull.ts';
import { outputNames } from '../report/outputs.ts';
import { lookAt } from './pull-live.ts';
import type { Looked, PullLive } from './pull-live.ts';
import type { Run } from './run.ts';

/** A play that gets a definition, with its files. */
export interface NewDefinition {
  readonly row: PlayRow;
  readonly files: readonly [TextFile, ...TextFile[]];
}

/** What is to be written, and what of it can't be, in sentences. */
export interface Pulled<Item> {
  readonly items: readonly Item[];
  readonly problems: readonly string[];
}

interface Candidate {
  readonly id: PlayId;
  readonly row: PlayRow;
  readonly actual: ActualPlay;
  readonly isProtected: boolean;
  /** Null once the workflow turned out not to come back as it is. */
  graph: Graph | null;
  /** Why the workflow is left out, as a sentence. */
  leftOut: string | null;
  /** Whether other plays may be named by their ids: not where that would close a circle. */
  refers: boolean;
}

/** How a problem begins: which play it is about. */
export function about({ name, uuid }: PlayRow): string {
  return `"${name}" (${uuid})`;
}

/**
 * Writes definitions for the plays that have none. Each is read again and planned before anything is kept of it: what
 * would not come back as it is isn't written.
 * @param existing the definitions that are there, which are sound
 */
export async function writeNew(
  existing: readonly RawFile[],
  before: Looked,
  run: Run,
  live: PullLive,
): Promise<Pulled<NewDefinition>> {
  const { found, problems } = await candidatesOf(before, run, live);
  let candidates = found;
  for (;;) {
    const own = referencesTo(candidates, before.plan?.changes ?? []);
    const written = candidates.map((each) => ({ ...each, files: filesOf(each, own, run, live) }));
    const files = written.flatMap((each) => each.files);
    const definitions = written.map(({ files: [{ path, text }] }) => ({
      path,
      bytes: new TextEncoder().encode(text),
    }));
    const texts = new Map(files.map(({ path, text }) => [path, text]));
    const looked = await lookAt([...existing, ...definitions].sort(byPath), texts, run, live);
    const faults = candidates.flatMap((each, index) => {
      const own = new Set(written[index]?.files.map(({ path }) => path));
      const why = faultOf(
        each,
        own,
        looked,
        [...texts].filter(([path]) => own.has(path)),
        run,
      );
      return why === null ? [] : [{ candidate: each, why }];
    });
    const isSound = looked.plan !== null;
    if (faults.length === 0 && isSound) {
      const leftOut = candidates.flatMap(({ row, leftOut: why }) =>
        why === null
          ? []
          : [`${about(row)} is written without its workflow, which stays as it is in Cargo: ${why}`],
      );
      const items = written.map(({ row, files: each }) => ({ row, files: each }));
      return { items, problems: [...problems, ...leftOut] };
    }
    const dropped = new Set<Candidate>();
    for (const { candidate, why } of faults) {
      if (candidate.refers && why.code === 'circle') candidate.refers = false;
      else if (candidate.graph !== null) {
        candidate.leftOut = why.message;
        candidate.graph = null;
      } else {
        dropped.add(candidate);
        problems.push(`${about(candidate.row)} can't be written as a definition: ${why.message}`);
      }
    }
    if (faults.length === 0) {
      // a definition that was there would be wrong with the new ones beside it
      const message = looked.diagnostics.find(({ severity }) => severity === 'error')?.message ?? '';
      if (candidates.every(({ refers }) => !refers)) return { items: [], problems: [...problems, message] };
      for (const each of candidates) each.refers = false;
    }
    candidates = candidates.filter((each) => !dropped.has(each));
  }
}

/** Where the new file of a definition goes. */
function pathOf(id: string, { pullTo }: Run['inputs']): string {
  return pullTo === '' ? `${id}.yml` : `${pullTo}/${id}.yml`;
}

function byPath(one: RawFile, other: RawFile): number {
  return one.path < other.path ? -1 : 1;
}

/** The plays to write, with their ids; what is told of the others. */
async function candidatesOf(
  { matches, plan }: Looked,
  { inputs }: Run,
  live: PullLive,
): Promise<{ found: Candidate[]; problems: string[] }> {
  const problems: string[] = [];
  const isMeant = nameMatcher(inputs.pullNames);
  const key = ({ name, modelUuid }: PlayRow): string => JSON.stringify([name, modelUuid.toLowerCase()]);
  const uses = new Map<string, number>();
  for (const row of live.rows) uses.set(key(row), (uses.get(key(row)) ?? 0) + 1);
  const taken = new Set<string>(matches.byId.keys());
  const defined = new Set(
    (plan?.changes ?? []).flatMap((change) =>
      'desired' in change
        ? [JSON.stringify([change.desired.name, change.desired.modelUuid.toLowerCase()])]
        : [],
    ),
  );
  const found: Candidate[] = [];
  for (const { row, ownId, isProtected } of unmanaged(live.rows, matches, inputs.owner)) {
    if (!isMeant(row.name)) continue;
    const actual = live.full.get(row.uuid);
    const why =
      (uses.get(key(row)) ?? 0) > 1
        ? `${String(uses.get(key(row)))} plays on its model have this name, and in files only the name tells them apart. Give it another name in Cargo.`
        : defined.has(key(row))
          ? 'a definition has this name on this model already. Give one of them another name.'
          : actual === undefined
            ? (live.unread.get(row.uuid) ?? '')
            : null;
    if (why !== null) problems.push(`${about(row)} can't be written as a definition: ${why}`);
    if (why !== null || actual === undefined) continue;
    const isTaken = (id: string): boolean => taken.has(id) || isThere(inputs.workspace, pathOf(id, inputs));
    // its line says what it was called
    const id = ownId !== null && !isTaken(ownId) ? (ownId as PlayId) : idFor(row.name, outputNames, isTaken);
    taken.add(id);
    let graph: Graph | null = null;
    let leftOut: string | null = null;
    try {
      graph = await live.deployedOf(row);
    } catch (thrown) {
      leftOut = messageOf(thrown);
    }
    found.push({ id, row, actual, isProtected, graph, leftOut, refers: true });
  }
  return { found, problems };
}

function filesOf(
  candidate: Candidate,
  own: ReadonlyMap<string, PlayReference>,
  { inputs }: Run,
  { names }: PullLive,
): NewDefinition['files'] {
  const { id, row, actual, isProtected, refers } = candidate;
  const play = (uuid: string): PlayReference | undefined => {
    const found = refers ? own.get(uuid.toLowerCase()) : undefined;
    return found?.id === id ? undefined : found;
  };
  const written = (graph: Graph | null): ReturnType<typeof newFiles> =>
    newFiles(
      {
        id,
        file: pathOf(id, inputs),
        isIdWritten: false,
        modelUuid: row.modelUuid,
        fields: liveFields(actual),
        graph,
        enabled: graph !== null && actual.play.isEnabled === true ? true : null,
        isProtected,
      },
      { ...names, play },
      (path) => isThere(inputs.workspace, path),
    );
  const whole = written(candidate.graph);
  if (whole !== null) return whole;
  candidate.leftOut = 'it has no start.';
  candidate.graph = null;
  const files = written(null);
  if (files === null) throw new TypeError('a definition without a workflow can always be written');
  return files;
}

/** The plays of the repository, those to come included, by the uuids that they can be referred to for. */
export function referencesTo(
  candidates: readonly Candidate[],
  changes: readonly Change[],
): Map<string, PlayReference> {
  const plays = [
    ...changes.flatMap((change) =>
      'desired' in change && 'actual' in change ? [{ id: change.id, row: change.actual.play }] : [],
    ),
    ...candidates,
  ];
  const found = new Map<string, PlayReference>();
  for (const { id, row } of plays) {
    for (const property of ['uuid', 'workflowUuid', 'segmentUuid'] as const) {
      const uuid = row[property];
      if (uuid !== null) found.set(uuid.toLowerCase(), { id, property });
    }
  }
  return found;
}

/** Why a definition would not come back as the play that it was written from; null where it would. */
function faultOf(
  { id }: Candidate,
  own: ReadonlySet<string>,
  { diagnostics, plan }: Looked,
  texts: readonly (readonly [string, string])[],
  { runner }: Run,
): { readonly code: string; readonly message: string } | null {
  const error = diagnostics.find(({ severity, place }) => severity === 'error' && own.has(place.file));
  if (error !== undefined) return error;
  if (texts.some(([, text]) => runner.redact(text) !== text))
    return { code: 'token', message: 'it holds the API token.' };
  if (plan === null) return null;
  const refusal = plan.refusals.find((each) => each.id === id);
  if (refusal !== undefined) return { code: 'refused', message: refusal.message };
  const change = plan.changes.find((each) => each.id === id);
  if (change === undefined || !('differences' in change))
    return { code: 'other', message: 'the plan would make another play.' };
  const fields = change.differences.map(({ field }) => field);
  if (fields.length > 0)
    return {
      code: 'differs',
      message: `what it holds in ${fields.join(', ')} would not come back as it is.`,
    };
  const { workflow } = change;
  return workflow === null || workflow.workflow.kind === 'none'
    ? null
    : { code: 'differs', message: 'read again, it would not be the same.' };
}
