import { wrong } from '../findings.ts';
import type { Finding } from '../findings.ts';
import { nearest, slipOf } from '../nearest.ts';
import { circleOf } from './ways.ts';
import type { Flows } from './ways.ts';
import { isNative, leftOut } from './flow.ts';
import { below } from '../diagnostic.ts';
import type { Path } from '../diagnostic.ts';
import { notOneOf } from '../words.ts';
import type { Step } from './step.ts';
import { variableTypes } from './values.ts';
import type { ValueMap } from './values.ts';

/**
 * Checks how the nodes of a workflow go together, in groups too: slugs, ids, exits, circles, what nothing leads to.
 * @param path where the list of nodes stands
 * @param read whether all nodes could be read, and whether the slugs of all are known: what would only follow from
 *   one that could not is not told
 * @param flows follows the lists
 * @param around the ids of the nodes around the group that it is in
 */
export function checkShape(
  steps: readonly Step[],
  path: Path,
  read: { readonly whole: boolean; readonly named: boolean },
  flows: Flows,
  around: ReadonlySet<string> = new Set(),
): Finding[] {
  const found: Finding[] = [];
  for (const step of steps) for (const check of checksOfAStep) found.push(...check(step));
  found.push(...checkIds(steps));
  if (read.named) found.push(...checkTargets(steps, around));
  const ids = new Set([...around, ...steps.map(({ id }) => id)]);
  found.push(
    ...steps.flatMap(({ inner, path: at }) =>
      inner === null ? [] : checkShape(inner, [...at, 'group', 'nodes'], read, flows, ids),
    ),
  );
  // what follows from an exit that leads nowhere is not a mistake of its own
  const isOdd = found.some(({ code }) => ['wrong-slug', 'duplicate-node', 'unknown-node'].includes(code));
  return isOdd || !read.whole ? found : [...found, ...checkFlow(steps, path, flows)];
}

/** Slugs of nodes that Cargo knows by them: the slug, the action, and what it is. */
const reserved = [
  ['start', 'start', 'the start node, which Cargo adds on its own'],
  ['end', 'end', 'an end node'],
] as const;

function checkSlug(step: Step): Finding[] {
  const { slug, id, path } = step;
  const at = below(path, 'slug');
  if (!/^[a-zA-Z0-9_]+$/.test(slug)) {
    const meant = slug.replace(/[^a-zA-Z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
    const proposal = meant === '' ? '' : ` For example: "${meant}".`;
    return [
      wrong('wrong-slug', at, `"${slug}" is not a valid slug. Use only letters, digits and "_".${proposal}`),
    ];
  }
  // what a node is that could not be read is not known
  if (step.key === '') return [];
  for (const [word, action, what] of reserved) {
    if (word === 'start' && slug === word && !isNative(step, action))
      return [wrong('wrong-slug', at, `"${word}" is the slug of ${what}. Use another slug.`)];
    if (id === word && !isNative(step, action)) {
      const message = `"${word}" is the id of ${what}. Use another \`slug\`, or add an \`id\`.`;
      return [wrong('wrong-slug', step.slug === id ? at : [...path, 'id'], message)];
    }
  }
  if (id === 'continue')
    return [
      wrong(
        'wrong-slug',
        step.slug === id ? at : [...path, 'id'],
        'A node cannot have the id "continue", because `onFailure: continue` means the next node. Add another `id`.',
      ),
    ];
  if (id !== slug && !/^[a-zA-Z0-9_]+$/.test(id))
    return [
      wrong('wrong-slug', [...path, 'id'], `"${id}" is not a valid id. Use only letters, digits and "_".`),
    ];
  return [];
}

/** The types of variables, where they are written out. */
function checkTypes({ key, config, path }: Step): Finding[] {
  const { variables } = config;
  if ((key !== 'variables' && key !== 'end') || !Array.isArray(variables)) return [];
  return (variables as readonly ValueMap[]).flatMap(({ name, type }) => {
    if (typeof type === 'string' && (variableTypes as readonly string[]).includes(type)) return [];
    return [
      wrong(
        'wrong-value',
        [...path, key, typeof name === 'string' ? name : '', 'type'],
        notOneOf(type, variableTypes),
      ),
    ];
  });
}

/** Names and uuids that say the same in two ways. */
function checkForms({ doing, path }: Step): Finding[] {
  if (doing.kind === 'native') return [];
  const [key, one, other] =
    doing.kind === 'connector'
      ? (['connector', doing.connector, doing.integration] as const)
      : ([doing.kind, doing.name, doing.uuid] as const);
  const second = doing.kind === 'connector' ? 'integration' : `${key}Uuid`;
  if (one === undefined || other === undefined) return [];
  const message = `"${key}" and "${second}" mean the same. Remove one of them.`;
  return [{ ...wrong('both-forms', [...path, second], message), part: 'key' }];
}

function checkExits(step: Step): Finding[] {
  const { path, key, exits, doing } = step;
  if ((key === 'branch' || key === 'split') && leftOut(step) === 2) {
    const [one, other] = key === 'branch' ? ['then', 'else'] : ['a', 'b'];
    const message = `Both exits would lead to the next node. Set \`${one}\` or \`${other}\`.`;
    return [wrong('wrong-exit', path, message)];
  }
  const due = key === 'native' && doing.kind === 'native' ? fixed[doing.action] : undefined;
  if (due !== undefined && due !== exits.length) {
    const at = exits[0]?.path.slice(0, path.length + 1) ?? path;
    const message = `This action has ${amount(due)}, but \`children\` has ${exits.length}.`;
    return [wrong('wrong-exit', at, message)];
  }
  return [];
}

const amount = (count: number): string => `${String(count)} ${count === 1 ? 'exit' : 'exits'}`;

/** How many exits native actions have, where that is fixed ([pub]). */
const fixed: Readonly<Record<string, number>> = {
  start: 1,
  end: 0,
  filter: 1,
  branch: 2,
  split: 2,
  variables: 1,
  delay: 1,
  group: 1,
  agent: 1,
  python: 1,
  script: 1,
};

/** Other native actions that are known to exist ([pub]); there may be more. */
const others = [
  'switch',
  'modelUpsert',
  'modelInsert',
  'scoring',
  'allocate',
  'humanReview',
  'memory',
  'balance',
];
const natives = [...Object.keys(fixed), ...others];

/** An action of Cargo's own that this version does not know: a slip, or one that is newer. */
function checkNative({ key, doing, path }: Step): Finding[] {
  if (key !== 'native' || doing.kind !== 'native' || natives.includes(doing.action)) return [];
  const meant = slipOf(doing.action, natives);
  const at = [...path, 'native'];
  if (meant !== undefined) {
    const message = `Cargo has no native action "${doing.action}". Did you mean "${meant}"?`;
    return [wrong('unknown-action', at, message)];
  }
  const message = `This version does not know the native action "${doing.action}", so it is sent unchecked. Known: ${natives.join(', ')}.`;
  return [{ ...wrong('unknown-action', at, message), severity: 'warning' }];
}

const checksOfAStep = [checkSlug, checkForms, checkExits, checkTypes, checkNative];

function checkIds(steps: readonly Step[]): Finding[] {
  const first = new Map<string, Step>();
  return steps.flatMap((step) => {
    const { id, slug, path } = step;
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, step);
      return [];
    }
    const message =
      id === slug
        ? `Another node already has the slug "${slug}". Use another slug, or add an \`id\`.`
        : `Another node already has the id "${id}". Use another \`id\`.`;
    return [wrong('duplicate-node', [...path, id === slug ? 'slug' : 'id'], message)];
  });
}

