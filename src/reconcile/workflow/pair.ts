import type { Node } from '../../definition/workflow/graph.ts';
import type { Walk } from './walk.ts';

/**
 * Tells which nodes of two graphs are the same step, however they changed. A slug that stands once in both is
 * one step. Where slugs are repeated, the place decides: the same exit of the same step leads to it; then the
 * order. What is left and stands at the same place with the same action has got another slug.
 * @returns nodes of `after` to those of `before`
 */
export function pairNodes(before: Walk, after: Walk): Map<Node, Node> {
  const pairs = new Map<Node, Node>();
  const taken = new Set<Node>();
  const pair = (is: Node, was: Node): void => {
    pairs.set(is, was);
    taken.add(was);
  };
  const [old, now] = [bySlug(before), bySlug(after)];
  if (before.start !== null && after.start !== null) pair(after.start, before.start);
  for (const [slug, [is, ...more]] of now) {
    const [was, ...others] = old.get(slug) ?? [];
    if (is !== undefined && was !== undefined && more.length + others.length === 0) pair(is, was);
  }
  const follow = (fits: (is: Node, was: Node) => boolean): void => {
    // the map grows while it is gone through
    for (const [is, was] of pairs) {
      const exits = before.exits(was);
      for (const [index, { to }] of after.exits(is).entries()) {
        const from = exits[index]?.to ?? null;
        if (to === null || from === null || pairs.has(to) || taken.has(from)) continue;
        if (fits(to, from)) pair(to, from);
      }
    }
  };
  follow((is, was) => is.slug === was.slug);
  for (const [slug, nodes] of now) {
    const left = (old.get(slug) ?? []).filter((node) => !taken.has(node));
    for (const node of nodes) {
      if (pairs.has(node)) continue;
      const was = left.shift();
      if (was !== undefined) pair(node, was);
    }
  }
  follow((is, was) => does(is) === does(was));
  return pairs;
}

/** The nodes of a graph by their slug, but for its `start`, which is always the same step. */
function bySlug({ start, nodes }: Walk): Map<string, Node[]> {
  const map = new Map<string, Node[]>();
  for (const node of nodes) {
    if (node === start) continue;
    const same = map.get(node.slug);
    if (same === undefined) map.set(node.slug, [node]);
    else same.push(node);
  }
  return map;
}

/** What a node does, whatever it is called. */
function does(node: Node): string {
  switch (node.kind) {
    case 'native':
      return `native ${node.actionSlug}`;
    case 'connector':
      return `connector ${node.integrationSlug} ${node.actionSlug}`;
    case 'tool':
      return `tool ${node.toolUuid ?? node.templateSlug ?? ''}`;
    case 'agent':
      return `agent ${node.agentUuid ?? node.templateSlug ?? ''}`;
  }
}
