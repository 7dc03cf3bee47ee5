import { isSeq, visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import { cut } from './visible.ts';

/** A slip that the parser's own words don't explain, and where it is. */
export interface Slip {
  readonly message: string;
  readonly at: [number, number];
}

/** `{ text: Large: 5 }`: a text with ": " in it, in braces. */
export function colonInBraces(document: Document.Parsed, text: string): Slip | null {
  const error = document.errors.find(({ code }) => code === 'BLOCK_IN_FLOW');
  if (error === undefined || document.errors.indexOf(error) > 1) return null;
  const from = error.pos[0];
  const match = /^[^\s"'[\]{},&*!|>][^[\]{},\n]*?:\s+(?:\{\{[^}\n]*\}\}|[^[\]{},\n]*)[^[\]{},\n]*/.exec(
    text.slice(from),
  );
  const value = match?.[0].trimEnd();
  if (value === undefined) return null;
  const message = `Put quotes around text that contains ": ". Write ${quoted(value)}.`;
  return { message, at: [from, from + value.length] };
}

/** A `{` or `[` whose end the parser misses on a line below. */
export function openBracket(document: Document.Parsed, error: YAMLError, text: string): Slip | null {
  const closing = /^Flow (?:map|sequence) .*end with a ([}\]])$/.exec(error.message)?.[1];
  if (closing === undefined) return null;
  const opening = closing === '}' ? '{' : '[';
  const open: number[] = [];
  visit(document, {
    Collection(_key, { flow, range }) {
      if (flow !== true || range === null || range === undefined) return;
      const isThis = text.charAt(range[0]) === opening && range[0] < error.pos[0];
      if (isThis && text.charAt(range[1] - 1) !== closing) open.push(range[0]);
    },
  });
  // the innermost
  const start = open.at(-1);
  if (start === undefined) return null;
  const later = text.slice(error.pos[0]).split('\n');
  const isThere = later.some((line) => line.trimStart().startsWith(closing));
  const message = isThere
    ? `Indent what follows this "${opening}" more than the line it is on, the "${closing}" too.`
    : `This "${opening}" has no "${closing}".`;
  return { message, at: [start, start + 1] };
}

/** Where the keys of a line begin: after its indentation, and after the marks of list items. */
const lineForm = /^( *)((?:- +)*)([\w-]+):(?=\s|$)/;

/** A key that stands to the left of the keys it belongs to, where no other mapping has its keys. */
export function indentedLess(error: YAMLError, text: string): Slip | null {
  if (!error.message.startsWith('All mapping items must start at the same column')) return null;
  const start = error.pos[0] === 0 ? 0 : text.lastIndexOf('\n', error.pos[0] - 1) + 1;
  const [, indent = '', , word] = lineForm.exec(lineAt(text, start)) ?? [];
  if (word === undefined) return null;
  const above = text.slice(0, start).split('\n').slice(0, -1);
  let beside: { readonly key: string; readonly column: number; readonly line: number } | null = null;
  let isItem = false;
  for (const [index, line] of [...above.entries()].reverse()) {
    const match = lineForm.exec(line);
    if (match === null) continue;
    const [, blanks = '', dashes = '', key = ''] = match;
    const column = blanks.length + dashes.length;
    if (column <= indent.length) break;
    if (beside === null || column < beside.column) beside = { key, column, line: index + 1 };
    isItem = dashes !== '' && blanks.length === indent.length;
    if (blanks.length <= indent.length) break;
  }
  if (beside === null) return null;
  const orItem = isItem ? ', or start it with "- "' : '';
  return {
    message: `This line is indented less than the keys it belongs to. Line it up with "${beside.key}" in line ${String(beside.line)}${orItem}.`,
    at: [start + indent.length, start + indent.length + word.length],
  };
}

/** `-{ kind: string }` and `limit:500`: no space after the mark. */
export function missingSpace({ code, pos: [at] }: YAMLError, text: string): Slip | null {
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  const line = lineAt(text, start);
  const dash = code === 'BLOCK_AS_IMPLICIT_KEY' ? /^ *-(?=[{["'])/.exec(line) : null;
  // an address has a ":" of its own
  const isKey = code === 'MULTILINE_IMPLICIT_KEY' || code === 'MISSING_CHAR';
  const colon = isKey ? /^ *(?:- +)*[A-Za-z]\w*:(?=[^\s/:][^:]*$)/.exec(line) : null;
  const found = dash ?? colon;
  if (found === null) return null;
  const end = start + found[0].length;
  return { message: `Put a space after "${dash === null ? ':' : '-'}".`, at: [end - 1, end] };
}

/** `- name: X` in the first line, as if a play were a list, and its other keys below. */
export function listAtTop(document: Document.Parsed, error: YAMLError, text: string): Slip | null {
  const { contents } = document;
  const isBelow = error.message === 'Unexpected scalar at node end' && text.charAt(error.pos[0] - 1) === '\n';
  if (!isBelow || !isSeq(contents) || contents.flow === true || contents.items.length !== 1) return null;
  const [start] = contents.range;
  return { message: 'Remove "- ": a play is not a list.', at: [start, start + 1] };
}

/** The line that an offset is on. */
export function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const stop = text.indexOf('\n', start);
  return text.slice(start, stop === -1 ? text.length : stop);
}

/** A text in the quotes that need no escapes in it. */
export function quoted(value: string): string {
  const short = cut(value, 80);
  return /["\\]/.test(short) ? `'${short.replaceAll("'", "''")}'` : `"${short}"`;
}
