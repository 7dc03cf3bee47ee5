import { Document, isCollection, isMap, isPair, isScalar, isSeq, YAMLMap, YAMLSeq } from 'yaml';
import type { Node } from 'yaml';

/** The longest mapping or list that stands in one line. */
const longestLine = 90;

type Context = Parameters<YAMLMap['toString']>[0];

/** A mapping in one line: `{ a: 1 }`. */
class Inline extends YAMLMap {
  override toString(context?: Context, ...others: [(() => void)?, (() => void)?]): string {
    return super.toString(context && { ...context, flowCollectionPadding: ' ' }, ...others);
  }
}

/** A list in one line, without blanks inside its brackets: `[a, b]`. */
class InlineList extends YAMLSeq {
  override toString(context?: Context, ...others: [(() => void)?, (() => void)?]): string {
    return super.toString(context && { ...context, flowCollectionPadding: '' }, ...others);
  }
}

/**
 * A value as YAML, laid out as a person does: what is short and flat in one line, the rest below each other, texts of
 * several lines as they read.
 * @param value plain data
 * @param key the key it stands under: nodes are never in one line
 * @returns the text without a line end at the end of the last line
 */
export function layOut(value: unknown, key = ''): string {
  const document = new Document(value, { aliasDuplicateObjects: false, stringKeys: true });
  if (document.contents !== null) document.contents = styled(document.contents, key);
  const text = document.toString({ lineWidth: 0, singleQuote: true, blockQuote: 'literal' });
  return text.replace(/\n$/, '');
}

function styled(node: Node, key: string): Node {
  if (isSeq(node)) {
    const items = node.items as Node[];
    if (items.every(isShort) && isShort(node)) return inline(node);
    items.forEach((item, index) => (items[index] = styled(item, `${key}[]`)));
    return node;
  }
  if (!isMap(node)) return node;
  if (key !== '' && key !== 'nodes[]' && isFlat(node, 2) && isShort(node)) return inline(node);
  for (const pair of node.items) {
    if (pair.value !== null)
      pair.value = styled(pair.value as Node, isScalar(pair.key) ? String(pair.key.value) : '?');
  }
  return node;
}

/** Whether a value has at most so many levels of mappings and lists, and no list of mappings. */
function isFlat(node: unknown, levels: number): boolean {
  if (isSeq(node)) return levels > 0 && node.items.every(isScalar);
  if (isMap(node)) return levels > 0 && node.items.every(({ value }) => isFlat(value, levels - 1));
  return true;
}

function isShort(node: unknown): boolean {
  if (isScalar(node)) return typeof node.value !== 'string' || !node.value.includes('\n');
  if (!isCollection(node) || !node.items.every((item) => isShort(isPair(item) ? item.value : item)))
    return false;
  if (isSeq(node) && !node.items.every(isScalar)) return false;
  return JSON.stringify(node.toJSON()).length <= longestLine;
}

function inline(node: Node): Node {
  const made = isMap(node) ? new Inline() : new InlineList();
  if (!isCollection(node)) return node;
  const items = node.items as unknown[];
  made.items = items.map((item) => {
    if (!isPair(item)) return isCollection(item) ? inline(item) : item;
    if (isCollection(item.value)) item.value = inline(item.value);
    return item;
  });
  made.flow = true;
  return made;
}
