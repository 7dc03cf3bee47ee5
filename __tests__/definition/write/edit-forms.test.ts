import { describe, expect, it } from 'vitest';
import { editDefinition } from '../../../src/definition/write/edit.ts';

const schedule = (from: string, before: unknown, after: unknown): ReturnType<typeof editDefinition> =>
  editDefinition(from, null, [{ key: 'schedule', before, after }], () => true);

describe('an edit of one key', () => {
  it.each<[what: string, from: string, before: unknown, after: unknown, to: string]>([
    ['fills an empty mapping', 'schedule: {}\n', {}, { a: 1 }, 'schedule: { a: 1 }\n'],
    ['fills a key without a value', 'schedule:\nlimit: 1\n', null, 'x', 'schedule: x\nlimit: 1\n'],
    ['empties a list', 'schedule:\n  - a\n', ['a'], [], 'schedule: []\n'],
    [
      'puts an item first',
      'schedule:\n  # one\n  - a # two\n',
      ['a'],
      ['b', 'a'],
      'schedule:\n  # one\n  - b\n  - a # two\n',
    ],
    [
      'changes an item and keeps its comment',
      'schedule:\n  - a # two\n  - b\n',
      ['a', 'b'],
      ['c', 'b'],
      'schedule:\n  - c # two\n  - b\n',
    ],
    [
      'changes the last of two that are alike',
      'schedule:\n  - a\n  - a # two\n',
      ['a', 'a'],
      ['a', 'b'],
      'schedule:\n  - a\n  - b # two\n',
    ],
    [
      'takes the items in the middle',
      'schedule:\n  - a\n  - b\n  - c\n  - d\n',
      ['a', 'b', 'c', 'd'],
      ['a', 'x', 'd'],
      'schedule:\n  - a\n  - x\n  - d\n',
    ],
    [
      'puts a mapping among mappings',
      'schedule:\n  - a: 1\n    b: 2\n',
      [{ a: 1, b: 2 }],
      [{ a: 1, b: 2 }, { c: [{ d: 1 }] }],
      'schedule:\n  - a: 1\n    b: 2\n  - c:\n      - { d: 1 }\n',
    ],
    ['turns a text into a list', 'schedule: a # why\n', 'a', ['b'], 'schedule: [b] # why\n'],
    [
      'turns a list in brackets into another one',
      'schedule: [a, b]\n',
      ['a', 'b'],
      ['a', 'c'],
      'schedule: [a, c]\n',
    ],
    [
      'replaces a list whose items are not those that were read',
      'schedule:\n  - a\n  - b\n',
      ['a'],
      ['c'],
      'schedule: [c]\n',
    ],
    [
      'changes a key of a mapping below',
      'schedule:\n  a: 1 # one\n  b: 2 # two\n',
      { a: 1, b: 2 },
      { a: 1, b: 3 },
      'schedule:\n  a: 1 # one\n  b: 3 # two\n',
    ],
    [
      'adds a key at the end of a mapping',
      'schedule:\n  b: 2 # two\nlimit: 1\n',
      { b: 2 },
      { a: 1, b: 2 },
      'schedule:\n  b: 2 # two\n  a: 1\nlimit: 1\n',
    ],
    [
      'adds a key at the end of brackets',
      'schedule: { b: 2 } # two\n',
      { b: 2 },
      { a: 'x: y', b: 2 },
      `schedule: { b: 2, a: 'x: y' } # two\n`,
    ],
    [
      'takes the middle one out of brackets',
      'schedule: { a: 1, b: 2, c: 3 }\n',
      { a: 1, b: 2, c: 3 },
      { a: 1, c: 3 },
      'schedule: { a: 1, c: 3 }\n',
    ],
    [
      'writes what has several lines below, not in brackets',
      'schedule: { a: 1 }\n',
      { a: 1 },
      { a: 'x\ny' },
      'schedule:\n  a: |-\n    x\n    y\n',
    ],
    [
      'leaves it in brackets where it had several lines before',
      'schedule: { a: "x\\nz" }\n',
      { a: 'x\nz' },
      { a: 'x\ny' },
      'schedule: { a: "x\\ny" }\n',
    ],
    [
      'quotes a long text in brackets',
      'schedule: { a: 1 }\n',
      { a: 1 },
      { a: 'x'.repeat(61) },
      `schedule: { a: "${'x'.repeat(61)}" }\n`,
    ],
    [
      'does not quote a shorter one',
      'schedule: { a: 1 }\n',
      { a: 1 },
      { a: 'x'.repeat(60) },
      `schedule: { a: ${'x'.repeat(60)} }\n`,
    ],
    [
      'writes a mapping in brackets as JSON',
      'schedule: { a: 1 }\n',
      { a: 1 },
      { a: { b: [1] } },
      'schedule: { a: {"b":[1]} }\n',
    ],
    [
      'takes a blank line with what it takes out',
      'limit: 1\n\nschedule:\n  a: 1\n\nname: A\n',
      { a: 1 },
      undefined,
      'limit: 1\n\nname: A\n',
    ],
    [
      'leaves the blank line after it where none is before it',
      'limit: 1\nschedule: 1\n\nname: A\n',
      1,
      undefined,
      'limit: 1\n\nname: A\n',
    ],
    ['takes out the first key', 'schedule: 1\nname: A\n', 1, undefined, 'name: A\n'],
    ['has nothing to take out', 'name: A\n', 1, undefined, 'name: A\n'],
    [
      'names a model in place of its uuid',
      'schedule:\n  - { relatedModelUuid: x, b: 1 }\n',
      [{ relatedModelUuid: 'x', b: 1 }],
      [{ relatedModel: 'm', b: 1 }],
      'schedule:\n  - { relatedModel: m, b: 1 }\n',
    ],
    ['ends a file without a line end', 'name: A\nschedule: 1', 1, 2, 'name: A\nschedule: 2'],
    ['keeps tabs before a comment', 'schedule: a\t# why\n', 'a', 'x\ny', 'schedule: |-\t# why\n  x\n  y\n'],
    [
      'changes what refers to an anchor, not what it refers to',
      'name: &n A\nschedule: [*n]\n',
      ['A'],
      ['B'],
      'name: &n A\nschedule: [B]\n',
    ],
    ['changes an anchor that nothing refers to', 'schedule: &s a\n', 'a', 'b', 'schedule: b\n'],
  ])('%s', (_what, from, before, after, to) => {
    expect(schedule(from, before, after)).toEqual({ text: to, kept: [], shared: [], texts: [], inlined: [] });
  });

  it.each<[what: string, from: string, before: unknown, after: unknown]>([
    ['a value', 'schedule: &s [a]\nname: *s\n', ['a'], ['b']],
    ['a part of a value', 'schedule: { x: &s a }\nname: *s\n', { x: 'a' }, 'b'],
    ['an item', 'schedule:\n  - &s a\n  - b\nname: *s\n', ['a', 'b'], ['c', 'b']],
    ['an item that is gone', 'schedule:\n  - &s a\n  - b\nname: *s\n', ['a', 'b'], ['b']],
    ['a key below', 'schedule:\n  x: &s a\nname: *s\n', { x: 'a' }, { x: 'b' }],
    ['a mapping with a key more', 'schedule: &s { x: a }\nname: *s\n', { x: 'a' }, { x: 'a', y: 'b' }],
    ['what is gone', 'schedule: &s a\nname: *s\n', 'a', undefined],
  ])('leaves %s to which something refers', (_what, from, before, after) => {
    expect(schedule(from, before, after)).toMatchObject({ text: from, shared: ['schedule'] });
  });

  const ours = '${{ vars.X }}';
  it.each<[what: string, from: string, before: unknown, after: unknown, path: unknown[], pair: unknown[]]>([
    ['an item', `schedule:\n  - ${ours}\n  - b\n`, ['a', 'b'], ['c', 'b'], [0], ['a', 'c']],
    ['an item that is gone', `schedule:\n  - b\n  - ${ours}\n`, ['b', 'a'], ['b'], [1], ['a', undefined]],
    ['a key below', `schedule:\n  x: ${ours}\n`, { x: 'a' }, { x: 'b' }, ['x'], ['a', 'b']],
    [
      'a key below that is gone',
      `schedule:\n  x: ${ours}\n  y: 1\n`,
      { x: 'a', y: 1 },
      { y: 1 },
      ['x'],
      ['a', undefined],
    ],
    ['one in brackets', `schedule: { x: "${ours}" }\n`, { x: 'a' }, { x: 'b\nc' }, ['x'], ['a', 'b\nc']],
    ['one deep in a list', `schedule: [[a, "${ours}"]]\n`, [['a', 'b']], 'c', [], [[['a', 'b']], 'c']],
    ['a value that is gone', `schedule: ${ours}\n`, 'a', undefined, [], ['a', undefined]],
  ])('keeps an expression: %s', (_what, from, before, after, path, [was, is]) => {
    expect(schedule(from, before, after)).toMatchObject({
      text: from,
      kept: [{ path: ['schedule', ...path], expression: ours, before: was, after: is }],
      shared: [],
    });
  });

  it('does not take for an expression what is escaped', () => {
    expect(schedule('schedule: $${{ x }}\n', '${{ x }}', 'b')).toMatchObject({
      text: 'schedule: b\n',
      kept: [],
    });
  });
});

