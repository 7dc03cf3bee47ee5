import type { DiagnosticCode, Path } from './diagnostic.ts';
import { nearest } from './nearest.ts';
import { NewFolder } from './new-folder.ts';

/** A column of a model, as Cargo lists it ([pub]). */
export interface Column {
  readonly slug: string;
  readonly type: string;
}

/** A model, as Cargo lists it ([pub]). */
export interface Model {
  readonly uuid: string;
  readonly workspaceUuid: string | null;
  readonly slug: string;
  readonly name: string | null;
  readonly datasetUuid: string | null;
  /** `columns` and `additionalColumns` together; null where Cargo lists neither. */
  readonly columns: readonly Column[] | null;
}

export interface Dataset {
  readonly uuid: string;
  readonly workspaceUuid: string | null;
  readonly slug: string;
}

/** A folder, as Cargo lists it; only those of kind `play` hold plays ([pub]). */
export interface Folder {
  readonly uuid: string;
  readonly workspaceUuid: string | null;
  readonly parentUuid: string | null;
  readonly kind: string;
  readonly name: string;
}

/** What of the live workspace the checks need; a list is null where no definition made it necessary. */
export interface LiveWorkspace {
  readonly models: readonly Model[];
  readonly datasets: readonly Dataset[] | null;
  readonly folders: readonly Folder[] | null;
}

/** Takes note of a name that means nothing, or too much. */
export type Report = (code: DiagnosticCode, path: Path, message: string) => undefined;

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Finds models by slug, `dataset/slug` or uuid. */
export class ModelIndex {
  private readonly bySlug = new Map<string, Model[]>();
  private readonly byUuid = new Map<string, Model>();
  private readonly datasets: ReadonlyMap<string, string>;

  constructor({ models, datasets }: LiveWorkspace) {
    this.datasets = new Map((datasets ?? []).map(({ uuid, slug }) => [uuid, slug]));
    for (const model of models) {
      this.byUuid.set(model.uuid.toLowerCase(), model);
      const dataset = this.datasets.get(model.datasetUuid ?? '');
      for (const name of dataset === undefined ? [model.slug] : [model.slug, `${dataset}/${model.slug}`]) {
        append(this.bySlug, name, model);
      }
    }
  }

  /** The model as a person knows it: its slug, with its dataset where the slug alone is ambiguous. */
  label(model: Model): string {
    const dataset = this.datasets.get(model.datasetUuid ?? '');
    return (this.bySlug.get(model.slug)?.length ?? 0) > 1 && dataset !== undefined
      ? `${dataset}/${model.slug}`
      : model.slug;
  }

  /** The model that a mapping names by slug or uuid; undefined where it names none, or none that exists. */
  find(
    mapping: Readonly<Record<string, unknown>>,
    nameKey: string,
    uuidKey: string,
    path: Path,
    wrong: Report,
  ): Model | undefined {
    const uuid = mapping[uuidKey];
    if (typeof uuid === 'string') {
      const found = this.byUuid.get(uuid.toLowerCase());
      return (
        found ??
        wrong(
          'unknown-model',
          [...path, uuidKey],
          `The workspace has no model with the UUID ${uuid}. Models: ${this.names()}.`,
        )
      );
    }
    const slug = mapping[nameKey];
    if (typeof slug !== 'string') return undefined;
    const found = this.bySlug.get(slug) ?? [];
    const [model] = found;
    if (model === undefined) {
      const elsewhere = `/${slug.slice(slug.indexOf('/') + 1)}`;
      const meant =
        nearest(slug, this.bySlug.keys()) ?? [...this.bySlug.keys()].find((each) => each.endsWith(elsewhere));
      const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      return wrong(
        'unknown-model',
        [...path, nameKey],
        `The workspace has no model "${slug}".${near} Models: ${this.names()}.`,
      );
    }
    if (found.length === 1) return model;
    const options = found.map(
      (each) => `${this.datasets.get(each.datasetUuid ?? '') ?? 'dataset'}/${each.slug}`,
    );
    const known = this.datasets.size > 0 ? options.join(' or ') : `dataset/${slug}`;
    return wrong(
      'ambiguous-model',
      [...path, nameKey],
      `${String(found.length)} datasets have a model "${slug}". Write one of: ${known}.`,
    );
  }

  private names(): string {
    const slugs = [...new Set([...this.byUuid.values()].map((model) => this.label(model)))].sort();
    return slugs.length === 0
      ? 'none'
      : slugs.length > 20
        ? `${slugs.slice(0, 20).join(', ')} and ${String(slugs.length - 20)} more`
        : slugs.join(', ');
  }
}

