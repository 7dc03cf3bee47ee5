import type { Scalar } from 'yaml';

/** A part of a text: from which character to which, in UTF-16 units from 0. */
export interface Span {
  /** The whole text. Where the file has another one (a variable was filled in), the part can't be found in it. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Where characters of a scalar's value stand in the source: quotes, escapes, folded lines and indentation are no part
 * of the value. Characters other than blanks stand in both in the same order, so these are counted.
 * @returns offsets in the source; null where the scalar has another value than the part's text
 */
export function findInside(
  source: string,
  scalar: Scalar,
  { text, from, to }: Span,
): [number, number] | null {
  const { range, value, type } = scalar;
  if (value !== text || range === null || range === undefined) return null;
  const quote = type === 'QUOTE_SINGLE' ? "'" : type === 'QUOTE_DOUBLE' ? '"' : '';
  const isBlock = type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED';
  const start = isBlock ? source.indexOf('\n', range[0]) + 1 : range[0] + quote.length;
  const due = (until: number): number => text.slice(0, until).replace(/\s/g, '').length;
  const [first, last] = [due(from), Math.max(due(to) - 1, due(from))];
  let seen = -1;
  let begin: number | null = null;
  for (let offset = start; offset < range[1];) {
    const length = lengthOf(source, offset, quote);
    const isBlank =
      length > 1
        ? /^\\[ntr_ \n\r\t]/.test(source.slice(offset, offset + 2))
        : /\s/.test(source.charAt(offset));
    if (!isBlank) seen += 1;
    if (!isBlank && seen === first) begin ??= offset;
    if (!isBlank && seen === last && begin !== null) return [begin, offset + length];
    offset += length;
  }
  return null;
}

/** How many characters of the source make one of the value. */
function lengthOf(source: string, offset: number, quote: string): number {
  if (quote === "'") return source.startsWith("''", offset) ? 2 : 1;
  if (quote !== '"' || source.charAt(offset) !== '\\') return 1;
  return 2 + ({ x: 2, u: 4, U: 8 }[source.charAt(offset + 1)] ?? 0);
}
