import { isMap, isScalar, isSeq } from 'yaml';
import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import type { Path } from '../diagnostic.ts';
import { isMapping, type Mapping } from '../mapping.ts';
import { composeAtOnce } from '../yaml-text.ts';
import { alike, hasLines } from './alike.ts';
import { layOut } from './layout.ts';
import { placeInSchema } from './new-file.ts';
import {
  TextPlaces,
  applied,
  expressionsIn,
  fileOf,
  isAnchored,
  isShared,
  leaving,
  leavingBetween,
  mappingStart,
  pairInBrackets,
  pairWith,
  pairsOf,
  startOf,
  twins,
  usedAnchors,
} from './yaml-places.ts';
import { unescaped } from './words.ts';
import type { Leaves, ParsedPair, TextChange } from './yaml-places.ts';

/** A key whose value the workspace has otherwise than the definition. Undefined: nothing is there. */
export interface Wanted {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** An expression of ours that stands for another value than the workspace has; it is left as it is. */
export interface KeptExpression {
  readonly path: Path;
  readonly expression: string;
  /** What it stands for now. */
  readonly before: unknown;
  readonly after: unknown;
}

/** Another text for a file that the definition takes a text from. */
interface EditedText {
  /** The file as the definition names it. */
  readonly file: string;
  readonly text: string;
}

/** Whether a text of a file can be edited in that file, by the name that the definition has for it. */
export type MayEdit = (file: string, text: string) => boolean;

/** An edited text, what of it was kept, and the keys that can't be edited, since an anchor shares their value. */
export interface Edited {
  readonly text: string;
  readonly kept: readonly KeptExpression[];
  readonly shared: readonly string[];
  readonly texts: readonly EditedText[];
  /** The files whose text stands in the definition now. */
  readonly inlined: readonly string[];
}

/**
 * Edits one document of a file so that it says what the workspace has. All that does not differ stays byte for byte:
 * comments, order, quotes, anchors, other documents, line ends.
 * @param line the line of the document's mapping, from 1, which tells it from the others of the file; null where there
 *   is one document alone
 * @param mayEdit where a text stands in a file, whether it is edited there
 */
export function editDefinition(
  text: string,
  line: number | null,
  wanted: readonly Wanted[],
  mayEdit: MayEdit,
): Edited {
  const composed = composeAtOnce(text);
  const documents = 'documents' in composed ? composed.documents : [];
  const document = documents.find(({ contents }) => {
    const start = mappingStart(contents);
    return start !== null && (line === null || composed.lines.linePos(start).line === line);
  });
  const contents = document?.contents;
  if (document === undefined || !isMap(contents))
    return { text, kept: [], shared: wanted.map(({ key }) => key), texts: [], inlined: [] };
  const editor = new Editor(new TextPlaces(text), usedAnchors(document), mayEdit);
  const shared: string[] = [];
  const changes: TextChange[] = [];
  const leaves = leaving((key) => wanted.some((each) => each.key === key && each.after === undefined));
  for (const each of wanted) {
    const made = editor.key(contents, each, [], leaves, true);
    if (made === null) shared.push(each.key);
    else changes.push(...made);
  }
  const { kept, texts, inlined } = editor;
  return { text: applied(text, changes), kept, shared, texts, inlined };
}

/** Null: it can't be, since something else refers to what would change. */
type Made = TextChange[] | null;

class Editor {
  readonly kept: KeptExpression[] = [];
  readonly texts: EditedText[] = [];
  readonly inlined: string[] = [];
  private readonly places: TextPlaces;
  private readonly used: ReadonlySet<string>;

  private readonly mayEdit: MayEdit;

  constructor(places: TextPlaces, used: ReadonlySet<string>, mayEdit: MayEdit) {
    this.places = places;
    this.used = used;
    this.mayEdit = mayEdit;
  }

