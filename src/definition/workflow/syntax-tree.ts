import type { Node } from 'acorn';

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The nodes of a syntax tree that stand directly below one. */
export function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  const values: unknown[] = Object.values(node);
  for (const each of values) {
    if (isNode(each)) found.push(each);
    else if (Array.isArray(each)) for (const item of each) if (isNode(item)) found.push(item);
  }
  return found;
}
