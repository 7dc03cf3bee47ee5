import { describe, expect, it } from 'vitest';
import { fileOf, parse } from '../support/parsing.ts';

/** The first mistake of a text: the part that is marked, its line, and the message. */
async function mistakeIn(text: string): Promise<[marked: string, line: number, message: string]> {
  const [first] = (await parse([fileOf('a.yml', text)])).diagnostics;
  if (first === undefined) throw new Error('nothing is wrong');
  const { line, column, endColumn, excerpt } = first.place;
  return [excerpt.slice(column - 1, endColumn - 1), line, first.message];
}

const before = 'name: "A play" # it\'s\nlist: [a, { b: "c" }]\n';
const after = 'limit: 5\nother: "text"\nmore: { a: [b] }\n';
const quotes = 'Put quotes around text that contains ": ". Write';
const valid = 'This is not valid YAML:';

describe('a mistake in YAML', () => {
  it.each<[string, string, string, number, string]>([
    [
      'an expression in braces',
      'x: { a: ${{ vars.A }} }\n',
      '${{ vars.A }}',
      3,
      'Put quotes around an expression inside { } or [ ]: "${{ … }}".',
    ],
    [
      'an expression in brackets',
      'x: [a, ${{ vars.A }}]\n',
      '${{ vars.A }}',
      3,
      'Put quotes around an expression inside',
    ],
    [
      'an expression without an end',
      'x: { a: ${{ vars.A\n}\n',
      '${{ vars.A',
      3,
      'Put quotes around an expression inside',
    ],
    ['an open double quote', 'x: "open\n', '"', 3, 'This quote is never closed. Add the closing quote.'],
    ['an open single quote in braces', "x: { a: 'open }\n", "'", 3, 'This quote is never closed.'],
    ['a colon in a text', 'x: one: two\n', 'one: two', 3, `${quotes} \`x: "one: two"\`.`],
    ['a colon in a text of a list', 'x:\n  - y: one: two  \n', 'one: two', 4, `${quotes} \`y: "one: two"\`.`],
    ['a colon at the end of a text', 'x: one two:\n', 'one two:', 3, `${quotes} \`x: "one two:"\`.`],
    [
      'a colon in a text with quotes',
      'x: it\'s "one": two\n',
      'it\'s "one": two',
      3,
      `${quotes} \`x: 'it''s "one": two'\`.`,
    ],
    [
      'a text that begins with a hash in braces',
      'x: { a: #one, b: 2 }\n',
      '#one',
      3,
      'A "#" after a space starts a comment. Put quotes around the text: "#one".',
    ],
    [
      'a text that begins with a hash in brackets',
      'x: [a, #one]\n',
      '#one',
      3,
      'A "#" after a space starts a comment.',
    ],
    [
      'a single quote inside single quotes',
      "x: 'it's'\n",
      "'",
      3,
      "This quote ends the text, but more follows. Inside single quotes, write '' for a quote, or put double quotes around the text.",
    ],
    [
      'a double quote inside double quotes',
      'x: "a "b" c"\n',
      '"',
      3,
      'This quote ends the text, but more follows. Inside double quotes, write \\" for a quote, or put single quotes around the text.',
    ],
    [
      'a key of a list item that stands deeper',
      'x:\n  - a: b\n   c: d\n',
      'c:',
      5,
      'This line is indented differently.',
    ],
    [
      'an item that stands deeper',
      'x:\n  - a: b\n    - c: d\n',
      '-',
      5,
      'This line is indented differently.',
    ],
    [
      'a key below one that has a value',
      'x: one\n  y: two\n',
      'y:',
      4,
      'This line is indented more than the one above, which already has a value. Keys of one mapping start in the same column.',
    ],
    [
      'a key below one of a list that has a value',
      'x:\n  - y: one\n      z: two\n',
      'z:',
      5,
      'This line is indented more than the one above',
    ],
    ['a tab', 'x:\n\ty: one\n', '\t', 4, 'YAML does not allow tabs for indentation. Use spaces.'],
    ['a tag', 'x: !thing one\n', '!thing', 3, 'This YAML tag is not supported: '],
    ['a line without a colon', 'x\n', 'x', 3, `${valid} `],
    ['a mapping as a key', '{ a: b }: c\n', '{', 3, 'A key must be text.'],
  ])('is told where it is: %s', async (_what, text, marked, line, message) => {
    for (const around of [before + text + after, before + text]) {
      const told = await mistakeIn(around);
      expect(told).toEqual([marked, line, expect.stringContaining(message)]);
    }
  });
});
