import { visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { Diagnostic, Place } from './diagnostic.ts';

/** Turns offsets in a file's text into a place. */
export type Spot = (start: number, end: number) => Place;

/** What is wrong with a document's YAML: every duplicate key, but of the other mistakes only the first. */
export function mistakes(document: Document.Parsed, text: string, spot: Spot): Diagnostic[] {
  const found: Diagnostic[] = [];
  const errors: readonly YAMLError[] = [...document.errors, ...document.warnings];
  for (const error of errors) {
    const [start, end] = error.pos;
    if (error.code === 'DUPLICATE_KEY') {
      const key =
        text
          .slice(start, end + 200)
          .split(':')[0]
          ?.trim() ?? '';
      const message = `The key "${key}" stands here a second time. Keep one of them.`;
      found.push({
        severity: 'error',
        code: 'duplicate-key',
        message,
        place: spot(start, start + key.length),
      });
      continue;
    }
    if (found.some(({ code }) => code !== 'duplicate-key')) continue;
    const expression = expressionNear(text, start);
    const quote = error.code === 'MISSING_CHAR' ? openQuote(document, start) : null;
    if (quote !== null) {
      const message = 'The quote that opens here is never closed.';
      found.push({ severity: 'error', code: 'yaml-syntax', message, place: spot(quote, quote + 1) });
    } else if (expression !== null) {
      const message =
        'An expression inside { } or [ ] must be quoted: write "${{ … }}" with the quotes around it.';
      found.push({ severity: 'error', code: 'wrong-expression', message, place: spot(...expression) });
    } else {
      found.push({
        severity: 'error',
        code: 'yaml-syntax',
        message: inWords(error),
        place: spot(start, Math.max(end, start + 1)),
      });
    }
  }
  return found;
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
      return 'YAML is indented with spaces, never with tabs. Replace the tab.';
    case 'MULTILINE_IMPLICIT_KEY':
    case 'MISSING_CHAR':
      return `This is not YAML: ${sentence(error.message)} A ":" is missing somewhere, or a quote or bracket is not closed.`;
    case 'BAD_INDENT':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return `This is not YAML: ${sentence(error.message)} Lines of one mapping begin in one column.`;
    case 'NON_STRING_KEY':
      return 'A key must be a text. Around an expression in braces, put quotes: "{{ … }}".';
    case 'TAG_RESOLVE_FAILED':
      return `This is not plain YAML: ${sentence(error.message)}`;
    default:
      return `This is not YAML: ${sentence(error.message)}`;
  }
}

function sentence(message: string): string {
  const line = message.split('\n')[0]?.trim() ?? '';
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
