import type { Node } from 'acorn';
import { childrenOf } from './syntax-tree.ts';

/** A name that an expression reads and does not declare itself. */
export interface FreeName {
  readonly name: string;
  /** The field that is read of it, as in `name.field`; null where there is none. */
  readonly field: string | null;
  /** Where the name stands in the code, in UTF-16 units from 0. */
  readonly from: number;
  readonly to: number;
}

/** What an expression reads from around it, and what it tries to change there. */
export interface Free {
  readonly names: readonly FreeName[];
  readonly assigned: readonly { readonly from: number; readonly to: number }[];
}

type Any = Node & {
  readonly name?: string;
  readonly id?: Node | null;
  readonly params?: readonly Node[];
  readonly param?: Node | null;
  readonly left?: Node;
  readonly argument?: Node | null;
  readonly object?: Node;
  readonly property?: Node;
  readonly key?: Node;
  readonly value?: Node | null;
  readonly expression?: Node;
  readonly operator?: string;
  readonly computed?: boolean;
};

/** Finds the names that a piece of code takes from around it. A name that it declares anywhere counts as its own. */
export function freeNames(root: Node): Free {
  const nodes = everyNode(root);
  // how a function calls what it was given
  const own = new Set(['arguments']);
  const words = new Set<Node>();
  const fields = new Map<Node, string>();
  for (const node of nodes) {
    for (const pattern of declared(node)) for (const name of namesIn(pattern)) own.add(name);
    for (const word of wordsOnly(node)) words.add(word);
    for (const [object, field] of fieldOf(node)) fields.set(object, field);
  }
  const assigned: Node[] = [];
  const bases = new Set<Node>();
  for (const node of nodes) {
    const target = assignedBy(node);
    const base: Any | null = target === null ? null : baseOf(target);
    if (base?.type !== 'Identifier' || own.has(base.name ?? '')) continue;
    assigned.push(node);
    bases.add(base);
  }
  const names: FreeName[] = [];
  for (const node of nodes) {
    const { type, name, start, end } = node as Any;
    if (type !== 'Identifier' || name === undefined) continue;
    if (own.has(name) || words.has(node) || bases.has(node)) continue;
    names.push({ name, field: fields.get(node) ?? null, from: start, to: end });
  }
  return {
    names: names.sort((one, other) => one.from - other.from),
    assigned: assigned.map(({ start, end }) => ({ from: start, to: end })),
  };
}

function everyNode(root: Node): Node[] {
  const found: Node[] = [];
  const rest = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    found.push(node);
    rest.push(...childrenOf(node));
  }
  return found;
}

/** The patterns that a node declares: only a declaration, a function, a class and a `catch` have such parts. */
function declared(node: Node): Node[] {
  const { id, params, param } = node as Any;
  return [...(params ?? []), ...(param ? [param] : []), ...(id ? [id] : [])];
}

/** The names in a pattern; those of its defaults too, which is harmless. */
function namesIn(pattern: Node): string[] {
  return everyNode(pattern).flatMap((node) => {
    const { type, name } = node as Any;
    return type === 'Identifier' && name !== undefined ? [name] : [];
  });
}

/** What stands below a node as a word, and is no name: `field` in `x.field`, `key` in `{ key: 1 }`. */
function wordsOnly(node: Node): Node[] {
  const { type, property, key, computed, ...other } = node as Any & { readonly label?: Node | null };
  if (type === 'MemberExpression') return computed === true || property === undefined ? [] : [property];
  if (type === 'MetaProperty') return childrenOf(node);
  if (other.operator === 'typeof' && other.argument) return [other.argument];
  if (other.label) return [other.label];
  return key === undefined || computed === true ? [] : [key];
}

function fieldOf(node: Node): [Node, string][] {
  const { type, object, property, computed } = node as Any;
  const { name } = (property ?? {}) as Partial<Any>;
  if (type !== 'MemberExpression' || object === undefined || computed === true || name === undefined)
    return [];
  return [[object, name]];
}

function assignedBy({ type, left, argument, operator }: Any): Node | null {
  if (type === 'AssignmentExpression') return left ?? null;
  if (type === 'UpdateExpression' || (type === 'UnaryExpression' && operator === 'delete'))
    return argument ?? null;
  return null;
}

/** What a chain of fields begins with. */
function baseOf(node: Node): Any {
  let here = node as Any;
  for (;;) {
    const below =
      here.type === 'MemberExpression'
        ? here.object
        : here.type === 'ChainExpression'
          ? here.expression
          : undefined;
    if (below === undefined) return here;
    here = below;
  }
}
