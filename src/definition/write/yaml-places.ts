import { isAlias, isMap, isScalar, isSeq, visit } from 'yaml';
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import type { Mapping } from '../mapping.ts';
import { composeAtOnce } from '../yaml-text.ts';
import { layOut } from './layout.ts';

/** A key of a mapping with its value, as they were parsed. */
export type ParsedPair = Pair<Node, Node | null>;

/** A part of a text, and what comes in its place. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The pairs of a mapping that was parsed. */
export function pairsOf(map: YAMLMap): readonly ParsedPair[] {
  return map.items as ParsedPair[];
}

/** Where a node's own text begins. */
export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Where the mapping of a document is told to be; null where it has none, or an empty one. */
export function mappingStart(contents: Node | null): number | null {
  const key = isMap(contents) ? pairsOf(contents)[0]?.key : undefined;
  if (!isMap(contents) || key === undefined) return null;
  return startOf(contents.flow === true ? contents : key);
}

/** A document of a text: where it begins and ends, and how many lines are before it. */
export interface DocumentSpan {
  readonly start: number;
  readonly end: number;
  readonly linesBefore: number;
}

/** The documents of a text that hold a mapping, each by the line of that, from 1. */
export function documentSpans(text: string): ReadonlyMap<number, DocumentSpan> {
  const composed = composeAtOnce(text);
  const spans = new Map<number, DocumentSpan>();
  for (const { contents, range } of 'documents' in composed ? composed.documents : []) {
    const at = mappingStart(contents);
    if (at === null) continue;
    const linesBefore = composed.lines.linePos(range[0]).line - 1;
    spans.set(composed.lines.linePos(at).line, { start: range[0], end: range[2], linesBefore });
  }
  return spans;
}

/** The lines and columns of a text that is being edited, with its own line ends. */
export class TextPlaces {
  readonly text: string;
  readonly eol: string;

  constructor(text: string) {
    this.text = text;
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /**
   * Where a node's own text ends, without the line end and the comments after it. The blank lines at the end of a text
   * that keeps them (`|+`) are its own.
   */
  endOf(node: Node): number {
    if (isMap(node) && node.flow !== true) {
      const last = pairsOf(node).at(-1);
      if (last !== undefined) return this.endOfPair(last);
    }
    if (isSeq(node) && node.flow !== true) {
      const last = (node.items as Node[]).at(-1);
      if (last !== undefined) return this.endOf(last);
    }
    const [start = 0, end = 0] = node.range ?? [];
    const text = this.text.slice(start, end);
    const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
    return start + (isBlock ? text.replace(/\r?\n$/, '') : text.trimEnd()).length;
  }

  endOfPair({ key, value }: ParsedPair): number {
    return Math.max(value === null ? 0 : this.endOf(value), key.range?.[1] ?? 0);
  }

  /** Puts a pair after another one in brackets: below it where that begins its line. */
  afterPair(beside: ParsedPair, text: string): TextChange {
    const start = startOf(beside.key);
    const indent = this.text.slice(this.lineStart(start), start);
    const at = this.endOfPair(beside);
    return { start: at, end: at, text: `,${indent.trim() === '' ? this.eol + indent : ' '}${text}` };
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where the line after an offset begins, or the text's end. */
  lineAfter(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end === -1 ? this.text.length : end + 1;
  }

  columnOf(offset: number): number {
    return offset - this.lineStart(offset);
  }

  /**
   * Puts a text in the place of another one; a comment after that stays on the first line, outside of a text of several.
   * @param value what is replaced: a comment beside its bar (`|`) stays there, too
   */
  inPlaceOf(start: number, end: number, text: string, value: Node | null): TextChange {
    const header = value === null ? '' : this.besideBar(value);
    if (header !== '') {
      const first = text.split(this.eol, 1)[0] ?? '';
      return this.inPlaceOf(start, end, first + header + text.slice(first.length), null);
    }
    const [comment = ''] = /^[ \t]+#[^\r\n]*/.exec(this.text.slice(end)) ?? [];
    const lineEnd = text.indexOf(this.eol);
    if (lineEnd === -1) return { start, end, text };
    const whole = text.slice(0, lineEnd) + comment + text.slice(lineEnd);
    const done = end + comment.length;
    if (!endsBlank(text)) return { start, end: done, text: whole };
    return { start, end: this.blankAfter(this.lineAfter(done)), text: whole + this.eol };
  }

  /** The comment beside the bar of a text of several lines. */
  private besideBar(node: Node): string {
    if (!isScalar(node) || (node.type !== 'BLOCK_LITERAL' && node.type !== 'BLOCK_FOLDED')) return '';
    return /^[|>][^\s#]*([ \t]+#[^\r\n]*)/.exec(this.text.slice(startOf(node)))?.[1] ?? '';
  }

  /** Takes out whole lines, and the blank ones after them where blank ones are before them too. */
  withoutLines(start: number, end: number): TextChange {
    const first = this.lineStart(start);
    const after = this.lineAfter(end);
    const isAfterBlank = /\n[ \t]*\r?\n$/.test(this.text.slice(0, first));
    return { start: first, end: isAfterBlank ? this.blankAfter(after) : after, text: '' };
  }

  /** Where the blank lines end that begin at an offset. */
  private blankAfter(offset: number): number {
    return offset + (/^(?:[ \t]*\r?\n)*/.exec(this.text.slice(offset))?.[0].length ?? 0);
  }

  /** Puts text on lines of its own, at the beginning of a line or at the text's end. */
  newLines(at: number, text: string): TextChange {
    const isOpen = at > 0 && this.text[at - 1] !== '\n';
    const end = endsBlank(text) ? this.blankAfter(at) : at;
    const isClosed = !isOpen || endsBlank(text);
    return { start: at, end, text: (isOpen ? this.eol : '') + text + (isClosed ? this.eol : '') };
  }

  /** A text of several lines, the second and later ones moved to a column. */
  indented(text: string, column: number): string {
    return text
      .split('\n')
      .map((line, index) => (index === 0 || line === '' ? line : `${' '.repeat(column)}${line}`))
      .join(this.eol);
  }
}

/** Whether a text that is laid out ends with one that keeps its blank lines: those that follow would be its own too. */
function endsBlank(text: string): boolean {
  return /\n[ \t]*$/.test(text);
}

/**
 * A key with its value, as they stand inside brackets.
 * @param beside a pair of the same mapping: where its key is in double quotes, what comes there is JSON, too
 */
export function pairInBrackets(key: string, value: unknown, beside: ParsedPair): string {
  const isJson = isScalar(beside.key) && beside.key.type === 'QUOTE_DOUBLE';
  return isJson ? `${JSON.stringify(key)}: ${JSON.stringify(value)}` : `${key}: ${inBrackets(value)}`;
}

/** A value in one line, as it stands inside brackets. */
function inBrackets(value: unknown): string {
  if (typeof value === 'object' || (typeof value === 'string' && (value.length > 60 || value.includes('\n'))))
    return JSON.stringify(value);
  return layOut([value]).slice(1, -1);
}

/** The anchors of a document that something refers to. */
export function usedAnchors(document: Document.Parsed): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    Alias: (_key, { source }) => {
      used.add(source);
    },
  });
  return used;
}

