import { expect, it } from 'vitest';
import { layOut } from '../../../src/definition/write/layout.ts';

const long = 'x'.repeat(76);

it.each<[string, unknown, string]>([
  ['a text', 'a b', 'a b'],
  ['a text that would be something else', { a: '1', b: 'yes: no', c: '' }, `a: '1'\nb: 'yes: no'\nc: ''`],
  ['a long text, on one line', { a: 'word '.repeat(40).trim() }, `a: ${'word '.repeat(40).trim()}`],
  ['a text of several lines', { a: 'x\n  y\n' }, 'a: |\n  x\n    y\n'.trimEnd()],
  ['a text whose last line is not closed', { a: 'x\ny' }, 'a: |-\n  x\n  y'],
  ['a mapping at the top', { a: 1, b: true }, 'a: 1\nb: true'],
  ['an empty mapping and an empty list', { a: {}, b: [] }, 'a: {}\nb: []'],
  ['a short mapping', { a: { b: 1, c: ['x', 'y'] } }, 'a: { b: 1, c: [x, y] }'],
  ['a mapping of two levels', { a: { b: { c: 1 } } }, 'a: { b: { c: 1 } }'],
  ['a mapping of three levels', { a: { b: { c: { d: 1 } } } }, 'a:\n  b: { c: { d: 1 } }'],
  ['a list in a mapping in a mapping', { a: { b: { c: [1] } } }, 'a:\n  b: { c: [1] }'],
  ['a mapping of 90 characters', { a: { b: long, c: 1 } }, `a: { b: ${long}, c: 1 }`],
  ['a mapping of 91 characters', { a: { b: `${long}x`, c: 1 } }, `a:\n  b: ${long}x\n  c: 1`],
  ['a mapping with a text of several lines', { a: { b: 'x\ny' } }, 'a:\n  b: |-\n    x\n    y'],
  ['a short list', { a: ['x', 1, true] }, 'a: [x, 1, true]'],
  ['a list of mappings', { a: [{ b: 1 }, { c: [2] }] }, 'a:\n  - { b: 1 }\n  - { c: [2] }'],
  ['a mapping with a list of mappings', { a: { b: [{ c: 1 }] } }, 'a:\n  b:\n    - { c: 1 }'],
  ['a list of lists', { a: [['x'], []] }, 'a:\n  - [x]\n  - []'],
  ['a list with a text of several lines', { a: ['x', 'y\nz'] }, 'a:\n  - x\n  - |-\n    y\n    z'],
  [
    'nodes, each on lines of its own',
    { nodes: [{ slug: 'a', delay: 1 }] },
    'nodes:\n  - slug: a\n    delay: 1',
  ],
  [
    'the same list twice, without an anchor',
    [['x'], ['x']].map((each, _index, [first]) => ({ each, first })),
    '- { each: [x], first: [x] }\n- { each: [x], first: [x] }',
  ],
])('lays out %s', (_what, value, text) => {
  expect(layOut(value)).toBe(text);
});

it('lays out a value by the key that it stands under', () => {
  expect(layOut({ b: 1 }, 'a')).toBe('{ b: 1 }');
  expect(layOut({ slug: 'a' }, 'nodes[]')).toBe('slug: a');
  expect(layOut([{ slug: 'a' }], 'nodes')).toBe('- slug: a');
});
