import type { ChildProcess } from 'node:child_process';
import type { Fault } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { pathOf } from './fields.ts';
import { folderPath } from './folder-scenario.ts';
import type { IdOf, OneRun, Photo } from './photo.ts';
import type { Scenario } from './scenario.ts';

/** Watches how the folders of a seed are made. */
export interface FolderWatch {
  /** What struck each request for a folder of the first run, in their order; null for nothing. */
  readonly struck: readonly (Fault | null)[];
  /** The process of the run that goes on. */
  readonly onStart: (child: ChildProcess) => void;
  /** The first run is over: nothing is cancelled any more. */
  readonly mend: () => void;
}

/** Lets the service keep folders in a seed's way, and cancels its first run where it says so. */
export function watchFolders({ store, faults }: Sandbox, { folders }: Scenario): FolderWatch {
  const struck: (Fault | null)[] = [];
  const { take } = faults;
  const { cancel, isLoud } = folders;
  const keep = store.folders.set.bind(store.folders);
  if (isLoud)
    store.folders.set = (uuid, folder) =>
      keep(uuid, Object.assign(folder, { name: folder.name.toUpperCase() }));
  let child: ChildProcess | null = null;
  let isOver = false;
  faults.take = (method, path) => {
    const fault = take(method, path);
    if (method !== 'POST' || !folderPath.test(path)) return fault;
    if (isOver) return fault;
    struck.push(fault);
    if (cancel?.folder === struck.length)
      setTimeout(() => {
        if (!isOver && child?.exitCode === null) child.kill('SIGINT');
      }, cancel.afterMs);
    return fault;
  };
  return {
    struck,
    onStart: (started) => {
      child = started;
    },
    mend: () => {
      isOver = true;
    },
  };
}

/** How often each path exists, folders for plays alone. */
function paths({ folders }: Photo): string[] {
  return [...folders.values()].filter(({ kind }) => kind === 'play').map(({ uuid }) => pathOf(folders, uuid));
}

/** Paths that exist more than once. */
export function doublePaths(photo: Photo): string[] {
  const all = paths(photo);
  return [...new Set(all.filter((path, index) => all.indexOf(path) !== index))];
}

/** Definitions whose play a run makes or may move, by the photo before it. */
function filed({ ids, policy, team }: Scenario, idOf: IdOf, { plays }: Photo): string[] {
  return ids.filter((id) => {
    const isThere = plays.some((play) => idOf(play) === id);
    return !isThere || (policy !== 'create-only' && team.definitions[id]?.ignore.includes('folder') !== true);
  });
}

/** Judges the folders that a run made: each is for a play that is made or may be moved. */
export function judgeFolders(scenario: Scenario, idOf: IdOf, { name, start, after }: OneRun): string[] {
  const { mayCreate, definitions } = scenario.folders;
  const broken: string[] = [];
  const asked = filed(scenario, idOf, start).map((id) => (definitions[id] ?? '').toLowerCase());
  for (const uuid of after.folders.keys()) {
    if (start.folders.has(uuid)) continue;
    const path = pathOf(after.folders, uuid);
    const isAsked = asked.some((each) => `${each} /`.startsWith(`${path.toLowerCase()} /`));
    if (!mayCreate || !isAsked)
      broken.push(`the ${name} run made the folder ${path}, which no play waits for`);
  }
  return broken;
}

/** Judges the paths that exist twice: none that could be avoided, and a definition of one is told of both. */
export function judgeDoublePaths(
  scenario: Scenario,
  idOf: IdOf,
  { run, start, after }: OneRun,
  struck: FolderWatch['struck'],
): string[] {
  const doubles = doublePaths(after);
  const broken: string[] = [];
  // what lands or shows after the client has looked for it can't be known of, nor what is done although it is refused
  const isUnavoidable = struck.some(
    (fault) =>
      fault?.lateMs !== undefined ||
      fault?.hideMs !== undefined ||
      (fault?.when === 'after' && fault.act.kind === 'status' && fault.act.status === 429),
  );
  if (doubles.length > 0 && !isUnavoidable)
    broken.push(`there are two folders ${doubles.join(', ')}, which could have been avoided`);
  const needed = filed(scenario, idOf, start).map((id) => scenario.folders.definitions[id]);
  for (const path of doublePaths(start)) {
    if (!needed.includes(path)) continue;
    const uuids = [...start.folders.keys()].filter((uuid) => pathOf(start.folders, uuid) === path);
    if (run.code === 0 || !uuids.every((uuid) => run.stdout.includes(uuid)))
      broken.push(`the second run does not tell of the two folders ${path}`);
  }
  return broken;
}

/** Judges what the first run asked for again: nothing of which the service may still be at work. */
export function judgeRepeats({ requests }: Sandbox, { struck }: FolderWatch): string[] {
  const posts = requests.filter(({ method, path }) => method === 'POST' && folderPath.test(path));
  const late = new Set<string>();
  return posts.slice(0, struck.length).flatMap(({ rawBody }, index) => {
    const isRepeated = late.has(rawBody);
    if (mayBeAtWork(struck[index])) late.add(rawBody);
    return isRepeated ? [`the first run asked again for a folder that may be on its way: ${rawBody}`] : [];
  });
}

function mayBeAtWork(fault: Fault | null | undefined): boolean {
  const act = fault?.act;
  return act?.kind === 'hang' || (act?.kind === 'status' && [408, 504].includes(act.status));
}
