import { dayMs, joined, matchesValue } from './comparing.ts';
import type { Condition } from './comparing.ts';
import { kindOf } from './conditions.ts';
import type { Model, Row, Seed, Segment } from './entities.ts';
import { isObject } from './values.ts';

// Which records a filter matches. Like the service, it matches nothing, without a word, where the conjunction is
// misspelt, the column isn't on the model, or the condition's kind isn't the column's type ([pub]).

/** What of a workspace decides which records a filter matches. */
interface Data {
  readonly models: ReadonlyMap<string, Model>;
  readonly segments: ReadonlyMap<string, Segment>;
  readonly records: ReadonlyMap<string, Row[]>;
  readonly relations: Seed['relations'];
  /** Milliseconds since 1970. */
  readonly time: () => number;
}

function columnType(store: Data, modelUuid: string, slug: unknown): string | undefined {
  const model = store.models.get(modelUuid);
  return [...(model?.columns ?? []), ...(model?.additionalColumns ?? [])].find(
    (column) => column.slug === slug,
  )?.type;
}

function matchesColumn(store: Data, modelUuid: string, row: Row, condition: Condition): boolean {
  const type = columnType(store, modelUuid, condition['columnSlug']);
  return (
    type !== undefined &&
    kindOf(condition)?.columnTypes.includes(type) === true &&
    matchesValue(condition, row[String(condition['columnSlug'])], store.time())
  );
}

/** The records of another model that belong to a record. */
function relatedRows(store: Data, modelUuid: string, row: Row, relatedUuid: string): Row[] {
  for (const { models, columns } of store.relations) {
    const own = models.indexOf(modelUuid);
    if (own < 0 || models[1 - own] !== relatedUuid) continue;
    const value = row[columns[own] ?? ''];
    if (value === null || value === undefined || value === '') return [];
    return (store.records.get(relatedUuid) ?? []).filter((each) => each[columns[1 - own] ?? ''] === value);
  }
  return [];
}

function compares(rule: unknown, count: number): boolean {
  if (!isObject(rule)) return false;
  const value = Number(rule['value']);
  switch (rule['operator']) {
    case 'not':
      return count === 0;
    case 'moreThan':
      return count > value;
    case 'lessThan':
      return count < value;
    case 'exactly':
      return count === value;
    default:
      return false;
  }
}

function matchesOccurrence(store: Data, modelUuid: string, row: Row, condition: Condition): boolean {
  const relatedUuid = String(condition['relatedModelUuid']);
  const timeColumn = store.models.get(relatedUuid)?.timeColumnSlug;
  const inner = Array.isArray(condition['conditions']) ? condition['conditions'].filter(isObject) : [];
  if (inner.some((each) => columnType(store, relatedUuid, each['columnSlug']) === undefined)) return false;
  const found = relatedRows(store, modelUuid, row, relatedUuid).filter((related) => {
    const days = Math.floor((store.time() - Date.parse(String(related[timeColumn ?? '']))) / dayMs);
    return (
      compares(condition['period'], days) &&
      joined(
        condition['conjonction'],
        inner.map((each) => matchesColumn(store, relatedUuid, related, each)),
      )
    );
  });
  return compares(condition['frequency'], found.length);
}

function matchesCondition(
  store: Data,
  modelUuid: string,
  row: Row,
  condition: Condition,
  depth: number,
): boolean {
  switch (condition['kind']) {
    case 'segment': {
      const segment = store.segments.get(String(condition['segmentUuid']));
      // two segments may point at each other
      if (!segment || segment.modelUuid !== modelUuid || depth > 10) return false;
      return matches(store, modelUuid, row, segment.filter, depth + 1) === (condition['operator'] === 'in');
    }
    case 'occurrence':
      return matchesOccurrence(store, modelUuid, row, condition);
    case 'enrollment':
      // what batches ran on is not counted: no record ever entered a workflow by itself
      return compares(condition['frequency'], 0);
    default: {
      const relatedUuid = condition['relatedModelUuid'];
      if (typeof relatedUuid !== 'string') return matchesColumn(store, modelUuid, row, condition);
      return relatedRows(store, modelUuid, row, relatedUuid).some((each) =>
        matchesColumn(store, relatedUuid, each, condition),
      );
    }
  }
}

function matches(store: Data, modelUuid: string, row: Row, filter: Condition, depth: number): boolean {
  const groups = Array.isArray(filter['groups']) ? filter['groups'].filter(isObject) : [];
  return joined(
    filter['conjonction'],
    groups.map((group) => {
      const conditions = Array.isArray(group['conditions']) ? group['conditions'].filter(isObject) : [];
      return joined(
        group['conjonction'],
        conditions.map((condition) => matchesCondition(store, modelUuid, row, condition, depth)),
      );
    }),
  );
}

/**
 * The records of a model that a filter matches. SQL conditions match nothing: there is no database here.
 * @param filter null for all records
 */
export function matchingRows(store: Data, modelUuid: string, filter: Condition | null): Row[] {
  const rows = store.records.get(modelUuid) ?? [];
  return filter === null ? rows : rows.filter((row) => matches(store, modelUuid, row, filter, 0));
}
