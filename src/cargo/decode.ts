import * as z from 'zod/mini';
import { ApiError } from '../errors.ts';
import type { Dataset, Folder, Model } from '../definition/live.ts';
import type { Play, PlayRow, PlayUuid, Segment, SegmentRow } from '../reconcile/actual.ts';

// compiling validators costs more at the start than it saves
z.config({ jitless: true });

type Raw = Readonly<Record<string, unknown>>;

const uuid = z.string().check(z.minLength(1));
const maybe = z.nullish(z.string());
const object = z.record(z.string(), z.unknown());

const rowSchema = z.looseObject({
  uuid,
  workspaceUuid: maybe,
  modelUuid: uuid,
  name: z.string(),
  description: maybe,
  deletedAt: maybe,
});

const playSchema = z.looseObject({
  ...rowSchema.shape,
  workflowUuid: maybe,
  segmentUuid: maybe,
  changeKinds: z.array(z.string()),
  runCreationRule: z.string(),
  schedule: z.nullish(object),
  folderUuid: maybe,
  isEnabled: z.nullish(z.boolean()),
});

const segmentRowSchema = z.looseObject({ uuid });
const segmentSchema = z.looseObject({
  uuid,
  limit: z.nullish(z.number()),
  trackingColumnSlugs: z.nullish(z.array(z.string())),
});
const columnsSchema = z.nullish(z.array(z.looseObject({ slug: z.string(), type: z.string() })));
const modelSchema = z.looseObject({
  uuid,
  workspaceUuid: maybe,
  slug: z.string(),
  name: maybe,
  datasetUuid: maybe,
  columns: columnsSchema,
  additionalColumns: columnsSchema,
});
const datasetSchema = z.looseObject({ uuid, workspaceUuid: maybe, slug: z.string() });
const folderSchema = z.looseObject({
  uuid,
  workspaceUuid: maybe,
  parentUuid: maybe,
  kind: z.string(),
  name: z.string(),
});

/** A request whose answer is decoded: what its errors say of it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly what: string;
}

function unreadable({ method, path, what }: Asked, missing: string): ApiError {
  const message = `Could not ${what} (${method} ${path}): the answer can't be read: ${missing}. The API may have changed.`;
  return new ApiError('unreadable-answer', message, {
    method,
    path,
    status: 200,
    reason: null,
    certainty: 'doubtful',
  });
}

function decode<Value>(schema: z.ZodMiniType<Value>, value: unknown, asked: Asked, where: string): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = [where, ...(issue?.path ?? []).map(String)].join('.');
  const due = issue?.code === 'invalid_type' ? `it is no ${issue.expected}` : 'it is not as expected';
  throw unreadable(asked, `${path}: ${due}`);
}

/** The value under the key that an answer holds its data in. */
function under(json: unknown, key: string, asked: Asked): unknown {
  if (typeof json === 'object' && json !== null && key in json) return (json as Raw)[key];
  throw unreadable(asked, `there is no "${key}" in it`);
}

function list<Value>(schema: z.ZodMiniType<Value>, json: unknown, key: string, asked: Asked): Value[] {
  const rows = under(json, key, asked);
  if (!Array.isArray(rows)) throw unreadable(asked, `"${key}" is no list`);
  return rows.map((row, index) => decode(schema, row, asked, `${key}.${String(index)}`));
}

function headOf(raw: z.infer<typeof rowSchema>): Omit<PlayRow, 'read'> {
  const { uuid: id, workspaceUuid, modelUuid, name, description, deletedAt } = raw;
  return {
    uuid: id as PlayUuid,
    workspaceUuid: workspaceUuid ?? null,
    modelUuid,
    name,
    description: description ?? null,
    deletedAt: deletedAt ?? null,
  };
}

/** A play in full, from an answer or a listed row. */
function toPlay(raw: unknown, asked: Asked): Play {
  const play = decode(playSchema, raw, asked, 'play');
  return {
    ...headOf(play),
    workflowUuid: play.workflowUuid ?? null,
    segmentUuid: play.segmentUuid ?? null,
    changeKinds: play.changeKinds,
    runCreationRule: play.runCreationRule,
    schedule: play.schedule ?? null,
    folderUuid: play.folderUuid ?? null,
    isEnabled: play.isEnabled ?? null,
  };
}

/** The play of an answer `{"play": …}` ([doc]). */
export function decodePlay(json: unknown, asked: Asked): Play {
  return toPlay(under(json, 'play', asked), asked);
}

/** The plays of a list ([pub]), decoded as far as matching needs it: there may be thousands. */
export function decodePlays(json: unknown, asked: Asked): PlayRow[] {
  return list(rowSchema, json, 'plays', asked).map((raw) => ({
    ...headOf(raw),
    read: () => toPlay(raw, asked),
  }));
}

/** The segments of a list ([pub]), decoded no further than their uuids. */
export function decodeSegments(json: unknown, asked: Asked): SegmentRow[] {
  return list(segmentRowSchema, json, 'segments', asked).map((raw) => segmentRow(raw, asked));
}

/** The segment of an answer `{"segment": …}` ([pub]). */
export function decodeSegment(json: unknown, asked: Asked): SegmentRow {
  const raw = decode(segmentRowSchema, under(json, 'segment', asked), asked, 'segment');
  return segmentRow(raw, asked);
}

function segmentRow(raw: z.infer<typeof segmentRowSchema>, asked: Asked): SegmentRow {
  return { uuid: raw.uuid, read: () => toSegment(raw, asked) };
}

/** A segment in full ([pub]: a play's filter, sort, limit and tracked columns are there). */
function toSegment(raw: Raw, asked: Asked): Segment {
  const segment = decode(segmentSchema, raw, asked, 'segment');
  return {
    uuid: segment.uuid,
    filter: raw['filter'],
    sort: raw['sort'],
    limit: segment.limit ?? null,
    trackingColumnSlugs: segment.trackingColumnSlugs ?? null,
  };
}

/** The models of a list ([pub]), with the columns of both lists that a model has. */
export function decodeModels(json: unknown, asked: Asked): Model[] {
  return list(modelSchema, json, 'models', asked).map((model) => ({
    uuid: model.uuid,
    workspaceUuid: model.workspaceUuid ?? null,
    slug: model.slug,
    name: model.name ?? null,
    datasetUuid: model.datasetUuid ?? null,
    columns:
      model.columns === null || model.columns === undefined
        ? (model.additionalColumns ?? null)
        : [...model.columns, ...(model.additionalColumns ?? [])],
  }));
}

/** The datasets of a list ([pub]). */
export function decodeDatasets(json: unknown, asked: Asked): Dataset[] {
  return list(datasetSchema, json, 'datasets', asked).map((row) => ({
    uuid: row.uuid,
    workspaceUuid: row.workspaceUuid ?? null,
    slug: row.slug,
  }));
}

/** The folders of a list ([pub]), of every kind. */
export function decodeFolders(json: unknown, asked: Asked): Folder[] {
  return list(folderSchema, json, 'folders', asked).map((row) => ({
    uuid: row.uuid,
    workspaceUuid: row.workspaceUuid ?? null,
    parentUuid: row.parentUuid ?? null,
    kind: row.kind,
    name: row.name,
  }));
}
