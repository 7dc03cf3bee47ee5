import type { Clock } from '../clock.ts';
import { ApiError } from '../errors.ts';
import type { Folder } from '../definition/live.ts';
import { NewFolder } from '../definition/new-folder.ts';
import type { PlayId } from '../definition/play-id.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import { looseName } from './names.ts';
import type { Change } from './plan.ts';
import { answeredOther, lookUntil } from './settle.ts';

/** The body of a folder's create call, exactly as it is sent ([pub]). */
interface FolderBody {
  readonly name: string;
  readonly emojiSlug: string;
  readonly kind: 'play';
  readonly parentUuid?: string;
}

/** What making folders asks of Cargo. Both reject with an ApiError. */
export interface FolderApi {
  createFolder: (body: FolderBody) => Promise<Folder>;
  listFolders: () => Promise<readonly Folder[]>;
}

/** A folder that is to be made. */
export interface FolderToMake {
  /** The same for the same folder, however many plays name it. */
  readonly key: string;
  /** `GTM / Scoring` */
  readonly path: string;
  readonly name: string;
  /** The folder it is to be in: one that exists (null for the top), or the key of one that is made before. */
  readonly parent: { readonly uuid: string | null } | { readonly key: string };
}

/** What became of a folder. `found`: somebody else made it meanwhile. */
export interface FolderOutcome {
  readonly folder: FolderToMake;
  readonly status: 'created' | 'found' | 'failed' | 'not-attempted';
  /** Null unless it exists. */
  readonly uuid: string | null;
  /** Why it was not made, or what to know of it; null where there is nothing to say. */
  readonly note: string | null;
}

type Written = Extract<Change, { kind: 'create' | 'adopt' | 'update' }>;

function isWritten(change: Change): change is Written {
  // of what `create-only` has begun, no field is written
  return (
    change.kind === 'create' || change.kind === 'adopt' || (change.kind === 'update' && change.kept === null)
  );
}

/** The folder that a definition waits for; null where it exists, or none is named. */
function awaited({ fields }: DesiredPlay): NewFolder | null {
  const folder: unknown = fields.folderUuid;
  return folder instanceof NewFolder ? folder : null;
}

function keyOf({ names, existing, below }: NewFolder, depth = names.length): string {
  return JSON.stringify([below, ...names.slice(existing, depth)]);
}

/** The folders that the changes of a plan wait for, each once, parents first. */
export function foldersToMake(changes: readonly Change[]): FolderToMake[] {
  const found = new Map<string, FolderToMake>();
  for (const change of changes) {
    const folder = isWritten(change) ? awaited(change.desired) : null;
    if (folder === null) continue;
    for (const [depth, name] of folder.names.entries()) {
      if (depth < folder.existing) continue;
      const key = keyOf(folder, depth + 1);
      const parent = depth === folder.existing ? { uuid: folder.below } : { key: keyOf(folder, depth) };
      const path = folder.names.slice(0, depth + 1).join(' / ');
      if (!found.has(key)) found.set(key, { key, path, name, parent });
    }
  }
  return [...found.values()];
}

interface FolderContext {
  readonly api: FolderApi;
  /** The uuids of the folders that were there before the run. */
  readonly before: ReadonlySet<string>;
  /** How often a create that by all looks did not happen is repeated. */
  readonly retries: number;
  readonly clock: Clock;
  /** After it, no folder is made. */
  readonly stop: AbortSignal;
  /** Called as soon as it is known what became of a folder. */
  readonly onOutcome: (outcome: FolderOutcome) => void;
}

/**
 * Makes folders, one after the other. Never rejects for what a single folder meets, and never makes a second one of
 * a name: what may have been made is looked for before anything is repeated.
 * @param folders parents first
 * @returns what became of each, in the same order
 */
export async function makeFolders(
  folders: readonly FolderToMake[],
  context: FolderContext,
): Promise<FolderOutcome[]> {
  const outcomes = new Map<string, FolderOutcome>();
  const known = new Set(context.before);
  for (const folder of folders) {
    const outcome = { folder, ...(await make(folder, outcomes, { ...context, before: known })) };
    outcomes.set(folder.key, outcome);
    if (outcome.uuid !== null) known.add(outcome.uuid);
    context.onOutcome(outcome);
  }
  return [...outcomes.values()];
}

type Made = Omit<FolderOutcome, 'folder'>;

