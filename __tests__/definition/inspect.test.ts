import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/definition/inspect.ts';
import { composeAtOnce } from '../../src/definition/yaml-text.ts';

/** The plain data of a text, and what the library makes of it. */
function bothOf(text: string): { readonly ours: unknown; readonly library: unknown } {
  const composed = composeAtOnce(text);
  const document = 'documents' in composed ? composed.documents[0] : undefined;
  if (document?.contents == null || document.errors.length > 0) throw new Error(`no document: ${text}`);
  const inspected = inspect(document, document.contents, new Set(), (_code, message) => {
    throw new Error(message);
  });
  return { ours: inspected?.value, library: document.toJS({ maxAliasCount: -1 }) };
}

describe('plain data of a document', () => {
  it.each([
    [
      'scalars of all types',
      'a: text\nb: 1\nc: 0x1f\nd: 1.5\ne: true\nf: null\ng: "2"\nh: .nan\ni: |\n  two\n  lines\n',
    ],
    ['values and keys that are empty', 'a:\n? b\n: c\nd: [e: , {f}, {}]\n'],
    ['keys that are numbers or signs', '1: a\ntrue: b\n~: c\n"<<": d\n'],
    ['keys that objects have', '__proto__: { x: 1 }\nconstructor: a\ntoString: b\n'],
    ['lists in lists', '- [a, [b]]\n- - c\n  - - d\n'],
    ['a pair in a list', '[a: b, "c": d]\n'],
    ['aliases', 'a: &x { b: &y [1, 2], c: *y }\nd: *x\ne: [*x, *y]\n&z f: *z\n'],
    ['an anchor that is there twice', 'a: &x 1\nb: *x\nc: &x 2\nd: *x\n'],
    ['tags of texts', 'a: !!str 1\nb: !!int "2"\nc: !!map {}\nd: !!seq []\n'],
    ['tags that make other collections', 'a: !!set { b, c }\nd: !!omap [e: 1]\nf: !!pairs [g: 1, g: 2]\n'],
    ['a tag behind an alias', 'a: &x !!set { b }\nc: [*x]\n'],
  ])('is that of the library: %s', (_what, text) => {
    const { ours, library } = bothOf(text);
    expect(ours).toStrictEqual(library);
    expect(JSON.stringify(ours)).toBe(JSON.stringify(library));
  });

  it('has one value for an anchor and its aliases', () => {
    const { ours } = bothOf('a: &x [1]\nb: *x\n');
    const { a, b } = ours as Readonly<Record<string, unknown>>;
    expect(a).toBe(b);
  });
});
