import type { Graph, Node } from '../../definition/workflow/graph.ts';
import { fieldChanges } from './fields.ts';
import type { DefaultOf, FieldChange } from './fields.ts';
import { innerGraph } from '../../definition/workflow/wire.ts';
import { pairNodes } from './pair.ts';
import { walk } from './walk.ts';
import type { Exit, Walk } from './walk.ts';

/** An exit that leads elsewhere. Null: there is no such exit, or it leads nowhere. */
interface ExitChange {
  readonly label: string;
  /** The slug of the node that it led to. */
  readonly before: string | null;
  readonly after: string | null;
}

/** A node that is in both graphs and not the same in both. */
export interface NodeChange {
  readonly before: Node;
  readonly after: Node;
  readonly fields: readonly FieldChange[];
  readonly exits: readonly ExitChange[];
  /** What differs inside a group; null for other nodes, and where nothing does. */
  readonly inside: GraphDifferences | null;
}

/** What differs between two graphs, in the order in which they are walked. */
export interface GraphDifferences {
  readonly added: readonly Node[];
  readonly removed: readonly Node[];
  readonly changed: readonly NodeChange[];
}

/** Whether nothing differs. */
export function isEmpty({ added, removed, changed }: GraphDifferences): boolean {
  return added.length + removed.length + changed.length === 0;
}

/**
 * Whether two graphs do the same: walked from `start`, each node has the same slug, kind, action, config, retry
 * and exits, groups inside included. Uuids, positions, names and the order of the list are no difference, nor
 * is what only Cargo adds. Takes a time that grows with nodes and exits.
 * @param before the graph in Cargo
 * @param after the graph as it should be
 */
export function sameGraph(before: Graph, after: Graph, defaultOf?: DefaultOf): boolean {
  return alike(walk(before), walk(after), defaultOf) !== null;
}

/** Which nodes of two graphs are the same step: nodes of `after` to those of `before`. */
export function pairsOf(before: Walk, after: Walk): ReadonlyMap<Node, Node> {
  return alike(before, after) ?? pairNodes(before, after);
}

/** The node of `before` for each node of `after`, where the graphs do the same; null where they don't. */
function alike(before: Walk, after: Walk, defaultOf?: DefaultOf): ReadonlyMap<Node, Node> | null {
  if (before.nodes.length !== after.nodes.length) return null;
  if (before.start === null || after.start === null) return new Map();
  const pairs = new Map([[after.start, before.start]]);
  const taken = new Set([before.start]);
  for (const [is, was] of pairs) {
    if (!sameNode(was, is, defaultOf)) return null;
    const [oldExits, newExits] = [before.exits(was), after.exits(is)];
    if (oldExits.length !== newExits.length) return null;
    for (const [index, exit] of newExits.entries()) {
      const old = oldExits[index];
      if (old?.onFailure !== exit.onFailure) return null;
      if (exit.to === null || old.to === null) {
        if (exit.to !== old.to) return null;
        continue;
      }
      const known = pairs.get(exit.to);
      if (known !== undefined ? known !== old.to : taken.has(old.to)) return null;
      // the map grows while it is gone through
      pairs.set(exit.to, old.to);
      taken.add(old.to);
    }
  }
  return pairs;
}

function sameNode(before: Node, after: Node, defaultOf: DefaultOf | undefined): boolean {
  if (fieldChanges(before, after, defaultOf).length > 0) return false;
  return sameGraph(innerGraph(before) ?? [], innerGraph(after) ?? [], defaultOf);
}

/**
 * What differs between two graphs; empty where they do the same.
 * @param before the graph in Cargo
 * @param after the graph as it should be
 */
export function graphDifferences(before: Graph, after: Graph, defaultOf?: DefaultOf): GraphDifferences {
  const [old, now] = [walk(before), walk(after)];
  if (alike(old, now, defaultOf) !== null) return { added: [], removed: [], changed: [] };
  const pairs = pairNodes(old, now);
  const kept = new Set(pairs.values());
  const added: Node[] = [];
  const changed: NodeChange[] = [];
  for (const node of now.nodes) {
    const was = pairs.get(node);
    if (was === undefined) {
      added.push(node);
      continue;
    }
    const fields = fieldChanges(was, node, defaultOf);
    const exits = exitChanges(old.exits(was), now.exits(node), pairs);
    const inside = graphDifferences(innerGraph(was) ?? [], innerGraph(node) ?? [], defaultOf);
    if (fields.length + exits.length > 0 || !isEmpty(inside))
      changed.push({ before: was, after: node, fields, exits, inside: isEmpty(inside) ? null : inside });
  }
  return { added, removed: old.nodes.filter((node) => !kept.has(node)), changed };
}

function exitChanges(
  before: readonly Exit[],
  after: readonly Exit[],
  pairs: ReadonlyMap<Node, Node>,
): ExitChange[] {
  const split = (exits: readonly Exit[]): [Exit[], Exit | undefined] => [
    exits.filter(({ onFailure }) => !onFailure),
    exits.find(({ onFailure }) => onFailure),
  ];
  const [oldChildren, oldFailure] = split(before);
  const [newChildren, newFailure] = split(after);
  const rows = Array.from({ length: Math.max(oldChildren.length, newChildren.length) }, (_, index) => [
    oldChildren[index],
    newChildren[index],
  ]);
  return [...rows, [oldFailure, newFailure]].flatMap(([was, is]) => {
    const [from, to] = [was?.to ?? null, is?.to ?? null];
    if (to === null ? from === null : pairs.get(to) === from) return [];
    const label = (is ?? was)?.label ?? '';
    return [{ label, before: from?.slug ?? null, after: to?.slug ?? null }];
  });
}