/** Whether something else refers to a node itself. */
export function isAnchored(node: Node, used: ReadonlySet<string>): boolean {
  return !isAlias(node) && 'anchor' in node && typeof node.anchor === 'string' && used.has(node.anchor);
}

/** Whether something else refers to a node, or to a part of it. */
export function isShared(node: Node | null, used: ReadonlySet<string>): boolean {
  let found = false;
  if (node === null) return false;
  visit(node, {
    Node: (_key, each) => {
      if (isAnchored(each, used)) found = true;
    },
  });
  return found;
}

/** The texts in a node that hold an expression of ours, one that is not escaped. */
export function expressionsIn(node: Node): string[] {
  const found: string[] = [];
  visit(node, {
    Scalar: (_key, { value }) => {
      if (typeof value === 'string' && /(?<!\$)\$\{\{/.test(value)) found.push(value);
    },
  });
  return found;
}

/** The pair of a mapping with a key. */
export function pairWith(map: YAMLMap, name: string): ParsedPair | undefined {
  return pairsOf(map).find(({ key }) => isScalar(key) && key.value === name);
}

/** The file that `{ file: PATH }` names. */
export function fileOf(node: Node): string | null {
  const value = isMap(node) && node.items.length === 1 ? pairWith(node, 'file')?.value : null;
  return isScalar(value) && typeof value.value === 'string' ? value.value : null;
}

/** Two keys for one thing: by name, and by uuid. */
export const twins: Readonly<Record<string, string>> = {
  folder: 'folderUuid',
  folderUuid: 'folder',
  relatedModel: 'relatedModelUuid',
  relatedModelUuid: 'relatedModel',
  play: 'playUuid',
  playUuid: 'play',
};

/** Whether a pair of a mapping leaves it. */
export type Leaves = (pair: ParsedPair) => boolean;

/** Which pairs leave, by the keys that do: a key stands for its other name too. */
export function leaving(isGone: (key: string) => boolean): Leaves {
  return ({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : '';
    const isMeant = isGone(name) || (twins[name] !== undefined && isGone(twins[name]));
    return isMeant && (value === null || expressionsIn(value).length === 0);
  };
}

/** Which pairs of a mapping leave it when it gets another value. */
export function leavingBetween(before: Mapping, after: Mapping): Leaves {
  return leaving((key) => key in before && !(key in after) && !((twins[key] ?? key) in after));
}

/** A text with changes in it, none of which overlaps another. */
export function applied(text: string, changes: readonly TextChange[]): string {
  // of two insertions at one place the first one stays first
  const inOrder = changes.toSorted((one, other) => one.start - other.start || one.end - other.end);
  let result = '';
  let done = 0;
  for (const change of inOrder) {
    result += text.slice(done, change.start) + change.text;
    done = change.end;
  }
  return result + text.slice(done);
}
