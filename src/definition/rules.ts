import { conditionRow } from './conditions.ts';
import { below } from './diagnostic.ts';
import type { Path } from './diagnostic.ts';
import { fieldNames, playFields } from './fields.ts';
import { formerForm } from './former-ids.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { isMapping } from './mapping.ts';
import type { Mapping } from './mapping.ts';
import { neverRuns } from './schedule.ts';
import { oddBounds, oddDates } from './condition-values.ts';
import { shown } from './words.ts';

/** A condition of a filter, wherever it stands. */
export interface PlacedCondition {
  readonly condition: Mapping;
  readonly path: Path;
  /** The conditions it stands in, outermost first: an occurrence, an object's or array's properties. */
  readonly inside: readonly Mapping[];
}

function mappings(value: unknown, path: Path): { item: Mapping; path: Path }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) =>
    isMapping(item) ? [{ item, path: below(path, index) }] : [],
  );
}

/** Every condition of a filter with its path in the document; anything odd in it is skipped. */
export function conditionsOf(filter: unknown): PlacedCondition[] {
  const found: PlacedCondition[] = [];
  const collect = (conditions: unknown, at: Path, inside: readonly Mapping[]): void => {
    for (const { item, path } of mappings(conditions, at)) {
      found.push({ condition: item, path, inside });
      for (const key of ['conditions', 'propertyConditions'])
        if (key in item) collect(item[key], below(path, key), [...inside, item]);
    }
  };
  if (!isMapping(filter)) return found;
  for (const { item, path } of mappings(filter['groups'], ['filter', 'groups']))
    collect(item['conditions'], below(path, 'conditions'), []);
  return found;
}

/** The keys whose value is a list that holds nothing twice. */
const sets = fieldNames.filter((name) => playFields[name].compared === 'set');

/**
 * Checks what a schema can't say: keys that exclude or need each other, repetitions, and what a realtime
 * schedule doesn't support ([pub]).
 */
export function findBrokenRules(value: unknown): Finding[] {
  if (!isMapping(value)) return [];
  const found = [
    ...oneOf(value, [], 'model', 'modelUuid', true),
    ...oneOf(value, [], 'folder', 'folderUuid', false),
    ...sets.flatMap((key) => repeated(value[key], [key])),
    ...repeated(value['ignore'], ['ignore']),
    ...repeated(value['formerly'], ['formerly']),
    ...formerForm(value['formerly']),
    ...folderForm(value['folder']),
    ...protectedOff(value),
  ];
  const schedule = value['schedule'];
  if (isMapping(schedule) && schedule['type'] === 'dependency')
    found.push(...oneOf(schedule, ['schedule'], 'play', 'playUuid', true));
  if (isMapping(schedule) && schedule['type'] === 'cron') found.push(...emptyCron(schedule['cron']));
  const conditions = conditionsOf(value['filter']);
  for (const { condition, path } of conditions) {
    found.push(
      ...oneOf(condition, path, 'relatedModel', 'relatedModelUuid', condition['kind'] === 'occurrence'),
      ...oddDates(condition, path),
      ...oddBounds(condition, path),
    );
  }
  if (isMapping(schedule) && schedule['type'] === 'realtime')
    return [...found, ...notRealtime(value['filter'], conditions)];
  return found;
}

function oneOf(mapping: Mapping, path: Path, name: string, uuid: string, needed: boolean): Finding[] {
  if (name in mapping && uuid in mapping) {
    return [
      {
        ...wrong('both-forms', [...path, uuid], `"${name}" and "${uuid}" mean the same. Remove one of them.`),
        part: 'key',
      },
    ];
  }
  if (!needed || name in mapping || uuid in mapping) return [];
  return [wrong('missing-key', path, `"${name}" is missing. Add it (or "${uuid}").`)];
}

function repeated(list: unknown, path: Path): Finding[] {
  if (!Array.isArray(list)) return [];
  const known = new Set<unknown>();
  return list.flatMap((each: unknown, index) => {
    if (typeof each !== 'string') return [];
    if (!known.has(each)) {
      known.add(each);
      return [];
    }
    return [wrong('repeated-value', [...path, index], `${shown(each)} is listed twice. Remove one of them.`)];
  });
}

function emptyCron(cron: unknown): Finding[] {
  if (typeof cron !== 'string' || !neverRuns(cron)) return [];
  const message = `No date matches ${shown(cron)}, so the play would never run. Change the day or the month.`;
  return [{ ...wrong('never-runs', ['schedule', 'cron'], message), severity: 'warning' }];
}

function folderForm(folder: unknown): Finding[] {
  if (typeof folder !== 'string' || folder.split('/').every((name) => name.trim() !== '')) return [];
  return [
    wrong('wrong-value', ['folder'], 'A folder name is empty. Write the full path, such as "GTM / Scoring".'),
  ];
}

/** What is protected is never switched off from here, so a definition can't ask for both. */
function protectedOff({ protect, enabled }: Mapping): Finding[] {
  if (protect !== true || enabled !== false) return [];
  const message =
    'A protected play is never disabled. Remove `enabled: false` (a new play is off until you enable it), or remove `protect`.';
  return [wrong('protected', ['enabled'], message)];
}

function notRealtime(filter: unknown, conditions: readonly PlacedCondition[]): Finding[] {
  const found: Finding[] = [];
  const rule = (path: Path, what: string): void => {
    found.push(
      wrong(
        'not-realtime',
        path,
        `A realtime schedule does not support ${what}. Change the condition, or use another schedule such as \`watch\`.`,
      ),
    );
  };
  for (const { condition, path } of conditions) {
    const kind = condition['kind'];
    if (typeof kind === 'string' && conditionRow(kind)?.realtime === false)
      rule([...path, 'kind'], `${kind} conditions`);
    else if ('relatedModel' in condition || 'relatedModelUuid' in condition)
      rule(path, 'conditions on a related model');
  }
  if (!isMapping(filter)) return found;
  const groups = mappings(filter['groups'], ['filter', 'groups']);
  if (groups.length > 1) rule(groups[1]?.path ?? ['filter'], 'more than one group');
  for (const { item, path } of groups)
    if (item['conjonction'] === 'or') rule([...path, 'conjonction'], '`or` inside a group');
  return found;
}
