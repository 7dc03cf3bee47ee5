/**
 * Shows what a terminal, a log or a browser would act on or hide as its code: control characters, bidirectional
 * and other format characters, line separators. Tabs stay, and so does the joiner inside emoji.
 */
export function visible(text: string): string {
  if (isPlain(text)) return text;
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (each) => {
    switch (each) {
      case '\t':
      case '\u200d':
        return each;
      case '\n':
        return '\\n';
      case '\r':
        return '\\r';
    }
    return `\\u{${(each.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** Most texts are plain ASCII, and to set up classes of Unicode takes Node a millisecond for each. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** Whether a text has no control characters and no line breaks of any kind. */
export function isOneLine(text: string): boolean {
  return isPlain(text) || !/[\p{Cc}\u2028\u2029]/u.test(text);
}

/** Whether a character is a letter or a digit of any script. */
export function isLetterOrDigit(character: string): boolean {
  return isPlain(character) ? /[a-z0-9]/i.test(character) : /[\p{L}\p{N}]/u.test(character);
}

/** The first characters of a text, never half of one; what is cut shows as `…`. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = most - 1;
  const half = /[\ud800-\udbff]/.test(text[end - 1] ?? '');
  return `${text.slice(0, half ? end - 1 : end)}…`;
}
