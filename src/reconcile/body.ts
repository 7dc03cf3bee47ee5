import { playFields } from '../definition/fields.ts';
import { NewFolder } from '../definition/new-folder.ts';
import { fillTemplates, referencesIn } from '../definition/references.ts';
import type { PlayReference } from '../definition/references.ts';
import type { PlayId } from '../definition/play-id.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { CreateBody, PlayRow, UpdateBody } from './actual.ts';
import { endsWithLine, ownText, writeOwnership } from './ownership.ts';
import type { Owner } from './ownership.ts';
import type { Change } from './plan.ts';
import type { Removal } from './removal.ts';
import { isMapping } from './spelling.ts';

/**
 * Puts the uuids of plays that exist by now into a definition's fields, and all others in lower case: Cargo may compare
 * them as texts.
 * @returns `missing` is a reference that could not be filled in: Cargo didn't return that uuid
 */
export function fillFields(
  desired: DesiredPlay,
  plays: ReadonlyMap<PlayId, PlayRow>,
): { fields: DesiredPlay['fields']; missing: PlayReference | undefined } {
  const look = (reference: PlayReference): string | undefined =>
    plays.get(reference.id)?.[reference.property] ?? undefined;
  const fields = withLowerUuids(fillTemplates(desired.fields, look)) as DesiredPlay['fields'];
  return { fields, missing: referencesIn(fields)[0] };
}

function withLowerUuids(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLowerUuids);
  if (!isMapping(value) || value instanceof NewFolder) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key.endsWith('Uuid') && typeof each === 'string' ? each.toLowerCase() : withLowerUuids(each),
    ]),
  );
}

function described(
  fields: DesiredPlay['fields'],
  owner: Owner | null,
  { id, protect }: Pick<DesiredPlay, 'id' | 'protect'>,
): unknown {
  const text = fields.description;
  if (owner === null) return text;
  return writeOwnership(typeof text === 'string' ? text : undefined, owner, id, protect);
}

/**
 * The body of a play's create call: the definition's fields, its model, and the ownership line.
 * @param fields the definition's fields with all references filled in
 */
export function createBody(
  desired: DesiredPlay,
  fields: DesiredPlay['fields'],
  owner: Owner | null,
): CreateBody {
  const description = described(fields, owner, desired);
  return {
    ...fields,
    name: desired.name,
    modelUuid: desired.modelUuid,
    ...(description === undefined ? {} : { description }),
  };
}

/** The body of an update: the fields that differ alone; a field that the definition leaves out is cleared ([pub]). */
export function updateBody(
  change: Extract<Change, { kind: 'adopt' | 'update' }>,
  fields: DesiredPlay['fields'],
  owner: Owner | null,
): UpdateBody {
  if (change.kind === 'update' && change.kept !== null) return {};
  const body: Record<string, unknown> = {};
  for (const { field } of change.differences) {
    const row = playFields[field];
    body[field] = fields[field] ?? ('cleared' in row ? row.cleared : null);
  }
  // a line that was moved or edited by hand is put back at the end
  const lineLost = owner !== null && !endsWithLine(change.actual.play.description);
  const lineDiffers = lineLost || change.protectDiffers;
  if ('description' in body || change.kind === 'adopt' || change.newLine || lineDiffers) {
    body['description'] = described(fields, owner, change.desired) ?? null;
  }
  return body;
}

/** The body of the update that leaves a play without a definition: off, or without its ownership line. */
export function partingBody({ kind, actual }: Removal): UpdateBody {
  if (kind === 'disable') return { isEnabled: false };
  const text = ownText(actual.play.description);
  return { description: text === '' ? playFields.description.cleared : text };
}
