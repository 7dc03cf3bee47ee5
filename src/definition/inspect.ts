import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Document, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { DiagnosticCode } from './diagnostic.ts';
import { isVoid } from './places.ts';
import { shown } from './words.ts';
import { maxDepth } from './yaml-text.ts';

/** Takes note of what is wrong at a node. */
export type TellNode = (code: DiagnosticCode, message: string, node: Node) => void;

/** The most aliases in one document, and the most values that it may hold once they are written out. */
const maxAliases = 1_000;
const maxValues = 250_000;

/** What an anchor stands for: its plain value, and how much that holds with its aliases written out. */
interface Anchored {
  readonly value: unknown;
  readonly values: number;
  readonly depth: number;
}

/**
 * Turns a document that parsed into plain data, and checks what that no longer shows: keys that are there twice, merge
 * keys, aliases.
 * @param elsewhere the anchors of the documents before this one in the file; this one's are added
 * @returns the value; null where something is wrong
 */
export function inspect(
  document: Document.Parsed,
  contents: Node,
  elsewhere: Set<string>,
  report: TellNode,
): { readonly value: unknown } | null {
  let problems = 0;
  const tell: TellNode = (...problem) => {
    problems += 1;
    report(...problem);
  };
  // null while the value is still being read
  const anchors = new Map<string, Anchored | null>();
  let aliases = 0;
  let values = 0;
  let level = 0;
  let deepest = 0;
  let tags = 0;

  const alias = (node: Alias): unknown => {
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
    values += target?.values ?? 1;
    deepest = Math.max(deepest, level + (target?.depth ?? 0));
    return target?.value;
  };

  const collection = (node: YAMLMap | YAMLSeq): unknown => {
    if (node.tag !== undefined) tags += 1;
    level += 1;
    deepest = Math.max(deepest, level);
    const value = isMap(node) ? mapping(node) : node.items.map(walk);
    level -= 1;
    return value;
  };

  const mapping = (node: YAMLMap): unknown => {
    const map: Record<string, unknown> = {};
    for (const { key, value } of node.items) {
      const name = String(walk(key));
      if (isScalar(key)) checkKey(key, name, map, tell);
      put(map, name, walk(value));
    }
    return map;
  };

  const plain = (node: unknown): unknown => {
    values += 1;
    if (isScalar(node)) return node.value;
    return isMap(node) || isSeq(node) ? collection(node) : null;
  };

  const walk = (node: unknown): unknown => {
    if (isAlias(node)) return alias(node);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor === undefined) return plain(node);
    anchors.set(anchor, null);
    const before = { values, deepest };
    deepest = level;
    const value = plain(node);
    anchors.set(anchor, { value, values: values - before.values, depth: deepest - level });
    deepest = Math.max(deepest, before.deepest);
    return value;
  };

  const value = walk(contents);
  for (const anchor of anchors.keys()) elsewhere.add(anchor);
  if (aliases > maxAliases || values > maxValues) {
    const message = 'The file uses too many aliases (`*name`). Write the values out.';
    tell('too-many-aliases', message, contents);
  } else if (deepest > maxDepth) tell('too-deep', tooDeep, contents);
  if (problems > 0) return null;
  // a tag may make something else of a list or a mapping, such as a set; how often aliases are used is limited already
  return { value: tags > 0 ? document.toJS({ maxAliasCount: -1 }) : value };
}

/** What is said of a text that is nested too deeply. */
export const tooDeep = `Lists and mappings are nested too deeply. The limit is ${maxDepth} levels.`;

function checkKey(key: Scalar, name: string, before: object, tell: TellNode): void {
  if (key.value === '<<' && key.type === 'PLAIN')
    tell(
      'merge-key',
      'Merge keys (`<<`) are not supported. Write the keys out. To reuse a whole value, use an anchor and an alias (`filter: &name …`, then `filter: *name`).',
      key,
    );
  else if (Object.hasOwn(before, name) && !isVoid(key))
    tell('duplicate-key', `The key ${shown(key.value)} appears twice. Remove one of them.`, key);
}

function put(map: Record<string, unknown>, key: string, value: unknown): void {
  // an assignment to this key would set no key, but where methods come from
  if (key === '__proto__')
    Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
  else map[key] = value;
}
