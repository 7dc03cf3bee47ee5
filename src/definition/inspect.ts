import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Node, YAMLMap } from 'yaml';
import type { DiagnosticCode } from './diagnostic.ts';
import { isVoid } from './places.ts';
import { shown } from './words.ts';
import { maxDepth } from './yaml-text.ts';

/** Takes note of what is wrong at a node. */
export type TellNode = (code: DiagnosticCode, message: string, node: Node) => void;

/** The most aliases in one document, and the most values that it may hold once they are written out. */
const maxAliases = 1_000;
const maxValues = 250_000;

/** How much a node holds, with its aliases written out. */
interface Extent {
  readonly values: number;
  readonly depth: number;
}

const single: Extent = { values: 1, depth: 0 };

/**
 * Checks in a document that parsed what its values no longer show: keys that are there twice, merge keys,
 * aliases.
 * @param elsewhere the anchors of the documents before this one in the file; this one's are added
 * @returns whether nothing is wrong
 */
export function inspect(contents: Node, elsewhere: Set<string>, report: TellNode): boolean {
  let isSound = true;
  const tell: TellNode = (...problem) => {
    isSound = false;
    report(...problem);
  };
  // null while the value is still being read
  const anchors = new Map<string, Extent | null>();
  let aliases = 0;

  const alias = (node: Alias): Extent => {
    aliases += 1;
    const target = anchors.get(node.source);
    if (target === undefined) {
      const message = elsewhere.has(node.source)
        ? `The alias *${node.source} has its anchor &${node.source} in another document of this file, and an anchor works only within its document (up to \`---\`). Write the value out here.`
        : `The alias *${node.source} has no anchor &${node.source} before it. Add the anchor, or write the value out.`;
      tell('yaml-syntax', message, node);
    } else if (target === null) {
      tell(
        'yaml-syntax',
        `The alias *${node.source} is inside the value that it refers to. Write the value out.`,
        node,
      );
    }
    return target ?? single;
  };

  const walk = (node: unknown): Extent => {
    if (isAlias(node)) return alias(node);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, null);
    let extent = single;
    if (isMap(node)) {
      keys(node, tell);
      extent = sum(node.items.flatMap(({ key, value }) => [walk(key), walk(value)]));
    } else if (isSeq(node)) extent = sum(node.items.map(walk));
    if (anchor !== undefined) anchors.set(anchor, extent);
    return extent;
  };

  const whole = walk(contents);
  for (const anchor of anchors.keys()) elsewhere.add(anchor);
  if (aliases > maxAliases || whole.values > maxValues) {
    const message = 'The file uses too many aliases (`*name`). Write the values out.';
    tell('too-many-aliases', message, contents);
  } else if (whole.depth > maxDepth) tell('too-deep', tooDeep, contents);
  return isSound;
}

/** What is said of a text that is nested too deeply. */
export const tooDeep = `Lists and mappings are nested too deeply. The limit is ${maxDepth} levels.`;

function sum(parts: readonly Extent[]): Extent {
  let values = 1;
  let depth = 0;
  for (const part of parts) {
    values += part.values;
    depth = Math.max(depth, part.depth);
  }
  return { values, depth: depth + 1 };
}

function keys(map: YAMLMap, tell: TellNode): void {
  const known = new Set<unknown>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    if (key.value === '<<' && key.type === 'PLAIN')
      tell(
        'merge-key',
        'Merge keys (`<<`) are not supported. Write the keys out. To reuse a whole value, use an anchor and an alias (`filter: &name …`, then `filter: *name`).',
        key,
      );
    else if (known.has(key.value) && !isVoid(key))
      tell('duplicate-key', `The key ${shown(key.value)} appears twice. Remove one of them.`, key);
    known.add(key.value);
  }
}
