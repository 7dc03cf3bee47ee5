import { describe, expect, it } from 'vitest';
import { code, fence, link, plain, text } from '../../src/report/markdown.ts';

/** What goes in, what a line of the log holds then, and what Markdown holds. */
const table: readonly (readonly [given: string, log: string, markdown: string])[] = [
  ['::error::pwned', ': :error::pwned', '&#58;&#58;error&#58;&#58;pwned'],
  [' \t::error::x', ' \t: :error::x', ' \t&#58;&#58;error&#58;&#58;x'],
  ['x\n::add-mask::y', 'x\\n::add-mask::y', 'x&#92;n&#58;&#58;add-mask&#58;&#58;y'],
  ['x\r::y', 'x\\r::y', 'x&#92;r&#58;&#58;y'],
  ['x ##[add-mask]y', 'x # #[add-mask]y', 'x &#35;&#35;&#91;add-mask&#93;y'],
  ['x\u001b[31m', 'x\\u{1b}[31m', 'x&#92;u{1b}&#91;31m'],
  ['\u2028::e\u2029', '\\u{2028}::e\\u{2029}', '&#92;u{2028}&#58;&#58;e&#92;u{2029}'],
  ['x\u202ey', 'x\\u{202e}y', 'x&#92;u{202e}y'],
  ['[x](y)', '[x](y)', '&#91;x&#93;(y)'],
  ['![x](y)', '![x](y)', '!&#91;x&#93;(y)'],
  ['a | b', 'a | b', 'a &#124; b'],
  ['``` ~~~', '``` ~~~', '&#96;&#96;&#96; &#126;&#126;&#126;'],
  ['<img src=x>', '<img src=x>', '&#60;img src=x&#62;'],
  ['&lt;', '&lt;', '&#38;lt;'],
  ['*a* _b_', '*a* _b_', '&#42;a&#42; &#95;b&#95;'],
  ['@octocat', '@octocat', '&#64;&#8203;octocat'],
  ['#123 GH-1', '#123 GH-1', '&#35;&#8203;123 GH-&#8203;1'],
  ['www.evil.example', 'www.evil.example', 'www&#46;evil.example'],
  ['https://evil', 'https://evil', 'https&#58;//evil'],
  ['$x$', '$x$', '&#36;x&#36;'],
  ['größe 👩‍💻', 'größe 👩‍💻', 'größe 👩‍💻'],
];

describe('text from outside', () => {
  it.each(table)('%j', (given, log, markdown) => {
    expect(plain(given)).toBe(log);
    expect(text(given)).toBe(markdown);
    expect(code(given)).toMatch(/^<code>[^<>`*_[\]|~$:#@]*(&#\d+;|[^<>`*_[\]|~$:@])*<\/code>$/);
  });

  it.each([
    ['no fence', 'x', '```json\nx\n```'],
    ['a fence', 'x ``` y', '````json\nx ``` y\n````'],
    ['a long fence', '``````', '```````json\n``````\n```````'],
    ['a line separator', 'a\u2028b\nc', '```json\na\\u{2028}b\nc\n```'],
  ])('with %s stays inside a fence', (_what, given, expected) => {
    expect(fence(given, 'json')).toBe(expected);
  });

  it.each([
    ['https://app.getcargo.io/x', '[a](https://app.getcargo.io/x)'],
    ['https://x/)y(', '[a](https://x/%29y%28)'],
    ['javascript:alert(1)', 'a'],
    ['data:text/html,x', 'a'],
  ])('is linked only where it is a web address: %s', (url, expected) => {
    expect(link('a', url)).toBe(expected);
  });
});
