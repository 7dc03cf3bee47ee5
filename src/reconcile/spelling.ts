import type { playFields } from '../definition/fields.ts';
import { Template } from '../definition/references.ts';
import { canonicalCron } from './cron.ts';
import { ownText } from './ownership.ts';

type Mapping = Readonly<Record<string, unknown>>;
type Compared = (typeof playFields)[keyof typeof playFields]['compared'];

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Template);
}

/**
 * A field's value in the one spelling that all spellings of the same value share, as far as the API has a clear
 * equivalence: what Cargo answers may be written differently from what was sent.
 * @returns null where nothing is set
 */
export function canonical(compared: Compared, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Template) return value;
  switch (compared) {
    case 'value':
      return value;
    case 'text':
      return typeof value === 'string' ? value.normalize() : value;
    case 'description':
      return typeof value === 'string' ? ownText(value).normalize() || null : value;
    case 'uuid':
      return typeof value === 'string' ? value.toLowerCase() || null : value;
    case 'set':
      return Array.isArray(value) ? asSet(value) : value;
    case 'list':
      return Array.isArray(value) && value.length === 0 ? null : value;
    case 'schedule':
      return isMapping(value) ? canonicalSchedule(value) : value;
    case 'filter':
      return isMapping(value) ? canonicalFilter(value) : value;
  }
}

function asSet(values: readonly unknown[]): unknown {
  // what is not known yet can't be sorted, and equals nothing
  if (values.some((each) => each instanceof Template)) return values;
  return values.length === 0 ? null : [...new Set(values.map(String))].sort();
}

/** A schedule without a type is none ([doc]: it is told apart by `type`). */
function canonicalSchedule(schedule: Mapping): unknown {
  if (!schedule['type']) return null;
  return Object.fromEntries(
    Object.entries(schedule).map(([key, value]) => {
      if (key === 'cron' && typeof value === 'string') return [key, canonicalCron(value)];
      if (key === 'jobId') return [key, asText(value)];
      return [key, canonicalUuid(key, value)];
    }),
  );
}

function canonicalUuid(key: string, value: unknown): unknown {
  return key.endsWith('Uuid') && typeof value === 'string' ? value.toLowerCase() : value;
}

function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function asNumber(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : value;
}

const isoDate =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?:(Z)|([+-]\d{2}):?(\d{2}))?)?$/i;

/** An ISO date as its instant; without a zone it is in UTC, as everything in Cargo is ([pub]). */
function asInstant(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const parts = isoDate.exec(value.trim());
  if (parts === null) return value;
  const [, day, time = '00:00', , hours, minutes = '00'] = parts;
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const instant = new Date(`${String(day)}T${time}${zone}`);
  return Number.isNaN(instant.getTime()) ? value : instant.toISOString();
}

function canonicalFilter(filter: Mapping): unknown {
  const groups = mappings(filter['groups'])
    .map((group) => ({
      ...group,
      conjonction: group['conjonction'] ?? 'and',
      conditions: mappings(group['conditions']).map((condition) => canonicalCondition(condition, undefined)),
    }))
    // a group without conditions says nothing
    .filter(({ conditions }) => conditions.length > 0);
  return groups.length === 0 ? null : { ...filter, conjonction: filter['conjonction'] ?? 'and', groups };
}

function mappings(value: unknown): Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}

/** How a kind of condition spells the fields that it compares a column with ([pub]). */
const operands: Readonly<Record<string, (value: unknown) => unknown>> = {
  number: asNumber,
  date: asInstant,
  objectProperty: asText,
};
const operandKeys = new Set(['value', 'firstValue', 'lastValue', 'otherValue']);

/** @param outerColumn the column of the condition that this one stands in, which it need not repeat */
function canonicalCondition(condition: Mapping, outerColumn: unknown): Mapping {
  const { kind } = condition;
  const operand = typeof kind === 'string' && Object.hasOwn(operands, kind) ? operands[kind] : undefined;
  const found: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(condition)) {
    if (value === null || value === undefined) continue;
    if (key === 'values') found[key] = asSet(Array.isArray(value) ? value : [value]);
    else if (operand !== undefined && operandKeys.has(key)) found[key] = operand(value);
    else if ((key === 'frequency' || key === 'period') && isMapping(value))
      found[key] = 'value' in value ? { ...value, value: asNumber(value['value']) } : value;
    else if (key === 'propertyConditions' || key === 'conditions') {
      const column = key === 'propertyConditions' ? condition['columnSlug'] : undefined;
      const inner = mappings(value).map((each) => canonicalCondition(each, column));
      if (inner.length > 0) Object.assign(found, { conjonction: 'and', ...found, [key]: inner });
    } else if (key !== 'columnSlug' || value !== outerColumn) found[key] = canonicalUuid(key, value);
  }
  return found;
}