/** Finds play folders by their names from the top. */
export class FolderIndex {
  private readonly byUuid = new Map<string, Folder>();
  private readonly byParent = new Map<string | null, Folder[]>();
  /** How folders that are to be made are written, by their path in any spelling. */
  private readonly spellings = new Map<string, string>();
  private readonly mayCreate: boolean;

  /** @param mayCreate whether a path that does not exist is a folder to be made, and so is no mistake */
  constructor(folders: readonly Folder[], mayCreate = false) {
    this.mayCreate = mayCreate;
    for (const folder of folders) {
      if (folder.kind !== 'play') continue;
      this.byUuid.set(folder.uuid.toLowerCase(), folder);
      append(this.byParent, folder.parentUuid, folder);
    }
  }

  /**
   * The uuid of a folder by its uuid or its names from the top; undefined where there is no such one, a NewFolder
   * where it may be made.
   */
  find(key: 'folder' | 'folderUuid', value: unknown, wrong: Report): string | NewFolder | undefined {
    // a folder that comes from an empty variable or from another play can't be looked up
    if (typeof value !== 'string' || value === '') return undefined;
    if (key === 'folderUuid') {
      const found = this.byUuid.get(value.toLowerCase());
      return (
        found?.uuid ??
        wrong(
          'unknown-folder',
          ['folderUuid'],
          `The workspace has no folder for plays with the UUID ${value}. Check \`folderUuid\`.`,
        )
      );
    }
    const names = value.split('/').map((each) => each.trim());
    let here: readonly Folder[] = [];
    for (const [depth, name] of names.entries()) {
      const parents: readonly (string | null)[] = depth === 0 ? [null] : here.map(({ uuid }) => uuid);
      const children = parents.flatMap((parent) => this.byParent.get(parent) ?? []);
      const found = children.filter((folder) => folder.name.trim() === name);
      if (found.length === 0) return this.missing(names, depth, here, children, wrong);
      here = found;
    }
    return here.length === 1 ? here[0]?.uuid : this.ambiguous(here, wrong);
  }

  private ambiguous(found: readonly Folder[], wrong: Report): undefined {
    return wrong(
      'ambiguous-folder',
      ['folder'],
      `${String(found.length)} folders have this path: ${found.map(({ uuid }) => uuid).join(', ')}. Write \`folderUuid\` with one of these UUIDs.`,
    );
  }

  /**
   * What a path means of which a part does not exist.
   * @param depth how many of its names exist
   * @param above the folders with the names before it
   * @param children the folders in these
   */
  private missing(
    names: readonly string[],
    depth: number,
    above: readonly Folder[],
    children: readonly Folder[],
    wrong: Report,
  ): NewFolder | undefined {
    const name = names[depth] ?? '';
    const there = children.map((folder) => folder.name);
    if (!this.mayCreate) {
      const meant = nearest(name, there);
      const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      return wrong(
        'unknown-folder',
        ['folder'],
        `There is no folder "${name}" for plays at this place.${near} Folders there: ${there.join(', ') || 'none'}. Create it in Cargo, set \`create-folders: true\`, or correct the path.`,
      );
    }
    if (above.length > 1) return this.ambiguous(above, wrong);
    const sibling = there.find((each) => loosely(each) === loosely(name));
    const [own, twin] = sibling === undefined ? (this.otherSpelling(names, depth) ?? []) : [name, sibling];
    if (twin !== undefined)
      return wrong(
        'unknown-folder',
        ['folder'],
        `The folder "${own}" would be new, but "${twin}" differs from it only by spaces or letter case. Write both alike.`,
      );
    return new NewFolder(names, depth, above[0]?.uuid ?? null);
  }

  /** A path that is to be made, and how another definition writes it, where it does so otherwise. */
  private otherSpelling(
    names: readonly string[],
    existing: number,
  ): [own: string, other: string] | undefined {
    for (let depth = existing + 1; depth <= names.length; depth += 1) {
      const path = names.slice(0, depth).join('/');
      const known = this.spellings.get(loosely(path));
      if (known !== undefined && known !== path)
        return [path.replaceAll('/', ' / '), known.replaceAll('/', ' / ')];
      this.spellings.set(loosely(path), path);
    }
    return undefined;
  }
}

/** A folder's name as a person may write it otherwise and mean the same. */
function loosely(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