  /** Gives a key of a mapping another value, takes it out or puts it in. */
  key(map: YAMLMap, wanted: Wanted, above: Path, leaves: Leaves, isTop = false): Made {
    const { key, before, after } = wanted;
    const path = [...above, key];
    const own = pairWith(map, key);
    const twin = twins[key];
    const pair = own ?? (twin === undefined ? undefined : pairWith(map, twin));
    if (pair === undefined) return after === undefined ? [] : this.insert(map, key, after, isTop);
    const { value } = pair;
    if (value !== null && own !== undefined && after !== undefined) {
      const inside = this.inside(value, key, before, after, path);
      if (inside !== undefined) return inside;
    }
    if (value !== null && this.keeps(value, path, before, after)) return [];
    if (isShared(value, this.used)) return null;
    if (after === undefined) return this.remove(map, pair, leaves);
    if (map.flow === true) {
      const text = pairInBrackets(key, after, pair);
      return [{ start: startOf(pair.key), end: this.places.endOfPair(pair), text }];
    }
    return [this.replace(pair, key, after)];
  }

  /** What changes inside a value whose form stays; undefined where the value as a whole has to change. */
  private inside(node: Node, key: string, before: unknown, after: unknown, path: Path): Made | undefined {
    if (isAnchored(node, this.used)) return undefined;
    const file = fileOf(node);
    if (file !== null && (typeof before === 'string' || path.join() === 'workflow'))
      return this.inFile(file, after);
    // texts of several lines are read below each other, not in brackets
    const isOpened = isMap(node) && node.flow === true && hasLines(after) && !hasLines(before);
    if (isOpened && expressionsIn(node).length === 0) return undefined;
    if (isMap(node) && isMapping(before) && isMapping(after)) {
      const leaves = leavingBetween(before, after);
      return pairsOf(node).every(leaves) ? undefined : this.inMap(node, before, after, path, leaves);
    }
    const isList = isSeq(node) && node.flow !== true && Array.isArray(before) && Array.isArray(after);
    if (!isList || node.items.length !== before.length || after.length === 0) return undefined;
    return this.inList(node, key, before, after, path);
  }

  /** Edits a text where it stands; undefined where it has to stand in the definition from now on. */
  private inFile(file: string, after: unknown): Made | undefined {
    const text = typeof after === 'string' ? unescaped(after) : null;
    if (text === null || !this.mayEdit(file, text)) {
      this.inlined.push(file);
      return undefined;
    }
    this.texts.push({ file, text });
    return [];
  }

  private inMap(node: YAMLMap, before: Mapping, after: Mapping, path: Path, leaves: Leaves): Made {
    const changes: TextChange[] = [];
    for (const key of new Set([...Object.keys(after), ...Object.keys(before)])) {
      const twin = twins[key];
      // it is found there under its other name
      if (!(key in after) && twin !== undefined && twin in after) continue;
      if (alike(before[key], after[key])) continue;
      const made = this.key(node, { key, before: before[key], after: after[key] }, path, leaves);
      if (made === null) return null;
      changes.push(...made);
    }
    return changes;
  }

  /** The items that stay are those with which both lists begin and end. */
  private inList(
    node: YAMLSeq,
    key: string,
    before: readonly unknown[],
    after: readonly unknown[],
    path: Path,
  ): Made {
    const items = node.items as Node[];
    const least = Math.min(before.length, after.length);
    let first = 0;
    while (first < least && alike(before[first], after[first])) first += 1;
    let last = 0;
    while (last < least - first && alike(before.at(-1 - last), after.at(-1 - last))) last += 1;
    const end = least - last;
    const changes: TextChange[] = [];
    for (const [index, item] of items.entries()) {
      if (index < first || index >= before.length - last) continue;
      const made =
        index < end
          ? this.item(item, key, before[index], after[index], [...path, index])
          : this.withoutItem(item, before[index], [...path, index]);
      if (made === null) return null;
      changes.push(...made);
    }
    const added = after.slice(end, after.length - last);
    const [head] = items;
    if (added.length === 0 || head === undefined || before.length > after.length) return changes;
    const previous = items[end - 1];
    const column = this.places.columnOf(this.dashOf(head));
    const at =
      previous === undefined
        ? this.places.lineStart(this.dashOf(head))
        : this.places.lineAfter(this.places.endOf(previous));
    const text = added.map(
      (each) => `${' '.repeat(column)}- ${this.places.indented(layOut(each, `${key}[]`), column + 2)}`,
    );
    return [...changes, this.places.newLines(at, text.join(this.places.eol))];
  }