async function make(
  { name, parent }: FolderToMake,
  outcomes: ReadonlyMap<string, FolderOutcome>,
  context: FolderContext,
): Promise<Made> {
  const above = 'key' in parent ? outcomes.get(parent.key) : undefined;
  const parentUuid = 'key' in parent ? (above?.uuid ?? null) : parent.uuid;
  if (above !== undefined && above.uuid === null)
    return notAttempted(`The folder "${above.folder.path}" was not created.`);
  if (context.stop.aborted) return notAttempted(cancelled);
  return makeOnce(name, parentUuid, context);
}

const cancelled = 'The run was cancelled before it.';

/** A picture that says no more than that it is a folder: the API wants one. */
const emojiSlug = 'file_folder';

async function makeOnce(
  name: string,
  parentUuid: string | null,
  { api, before, retries, clock, stop }: FolderContext,
): Promise<Made> {
  const isIt = (folder: Folder): boolean =>
    folder.kind === 'play' && folder.parentUuid === parentUuid && folder.name.trim() === name;
  // Cargo may keep the name otherwise; of what was there before, nothing is that like it
  const isLikeIt = (folder: Folder): boolean =>
    looseName(folder.name) === looseName(name) && isIt({ ...folder, name });
  const noteOn = (folder: Folder): string | null => (isIt(folder) ? null : otherwise(name, folder));
  const body: FolderBody = {
    ...{ name, emojiSlug, kind: 'play' as const },
    ...(parentUuid === null ? {} : { parentUuid }),
  };
  for (let left = retries; ; left -= 1) {
    let error: ApiError;
    try {
      const made = await api.createFolder(body);
      // one of another name is ours too: to look for it and make it again would make more of them
      if (!before.has(made.uuid)) return { status: 'created', uuid: made.uuid, note: noteOn(made) };
      error = answeredOther('folder', '/workspaceManagement/folders');
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      error = thrown;
    }
    const exists = error.reason === 'duplicateName';
    if (error.certainty === 'not-done' && !exists) {
      const isUnsent = error.code === 'cancelled' || error.code === 'not-begun';
      return isUnsent ? notAttempted(error.message) : failed(error.message);
    }
    const find = (rows: readonly Folder[]): Folder | undefined => rows.find(isIt) ?? rows.find(isLikeIt);
    const look = await lookUntil({ clock, stop, look: () => api.listFolders() }, 'folder', find);
    if (look.kind === 'found')
      return { status: exists ? 'found' : 'created', uuid: look.value.uuid, note: noteOn(look.value) };
    if (look.kind === 'no-look')
      return failed(
        `${error.message} ${look.reason} The folder may or may not exist. The next run uses it or creates it.`,
      );
    if (exists) return failed(`${error.message} But Cargo does not list it.`);
    if (error.certainty === 'late')
      return failed(
        `${error.message} The folder does not exist yet, but may still appear. The next run uses it or creates it.`,
      );
    if (left <= 0)
      return failed(`${error.message} Cargo does not have the folder. Run the job again to create it.`);
  }
}

function otherwise(name: string, made: Folder): string {
  return `Cargo stores the name as "${made.name}", not as "${name}". Write it like this in \`folder\`, or the next run does not find the folder.`;
}

function failed(note: string): Made {
  return { status: 'failed', uuid: null, note };
}

function notAttempted(note: string): Made {
  return { status: 'not-attempted', uuid: null, note };
}

/**
 * Puts the uuids of folders that exist by now into the changes that wait for them.
 * @returns the changes in the same order, and why those can't be done whose folder was not made, by id
 */
export function withFolders(
  changes: readonly Change[],
  outcomes: readonly FolderOutcome[],
): { readonly changes: readonly Change[]; readonly blocked: ReadonlyMap<PlayId, string> } {
  const byKey = new Map(outcomes.map((outcome) => [outcome.folder.key, outcome]));
  const blocked = new Map<PlayId, string>();
  const filled = changes.map((change): Change => {
    if (!isWritten(change)) return change;
    const folder = awaited(change.desired);
    if (folder === null) return change;
    const uuid = byKey.get(keyOf(folder))?.uuid ?? null;
    if (uuid === null) {
      blocked.set(change.id, `Its folder "${folder.path}" was not created.`);
      return change;
    }
    const { desired } = change;
    const now = { desired: { ...desired, fields: { ...desired.fields, folderUuid: uuid } } };
    if (change.kind === 'create') return { ...change, ...now };
    const differences = change.differences.map((each) =>
      each.field === 'folderUuid' ? { ...each, after: uuid } : each,
    );
    return { ...change, ...now, differences };
  });
  return { changes: filled, blocked };
}
