import { describe, expect, it } from 'vitest';
import { withTextFiles } from '../../../src/definition/write/texts.ts';

const long = 'one\ntwo\nthree\nfour\n';
const split = (
  nodes: Parameters<typeof withTextFiles>[0],
  isTaken: (path: string) => boolean = () => false,
): ReturnType<typeof withTextFiles> => withTextFiles(nodes, 'plays/a', isTaken);

describe('a text of a node', () => {
  it.each([
    ['four lines', 'a\nb\nc\nd', true],
    ['four lines, the last one closed', long, true],
    ['three lines, the last one closed', 'a\nb\nc\n', false],
    ['one line', 'a', false],
    ['line ends of Windows', 'a\r\nb\r\nc\r\nd', false],
    ['a null character', 'a\nb\nc\nd\0', false],
    ['a mark of the byte order', '\uFEFFa\nb\nc\nd', false],
    ['half of a character', 'a\nb\nc\nd\uD800', false],
  ])('of %s: does it go into a file?', (_what, text, goes) => {
    const { nodes, files } = split([{ slug: 's', python: text }]);
    expect(nodes).toEqual([{ slug: 's', python: goes ? { file: 'a.s.py' } : text }]);
    expect(files).toEqual(goes ? [{ path: 'plays/a.s.py', text }] : []);
  });

  it('has the ending of what it is, and the name of where it stands', () => {
    const { nodes, files } = split([
      { slug: 's', id: 's_2', script: long },
      { slug: 'c', connector: 'x', config: { 'the body': long, list: ['short', { text: long }] } },
      { slug: 'g', group: { items: true, nodes: [{ slug: 'i', python: long }] } },
    ]);
    expect(nodes).toEqual([
      { slug: 's', id: 's_2', script: { file: 'a.s_2.js' } },
      {
        slug: 'c',
        connector: 'x',
        config: {
          'the body': { file: 'a.c.the-body.md' },
          list: ['short', { text: { file: 'a.c.list.2.text.md' } }],
        },
      },
      { slug: 'g', group: { items: true, nodes: [{ slug: 'i', python: { file: 'a.g.i.py' } }] } },
    ]);
    expect(files.map(({ path }) => path)).toEqual([
      'plays/a.s_2.js',
      'plays/a.c.the-body.md',
      'plays/a.c.list.2.text.md',
      'plays/a.g.i.py',
    ]);
  });

  it('stays where it is taken as written, or says something else than a text', () => {
    const config = {
      fixed: { kind: 'static', value: long },
      code: { kind: 'jsExpression', expression: long },
      number: 1,
    };
    const nodes = [
      { slug: 'c', connector: 'x', config },
      { slug: 'd', description: long, filter: long, python: { kind: 'static', value: long } },
      { slug: 'v', variables: { text: long } },
    ];
    expect(split(nodes)).toEqual({ nodes, files: [] });
  });

  it('gets another name where the name is taken, in whatever case', () => {
    const { files } = split(
      [
        { slug: 'S', python: long },
        { slug: 's', python: long },
        { slug: 't', python: long },
      ],
      (path) => ['plays/a.t.py', 'plays/a.t-2.py'].includes(path),
    );
    expect(files.map(({ path }) => path)).toEqual(['plays/a.S.py', 'plays/a.s-2.py', 'plays/a.t-3.py']);
  });
});
