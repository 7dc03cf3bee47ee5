import { describe, expect, it } from 'vitest';
import { isScalar, parseDocument } from 'yaml';
import { findInside } from '../../src/definition/inside.ts';

/** What stands in the source for a part of the value under `a`. */
function sourceOf(source: string, part: string, text?: string): string | null {
  const scalar = parseDocument(source).get('a', true);
  if (!isScalar(scalar)) throw new Error('it is no scalar');
  const whole = text ?? String(scalar.value);
  const from = whole.indexOf(part);
  const found = findInside(source, scalar, { text: whole, from, to: from + part.length });
  return found === null ? null : source.slice(...found);
}

describe('a part of a text, in the source', () => {
  it.each([
    ['plain', 'a: one {{x}} two', '{{x}}', '{{x}}'],
    ['plain, at its beginning', 'a: x {{x}}', 'x', 'x'],
    ['plain, at its end', 'a: one two', 'two', 'two'],
    ['plain, over two lines', 'a: one {{x\n  y}} two', '{{x y}}', '{{x\n  y}}'],
    ['in single quotes', "a: 'one {{x}} two'", '{{x}}', '{{x}}'],
    ['after a doubled quote', "a: 'It''s {{x}}'", '{{x}}', '{{x}}'],
    ['with a doubled quote in it', "a: 'one {{''x''}} two'", "{{'x'}}", "{{''x''}}"],
    ['in double quotes', 'a: "one {{x}} two"', '{{x}}', '{{x}}'],
    ['after escaped blanks', 'a: "\\n\\t\\r\\_\\  one {{x}}"', '{{x}}', '{{x}}'],
    ['after an escaped end of the line', 'a: "one \\\n  two {{x}}"', '{{x}}', '{{x}}'],
    ['after escapes by number', 'a: "\\x41\\u0042\\U00000043 {{x}}"', '{{x}}', '{{x}}'],
    ['with an escape in it', 'a: "one {{\\"x\\"}} two"', '{{"x"}}', '{{\\"x\\"}}'],
    ['with an escape at its end', 'a: "one x\\u0042 two"', 'xB', 'x\\u0042'],
    ['in a block', 'a: |\n  one\n  two {{x}}\n', '{{x}}', '{{x}}'],
    ['in a block with a quote', "a: |\n  it's ''{{x}}\n", '{{x}}', '{{x}}'],
    ['in a block with a backslash', 'a: |\n  \\n {{x}}\n', '{{x}}', '{{x}}'],
    ['in a folded block', 'a: >-\n  one\n  {{x\n  y}}\n', '{{x y}}', '{{x\n  y}}'],
    ['in a block with a comment at its head', 'a: | # {{x}}\n  one {{x}}\n', '{{x}}', '{{x}}'],
    ['of one character', 'a: one', 'n', 'n'],
  ])('%s', (_what, source, part, there) => {
    expect(sourceOf(source, part)).toBe(there);
  });

  it('is the right one of two', () => {
    const source = 'a: "\\" {{x}} {{y}}"';
    const scalar = parseDocument(source).get('a', true);
    if (!isScalar(scalar)) throw new Error('it is no scalar');
    const text = '" {{x}} {{y}}';
    expect(findInside(source, scalar, { text, from: 8, to: 13 })).toEqual([13, 18]);
  });

  it('is not found where the file has another text', () => {
    expect(sourceOf('a: ${{ vars.TEXT }}', '{{x}}', 'one {{x}}')).toBe(null);
  });
});
