import { uuidField } from './bodies.ts';
import { isFilter } from './conditions.ts';
import type { Row } from './entities.ts';
import { matchingRows } from './matching.ts';
import { Refusal } from './refusal.ts';
import type { Store } from './store.ts';
import { isObject } from './values.ts';

/** Orders values of a column; records without a value come last. */
function compare(one: unknown, other: unknown): number {
  const [missing, otherMissing] = [one, other].map((value) => value === null || value === undefined);
  if (missing || otherMissing) return Number(missing) - Number(otherMissing);
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one) < String(other) ? -1 : Number(String(one) > String(other));
}

function sorted(rows: readonly Row[], sort: unknown): Row[] {
  const keys = Array.isArray(sort) ? sort.filter(isObject) : [];
  return [...rows].sort((one, other) => {
    for (const { columnSlug, kind } of keys) {
      const order = compare(one[String(columnSlug)], other[String(columnSlug)]);
      if (order !== 0) return kind === 'desc' ? -order : order;
    }
    return 0;
  });
}

/** A field that must be a whole number, not below `least`; null where it is left out or null. */
export function countField(
  given: Readonly<Record<string, unknown>>,
  key: string,
  least: number,
): number | null {
  const value = given[key] ?? null;
  if (value === null) return null;
  if (!Number.isInteger(value) || Number(value) < least)
    throw new Refusal(400, null, `${key} must be a whole number, ${least} or more`);
  return Number(value);
}

/**
 * The records that `{modelUuid, filter, sort, limit}` selects, in order. Refuses a model that isn't there and what
 * is no filter.
 */
export function selectRecords(
  store: Store,
  given: Readonly<Record<string, unknown>>,
): { modelUuid: string; rows: Row[] } {
  const modelUuid = uuidField(given, 'modelUuid');
  if (!store.models.has(modelUuid))
    throw new Refusal(400, 'modelNotFound', 'there is no model with this uuid');
  const filter = given['filter'] ?? null;
  if (filter !== null && !isFilter(filter, store.settings.newKinds))
    throw new Refusal(400, 'invalidFilter', 'filter is not a valid filter');
  const limit = countField(given, 'limit', 1);
  const rows = sorted(matchingRows(store, modelUuid, filter), given['sort']);
  return { modelUuid, rows: rows.slice(0, limit ?? Infinity) };
}
