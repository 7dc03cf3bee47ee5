import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Document, Node } from 'yaml';
import type { Diagnostic, DiagnosticCode, Path, Place } from './diagnostic.ts';
import { findInside } from './inside.ts';
import type { Span } from './inside.ts';
import { mistakes } from './yaml-mistakes.ts';
import type { Spot } from './yaml-mistakes.ts';

/** A definition file as it was read. `path` is relative to the workspace, with `/`. */
export interface RawFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** One YAML document of a file, as plain data with a way back to its places. */
export interface SourceDocument {
  readonly file: string;
  /** The line of its first key, from 1. */
  readonly line: number;
  readonly value: unknown;
  /** Whether an expression may be in it at all. */
  readonly hasExpressions: boolean;
  /** Where a path's value or key stands; where it doesn't, the nearest parent that does. */
  readonly place: (path: Path, part?: 'key' | 'value' | Span) => Place;
}

/** The largest definition file that is read, in bytes. */
const maxBytes = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

// merge keys are off and scalars are YAML 1.2's, whatever a %YAML directive says
const options = {
  schema: 'core',
  stringKeys: true,
  uniqueKeys: true,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/**
 * Turns a file into documents. Empty documents are passed over.
 * @returns the documents that could be read, and what is wrong with the others
 */
export function readSource(file: RawFile): { documents: SourceDocument[]; diagnostics: Diagnostic[] } {
  const nowhere: Place = { file: file.path, line: 1, column: 1, endColumn: 1, excerpt: '' };
  const whole = (
    code: DiagnosticCode,
    message: string,
    place = nowhere,
  ): { documents: []; diagnostics: Diagnostic[] } => ({
    documents: [],
    diagnostics: [{ severity: 'error', code, message, place }],
  });
  if (file.bytes.length > maxBytes) {
    return whole(
      'too-large',
      'The file is larger than 1 MiB, the most that is read. Split it into several files.',
    );
  }
  let text: string;
  try {
    text = utf8.decode(file.bytes);
  } catch {
    return whole('not-utf8', 'The file is not UTF-8 text. Save it as UTF-8 in your editor.');
  }
  const lines = new LineCounter();
  let parsed: Document.Parsed[];
  try {
    parsed = [...parseAllDocuments(text, { ...options, lineCounter: lines })] as Document.Parsed[];
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    return whole('too-deep', 'The file is nested too deeply to be read.');
  }
  const spot = placer(file.path, text, lines);
  const documents: SourceDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  const hasExpressions = text.includes('${{');
  for (const [index, document] of parsed.entries()) {
    const errors = mistakes(document, text, spot);
    diagnostics.push(...errors);
    const { contents } = document;
    if (errors.length > 0 || contents === null || isEmpty(contents)) continue;
    if (!isMap(contents)) {
      const message = `A play is a mapping of keys to values, and this is ${isSeq(contents) ? 'a list' : 'a single value'}. For several plays in one file, put \`---\` between them.`;
      diagnostics.push({
        severity: 'error',
        code: 'not-a-mapping',
        message,
        place: nodePlace(contents, spot),
      });
      continue;
    }
    try {
      const value: unknown = document.toJS();
      const { line } = nodePlace(contents, spot);
      documents.push({
        file: file.path,
        line,
        value,
        hasExpressions,
        place: lazyPlace(file.path, text, index),
      });
    } catch (thrown) {
      diagnostics.push({ severity: 'error', ...unreadable(thrown), place: nodePlace(contents, spot) });
    }
  }
  if (documents.length === 0 && diagnostics.length === 0) {
    return whole('no-play', 'There is no play in this file. Define one, or remove the file.', spot(0, 0));
  }
  return { documents, diagnostics };
}

/** What keeps a document that parsed from becoming data. */
function unreadable(thrown: unknown): Pick<Diagnostic, 'code' | 'message'> {
  if (thrown instanceof RangeError)
    return { code: 'too-deep', message: 'The play is nested too deeply to be read.' };
  const unresolved =
    thrown instanceof Error ? /Unresolved alias.*: (.*)/.exec(thrown.message)?.[1] : undefined;
  if (unresolved !== undefined)
    return {
      code: 'yaml-syntax',
      message: `The alias *${unresolved} is used, but no value is marked &${unresolved} before it.`,
    };
  return {
    code: 'too-many-aliases',
    message: 'It uses aliases (`*name`) so often that it would grow beyond measure. Write the values out.',
  };
}

function isEmpty(contents: Node): boolean {
  // `null` written out is something; an empty document has no source
  return isScalar(contents) && contents.value === null && (contents.source ?? '') === '';
}

function placer(file: string, text: string, lines: LineCounter): Spot {
  return (start, end) => {
    const { line, col } = lines.linePos(start);
    const from = start - (col - 1);
    const stop = text.indexOf('\n', from);
    // a BOM is no column
    const bom = from === 0 && text.startsWith('\ufeff') ? 1 : 0;
    const excerpt = text.slice(from + bom, stop === -1 ? text.length : stop).replace(/\r$/, '');
    const column = Math.max(1, col - bom);
    const width = Math.max(1, Math.min(end - start, excerpt.length - column + 1));
    return { file, line: Math.max(1, line), column, endColumn: column + width, excerpt };
  };
}

function nodePlace(node: Node, spot: Spot): Place {
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

/**
 * Finds places by parsing the text once more: nearly all definitions are right and need none, and keeping
 * their trees made up most of the memory of a large run.
 */
function lazyPlace(file: string, text: string, index: number): SourceDocument['place'] {
  return (path, part = 'value') => {
    const { documents, spot } = reparse(file, text);
    const document = documents[index];
    if (document === undefined) return spot(0, 0);
    if (typeof part === 'object') {
      const scalar = document.getIn(path, true);
      const inside = isScalar(scalar) ? findInside(text, scalar, part) : null;
      return inside === null ? find(document, path, 'value', spot) : spot(...inside);
    }
    return find(document, path, part, spot);
  };
}

let last: { text: string; file: string; documents: readonly Document.Parsed[]; spot: Spot } | null = null;

function reparse(file: string, text: string): { documents: readonly Document.Parsed[]; spot: Spot } {
  // diagnostics come file by file
  if (last?.text !== text || last.file !== file) {
    const lineCounter = new LineCounter();
    const documents = [...parseAllDocuments(text, { ...options, lineCounter })] as Document.Parsed[];
    last = { text, file, documents, spot: placer(file, text, lineCounter) };
  }
  return last;
}

function find(document: Document.Parsed, path: Path, part: 'key' | 'value', spot: Spot): Place {
  let node: unknown = document.contents;
  let place = isNode(node) ? nodePlace(node, spot) : spot(0, 0);
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
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

/** A value that was left empty stands nowhere: its key does. */
function isVoid(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === '';
}
