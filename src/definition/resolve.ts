import type { Diagnostic, DiagnosticCode, Path, Place } from './diagnostic.ts';
import { nearest } from './nearest.ts';
import type { Definition, PlayId } from './parse.ts';
import { Template } from './references.ts';
import { conditionsOf } from './rules.ts';

/** A column of a model, as the service lists it ([pub]). */
export interface Column {
  readonly slug: string;
  readonly type: string;
}

/** A model, as the service lists it ([pub]). */
export interface Model {
  readonly uuid: string;
  readonly workspaceUuid: string | null;
  readonly slug: string;
  readonly name: string | null;
  readonly datasetUuid: string | null;
  /** `columns` and `additionalColumns` together; null where the service lists neither. */
  readonly columns: readonly Column[] | null;
}

export interface Dataset {
  readonly uuid: string;
  readonly workspaceUuid: string | null;
  readonly slug: string;
}

/** A folder, as the service lists it; only those of kind `play` hold plays ([pub]). */
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

/** A play as the repository wants it, in the service's own terms. */
export interface DesiredPlay {
  readonly id: PlayId;
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly modelUuid: string;
  /** The model as a person knows it: its slug (`dataset/slug` where the slug is ambiguous). */
  readonly model: string;
  /**
   * The fields of the create call but `modelUuid`, names turned into uuids, the description without the
   * ownership line. What names another play of the repository is a Template until that play exists.
   */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly PlayId[];
  readonly place: (path: Path, part?: 'key' | 'value') => Place;
}

type Fields = Readonly<Record<string, unknown>>;

/** Which lists the definitions make necessary beside that of the models. */
export function needsOf(definitions: readonly Definition[]): { readonly folders: boolean; readonly datasets: boolean } {
  return {
    folders: definitions.some(({ fields }) => 'folder' in fields || 'folderUuid' in fields),
    datasets: definitions.some((definition) => slugsOf(definition.fields).some((slug) => slug.includes('/'))),
  };
}

function slugsOf(fields: Fields): string[] {
  const slugs = [fields['model'], ...conditionsOf(fields['filter']).map(({ condition }) => condition['relatedModel'])];
  return slugs.filter((slug) => typeof slug === 'string');
}

/** The fields of the create call that are taken over as they stand ([doc]). */
const plainFields = ['name', 'changeKinds', 'runCreationRule', 'description', 'sort', 'limit', 'trackingColumnSlugs'] as const;

/**
 * Turns names into uuids.
 * @returns a play for each definition whose model was found, and what is wrong with names
 */
export function resolve(
  definitions: readonly Definition[],
  live: LiveWorkspace,
): { readonly desired: DesiredPlay[]; readonly diagnostics: Diagnostic[] } {
  const desired: DesiredPlay[] = [];
  const diagnostics: Diagnostic[] = [];
  const models = new ModelIndex(live);
  const folders = live.folders === null ? null : new FolderIndex(live.folders);
  const byName = new Map<string, Definition>();
  for (const definition of definitions) {
    const { fields, place, id, file, line, dependsOn } = definition;
    const wrong: Report = (code, path, message) => {
      diagnostics.push({ severity: 'error', code, message, place: place(path) });
      return undefined;
    };
    const model = models.find(fields, 'model', 'modelUuid', [], wrong);
    const resolved: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(fields)) {
      if ((plainFields as readonly string[]).includes(key)) resolved[key] = value;
      else if (key === 'filter') resolved['filter'] = withRelatedModels(value, models, wrong);
      else if (key === 'schedule') resolved['schedule'] = withPlay(value);
      else if (key === 'folder' || key === 'folderUuid') resolved['folderUuid'] = folders?.find(key, value, wrong) ?? value;
    }
    if (model === undefined) continue;
    const twin = byName.get(JSON.stringify([fields.name, model.uuid]));
    if (twin !== undefined && twin.fields['model'] !== fields['model']) {
      wrong('duplicate-name', ['name'], `"${fields.name}" on this model is defined at ${twin.file}:${String(twin.line)} already. Give one of them another name.`);
    }
    byName.set(JSON.stringify([fields.name, model.uuid]), definition);
    desired.push({ id, file, line, name: fields.name, modelUuid: model.uuid, model: models.label(model), fields: resolved, dependsOn, place });
  }
  return { desired, diagnostics };
}

type Report = (code: DiagnosticCode, path: Path, message: string) => undefined;

/** Finds models by slug, `dataset/slug` or uuid. */
class ModelIndex {
  private readonly bySlug = new Map<string, Model[]>();
  private readonly byUuid = new Map<string, Model>();
  private readonly datasets: ReadonlyMap<string, string>;

  constructor({ models, datasets }: LiveWorkspace) {
    this.datasets = new Map((datasets ?? []).map(({ uuid, slug }) => [uuid, slug]));
    for (const model of models) {
      this.byUuid.set(model.uuid.toLowerCase(), model);
      const dataset = this.datasets.get(model.datasetUuid ?? '');
      for (const name of dataset === undefined ? [model.slug] : [model.slug, `${dataset}/${model.slug}`]) {
        this.bySlug.set(name, [...(this.bySlug.get(name) ?? []), model]);
      }
    }
  }

