import { conditionRow } from '../conditions.ts';
import type { ConditionRow } from '../conditions.ts';
import { playFields } from '../fields.ts';
import type { FieldName } from '../fields.ts';
import { isMapping } from '../mapping.ts';
import type { Mapping } from '../mapping.ts';
import { NewFolder } from '../new-folder.ts';
import { Template } from '../references.ts';
import type { PlayReference } from '../references.ts';

/** What is set of a live play, in the service's own terms; the description without the ownership line. */
export type LiveFields = { readonly [Name in FieldName]?: unknown };

/** What a definition writes in place of a uuid; undefined where no name means that one alone. */
export interface FileNames {
  /** A model's slug, or `dataset/slug`. */
  readonly model: (uuid: string) => string | undefined;
  /** A folder's names from the top. */
  readonly folder: (uuid: string) => string | undefined;
  /** A play of this repository, by the uuid of it, of its workflow or of its segment. */
  readonly play: (uuid: string) => PlayReference | undefined;
}

function mappings(value: unknown): Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}

/** A text that is no expression of ours, whatever it holds. */
export function literal(text: string): string {
  return text.split('${{').join('$${{');
}

/** The text that a literal one stands for. */
export function unescaped(text: string): string {
  return text.split('$${{').join('${{');
}

/** Plain data with all its texts literal, but for references that stand for nothing yet. */
export function literally(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (value instanceof Template) return value;
  if (Array.isArray(value)) return value.map(literally);
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, literally(each)]));
}

/**
 * A field of a live play as a definition writes it: names in place of uuids, without what the server adds.
 * @returns the key and its value; null where the field is left out
 */
export function fieldInWords(
  field: FieldName,
  value: unknown,
  names: FileNames,
): readonly [key: string, value: unknown] | null {
  if (value === undefined || value === null) return null;
  const { compared, names: stand } = playFields[field];
  if (stand === 'folder') {
    if (value instanceof NewFolder) return ['folder', literal(value.path)];
    const folder = typeof value === 'string' ? names.folder(value) : undefined;
    return folder === undefined ? [field, value] : ['folder', literal(folder)];
  }
  switch (compared) {
    case 'filter':
      return [field, filterInWords(value, names)];
    case 'schedule':
      return [field, scheduleInWords(value, names)];
    case 'list':
      return [
        field,
        mappings(value).map(({ columnSlug, kind }) => ({ columnSlug: literally(columnSlug), kind })),
      ];
    case 'description':
    case 'set':
    case 'text':
    case 'value':
      return [field, literally(value)];
  }
}

function scheduleInWords(schedule: unknown, { play }: FileNames): unknown {
  if (!isMapping(schedule)) return schedule;
  const { type } = schedule;
  switch (type) {
    case 'cron':
      return { type, cron: schedule['cron'] };
    case 'watch':
    case 'realtime':
      return { type };
    case 'dbt':
      return { type, jobId: String(schedule['jobId']) };
    case 'dependency': {
      const { playUuid } = schedule;
      const reference = typeof playUuid === 'string' ? play(playUuid) : undefined;
      return reference?.property === 'uuid' ? { type, play: reference.id } : { type, playUuid };
    }
  }
  // the server's own ([doc])
  const { temporalScheduleWorkflowId: _id, meta: _meta, ...others } = schedule;
  return literally(others);
}

function filterInWords(filter: unknown, names: FileNames): unknown {
  if (!isMapping(filter)) return filter;
  return {
    conjonction: filter['conjonction'] ?? 'and',
    groups: mappings(filter['groups'])
      .map(({ conjonction = 'and', conditions }) => ({
        conjonction,
        conditions: mappings(conditions).map((condition) => conditionInWords(condition, names)),
      }))
      .filter(({ conditions }) => conditions.length > 0),
  };
}

/** A condition with the keys of its kind, in their order; one of a kind that this version doesn't know as it stands. */
function conditionInWords(condition: Mapping, names: FileNames): Mapping {
  const row = conditionRow(condition['kind']);
  const keys = row === undefined ? null : keysOf(row, condition['operator']);
  if (keys === null) return valuesInWords(condition, Object.keys(condition), names);
  return valuesInWords(condition, ['kind', ...keys], names);
}

function keysOf({ fields, groups }: ConditionRow, operator: unknown): string[] | null {
  const own = Object.keys(fields).map((key) => (key === 'relatedModel' ? 'relatedModelUuid' : key));
  if (groups.length === 0) return own;
  const group = groups.find(({ operators }) => operators.some((each) => each === operator));
  return group === undefined ? null : [...own, 'operator', ...Object.keys(group.shape)];
}

function valuesInWords(condition: Mapping, keys: readonly string[], names: FileNames): Mapping {
  const found: Record<string, unknown> = {};
  for (const key of keys) {
    const value = condition[key];
    if (value === null || value === undefined) continue;
    const model = key === 'relatedModelUuid' && typeof value === 'string' ? names.model(value) : undefined;
    if (model !== undefined) found['relatedModel'] = literal(model);
    else found[key] = valueInWords(key, value, condition['kind'], names);
  }
  const inside = found['propertyConditions'] ?? found['conditions'];
  return inside === undefined || 'conjonction' in found ? found : { ...found, conjonction: 'and' };
}

const operands = new Set(['value', 'firstValue', 'lastValue', 'otherValue']);
const counts: ReadonlySet<string> = new Set(['frequency', 'period']);

function valueInWords(key: string, value: unknown, kind: unknown, names: FileNames): unknown {
  if (key === 'propertyConditions' || key === 'conditions')
    return mappings(value).map((each) => conditionInWords(each, names));
  if (counts.has(key) && isMapping(value)) return countInWords(value);
  if (operands.has(key)) {
    // the service takes a number and its text alike, the schema what the kind is about
    if (kind === 'number' && typeof value === 'string' && value.trim() !== '') return Number(value);
    if (kind === 'objectProperty' && typeof value === 'number') return String(value);
  }
  const reference = key.endsWith('Uuid') && typeof value === 'string' ? names.play(value) : undefined;
  return reference === undefined ? literally(value) : `\${{ plays.${reference.id}.${reference.property} }}`;
}

function countInWords({ operator, value, unit }: Mapping): Mapping {
  return {
    operator: literally(operator),
    ...(operator === 'not' || value === undefined
      ? {}
      : { value: typeof value === 'string' ? Number(value) : value }),
    ...(unit === undefined ? {} : { unit: literally(unit) }),
  };
}
