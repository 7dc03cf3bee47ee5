import { isAlias, isMap, isNode, isScalar, isSeq, visit } from 'yaml';
import type { Alias, Document, LineCounter, Node, Pair, YAMLMap } from 'yaml';
import type { Path, Place } from './diagnostic.ts';

/** Turns offsets in a file's text into a place. */
export type Spot = (start: number, end: number) => Place;

/** How to find places in a file's text. */
export function placer(file: string, text: string, lines: LineCounter): Spot {
  return (start, end) => {
    const { line, col } = lines.linePos(start);
    const from = start - (col - 1);
    const stop = text.indexOf('\n', from);
    // a BOM is not a column
    const bom = from === 0 && text.startsWith('\ufeff') ? 1 : 0;
    const excerpt = text.slice(from + bom, stop === -1 ? text.length : stop).replace(/\r$/, '');
    const column = Math.max(1, col - bom);
    const width = Math.max(1, Math.min(end - start, excerpt.length - column + 1));
    return { file, line: Math.max(1, line), column, endColumn: column + width, excerpt };
  };
}

/** Where a value stands. */
export function nodePlace(node: Node, spot: Spot): Place {
  const range = node.range;
  if (range === null || range === undefined) return spot(0, 0);
  if (isMap(node)) {
    // a mapping is where its first key is: a block mapping has no mark of its own
    const key = node.items[0]?.key;
    if (node.flow !== true && isNode(key)) return nodePlace(key, spot);
    return spot(range[0], range[0] + 1);
  }
  return spot(range[0], range[1]);
}

/** Finds the key or the value at a path; where it doesn't exist, the nearest parent that does. */
export function findPlace(document: Document.Parsed, path: Path, part: 'key' | 'value', spot: Spot): Place {
  let node: unknown = document.contents;
  let place = isNode(node) ? nodePlace(node, spot) : spot(0, 0);
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = targetsOf(document).get(node);
    if (isMap(node)) {
      const pair = pairOf(node, String(step));
      if (pair === undefined) return place;
      const lastStep = depth === path.length - 1;
      const { key, value } = pair;
      if (isNode(key) && (lastStep && part === 'key' ? true : !isNode(value) || isVoid(value)))
        place = nodePlace(key, spot);
      else if (isNode(value)) place = nodePlace(value, spot);
      node = value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (!isNode(item)) return place;
      place = nodePlace(item, spot);
      node = item;
    } else return place;
  }
  return place;
}

const targets = new WeakMap<Document.Parsed, ReadonlyMap<Alias, Node>>();

/** What each alias of a document stands for; looked up once, since the library goes through the document each time. */
function targetsOf(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const known = targets.get(document);
  if (known !== undefined) return known;
  const anchors = new Map<string, Node>();
  const found = new Map<Alias, Node>();
  visit(document, {
    Value(_key, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
    Alias(_key, alias) {
      const target = anchors.get(alias.source);
      if (target !== undefined) found.set(alias, target);
    },
  });
  targets.set(document, found);
  return found;
}

/** The pairs of large mappings by key: thousands of wrong keys are looked up one by one. */
const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  let index = indexes.get(map);
  if (index === undefined) {
    index = new Map(
      map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])),
    );
    indexes.set(map, index);
  }
  return index.get(key);
}

/** A value that was left empty stands nowhere: its key does. */
export function isVoid(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}
