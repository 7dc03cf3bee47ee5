import * as z from 'zod/mini';
import { ApiError } from '../errors.ts';
import { liveOn, liveSchema } from '../definition/fields.ts';
import { answeredUuid as uuid, maybeUuid } from '../definition/shapes.ts';
import { inOneCase } from '../definition/uuid.ts';
import type { Dataset, Folder, Model } from '../definition/live.ts';
import type { ListedSegments, Play, PlayRow, PlayUuid, Segment, SegmentRow } from '../reconcile/actual.ts';

// compiling validators costs more at the start than it saves
z.config({ jitless: true });

type Raw = Readonly<Record<string, unknown>>;

const maybe = z.nullish(z.string());

const anyRowSchema = z.looseObject({ uuid });
const playSchema = z.looseObject({
  uuid,
  modelUuid: uuid,
  workspaceUuid: maybeUuid,
  workflowUuid: maybeUuid,
  segmentUuid: maybeUuid,
  ...liveSchema('play'),
  isEnabled: z.nullish(z.boolean()),
});

const segmentSchema = z.looseObject({ uuid, ...liveSchema('segment') });

const columnsSchema = z.nullish(z.array(z.looseObject({ slug: z.string(), type: z.string() })));
const modelSchema = z.looseObject({
  uuid,
  workspaceUuid: maybeUuid,
  slug: z.string(),
  name: maybe,
  datasetUuid: maybeUuid,
  columns: columnsSchema,
  additionalColumns: columnsSchema,
});
const datasetSchema = z.looseObject({ uuid, workspaceUuid: maybeUuid, slug: z.string() });
const folderSchema = z.looseObject({
  uuid,
  workspaceUuid: maybeUuid,
  parentUuid: maybeUuid,
  kind: z.string(),
  name: z.string(),
});

/** A request whose answer is decoded: what its errors say of it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly what: string;
}

/**
 * Is called with a row that can't be read, and is therefore treated as if it were not there.
 * @param row what it is, with its uuid
 * @param why what can't be read in it
 */
export type PassOver = (row: string, why: string) => void;

/** The error of an answer in which something is missing. */
export function unreadable({ method, path, what }: Asked, missing: string): ApiError {
  const message = `Could not ${what} (${method} ${path}): the answer has an unexpected form (${missing}). Cargo's API may have changed. Please report this.`;
  return doubtful(message, method, path);
}

/** An answer about something else than was asked for: a write may have happened or not. */
export function aboutOther({ method, path, what }: Asked, kind: 'play' | 'workflow'): ApiError {
  const message = `Could not ${what} (${method} ${path}): the answer is about a different ${kind}.`;
  return doubtful(message, method, path);
}

function doubtful(message: string, method: string, path: string): ApiError {
  return new ApiError('unreadable-answer', message, {
    method,
    path,
    status: 200,
    reason: null,
    certainty: 'doubtful',
  });
}

/** A value as the schema has it; throws an ApiError that names the place of what is wrong. */
export function decode<Value>(
  schema: z.ZodMiniType<Value>,
  value: unknown,
  asked: Asked,
  where: string,
): Value {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw unreadable(asked, wrongAt(result.error, where));
}

function wrongAt({ issues: [issue] }: z.core.$ZodError, where: string): string {
  const path = [where, ...(issue?.path ?? []).map(String)].join('.');
  return issue?.code === 'invalid_type'
    ? `${path} is not of type ${issue.expected}`
    : `${path} has an unexpected value`;
}

/** The value under the key that an answer holds its data in. */
export function under(json: unknown, key: string, asked: Asked): unknown {
  if (typeof json === 'object' && json !== null && key in json) return (json as Raw)[key];
  throw unreadable(asked, `"${key}" is missing`);
}

export type AnyRow = z.infer<typeof anyRowSchema>;

const isCursor = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') || typeof value === 'number';

/** How services say that a list goes on. */
const pageMarks: readonly (readonly [string, (value: unknown) => boolean])[] = [
  ['hasMore', (value) => value === true],
  ['hasNextPage', (value) => value === true],
  ['nextCursor', isCursor],
  ['nextPageToken', isCursor],
];

/** A row as it is, where it needs no change: the schema copies it, which takes long for many. */
function anyRow(value: unknown): AnyRow | null {
  if (typeof value !== 'object' || value === null || !('uuid' in value)) return null;
  const { uuid: own } = value;
  const isFine = typeof own === 'string' && own !== '' && inOneCase(own) === own;
  return isFine ? (value as AnyRow) : null;
}

/** The rows of a list by their uuids: each once, however often it is listed. */
export function rowsOf(json: unknown, key: string, asked: Asked): ReadonlyMap<string, AnyRow> {
  const rows = under(json, key, asked);
  if (!Array.isArray(rows)) throw unreadable(asked, `"${key}" is not a list`);
  // [pub]: each list comes whole. What stands on another page would be made again
  const more = pageMarks.find(([name, isMore]) => isMore((json as Raw)[name]))?.[0];
  if (more !== undefined)
    throw unreadable(asked, `"${more}" says that there are more pages, and only one can be read`);
  const byUuid = new Map<string, AnyRow>();
  rows.forEach((each, index) => {
    const row = anyRow(each) ?? decode(anyRowSchema, each, asked, `${key}.${String(index)}`);
    if (!byUuid.has(row.uuid)) byUuid.set(row.uuid, row);
  });
  return byUuid;
}

