import { isMap, isScalar, isSeq } from 'yaml';
import type { Document, Node } from 'yaml';
import type { DiagnosticCode, Path, Place } from './diagnostic.ts';
import { inspect, tooDeep } from './inspect.ts';
import { findInside } from './inside.ts';
import type { Span } from './inside.ts';
import { findPlace, nodePlace, placer } from './places.ts';
import type { Spot } from './places.ts';
import type { Problems } from './problems.ts';
import type { Work } from './work.ts';
import { mistake } from './yaml-mistakes.ts';
import { compose, composeAtOnce } from './yaml-text.ts';

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
  /** The length of its text. */
  readonly size: number;
  /** Whether an expression may be in it at all. */
  readonly hasExpressions: boolean;
  /** Where a path's value or key stands; where it doesn't, the nearest parent that does. */
  readonly place: (path: Path, part?: 'key' | 'value' | Span) => Place;
}

/** The largest definition file that is read, in bytes. */
const maxBytes = 1024 * 1024;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Turns a file into documents. Empty documents are skipped.
 * @param problems takes what is wrong with the file
 * @returns the documents that could be read
 */
export async function readSource(file: RawFile, work: Work, problems: Problems): Promise<SourceDocument[]> {
  const tell = (code: DiagnosticCode, message: string, place?: Place): [] => {
    const nowhere = { file: file.path, line: 1, column: 1, endColumn: 1, excerpt: '' };
    problems.add({ severity: 'error', code, message, place: place ?? nowhere });
    return [];
  };
  if (file.bytes.length > maxBytes)
    return tell('too-large', 'The file is larger than 1 MiB. Split it into several files.');
  let text: string;
  try {
    text = utf8.decode(file.bytes);
  } catch {
    return tell('not-utf8', 'The file is not UTF-8 text. Save it as UTF-8 in your editor.');
  }
  const composed = await compose(text, work);
  const spot = placer(file.path, text, composed.lines);
  if ('problem' in composed) {
    const place = spot(composed.offset, composed.offset + 1);
    return composed.problem === 'too-deep'
      ? tell('too-deep', tooDeep, place)
      : tell(
          'too-large',
          'The file is too long to check (the limit is 100,000 lines or 500,000 YAML tokens). Split it into several files.',
          place,
        );
  }
  last = { text, file: file.path, documents: composed.documents, spot };
  const documents: SourceDocument[] = [];
  const anchors = new Set<string>();
  let isEmptyFile = true;
  for (const [index, document] of composed.documents.entries()) {
    const size = document.range[1] - document.range[0];
    if (work.isDue(100 + size / 4)) await work.rest();
    const { contents } = document;
    const wrong = mistake(document, text, spot);
    if (wrong !== null) problems.add(wrong);
    else if (contents === null || isEmpty(contents)) continue;
    isEmptyFile = false;
    if (wrong !== null || contents === null) continue;
    if (!isMap(contents)) {
      const message = `A play must be a mapping of keys to values, but this is ${isSeq(contents) ? 'a list' : 'a single value'}. To put several plays in one file, separate them with \`---\`.`;
      tell('not-a-mapping', message, nodePlace(contents, spot));
    } else {
      const inspected = inspect(document, contents, anchors, (code, message, node) => {
        if (problems.isFull(file.path)) problems.count(file.path, 'error');
        else tell(code, message, nodePlace(node, spot));
      });
      if (inspected === null) continue;
      documents.push({
        file: file.path,
        line: nodePlace(contents, spot).line,
        size,
        value: inspected.value,
        hasExpressions: text.includes('${{'),
        place: lazyPlace(file.path, text, index),
      });
    }
  }
  if (isEmptyFile)
    return tell('no-play', 'This file has no play. Add a definition, or delete the file.', spot(0, 0));
  return documents;
}

function isEmpty(contents: Node): boolean {
  // `null` written out is something; an empty document has no source
  return isScalar(contents) && contents.value === null && (contents.source ?? '') === '';
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
      return inside === null ? findPlace(document, path, 'value', spot) : spot(...inside);
    }
    return findPlace(document, path, part, spot);
  };
}

interface Reparsed {
  readonly text: string;
  readonly file: string;
  readonly documents: readonly Document.Parsed[];
  readonly spot: Spot;
}

/** The file that was parsed last: diagnostics come file by file. */
let last: Reparsed | null = null;

function reparse(file: string, text: string): Reparsed {
  if (last?.text !== text || last.file !== file) {
    const composed = composeAtOnce(text);
    const documents = 'documents' in composed ? composed.documents : [];
    last = { text, file, documents, spot: placer(file, text, composed.lines) };
  }
  return last;
}
