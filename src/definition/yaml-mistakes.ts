import { visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { Diagnostic } from './diagnostic.ts';
import type { Spot } from './places.ts';
import {
  colonInBraces,
  indentedLess,
  lineAt,
  listAtTop,
  missingSpace,
  openBracket,
  quoted,
} from './yaml-slips.ts';
import type { Slip } from './yaml-slips.ts';

/** What is wrong with a document's YAML: the first mistake, since others follow from it. */
export function mistake(document: Document.Parsed, text: string, spot: Spot): Diagnostic | null {
  const error: YAMLError | undefined = document.errors[0] ?? document.warnings[0];
  if (error === undefined) return null;
  const [start, end] = error.pos;
  const expression = expressionNear(text, start);
  const quote = error.code === 'MISSING_CHAR' ? openQuote(document, start) : null;
  const colon = unquotedColon(error, text);
  if (quote !== null) {
    const message = 'This quote is never closed. Add the closing quote.';
    return { severity: 'error', code: 'yaml-syntax', message, place: spot(quote, quote + 1) };
  }
  if (expression !== null) {
    const message = 'Put quotes around an expression inside { } or [ ]: "${{ … }}".';
    return { severity: 'error', code: 'wrong-expression', message, place: spot(...expression) };
  }
  if (colon !== null) {
    const { key, value, from } = colon;
    const message = `Put quotes around text that contains ": ". Write \`${key}: ${quoted(value)}\`.`;
    return { severity: 'error', code: 'yaml-syntax', message, place: spot(from, from + value.length) };
  }
  const slip =
    colonInBraces(document, text) ??
    commentInside(error, text) ??
    openBracket(document, error, text) ??
    indentedLess(error, text) ??
    missingSpace(error, text) ??
    listAtTop(document, error, text) ??
    quoteInside(error, text) ??
    oddIndent(error, text) ??
    deeperKey(error, text);
  if (slip !== null)
    return { severity: 'error', code: 'yaml-syntax', message: slip.message, place: spot(...slip.at) };
  const place = spot(start, Math.max(end, start + 1));
  return { severity: 'error', code: 'yaml-syntax', message: inWords(error), place };
}

/** The text that holds ": " without quotes, on the line of a parse error. */
function unquotedColon(
  error: YAMLError,
  text: string,
): { readonly key: string; readonly value: string; readonly from: number } | null {
  if (error.code !== 'BLOCK_AS_IMPLICIT_KEY') return null;
  const start = text.lastIndexOf('\n', error.pos[0] - 1) + 1;
  const stop = text.indexOf('\n', start);
  const line = text.slice(start, stop === -1 ? text.length : stop).trimEnd();
  // a key, and a value that begins as a plain text
  const match = /^(?:\s|- )*([\w-]+):\s+(?=[^\s"'[{|>&*!#%@`])/.exec(line);
  const value = line.slice(match?.[0].length);
  if (match === null || !/:(\s|$)/.test(value)) return null;
  return { key: match[1] ?? '', value, from: start + match[0].length };
}

/** `{ channel: #sales }`: the rest of the line is a comment, and the parser misses the end on a line below. */
function commentInside(error: YAMLError, text: string): Slip | null {
  if (error.code !== 'BAD_INDENT' || !error.message.startsWith('Flow ')) return null;
  const before = text.slice(0, error.pos[0]).trimEnd();
  const start = before.lastIndexOf('\n') + 1;
  const match = /(?<=[{[].*[:,[{]\s+)#[^\s,}\]]*/.exec(before.slice(start));
  if (match === null) return null;
  const from = start + match.index;
  return {
    message: `A "#" after a space starts a comment. Put quotes around the text: ${quoted(match[0])}.`,
    at: [from, from + match[0].length],
  };
}

/** `'It's'`: a quote inside a text ends it. */
function quoteInside(error: YAMLError, text: string): Slip | null {
  if (error.code !== 'UNEXPECTED_TOKEN') return null;
  const before = text.slice(0, error.pos[0]).trimEnd();
  const quote = before.at(-1);
  const hint =
    quote === "'"
      ? "Inside single quotes, write '' for a quote, or put double quotes around the text."
      : quote === '"'
        ? 'Inside double quotes, write \\" for a quote, or put single quotes around the text.'
        : null;
  if (hint === null) return null;
  return {
    message: `This quote ends the text, but more follows. ${hint}`,
    at: [before.length - 1, before.length],
  };
}

/** A key between the columns of the list and of the keys above it. */
function oddIndent(error: YAMLError, text: string): Slip | null {
  const isOdd =
    error.message.startsWith('Sequence item without - indicator') ||
    // an item that stands deeper than the one before it
    (error.message.startsWith('A block sequence may not be used') &&
      /^ *- /m.test(lineAt(text, error.pos[0])));
  if (!isOdd) return null;
  const start = text.lastIndexOf('\n', error.pos[0] - 1) + 1;
  const [, indent = '', word = ''] = /^( *)(\S*)/.exec(text.slice(start)) ?? [];
  const from = start + indent.length;
  return {
    message:
      'This line is indented differently. Keys of one list item start in the same column, and a new item with "- ".',
    at: [from, from + Math.max(1, word.length)],
  };
}

/** A key that stands deeper than the one above it, which has a value of its own. */
function deeperKey(error: YAMLError, text: string): Slip | null {
  if (!error.message.startsWith('Nested mappings are not allowed in compact')) return null;
  const above = text.lastIndexOf('\n', error.pos[0] - 1) + 1;
  const start = text.indexOf('\n', error.pos[0]) + 1;
  const [, indent = '', word] = /^( +)([\w-]+:)(?:\s|$)/.exec(text.slice(start)) ?? [];
  const [column = ''] = /^(?:\s|- )*/.exec(text.slice(above)) ?? [];
  if (start === 0 || word === undefined || indent.length <= column.length) return null;
  const from = start + indent.length;
  return {
    message:
      'This line is indented more than the one above, which already has a value. Keys of one mapping start in the same column.',
    at: [from, from + word.length],
  };
}

/** Where the quote opens whose end the parser misses at the end of the text it took for quoted. */
function openQuote(document: Document.Parsed, end: number): number | null {
  let start: number | null = null;
  visit(document, {
    Scalar(_key, { range, type }) {
      if (range?.[1] === end && type?.startsWith('QUOTE_') === true) start = range[0];
    },
  });
  return start;
}

/** The unquoted expression on the line of a parse error, if that is what the parser stumbled over. */
function expressionNear(text: string, offset: number): [number, number] | null {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const stop = text.indexOf('\n', offset);
  const line = text.slice(from, stop === -1 ? text.length : stop);
  const match = /(?<=[{[,:]\s*)\$\{\{.*?(?:\}\}|$)/.exec(line);
  return match === null || !/[{[]/.test(line.slice(0, match.index))
    ? null
    : [from + match.index, from + match.index + match[0].length];
}

function inWords(error: YAMLError): string {
  const code: string = error.code;
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'YAML does not allow tabs for indentation. Use spaces.';
    case 'MULTILINE_IMPLICIT_KEY':
    case 'MISSING_CHAR':
      return `This is not valid YAML: ${sentence(error.message)} A ":" is missing somewhere, or a quote or bracket is not closed.`;
    case 'BAD_INDENT':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return `This is not valid YAML: ${sentence(error.message)} All keys of a mapping must have the same indentation.`;
    case 'NON_STRING_KEY':
      return 'A key must be text. To use an expression in braces as a value, put quotes around it: "{{ … }}".';
    case 'TAG_RESOLVE_FAILED':
      return `This YAML tag is not supported: ${sentence(error.message)}`;
    default:
      return `This is not valid YAML: ${sentence(error.message)}`;
  }
}

function sentence(message: string): string {
  const line = message.split('\n')[0]?.trim() ?? '';
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
