/** What stands in the place of the token, wherever somebody wrote it. */
const blank = '***';

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** The part of a base64 text that is the same whatever stands before and after the token in it. */
function base64Cores(token: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.from(`${' '.repeat(before)}${token}`)
      .toString('base64')
      .replace(/=+$/, '');
    const start = Math.ceil((before * 4) / 3);
    // the last character may hold bits of what follows
    const core = encoded.slice(start, -1);
    return core.length < 8 ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/**
 * Makes a function that takes the token out of any text: as it is, percent-encoded, escaped in JSON, in base64.
 * @param token null where there is none: the text is left as it is
 */
export function createRedactor(token: string | null): (text: string) => string {
  if (token === null) return (text) => text;
  const percent = token.split('').map((each) => {
    const hex = each.charCodeAt(0).toString(16).padStart(2, '0');
    const digits = hex
      .split('')
      .map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit))
      .join('');
    // each character may or may not be encoded
    return `(?:${escapeForRegExp(each)}|%${digits}|\\\\u00${digits}|\\\\${escapeForRegExp(each)})`;
  });
  const forms = [percent.join(''), ...base64Cores(token).map(escapeForRegExp)];
  const pattern = new RegExp(forms.join('|'), 'g');
  return (text) => text.replace(pattern, blank);
}