  label(model: Model): string {
    const dataset = this.datasets.get(model.datasetUuid ?? '');
    return (this.bySlug.get(model.slug)?.length ?? 0) > 1 && dataset !== undefined ? `${dataset}/${model.slug}` : model.slug;
  }

  find(mapping: Fields, nameKey: string, uuidKey: string, path: Path, wrong: Report): Model | undefined {
    const uuid = mapping[uuidKey];
    if (typeof uuid === 'string') {
      const found = this.byUuid.get(uuid.toLowerCase());
      return found ?? wrong('unknown-model', [...path, uuidKey], `There is no model with the uuid ${uuid} in the workspace. Models: ${this.names()}.`);
    }
    const slug = mapping[nameKey];
    if (typeof slug !== 'string') return undefined;
    const found = this.bySlug.get(slug) ?? [];
    const [model] = found;
    if (model === undefined) {
      const meant = nearest(slug, this.bySlug.keys());
      const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      return wrong('unknown-model', [...path, nameKey], `There is no model "${slug}" in the workspace.${near} Models: ${this.names()}.`);
    }
    if (found.length === 1) return model;
    const options = found.map((each) => `${this.datasets.get(each.datasetUuid ?? '') ?? 'dataset'}/${each.slug}`);
    const known = this.datasets.size > 0 ? options.join(' or ') : `dataset/${slug}`;
    return wrong('ambiguous-model', [...path, nameKey], `"${slug}" stands in ${String(found.length)} datasets. Say which one: ${known}.`);
  }

  private names(): string {
    const slugs = [...new Set([...this.byUuid.values()].map(({ slug }) => slug))].sort();
    return slugs.length === 0 ? 'none' : slugs.length > 20 ? `${slugs.slice(0, 20).join(', ')} and ${String(slugs.length - 20)} more` : slugs.join(', ');
  }
}

/** Finds play folders by their names from the top. */
class FolderIndex {
  private readonly byUuid = new Map<string, Folder>();
  private readonly byParent = new Map<string | null, Folder[]>();

  constructor(folders: readonly Folder[]) {
    for (const folder of folders) {
      if (folder.kind !== 'play') continue;
      this.byUuid.set(folder.uuid.toLowerCase(), folder);
      this.byParent.set(folder.parentUuid, [...(this.byParent.get(folder.parentUuid) ?? []), folder]);
    }
  }

  find(key: 'folder' | 'folderUuid', value: unknown, wrong: Report): string | undefined {
    // a folder that comes from an empty variable or from another play can't be looked up
    if (typeof value !== 'string' || value === '') return undefined;
    if (key === 'folderUuid') {
      const found = this.byUuid.get(value.toLowerCase());
      return found?.uuid ?? wrong('unknown-folder', ['folderUuid'], `There is no folder for plays with the uuid ${value} in the workspace.`);
    }
    let here: readonly Folder[] = [];
    let parents: readonly (string | null)[] = [null];
    for (const name of value.split('/').map((each) => each.trim())) {
      const children = parents.flatMap((parent) => this.byParent.get(parent) ?? []);
      here = children.filter((folder) => folder.name.trim() === name);
      if (here.length === 0) {
        const names = children.map((folder) => folder.name);
        const meant = nearest(name, names);
        const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
        return wrong('unknown-folder', ['folder'], `There is no folder "${name}" for plays here.${near} There are: ${names.join(', ') || 'none'}.`);
      }
      parents = here.map(({ uuid }) => uuid);
    }
    if (here.length === 1) return here[0]?.uuid;
    return wrong('ambiguous-folder', ['folder'], `${String(here.length)} folders are called so: ${here.map(({ uuid }) => uuid).join(', ')}. Write \`folderUuid\` with one of them.`);
  }
}

function withRelatedModels(filter: unknown, models: ModelIndex, wrong: Report): unknown {
  const uuids = new Map<unknown, string>();
  for (const { condition, path } of conditionsOf(filter)) {
    const related = models.find(condition, 'relatedModel', 'relatedModelUuid', path, wrong);
    if (related !== undefined && 'relatedModel' in condition) uuids.set(condition, related.uuid);
  }
  return uuids.size === 0 ? filter : replaceRelated(filter, uuids);
}

function replaceRelated(value: unknown, uuids: ReadonlyMap<unknown, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => replaceRelated(item, uuids));
  if (typeof value !== 'object' || value === null || value instanceof Template) return value;
  const uuid = uuids.get(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      key === 'relatedModel' && uuid !== undefined ? ['relatedModelUuid', uuid] : [key, replaceRelated(each, uuids)],
    ),
  );
}

/** `play: ID` of a dependency schedule is the uuid of that play, once it exists. */
function withPlay(schedule: unknown): unknown {
  if (typeof schedule !== 'object' || schedule === null || !('play' in schedule) || !('type' in schedule)) return schedule;
  const { play, ...others } = schedule;
  if (schedule.type !== 'dependency' || typeof play !== 'string') return schedule;
  return { ...others, playUuid: new Template([{ id: play as PlayId, property: 'uuid' }]) };
}
