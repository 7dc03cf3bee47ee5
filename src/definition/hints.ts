import { conditionKinds } from './conditions.ts';
import type { Path } from './diagnostic.ts';
import { isMapping } from './mapping.ts';
import { missingOperators, otherOperators } from './other-words.ts';
import { idForm } from './play-id.ts';

/** How a mapping is written whose place holds something else, where people expect a shorter form. */
export function forms(path: Path, value: unknown): string {
  // where text is expected, a text is no mistake
  if (typeof value === 'string' && /^\d{1,3}(?:[, ]\d{3})+$/.test(value))
    return ` Write ${value.replaceAll(/[, ]/g, '')}: numbers have no separators.`;
  if (path.at(-1) === 'period')
    return ` For example: { operator: lessThan, value: ${daysIn(value)}, unit: day }.`;
  if (path.at(-1) === 'frequency')
    return value === 'not' || value === 'never'
      ? ' Write { operator: not }.'
      : ` For example: { operator: exactly, value: ${typeof value === 'number' ? String(value) : '1'} }.`;
  if (path.length !== 1) return '';
  if (path[0] === 'filter')
    return ' Write { conjonction: and, groups: [{ conjonction: and, conditions: [...] }] }.';
  if (path[0] !== 'schedule' || typeof value !== 'string') return '';
  return /^(\S+\s+){4}\S+$|^@every\s/.test(value) ? ` Write { type: cron, cron: '${value}' }.` : '';
}

/** The days that a text such as `30 days` or a number means, else any. */
function daysIn(value: unknown): string {
  return /^(\d{1,9})( days?)?$/.exec(String(value))?.[1] ?? '30';
}

/** How to name by other words what a UUID is due of, by the key. */
const uuidHints: Readonly<Record<string, string>> = {
  modelUuid: ' To give a model by its slug, write `model` instead of `modelUuid`.',
  relatedModelUuid: ' To give a model by its slug, write `relatedModel` instead of `relatedModelUuid`.',
  folderUuid: ' To give a folder by its path, write `folder` instead of `folderUuid`.',
  playUuid: ' To refer to a play of this repository by its id, write `play` instead of `playUuid`.',
};

/** What else to say of a value that is not a UUID, by the key it stands at. */
export function uuidHint(key: string, value: unknown): string {
  if (key !== 'workflowUuid' && key !== 'segmentUuid') return uuidHints[key] ?? '';
  const id = typeof value === 'string' && idForm.test(value) ? value : 'ID';
  return ` For a play of this repository, write \${{ plays.${id}.${key} }}.`;
}

/** Says how to write an operator that Cargo lacks; null where it is not such a one, or nothing is compared here. */
export function withoutOperator(
  value: unknown,
  options: readonly string[],
  condition: unknown,
): string | null {
  if (typeof value !== 'string') return null;
  const missing = missingOperators.get(value.toLowerCase());
  const of = otherOperators.get(missing?.instead ?? '')?.find((each) => options.includes(each));
  if (missing === undefined || of === undefined) return null;
  const { words, by } = missing;
  const bound = isMapping(condition) ? condition['value'] : undefined;
  const whole = Number.isSafeInteger(bound)
    ? `For whole numbers, ${words} ${String(bound)} is "${of}" with ${String(Number(bound) + by)}.`
    : `The nearest is "${of}".`;
  return `Cargo has no "${words}". ${whole} Allowed: ${options.join(', ')}.`;
}

/** The kinds of conditions that have an operator, as a sentence to add; empty where there are none. */
export function kindsWith(operator: string): string {
  const kinds = Object.entries(conditionKinds).flatMap(([kind, { groups }]) =>
    groups.some(({ operators }) => (operators as readonly string[]).includes(operator)) ? [kind] : [],
  );
  if (kinds.length === 0) return '';
  const either = new Intl.ListFormat('en', { type: 'disjunction' }).format(kinds);
  return ` Conditions with "${operator}" have the kind ${either}.`;
}
