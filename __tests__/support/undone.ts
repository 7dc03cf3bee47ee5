/** A text and all that it is once entities, percent-encoding, escapes and base64 are undone, two times over. */
export function undone(text: string, depth = 2): string[] {
  if (depth === 0) return [text];
  const readings = [
    text
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
      .replace(/&quot;/g, '"')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&')
      .replaceAll('\u200b', ''),
    text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
    text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
    text.replace(/\\(.)/g, '$1'),
    text.replace(/[A-Za-z0-9+/_-]{12,}/g, (run) =>
      [0, 1, 2, 3].map((from) => decoded(run.slice(from))).join(' '),
    ),
  ];
  return [text, ...new Set(readings)].flatMap((each) => (each === text ? [each] : undone(each, depth - 1)));
}

function decoded(run: string): string {
  const whole = run.replaceAll('-', '+').replaceAll('_', '/');
  return atob(whole.slice(0, whole.length - (whole.length % 4)));
}
