import { nearest } from '../nearest.ts';
import type { Flow } from './flow.ts';
import type { Use } from './javascript.ts';
import type { Output, TextFinding } from './step.ts';
import { isMap } from './values.ts';
import type { Value } from './values.ts';
import type { Ways } from './ways.ts';

/** What an expression of one graph can see. */
export interface Scope {
  readonly flow: Flow;
  /** Null where the shape is wrong. */
  readonly ways: Ways | null;
  /** Whether the slug of every node is known. */
  readonly isWhole: boolean;
  /** The points of each slug. */
  readonly bySlug: ReadonlyMap<string, readonly number[]>;
  /** The graph around a group, and the group's point in it. */
  readonly parent: { readonly scope: Scope; readonly point: number } | null;
}

/** What is wrong with a use, without its place. */
export type Told = Pick<TextFinding, 'severity' | 'code' | 'message'>;

/**
 * Checks what an expression reads: Cargo gives nothing, without a word, where it is not there ([pub]).
 * @param point the point whose expression it is
 * @returns null where nothing is wrong
 */
export function checkUse(use: Use, scope: Scope, point: number): Told | null {
  const [slug] = use.names;
  if (use.root === 'parentNodes') {
    if (scope.parent === null)
      return error('unknown-node', '`parentNodes` works only inside a group. Write `nodes`.');
    return typeof slug === 'string'
      ? checkNode(use, slug, scope.parent.scope, scope.parent.point, null)
      : null;
  }
  return typeof slug === 'string' ? checkNode(use, slug, scope, point, scope.parent?.scope ?? null) : null;
}

function checkNode(use: Use, slug: string, scope: Scope, point: number, outer: Scope | null): Told | null {
  const { flow, ways, bySlug } = scope;
  const [found, other] = bySlug.get(slug) ?? [];
  if (found === undefined) return scope.isWhole ? unknownNode(use.root, slug, scope, outer) : null;
  if (other !== undefined) {
    if (ways === null) return null;
    // workflows built in Cargo may have it, and run
    const message = `Several nodes have the slug "${slug}", so it is unclear which one Cargo reads. Give them different slugs.`;
    return { severity: 'warning', code: 'ambiguous-node', message };
  }
  const told = checkWay(use, slug, found, scope, point);
  if (told !== null) return told;
  const step = flow.points[found]?.step;
  return step === null || step === undefined ? null : checkField(use, slug, step.output);
}

function unknownNode(root: Use['root'], slug: string, { bySlug, flow }: Scope, outer: Scope | null): Told {
  const wanted = slug.toLowerCase();
  const cased = [...bySlug.keys()].find((each) => each.toLowerCase() === wanted);
  if (cased !== undefined)
    return error(
      'unknown-node',
      `There is no node with the slug "${slug}" here, so the value would be empty. Did you mean "${cased}"?`,
    );
  if (outer?.bySlug.has(slug) === true)
    return error('unknown-node', `"${slug}" is outside this group. Write \`parentNodes.${slug}\`.`);
  const holder = flow.points.find(({ step }) => step?.inner?.some((each) => each.slug === slug) === true);
  if (holder !== undefined)
    return error(
      'unknown-node',
      `"${slug}" is inside the group "${holder.slug}". Outside the group, use its output: \`${root}.${holder.slug}[0]\`.`,
    );
  const meant = nearest(slug, bySlug.keys());
  const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return error(
    'unknown-node',
    `There is no node with the slug "${slug}" here, so the value would be empty.${near}`,
  );
}

function checkWay(use: Use, slug: string, found: number, { ways, flow }: Scope, point: number): Told | null {
  if (ways === null || use.guarded || ways.onEveryWay(found, point)) return null;
  if (found === point)
    return error(
      'node-not-before',
      `"${slug}" is this node itself, which has not run yet, so the value would be empty.`,
    );
  if (!ways.onSomeWay(found, point))
    return error(
      'node-not-before',
      `"${slug}" is not before this node on any path, so the value would be empty.`,
    );
  const around = ways.wayAround(found, point);
  const parting = flow.points[around?.at ?? -1];
  const over =
    parting === undefined
      ? 'some paths to this node'
      : `the path through "${parting.id}"${around?.label === undefined || around.label === '' ? '' : ` (${around.label})`}`;
  return {
    severity: 'warning',
    code: 'empty-on-some-ways',
    message: `"${slug}" is empty on ${over}. If this is intended, write \`?.\`.`,
  };
}

function checkField(
  { names: [, field, ...below], operand, root }: Use,
  slug: string,
  output: Output,
): Told | null {
  switch (output.kind) {
    case 'anything':
      return null;
    case 'fields': {
      if (typeof field !== 'string' || output.names.has(field)) return null;
      return unknownField(field, `The node "${slug}" sets no variable "${field}".`, output.names);
    }
    case 'below': {
      if (field === undefined) {
        if (!operand) return null;
        const whole = `${root}.${slug}`;
        const message = `The output of "${slug}" is under \`.${output.field}\`, and \`${whole}\` alone is an object.`;
        return error('unknown-field', `${message} Write \`${whole}.${output.field}\`.`);
      }
      if (field !== output.field) {
        const meant = [slug, output.field, ...(field === 'output' ? below : [field, ...below])].join('.');
        return error(
          'unknown-field',
          `The output of "${slug}" is under \`.${output.field}\`, so this value would be empty. Write \`${root}.${meant}\`.`,
        );
      }
      return output.schema === undefined ? null : inSchema(below, output.schema, slug);
    }
    case 'list': {
      if (typeof field !== 'string' || field in Array.prototype) return null;
      const rest = field === 'results' ? '' : `.${field}`;
      return error(
        'unknown-field',
        `The output of a group is a list with one entry for each item, and has no "${field}". Write \`${root}.${slug}[0]${rest}\`, or use \`map\`.`,
      );
    }
  }
}

/** Follows the names through the properties of a JSON schema, as far as it lists them. */
function inSchema(names: readonly (string | number)[], schema: Value, slug: string): Told | null {
  let here: Value | undefined = schema;
  for (const name of names) {
    if (!isMap(here)) return null;
    if (typeof name === 'number') {
      here = here['items'];
      continue;
    }
    const properties: Value | undefined = here['properties'];
    if (!isMap(properties)) return null;
    if (!Object.hasOwn(properties, name))
      return unknownField(
        name,
        `The output of "${slug}" has no field "${name}" in its JSON schema.`,
        Object.keys(properties),
      );
    here = properties[name];
  }
  return null;
}

function unknownField(field: string, message: string, known: Iterable<string>): Told {
  const meant = nearest(field, known);
  const near = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  const list = [...known];
  return error('unknown-field', `${message}${near} Available: ${list.slice(0, 20).join(', ') || 'none'}.`);
}

function error(code: TextFinding['code'], message: string): Told {
  return { severity: 'error', code, message };
}
