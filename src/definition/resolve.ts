import { fieldNames, fieldOfKey, playFields } from './fields.ts';
import type { DesiredFields, FieldName } from './fields.ts';
import { ifMade } from './if-made.ts';
import type { LiveDiagnostic } from './if-made.ts';
import { FolderIndex, ModelIndex } from './live.ts';
import type { LiveWorkspace, Model, Report } from './live.ts';
import type { Definition } from './parse.ts';
import type { PlayId } from './play-id.ts';
import { Template } from './references.ts';
import { conditionsOf } from './rules.ts';

/** A play as the repository wants it, in Cargo's own terms. */
export interface DesiredPlay extends Omit<Definition, 'fields' | 'unknown'> {
  readonly name: string;
  readonly modelUuid: string;
  /** The model as a person knows it: its slug (`dataset/slug` where the slug is ambiguous). */
  readonly model: string;
  /**
   * The fields of the create call but `modelUuid`, names turned into uuids, the description without the
   * ownership line. What names another play of the repository is a Template until that play exists.
   */
  readonly fields: DesiredFields;
  /** The folder as its names say it, `GTM / Scoring`, whether it exists or not; null where none is named. */
  readonly folder: string | null;
}

/**
 * Which lists the definitions make necessary beside that of the models. The datasets are needed where one is
 * named, and where a slug stands in several of them, to tell which.
 */
export function needsOf(
  definitions: readonly Definition[],
  models: readonly Model[],
): {
  readonly folders: boolean;
  readonly datasets: boolean;
} {
  const known = new Set<string>();
  const ambiguous = new Set<string>();
  for (const { slug } of models) (known.has(slug) ? ambiguous : known).add(slug);
  const needsDataset = (slug: string): boolean => slug.includes('/') || ambiguous.has(slug);
  return {
    folders: definitions.some(({ fields }) => 'folder' in fields || 'folderUuid' in fields),
    datasets: definitions.some((definition) => slugsOf(definition.fields).some(needsDataset)),
  };
}

function slugsOf({ model, filter }: Definition['fields']): string[] {
  const slugs = [model, ...conditionsOf(filter).map(({ condition }) => condition['relatedModel'])];
  return slugs.filter((slug) => typeof slug === 'string');
}

/**
 * Turns names into uuids.
 * @param pause called for each definition, so that others get a turn however many there are
 * @param createFolders whether a folder that is named and does not exist is to be made, and so is no error
 * @returns a play for each definition whose model was found, and what is wrong with names
 */
export async function resolve(
  definitions: readonly Definition[],
  live: LiveWorkspace,
  pause: () => Promise<void>,
  createFolders = false,
): Promise<{ readonly desired: DesiredPlay[]; readonly diagnostics: LiveDiagnostic[] }> {
  const desired: DesiredPlay[] = [];
  const diagnostics: LiveDiagnostic[] = [];
  const models = new ModelIndex(live);
  const folders = live.folders === null ? null : new FolderIndex(live.folders, createFolders);
  const byName = new Map<string, Definition>();
  for (const definition of definitions) {
    await pause();
    const { fields, unknown: _unknown, ...kept } = definition;
    const wrong: Report = (code, path, message) => {
      diagnostics.push({
        severity: 'error',
        code,
        message,
        place: definition.place(path),
        ...ifMade(definition, path),
      });
      return undefined;
    };
    const model = models.find(fields, 'model', 'modelUuid', [], wrong);
    const given = new Set(Object.keys(fields).map(fieldOfKey));
    const resolved = Object.fromEntries(
      fieldNames
        .filter((field) => given.has(field))
        .map((field) => [field, withUuids(field, fields, models, folders, wrong)]),
    );
    if (model === undefined) continue;
    const twin = byName.get(JSON.stringify([fields.name, model.uuid]));
    if (twin !== undefined && twin.fields['model'] !== fields['model']) {
      wrong(
        'duplicate-name',
        ['name'],
        `A play named "${fields.name}" on this model is already defined at ${twin.file}:${String(twin.line)}. Rename one of them.`,
      );
    }
    byName.set(JSON.stringify([fields.name, model.uuid]), definition);
    desired.push({
      ...kept,
      name: fields.name,
      modelUuid: model.uuid,
      model: models.label(model),
      fields: resolved,
      folder: folderPath(fields.folder),
    });
  }
  return { desired, diagnostics };
}

function folderPath(folder: string | undefined): string | null {
  if (folder === undefined || folder === '') return null;
  return folder
    .split('/')
    .map((name) => name.trim())
    .join(' / ');
}

/** A field's value with the uuids of what it names. */
function withUuids(
  field: FieldName,
  fields: Definition['fields'],
  models: ModelIndex,
  folders: FolderIndex | null,
  wrong: Report,
): unknown {
  switch (playFields[field].names) {
    case 'nothing':
      return fields[field];
    case 'related-models':
      return withRelatedModels(fields.filter, models, wrong);
    case 'play':
      return withPlay(fields.schedule);
    case 'folder':
      return 'folder' in fields
        ? (folders?.find('folder', fields.folder, wrong) ?? fields.folder)
        : (folders?.find('folderUuid', fields.folderUuid, wrong) ?? fields.folderUuid);
  }
}

function withRelatedModels(
  filter: Definition['fields']['filter'],
  models: ModelIndex,
  wrong: Report,
): unknown {
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
      key === 'relatedModel' && uuid !== undefined
        ? ['relatedModelUuid', uuid]
        : [key, replaceRelated(each, uuids)],
    ),
  );
}

/** `play: ID` of a dependency schedule is the uuid of that play, once it exists. */
function withPlay(schedule: Definition['fields']['schedule']): DesiredFields['schedule'] {
  if (schedule?.type !== 'dependency') return schedule;
  const { play, ...others } = schedule;
  if (typeof play !== 'string') return schedule;
  return { ...others, playUuid: new Template([{ id: play as PlayId, property: 'uuid' }]) };
}
