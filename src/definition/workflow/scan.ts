/** The JavaScript between two braces of a text. */
export interface Snippet {
  /** Without its braces. */
  readonly code: string;
  /** Where the code begins in the text, in UTF-16 units from 0. */
  readonly from: number;
}

/** Braces of a text that don't fit together. */
export interface Brace {
  readonly problem: 'not-closed' | 'not-opened';
  readonly from: number;
}

/**
 * Splits a text as Cargo does: `{{` ends at the next `}}`, whatever stands between ([pub]).
 * A missing `{{` or `}}` sends the text as written.
 */
export function scan(text: string): {
  readonly snippets: readonly Snippet[];
  readonly braces: readonly Brace[];
} {
  const snippets: Snippet[] = [];
  const braces: Brace[] = [];
  let rest = 0;
  const outside = (until: number): void => {
    const stray = text.slice(rest, until).indexOf('}}');
    if (stray !== -1) braces.push({ problem: 'not-opened', from: rest + stray });
  };
  for (;;) {
    const start = text.indexOf('{{', rest);
    if (start === -1) break;
    outside(start);
    const end = text.indexOf('}}', start + 2);
    if (end === -1) {
      braces.push({ problem: 'not-closed', from: start });
      return { snippets, braces };
    }
    snippets.push({ code: text.slice(start + 2, end), from: start + 2 });
    rest = end + 2;
  }
  outside(text.length);
  return { snippets, braces };
}