  private item(item: Node, key: string, before: unknown, after: unknown, path: Path): Made {
    if (alike(before, after)) return [];
    const inside = this.inside(item, `${key}[]`, before, after, path);
    if (inside !== undefined) return inside;
    if (this.keeps(item, path, before, after)) return [];
    if (isShared(item, this.used)) return null;
    const start = startOf(item);
    const text = this.places.indented(layOut(after, `${key}[]`), this.places.columnOf(start));
    return [this.places.inPlaceOf(start, this.places.endOf(item), text, item)];
  }

  private withoutItem(item: Node, before: unknown, path: Path): Made {
    if (this.keeps(item, path, before, undefined)) return [];
    return isShared(item, this.used)
      ? null
      : [this.places.withoutLines(this.dashOf(item), this.places.endOf(item))];
  }

  private dashOf(item: Node): number {
    return this.places.text.lastIndexOf('-', startOf(item) - 1);
  }

  private replace(pair: ParsedPair, key: string, after: unknown): TextChange {
    const start = startOf(pair.key);
    const text = this.places.indented(layOut({ [key]: after }), this.places.columnOf(start));
    return this.places.inPlaceOf(start, this.places.endOfPair(pair), text, pair.value);
  }

  private insert(map: YAMLMap, key: string, after: unknown, isTop: boolean): Made {
    const pairs = pairsOf(map);
    const place = ({ key: each }: ParsedPair): number =>
      isScalar(each) ? placeInSchema(String(each.value)) : 0;
    const previous =
      isTop && map.flow !== true ? pairs.findLast((pair) => place(pair) < placeInSchema(key)) : pairs.at(-1);
    const beside = previous ?? pairs[0];
    if (beside === undefined) return null;
    if (map.flow === true) return [this.places.afterPair(beside, pairInBrackets(key, after, beside))];
    const column = this.places.columnOf(startOf(beside.key));
    const text = `${' '.repeat(column)}${this.places.indented(layOut({ [key]: after }), column)}`;
    const at =
      previous === undefined
        ? this.places.lineStart(startOf(beside.key))
        : this.places.lineAfter(this.places.endOfPair(previous));
    return [this.places.newLines(at, text)];
  }

  private remove(map: YAMLMap, pair: ParsedPair, leaves: Leaves): Made {
    const pairs = pairsOf(map);
    const index = pairs.indexOf(pair);
    const [previous, next] = [pairs[index - 1], pairs[index + 1]];
    const start = startOf(pair.key);
    // what stays first takes the place of the first one
    const isLeading = pairs.slice(0, index).every(leaves);
    const first = startOf(pairs[0]?.key ?? pair.key);
    const isInItem = this.places.text.slice(this.places.lineStart(first), first).trim() !== '';
    if (map.flow !== true && !(isLeading && isInItem))
      return [this.places.withoutLines(start, this.places.endOfPair(pair))];
    if (isLeading) return next === undefined ? null : [{ start, end: startOf(next.key), text: '' }];
    return previous === undefined
      ? null
      : [{ start: this.places.endOfPair(previous), end: this.places.endOfPair(pair), text: '' }];
  }

  /** Whether a value holds an expression of ours and so stays; it is noted with both values. */
  private keeps(node: Node, path: Path, before: unknown, after: unknown): boolean {
    const [expression] = expressionsIn(node);
    if (expression === undefined) return false;
    this.kept.push({ path, expression, before, after });
    return true;
  }
}
