import type { Diagnostic, Path, Place } from './diagnostic.ts';
import { FolderIndex, ModelIndex } from './live.ts';
import type { LiveWorkspace, Model, Report } from './live.ts';
import type { Definition, PlayId } from './parse.ts';
import { Template } from './references.ts';
import { conditionsOf } from './rules.ts';

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

function slugsOf(fields: Fields): string[] {
  const slugs = [
    fields['model'],
    ...conditionsOf(fields['filter']).map(({ condition }) => condition['relatedModel']),
  ];
  return slugs.filter((slug) => typeof slug === 'string');
}

/** The fields of the create call that are taken over as they stand ([doc]). */
const plainFields = [
  'name',
  'changeKinds',
  'runCreationRule',
  'description',
  'sort',
  'limit',
  'trackingColumnSlugs',
] as const;

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
      else if (key === 'folder' || key === 'folderUuid')
        resolved['folderUuid'] = folders?.find(key, value, wrong) ?? value;
    }
    if (model === undefined) continue;
    const twin = byName.get(JSON.stringify([fields.name, model.uuid]));
    if (twin !== undefined && twin.fields['model'] !== fields['model']) {
      wrong(
        'duplicate-name',
        ['name'],
        `"${fields.name}" on this model is defined at ${twin.file}:${String(twin.line)} already. Give one of them another name.`,
      );
    }
    byName.set(JSON.stringify([fields.name, model.uuid]), definition);
    desired.push({
      id,
      file,
      line,
      name: fields.name,
      modelUuid: model.uuid,
      model: models.label(model),
      fields: resolved,
      dependsOn,
      place,
    });
  }
  return { desired, diagnostics };
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
      key === 'relatedModel' && uuid !== undefined
        ? ['relatedModelUuid', uuid]
        : [key, replaceRelated(each, uuids)],
    ),
  );
}

/** `play: ID` of a dependency schedule is the uuid of that play, once it exists. */
function withPlay(schedule: unknown): unknown {
  if (typeof schedule !== 'object' || schedule === null || !('play' in schedule) || !('type' in schedule))
    return schedule;
  const { play, ...others } = schedule;
  if (schedule.type !== 'dependency' || typeof play !== 'string') return schedule;
  return { ...others, playUuid: new Template([{ id: play as PlayId, property: 'uuid' }]) };
}