function checkTargets(steps: readonly Step[], around: ReadonlySet<string>): Finding[] {
  const ids = new Set([...steps.map(({ id }) => id), 'end']);
  const firstOf = new Map(steps.map(({ id }, index) => [id, index] as const).reverse());
  const slugs = new Set(steps.map(({ slug }) => slug));
  const twice = new Set(steps.flatMap(({ id }, index) => (firstOf.get(id) === index ? [] : [id])));
  return steps.flatMap(({ exits, onFailure, path }) => {
    const named: [string, Path][] = [];
    for (const { target, path: at } of exits) if (typeof target === 'string') named.push([target, at]);
    if (onFailure !== undefined && onFailure !== 'continue') named.push([onFailure, [...path, 'onFailure']]);
    return named.flatMap(([id, at]) => {
      if (ids.has(id)) return [];
      if (around.has(id)) {
        const message = `"${id}" is outside this group, and nodes of a group lead only to each other. To go on after the group, write \`end\`.`;
        return [wrong('unknown-node', at, message)];
      }
      // of two nodes with one id, one was probably meant to have this one
      const meant = nearest(
        id,
        [...ids].filter((each) => !twice.has(each)),
      );
      const hint = slugs.has(id) ? ' The nodes with this slug have ids. Write one of these ids.' : '';
      const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      return [
        wrong('unknown-node', at, `There is no node with the id "${id}" here.${hint === '' ? near : hint}`),
      ];
    });
  });
}

function checkFlow(steps: readonly Step[], path: Path, flows: Flows): Finding[] {
  const flow = flows.of(steps);
  const circle = circleOf(flow);
  const stepAt = (index: number | undefined): Step | null => flow.points[index ?? -1]?.step ?? null;
  if (circle !== null) {
    const ids = [...circle, circle[0] ?? 0].map((index) => flow.points[index]?.id ?? '');
    const shown = ids.length > 8 ? [...ids.slice(0, 5), '…', ...ids.slice(-2)] : ids;
    const last = stepAt(circle.at(-1));
    const message = `These nodes form a loop, so a run would never end: ${shown.join(' → ')}. Remove one of the links.`;
    return [wrong('workflow-circle', last?.path ?? path, message)];
  }
  const ways = flows.waysOf(flow);
  const found: Finding[] = [];
  for (const [index, { step, id }] of flow.points.entries()) {
    if (step === null || ways.isReached(index)) continue;
    const message = `No node leads to "${id}". Point an exit to it, move it, or remove it.`;
    found.push(wrong('unreachable-node', [...step.path, 'slug'], message));
  }
  const hasEnd = flow.points.some(
    ({ step, id }, index) => ways.isReached(index) && (step === null ? id === 'end' : isNative(step, 'end')),
  );
  if (!hasEnd) found.push(wrong('no-end', path, 'No path reaches an end. Point an exit to `end`.'));
  return found;
}