/**
 * The rows of a list that can be read.
 * @param passOver is called with each that can't be
 */
export function list<Value>(
  schema: z.ZodMiniType<Value>,
  json: unknown,
  key: string,
  asked: Asked,
  passOver: PassOver,
): Value[] {
  return [...rowsOf(json, key, asked).values()].flatMap((row) => {
    const result = schema.safeParse(row);
    if (result.success) return [result.data];
    passOver(`${key}: ${row.uuid}`, wrongAt(result.error, 'row'));
    return [];
  });
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function uuidText(value: unknown): string | null {
  return typeof value === 'string' ? inOneCase(value) : null;
}

/** When a play was deleted; null for what other services say of one that was not. */
function deletion(value: unknown): string | null {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return null;
  // how Go writes a time that is not set
  if (typeof value === 'string' && value.startsWith('0001-01-01T00:00:00')) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Reads of a play what can be read: what is missing is reported only where the play is needed in full. */
function toRow(raw: AnyRow, asked: Asked): PlayRow {
  const name = text(raw['name']);
  const modelUuid = uuidText(raw['modelUuid']);
  return {
    uuid: raw.uuid as PlayUuid,
    workspaceUuid: uuidText(raw['workspaceUuid']),
    workflowUuid: uuidText(raw['workflowUuid']),
    segmentUuid: uuidText(raw['segmentUuid']),
    modelUuid: modelUuid ?? '',
    name: name ?? '',
    description: text(raw['description']),
    deletedAt: deletion(raw['deletedAt']),
    isReadable: name !== null && modelUuid !== null,
    isDescribed: 'description' in raw,
    read: () => toPlay(raw, asked),
  };
}

/** A play in full, from an answer or a listed row. */
function toPlay(raw: unknown, asked: Asked): Play {
  const play = decode(playSchema, raw, asked, 'play');
  return {
    ...toRow(play, asked),
    ...liveOn('play', play),
    isEnabled: play.isEnabled ?? null,
  };
}

/** The play of an answer `{"play": …}` ([doc]), as far as it can be read; with its uuid at least. */
export function decodePlay(json: unknown, asked: Asked): PlayRow {
  return toRow(decode(anyRowSchema, under(json, 'play', asked), asked, 'play'), asked);
}

/** The plays of a list ([pub]), decoded as far as matching needs it: there may be thousands. */
export function decodePlays(json: unknown, asked: Asked): PlayRow[] {
  const rows = [...rowsOf(json, 'plays', asked).values()];
  // a row that tells nothing may be somebody else's; where none tells anything, ours would not be known again
  if (rows.length > 0 && rows.every((raw) => text(raw['name']) === null && text(raw['description']) === null))
    throw unreadable(asked, 'none of its plays has a name or a description');
  return rows.map((raw) => toRow(raw, asked));
}

/** The segments of a list ([pub]), decoded no further than their uuids: few of them are asked for. */
export function decodeSegments(json: unknown, asked: Asked): ListedSegments {
  const rows = rowsOf(json, 'segments', asked);
  return {
    get: (uuid) => {
      const raw = rows.get(uuid);
      return raw === undefined ? undefined : segmentRow(raw, asked);
    },
  };
}

/** The segment of an answer `{"segment": …}` ([pub]). */
export function decodeSegment(json: unknown, asked: Asked): SegmentRow {
  const raw = decode(anyRowSchema, under(json, 'segment', asked), asked, 'segment');
  return segmentRow(raw, asked);
}

function segmentRow(raw: AnyRow, asked: Asked): SegmentRow {
  return { uuid: raw.uuid, read: () => toSegment(raw, asked) };
}

/** A segment in full ([pub]: a play's filter, sort, limit and tracked columns are there). */
function toSegment(raw: Raw, asked: Asked): Segment {
  const segment = decode(segmentSchema, raw, asked, 'segment');
  return {
    uuid: segment.uuid,
    ...liveOn('segment', segment),
    // only told
    recordsCount: typeof raw['recordsCount'] === 'number' ? raw['recordsCount'] : null,
  };
}

/** The models of a list ([pub]), with the columns of both lists that a model has. */
export function decodeModels(json: unknown, asked: Asked, passOver: PassOver): Model[] {
  return list(modelSchema, json, 'models', asked, passOver).map((model) => ({
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
export function decodeDatasets(json: unknown, asked: Asked, passOver: PassOver): Dataset[] {
  return list(datasetSchema, json, 'datasets', asked, passOver).map((row) => ({
    uuid: row.uuid,
    workspaceUuid: row.workspaceUuid ?? null,
    slug: row.slug,
  }));
}

/** The folders of a list ([pub]), of every kind. */
export function decodeFolders(json: unknown, asked: Asked, passOver: PassOver): Folder[] {
  return list(folderSchema, json, 'folders', asked, passOver).map(toFolder);
}

/** The folder of an answer ([pub]). */
export function decodeFolder(json: unknown, asked: Asked): Folder {
  return toFolder(decode(folderSchema, under(json, 'folder', asked), asked, 'folder'));
}

function toFolder({
  uuid: own,
  workspaceUuid,
  parentUuid,
  kind,
  name,
}: z.infer<typeof folderSchema>): Folder {
  return { uuid: own, workspaceUuid: workspaceUuid ?? null, parentUuid: parentUuid ?? null, kind, name };
}
