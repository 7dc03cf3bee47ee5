import { describe, expect, it } from 'vitest';
import { editDefinition } from '../../../src/definition/write/edit.ts';
import type { Wanted } from '../../../src/definition/write/edit.ts';

const text = `# who: Ada
name:   "Score accounts" # as in the web page
model: accounts
changeKinds: [ added ]   # only new ones
runCreationRule: once
filter:
  conjonction: and
  groups:
    # the big ones
    - conjonction: and
      conditions:
        - { kind: string, columnSlug: domain, operator: isNotEmpty } # they have a site
        - kind: number
          columnSlug: employee_count
          operator: greaterThan
          value: 10 # people
limit: 20
schedule: { type: cron, cron: '0 6 * * 1' }
`;

const domain = { kind: 'string', columnSlug: 'domain', operator: 'isNotEmpty' };
const people = { kind: 'number', columnSlug: 'employee_count', operator: 'greaterThan', value: 10 };
const filter = (...conditions: object[]): object => ({
  conjonction: 'and',
  groups: [{ conjonction: 'and', conditions }],
});
const edited = (wanted: Wanted[], from = text, line = 2): string =>
  editDefinition(from, line, wanted, () => true).text;

describe('an edit in place', () => {
  it.each<[string, Wanted, string, string]>([
    ['a number', { key: 'limit', before: 20, after: 50 }, 'limit: 20', 'limit: 50'],
    [
      'a text',
      { key: 'name', before: 'Score accounts', after: 'Score: all' },
      'name:   "Score accounts"',
      "name: 'Score: all'",
    ],
    [
      'a list',
      { key: 'changeKinds', before: ['added'], after: ['added', 'updated'] },
      'changeKinds: [ added ]',
      'changeKinds: [added, updated]',
    ],
    [
      'a value in brackets',
      {
        key: 'schedule',
        before: { type: 'cron', cron: '0 6 * * 1' },
        after: { type: 'cron', cron: '@every 1h' },
      },
      "cron: '0 6 * * 1'",
      "cron: '@every 1h'",
    ],
    [
      'a value deep inside',
      { key: 'filter', before: filter(domain, people), after: filter(domain, { ...people, value: 11 }) },
      'value: 10 # people',
      'value: 11 # people',
    ],
    [
      'an item more',
      {
        key: 'filter',
        before: filter(domain, people),
        after: filter(domain, { ...domain, columnSlug: 'name' }, people),
      },
      '# they have a site\n',
      '# they have a site\n        - { kind: string, columnSlug: name, operator: isNotEmpty }\n',
    ],
    [
      'an item less',
      { key: 'filter', before: filter(domain, people), after: filter(people) },
      '        - { kind: string, columnSlug: domain, operator: isNotEmpty } # they have a site\n',
      '',
    ],
    ['a key that was cleared', { key: 'limit', before: 20, after: undefined }, 'limit: 20\n', ''],
    [
      'a new key, where the schema has it',
      { key: 'sort', before: undefined, after: [{ columnSlug: 'name', kind: 'asc' }] },
      'limit: 20\n',
      'sort:\n  - { columnSlug: name, kind: asc }\nlimit: 20\n',
    ],
    [
      'a new key at the end',
      { key: 'folder', before: undefined, after: 'GTM' },
      "1' }\n",
      "1' }\nfolder: GTM\n",
    ],
    [
      'a text of several lines',
      { key: 'description', before: undefined, after: 'a\nb' },
      'runCreationRule: once\n',
      'runCreationRule: once\ndescription: |-\n  a\n  b\n',
    ],
  ])('changes %s, and nothing else', (_what, wanted, was, is) => {
    expect(edited([wanted])).toBe(text.replace(was, () => is));
    const crlf = (each: string): string => each.replaceAll('\n', '\r\n');
    expect(edited([wanted], crlf(text))).toBe(crlf(text.replace(was, () => is)));
  });

  it('leaves the other documents of a file as they are', () => {
    const two = `id: a\nlimit: 1 # one\n---\n# two\nid: b\nlimit: 1\n`;
    expect(edited([{ key: 'limit', before: 1, after: 2 }], two, 5)).toBe(
      two.replace('id: b\nlimit: 1', 'id: b\nlimit: 2'),
    );
  });

  it('keeps the comment after a value that becomes one of several lines', () => {
    const from = `name: A\ndescription: one # why\nlimit: 1\n`;
    expect(edited([{ key: 'description', before: 'one', after: 'one\n#two' }], from, 1)).toBe(
      `name: A\ndescription: |- # why\n  one\n  #two\nlimit: 1\n`,
    );
  });

  it('keeps the comment beside the bar of a text', () => {
    const from = 'name: A\ndescription: >- # why\n  one\n  two\nlimit: 1\n';
    const to = (after: string): string => edited([{ key: 'description', before: 'one two', after }], from, 1);
    expect(to('three')).toBe('name: A\ndescription: three # why\nlimit: 1\n');
    expect(to('a\nb')).toBe('name: A\ndescription: |- # why\n  a\n  b\nlimit: 1\n');
  });

  it.each<[string, string, object, object, string]>([
    [
      'the last ones, in brackets',
      'schedule: { a: 1, b: 2, c: 3 }\n',
      { a: 1, b: 2, c: 3 },
      { a: 1, d: 4, e: 5 },
      'schedule: { a: 1, d: 4, e: 5 }\n',
    ],
    [
      'the first ones, in brackets',
      'schedule: { a: 1, b: 2, c: 3 } # why\n',
      { a: 1, b: 2, c: 3 },
      { c: 3, d: 4 },
      'schedule: { c: 3, d: 4 } # why\n',
    ],
    [
      'all, in brackets',
      'schedule: { a: 1, b: 2 } # why\n',
      { a: 1, b: 2 },
      { c: 3, d: 4 },
      'schedule: { c: 3, d: 4 } # why\n',
    ],
    [
      'some on each side, in brackets',
      'schedule: { a: 1, b: 2, c: 3, d: 4 }\n',
      { a: 1, b: 2, c: 3, d: 4 },
      { b: 2 },
      'schedule: { b: 2 }\n',
    ],
  ])('takes out several keys of one mapping: %s', (_what, from, before, after, to) => {
    expect(edited([{ key: 'schedule', before, after }], from, 1)).toBe(to);
  });

  it('takes out the first keys of an item of a list', () => {
    const from = 'sort:\n  - a: 1\n    b: 2\n    # three\n    c: 3\n    d: 4\n';
    const before = [{ a: 1, b: 2, c: 3, d: 4 }];
    expect(edited([{ key: 'sort', before, after: [{ c: 3, d: 5 }] }], from, 1)).toBe(
      'sort:\n  - c: 3\n    d: 5\n',
    );
    expect(edited([{ key: 'sort', before, after: [{ e: 5 }] }], from, 1)).toBe('sort:\n  - { e: 5 }\n');
  });

  it('takes several keys out of a definition in brackets', () => {
    const from = '{ limit: 1, name: A, folder: B, description: C }\n';
    const gone = ['limit', 'folder', 'description'].map((key) => ({ key, before: 1, after: undefined }));
    expect(edited(gone, from, 1)).toBe('{ name: A }\n');
  });

  it('leaves JSON what it is: its quotes, and its keys below each other', () => {
    const definition = { name: 'A', changeKinds: ['added'], schedule: { type: 'cron', cron: '@every 1h' } };
    const after = { ...definition, schedule: { type: 'watch' }, limit: 5, folder: 'GTM' };
    const wanted: Wanted[] = [
      { key: 'schedule', before: definition.schedule, after: after.schedule },
      { key: 'limit', before: undefined, after: 5 },
      { key: 'folder', before: undefined, after: 'GTM' },
    ];
    for (const space of [0, 2]) {
      const json = edited(wanted, `${JSON.stringify(definition, null, space)}\n`, 1);
      expect(JSON.parse(json)).toEqual(after);
    }
    const lines = edited(wanted, `# ours\n${JSON.stringify(definition, null, 2)}\n`, 2).split('\n');
    expect(lines.slice(-4)).toEqual(['  "limit": 5,', '  "folder": "GTM"', '}', '']);
  });

  const list = (...items: unknown[]): Wanted['after'] => items;
  it.each<[string, string, unknown, unknown, string]>([
    [
      'an item after one',
      'sort:\n  - |+\n    x\n\n  - b\n',
      list('x\n\n', 'b'),
      list('x\n\n', 'a', 'b'),
      'sort:\n  - |+\n    x\n\n  - a\n  - b\n',
    ],
    [
      'one in place of another, with blank lines after it',
      'sort:\n  - |+\n    x\n\n\n  - b\n',
      list('x\n\n\n', 'b'),
      list('y\n\n', 'b'),
      'sort:\n  - |+\n    y\n\n  - b\n',
    ],
    [
      'one where there was none, before blank lines',
      'sort:\n  - a\n\n\n  - b\n',
      list('a', 'b'),
      list('y\n\n', 'b'),
      'sort:\n  - |+\n    y\n\n  - b\n',
    ],
    [
      'a new one before blank lines',
      'sort:\n  - a\n\n  - b\n',
      list('a', 'b'),
      list('a', 'y\n\n', 'b'),
      'sort:\n  - a\n  - |+\n    y\n\n  - b\n',
    ],
    ['one at the end', 'sort:\n  - a', list('a'), list('y\n\n'), 'sort:\n  - |+\n    y\n\n'],
    [
      'a new one at the end',
      'sort:\n  - a',
      list('a'),
      list('a', 'y\n\n'),
      'sort:\n  - a\n  - |+\n    y\n\n',
    ],
    [
      'an item less after one, before blank lines',
      'sort:\n  - |+\n    x\n\n  - a\n\n  - b\n',
      list('x\n\n', 'a', 'b'),
      list('x\n\n', 'b'),
      'sort:\n  - |+\n    x\n\n  - b\n',
    ],
    [
      'one less',
      'sort:\n  - a\n  - |+\n    x\n\n  - b\n',
      list('a', 'x\n\n', 'b'),
      list('a', 'b'),
      'sort:\n  - a\n  - b\n',
    ],
    [
      'a text whose last line is blank',
      'sort:\n  - |-\n    x\n       \n  - b\n',
      list('x\n   ', 'b'),
      list('y', 'b'),
      'sort:\n  - y\n  - b\n',
    ],
  ])(
    'takes the blank lines at the end of a text that keeps them for a part of it: %s',
    (_what, from, before, after, to) => {
      expect(edited([{ key: 'sort', before, after }], from, 1)).toBe(to);
      const crlf = (each: string): string => each.replaceAll('\n', '\r\n');
      expect(edited([{ key: 'sort', before, after }], crlf(from), 1)).toBe(crlf(to));
    },
  );

  it('gives the new text of a file, without our escapes, and leaves the definition as it is', () => {
    const from = `name: A\nworkflow:\n  nodes:\n    - slug: a\n      python: { file: a.py } # code\n`;
    const nodes = (python: string): object => ({ nodes: [{ slug: 'a', python }] });
    const wanted = [{ key: 'workflow', before: nodes('x'), after: nodes('$${{ y }}') }];
    expect(editDefinition(from, 1, wanted, () => true)).toMatchObject({
      text: from,
      texts: [{ file: 'a.py', text: '${{ y }}' }],
    });
    expect(editDefinition(from, 1, wanted, () => false)).toMatchObject({
      text: from.replace('{ file: a.py }', () => '$${{ y }}'),
      texts: [],
      inlined: ['a.py'],
    });
  });

  it('keeps an expression, and names it with both values', () => {
    const from = `name: A\nlimit: \${{ vars.LIMIT }}\n`;
    expect(editDefinition(from, 1, [{ key: 'limit', before: 20, after: 50 }], () => true)).toMatchObject({
      text: from,
      kept: [{ path: ['limit'], expression: '${{ vars.LIMIT }}', before: 20, after: 50 }],
      shared: [],
    });
  });

  it('edits no value that an anchor shares, but the place that refers to it', () => {
    const from = `name: A\nchangeKinds: &kinds [added]\ntrackingColumnSlugs: *kinds\n`;
    expect(
      editDefinition(from, 1, [{ key: 'changeKinds', before: ['added'], after: ['updated'] }], () => true),
    ).toMatchObject({
      text: from,
      kept: [],
      shared: ['changeKinds'],
    });
    expect(edited([{ key: 'trackingColumnSlugs', before: ['added'], after: ['x'] }], from, 1)).toBe(
      from.replace('*kinds', '[x]'),
    );
  });

  it('turns a uuid into a name where the key changes its form', () => {
    expect(edited([{ key: 'folder', before: 'A', after: 'B' }], 'name: A\nfolderUuid: 1-2\n', 1)).toBe(
      'name: A\nfolder: B\n',
    );
  });
});