describe('an edit of a definition', () => {
  const wanted = [{ key: 'limit', before: 1, after: 2 }];
  it.each([
    ['is not in the file', 'limit: 1\n', 5],
    ['is no mapping', '- limit\n', null],
  ])('that %s changes nothing, and says so', (_what, from, line) => {
    expect(editDefinition(from, line, wanted, () => true)).toEqual({
      text: from,
      kept: [],
      shared: ['limit'],
      texts: [],
      inlined: [],
    });
  });

  it('puts new keys in the order of the schema, also before the first one', () => {
    const keys = ['name', 'filter', 'folder'].map((key) => ({ key, before: undefined, after: 'x' }));
    expect(editDefinition('# top\nmodel: m # one\nlimit: 1\n', null, keys, () => true).text).toBe(
      '# top\nname: x\nmodel: m # one\nfilter: x\nlimit: 1\nfolder: x\n',
    );
  });

  it('puts a workflow of a file into the definition where nobody else can write that file', () => {
    const from = 'name: A\nworkflow: { file: a.yml }\n';
    const workflow = { key: 'workflow', before: { nodes: [] }, after: { nodes: [{ slug: 'a', delay: 1 }] } };
    expect(editDefinition(from, null, [workflow], () => true)).toMatchObject({
      text: 'name: A\nworkflow:\n  nodes:\n    - slug: a\n      delay: 1\n',
      inlined: ['a.yml'],
    });
  });
});
