import type { Graph, Node } from '../definition/workflow/graph.ts';
import { pairsOf } from '../reconcile/workflow/equal.ts';
import type { GraphDifferences } from '../reconcile/workflow/equal.ts';
import { innerGraph } from '../definition/workflow/wire.ts';
import { walk } from '../reconcile/workflow/walk.ts';
import { mermaid } from './markdown.ts';

/** From so many nodes on, only what changed and its neighbours are drawn. */
const manyNodes = 60;
/** GitHub's limits for Mermaid are 500 edges and 50,000 characters. */
const mostEdges = 450;
const mostCharacters = 45_000;

/** A change of a workflow, as a picture shows it. */
export interface Flowchart {
  /** Mermaid, without its fence. */
  readonly text: string;
  /** How many nodes that didn't change are left out. */
  readonly leftOut: number;
}

type Mark = 'same' | 'new' | 'changed' | 'removed';

interface Box {
  readonly id: string;
  readonly node: Node;
  readonly mark: Mark;
  /** What is drawn inside a group. */
  readonly inside: Picture | null;
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly mark: Exclude<Mark, 'changed'>;
}

interface Picture {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/**
 * Draws how a workflow changes: new, changed and removed nodes by color and sign, each exit by its name, groups as
 * boxes around their nodes.
 * @param before what is deployed; empty where nothing is
 * @param after what would be deployed
 * @returns null where there is too much to draw
 */
export function renderFlowchart(
  before: Graph,
  after: Graph,
  differences: GraphDifferences,
): Flowchart | null {
  const whole = pictureOf(before, after, differences, counter());
  const nodes = countOf(whole);
  const drawn = nodes >= manyNodes ? aroundChanges(whole) : whole;
  const marks = new Map<Mark, string[]>();
  const lines = linesOf(drawn, '  ', marks);
  const text = [
    'flowchart TD',
    ...lines,
    ...styles.flatMap(([mark, style]) => {
      const ids = marks.get(mark);
      return ids === undefined ? [] : [`  classDef ${mark} ${style}`, `  class ${ids.join(',')} ${mark}`];
    }),
  ].join('\n');
  if (arrowsOf(drawn) > mostEdges || text.length > mostCharacters) return null;
  return { text, leftOut: nodes - countOf(drawn) };
}

// each with its own text color, so that they are readable on a light and on a dark page
const styles: readonly (readonly [Mark, string])[] = [
  ['new', 'fill:#dafbe1,stroke:#1a7f37,stroke-width:2px,color:#0a3d1c'],
  ['changed', 'fill:#fff8c5,stroke:#9a6700,stroke-width:2px,color:#4d2d00'],
  ['removed', 'fill:#ffebe9,stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 4,color:#82071e'],
];

const signs: Readonly<Record<Mark, string>> = { same: '', new: '+', changed: '±', removed: '−' };

function counter(): () => string {
  let last = -1;
  return () => {
    last += 1;
    return `n${String(last)}`;
  };
}

function pictureOf(
  before: Graph,
  after: Graph,
  differences: GraphDifferences,
  nextId: () => string,
): Picture {
  const [old, now] = [walk(before), walk(after)];
  const pairs = pairsOf(old, now);
  const changed = new Map(differences.changed.map((change) => [change.after, change]));
  const added = new Set(differences.added);
  /** The box of each node, those of `before` included. */
  const ids = new Map<Node, string>();
  const boxes = now.nodes.map((node): Box => {
    const id = nextId();
    ids.set(node, id);
    const was = pairs.get(node);
    if (was !== undefined) ids.set(was, id);
    const change = changed.get(node);
    const mark = added.has(node) ? 'new' : change === undefined ? 'same' : 'changed';
    return { id, node, mark, inside: insideOf(was, node, change?.inside ?? null, nextId) };
  });
  for (const node of differences.removed) {
    const id = nextId();
    ids.set(node, id);
    boxes.push({ id, node, mark: 'removed', inside: null });
  }
  const arrowsOfWalk = ({ nodes, exits }: typeof old): Omit<Arrow, 'mark'>[] =>
    nodes.flatMap((node) =>
      exits(node).flatMap(({ label, to }) => {
        const [from, target] = [ids.get(node), to === null ? undefined : ids.get(to)];
        return from === undefined || target === undefined ? [] : [{ from, to: target, label }];
      }),
    );
  const [was, is] = [arrowsOfWalk(old), arrowsOfWalk(now)];
  const [wasKeys, isKeys] = [new Set(was.map(keyOf)), new Set(is.map(keyOf))];
  return {
    boxes,
    arrows: [
      ...is.map((arrow): Arrow => ({ ...arrow, mark: wasKeys.has(keyOf(arrow)) ? 'same' : 'new' })),
      ...was
        .filter((arrow) => !isKeys.has(keyOf(arrow)))
        .map((arrow): Arrow => ({ ...arrow, mark: 'removed' })),
    ],
  };
}

function keyOf({ from, to, label }: Omit<Arrow, 'mark'>): string {
  return `${from} ${to} ${label}`;
}

function insideOf(
  was: Node | undefined,
  node: Node,
  differences: GraphDifferences | null,
  nextId: () => string,
): Picture | null {
  const inner = innerGraph(node);
  if (inner === null || inner.length === 0) return null;
  const before = was === undefined ? null : innerGraph(was);
  const nothing = { added: [], removed: [], changed: [] };
  // a new group is new with all that is in it
  const told = was === undefined ? { ...nothing, added: walk(inner).nodes } : (differences ?? nothing);
  return pictureOf(before ?? [], inner, told, nextId);
}

function countOf({ boxes }: Picture): number {
  return boxes.reduce((sum, { inside }) => sum + 1 + (inside === null ? 0 : countOf(inside)), 0);
}

function arrowsOf({ boxes, arrows }: Picture): number {
  return boxes.reduce((sum, { inside }) => sum + (inside === null ? 0 : arrowsOf(inside)), arrows.length);
}

/** What changed and what it is joined with. */
function aroundChanges({ boxes, arrows }: Picture): Picture {
  const changed = new Set(boxes.filter(({ mark }) => mark !== 'same').map(({ id }) => id));
  const shown = new Set(changed);
  for (const { from, to } of arrows) {
    if (changed.has(from)) shown.add(to);
    if (changed.has(to)) shown.add(from);
  }
  return {
    boxes: boxes
      .filter(({ id }) => shown.has(id))
      .map((box) => ({ ...box, inside: box.inside === null ? null : nothingOr(aroundChanges(box.inside)) })),
    arrows: [
      ...arrows.filter(({ from, to }) => shown.has(from) && shown.has(to)),
      ...overLeftOut(shown, arrows),
    ],
  };
}

/** Arrows over what is left out. Without them, Mermaid puts the pieces side by side, too small to read. */
function overLeftOut(shown: ReadonlySet<string>, arrows: readonly Arrow[]): Arrow[] {
  const after = new Map<string, string[]>();
  for (const { from, to } of arrows) {
    const known = after.get(from);
    if (known === undefined) after.set(from, [to]);
    else known.push(to);
  }
  return [...shown].flatMap((from) => {
    const passed = new Set((after.get(from) ?? []).filter((to) => !shown.has(to)));
    const reached = new Set<string>();
    // the set grows while it is gone through
    for (const each of passed)
      for (const to of after.get(each) ?? []) (shown.has(to) ? reached : passed).add(to);
    return [...reached].map((to): Arrow => ({ from, to, label: '…', mark: 'same' }));
  });
}

function nothingOr(picture: Picture): Picture | null {
  return picture.boxes.length === 0 ? null : picture;
}

/** The lines of a picture; `marks` gets the ids of the boxes that changed. */
function linesOf({ boxes, arrows }: Picture, indent: string, marks: Map<Mark, string[]>): string[] {
  const lines: string[] = [];
  for (const { id, node, mark, inside } of boxes) {
    if (mark !== 'same') marks.set(mark, [...(marks.get(mark) ?? []), id]);
    const sign = mark === 'same' ? '' : `${label(signs[mark])} `;
    const slug = `${sign}${label(node.slug)}`;
    if (inside === null) {
      const [open, close] = shapeOf(node);
      const does = doesOf(node);
      lines.push(`${indent}${id}${open}"${slug}${does === '' ? '' : `<br/>${label(does)}`}"${close}`);
    } else {
      lines.push(
        `${indent}subgraph ${id}["${slug} ${label('(group)')}"]`,
        ...linesOf(inside, `${indent}  `, marks),
        `${indent}end`,
      );
    }
  }
  for (const { from, to, label: name, mark } of arrows) {
    const words = [mark === 'removed' ? signs.removed : '', name === 'next' ? '' : exitName(name)]
      .filter((word) => word !== '')
      .join(' ');
    const arrow = mark === 'removed' ? '-.->' : mark === 'new' ? '==>' : '-->';
    lines.push(`${indent}${from} ${arrow}${words === '' ? '' : `|"${label(words)}"|`} ${to}`);
  }
  return lines;
}

function exitName(name: string): string {
  return name === 'onFailure' ? 'on failure' : name;
}

/** Where the way begins or ends, where it parts, and all else. */
function shapeOf(node: Node): readonly [string, string] {
  if (node.kind !== 'native') return ['[', ']'];
  switch (node.actionSlug) {
    case 'start':
    case 'end':
      return ['([', '])'];
    case 'branch':
    case 'switch':
    case 'split':
    case 'filter':
      return ['{{', '}}'];
    default:
      return ['[', ']'];
  }
}

/** What a node does, where its slug doesn't say it. */
function doesOf(node: Node): string {
  switch (node.kind) {
    case 'native':
      return node.actionSlug === node.slug ? '' : node.actionSlug;
    case 'connector':
      return `${node.integrationSlug}: ${node.actionSlug}`;
    case 'tool':
    case 'agent':
      return node.kind;
  }
}

/** A label. A full stop is not kept: "1. x" would be a list. */
function label(value: string): string {
  return mermaid(value, 40);
}
