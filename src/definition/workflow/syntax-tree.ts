import type { Node } from 'acorn';

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The nodes of a syntax tree that stand directly below one. */
export function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((each: unknown) => {
    if (Array.isArray(each)) return each.filter(isNode);
    return isNode(each) ? [each] : [];
  });
}
