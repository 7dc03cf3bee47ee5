import { playFields } from '../definition/fields.ts';
import { fillTemplates, referencesIn } from '../definition/references.ts';
import type { PlayReference } from '../definition/references.ts';
import type { PlayId } from '../definition/play-id.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { CreateBody, PlayRow, UpdateBody } from './actual.ts';
import { endsWithLine, writeOwnership } from './ownership.ts';
import type { Owner } from './ownership.ts';
import type { Change } from './plan.ts';

/**
 * Puts the uuids of plays that exist by now into a definition's fields.
 * @returns `missing` is a reference that could not be filled in: Cargo didn't return that uuid
 */
export function fillFields(
  desired: DesiredPlay,
  plays: ReadonlyMap<PlayId, PlayRow>,
): { fields: DesiredPlay['fields']; missing: PlayReference | undefined } {
  const look = (reference: PlayReference): string | undefined =>
    plays.get(reference.id)?.[reference.property] ?? undefined;
  const fields = fillTemplates(desired.fields, look) as DesiredPlay['fields'];
  return { fields, missing: referencesIn(fields)[0] };
}

function described(fields: DesiredPlay['fields'], owner: Owner | null, id: PlayId): unknown {
  const text = fields.description;
  if (owner === null) return text;
  return writeOwnership(typeof text === 'string' ? text : undefined, owner, id);
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
  const description = described(fields, owner, desired.id);
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
  if ('description' in body || change.kind === 'adopt' || change.newLine || lineLost) {
    body['description'] = described(fields, owner, change.id) ?? null;
  }
  return body;
}
