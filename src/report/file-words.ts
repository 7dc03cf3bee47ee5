import { keyOf, playFields } from '../definition/fields.ts';
import type { Folder } from '../definition/live.ts';
import { NewFolder } from '../definition/new-folder.ts';
import { Template } from '../definition/references.ts';
import type { PlayReference } from '../definition/references.ts';
import type { Difference } from '../reconcile/diff.ts';
import type { FileDifference } from './report.ts';

/** What a definition writes in place of uuids; the keys are uuids in lower case. */
export interface Names {
  readonly models: ReadonlyMap<string, string>;
  /** Folder names from the top: `GTM / Scoring`. */
  readonly folders: ReadonlyMap<string, string>;
  /** The names of all plays of the workspace. */
  readonly plays: Pick<ReadonlyMap<string, string>, 'get'>;
  /** The plays of this repository, their workflows and segments. */
  readonly own: ReadonlyMap<string, PlayReference>;
}

/**
 * Names by uuid, such that no two read the same: where several things have one name, the uuid follows it.
 * @param pairs uuids and names
 */
export function namesByUuid(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const uses = new Map<string, number>();
  for (const [, name] of pairs) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(
    pairs.map(([uuid, name]) => [uuid.toLowerCase(), uses.get(name) === 1 ? name : `${name} (${uuid})`]),
  );
}

/** The folders of plays by uuid, as a definition's `folder` names them. */
export function folderNames(folders: readonly Folder[]): Map<string, string> {
  const byUuid = new Map(folders.map((folder) => [folder.uuid, folder]));
  const path = (folder: Folder): string => {
    const names: string[] = [];
    const seen = new Set<Folder>();
    for (let here: Folder | undefined = folder; here !== undefined && !seen.has(here);) {
      seen.add(here);
      names.unshift(here.name.trim());
      here = byUuid.get(here.parentUuid ?? '');
    }
    return names.join(' / ');
  };
  const ours = folders.filter(({ kind }) => kind === 'play');
  return namesByUuid(ours.map((folder) => [folder.uuid, path(folder)]));
}

/** A difference as the file would write it: a folder, models and plays by their names. */
export function differenceInFileWords({ field, before, after }: Difference, names: Names): FileDifference {
  const key = keyOf(field);
  if (playFields[field].names !== 'folder') {
    return { field: key, before: inFileWords(before, names), after: inFileWords(after, names) };
  }
  const folder = (value: unknown): unknown =>
    typeof value === 'string' ? (names.folders.get(value.toLowerCase()) ?? value) : inFileWords(value, names);
  return { field: key, before: folder(before), after: folder(after) };
}

/** A value of a play as its definition would write it; plain data. */
export function inFileWords(value: unknown, names: Names): unknown {
  if (value instanceof Template) {
    return value.parts.map((part) => (typeof part === 'string' ? part : expression(part))).join('');
  }
  if (value instanceof NewFolder) return value.path;
  if (typeof value === 'string') {
    const own = names.own.get(value.toLowerCase());
    return own === undefined ? value : expression(own);
  }
  if (Array.isArray(value)) return value.map((each) => inFileWords(each, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => entryInFileWords(key, each, names)));
}

function expression({ id, property }: PlayReference): string {
  return `\${{ plays.${id}.${property} }}`;
}

function entryInFileWords(key: string, value: unknown, names: Names): [string, unknown] {
  if (key === 'relatedModelUuid' && typeof value === 'string') {
    const model = names.models.get(value.toLowerCase());
    if (model !== undefined) return ['relatedModel', model];
  }
  if (key === 'playUuid') {
    const id = ownPlay(value, names);
    if (id !== undefined) return ['play', id];
    const name = typeof value === 'string' ? names.plays.get(value.toLowerCase()) : undefined;
    if (name !== undefined) return [key, `${String(value)} (${name})`];
  }
  return [key, inFileWords(value, names)];
}

/** The id of the play of this repository that a uuid, or the reference to one, means. */
function ownPlay(value: unknown, { own }: Names): string | undefined {
  const [only, ...others] = value instanceof Template ? value.parts : [];
  const reference =
    typeof value === 'string'
      ? own.get(value.toLowerCase())
      : typeof only === 'object' && others.length === 0
        ? only
        : undefined;
  return reference?.property === 'uuid' ? reference.id : undefined;
}
