import { describe, expect, it } from 'vitest';
import type { Graph } from '../../src/definition/workflow/graph.ts';
import { graphDifferences } from '../../src/reconcile/workflow/equal.ts';
import { renderFlowchart } from '../../src/report/flowchart.ts';
import type { Flowchart } from '../../src/report/flowchart.ts';
import { renderWorkflowDifferences } from '../../src/report/workflow-differences.ts';
import { chain, expression, graph, inside } from '../support/graphs.ts';
import type { Step } from '../support/graphs.ts';

function draw(before: Graph, after: Graph): Flowchart | null {
  return renderFlowchart(before, after, graphDifferences(before, after));
}

const tell = (text: string, to: string): Step => [
  'tell',
  'connector:postMessage',
  { config: { text }, to: [to] },
];
const branch: Step = ['big', 'branch', { to: ['tell', 'end'] }];
const before = graph([branch, tell('a', 'old'), ['old', 'delay'], ['end', 'end']]);
const after = graph([branch, tell('b', 'note'), ['note', 'script'], ['end', 'end']]);

describe('the flowchart of a changed workflow', () => {
  it('tells new, changed and removed nodes by sign and colour, and names the exits', () => {
    const lines = draw(before, after)!
      .text.split('\n')
      .map((line) => line.trim());
    expect(lines[0]).toBe('flowchart TD');
    expect(lines).toEqual(
      expect.arrayContaining([
        'n0(["start"])',
        'n1{{"big<br/>branch"}}',
        'n2["#177; tell<br/>slack#58; postMessage"]',
        'n4["#43; note<br/>script"]',
        'n5["#8722; old<br/>delay"]',
        'n1 -->|"then"| n2',
        'n1 -->|"else"| n3',
        'n2 ==> n4',
        'n2 -.->|"#8722;"| n5',
        'class n4 new',
        'class n2 changed',
        'class n5 removed',
      ]),
    );
  });

  it('draws a group around its nodes', () => {
    const group = (minutes: number): Graph =>
      graph([
        ['each', 'group', { config: inside([['wait', 'delay', { config: { minutes } }]]) }],
        ['end', 'end'],
      ]);
    const { text } = draw(group(1), group(2))!;
    expect(text).toMatch(
      /subgraph n1\["#177; each #40;group#41;"\]\n {4}n2.*\n {4}n3\["#177; wait<br\/>delay"\]/,
    );
    expect(text).toContain('  end\n');
  });

  it('shows all that is new', () => {
    const { text, leftOut } = draw([], after)!;
    expect(text).toContain('class n0,n1,n2,n3,n4 new');
    expect(leftOut).toBe(0);
  });

  it('of 60 nodes and more shows what changed and its neighbours', () => {
    const long = (changed: boolean, count: number): Graph =>
      graph(chain(count, (index) => (changed && index === 9 ? { script: 'x' } : {})));
    expect(draw(long(false, 57), long(true, 57))!.leftOut).toBe(0);
    const { text, leftOut } = draw(long(false, 58), long(true, 58))!;
    expect(leftOut).toBe(57);
    expect(text.match(/step#95;\d+/g)).toEqual(['step#95;9', 'step#95;10', 'step#95;11']);
  });

  it('joins what is shown over what is left out, so that the pieces stand below each other', () => {
    const long = (script: string): Graph =>
      graph(chain(70, (index) => (index === 9 || index === 40 ? { script } : {})));
    const { text } = draw(long('a'), long('b'))!;
    const [before, after] = ['11', '40'].map(
      (step) => new RegExp(`(n\\d+)\\["step#95;${step}<`).exec(text)?.[1] ?? '',
    );
    expect(text).toContain(`${before} -->|"#8230;"| ${after}\n`);
    expect(text.match(/#8230;/g)).toHaveLength(1);
  });

  it('is left out where it would be too large for GitHub', () => {
    expect(draw([], graph(chain(440)))).not.toBeNull();
    expect(draw([], graph(chain(460)))).toBeNull();
    expect(
      draw([], graph(chain(300).map(([slug, ...rest]): Step => [`${slug}${'&'.repeat(60)}`, ...rest]))),
    ).toBeNull();
  });

  const hostile = [
    'end"] --> x',
    '"; click n0 "javascript:alert(1)"',
    '`**bold**`',
    '<script>alert(1)</script>',
    '%%{init: {}}%%',
    '1. a',
    '- a',
    'a\n  n9 --> n8',
    '```',
    '#quot;',
    '|',
    '\u202eabc',
  ];
  it.each(hostile)('%j cannot break out of it', (text) => {
    const steps = (minutes: number): Graph =>
      graph([
        [
          text,
          'switch',
          { id: 'a', config: { routes: [{ name: text, uuid: '1', value: minutes }] }, to: ['b'] },
        ],
        [text, text, { id: 'b', config: { minutes } }],
        [
          text,
          'group',
          { id: 'c', config: inside([[text, `connector:${text}`, { id: 'd', config: { minutes } }]]) },
        ],
        ['end', 'end'],
      ]);
    const drawn = draw(steps(1), steps(2))!.text.split('\n');
    const label = String.raw`"(?:[\p{L}\p{N} ]|#\d+;|<br\/>)*"`;
    const line = new RegExp(
      String.raw`^ *(?:flowchart TD|end|n\d+(?:\[|\(\[|\{\{)${label}(?:\]|\]\)|\}\})|subgraph n\d+\[${label}\]|n\d+ (?:-->|==>|-\.->)(?:\|${label}\|)? n\d+|classDef \w+ [\w:#,\- ]+|class [n\d,]+ \w+)$`,
      'u',
    );
    expect(drawn.filter((each) => !line.test(each))).toEqual([]);
  });
});

describe('what changed in a workflow', () => {
  const told = (one: Graph, other: Graph): string =>
    renderWorkflowDifferences(
      graphDifferences(one, other),
      ({ field, before: was, after: is }) => `${field}: ${JSON.stringify(was)} → ${JSON.stringify(is)}`,
    );

  it('is told node by node', () => {
    expect(told(before, after).split('\n\n')).toEqual([
      'New nodes: <code>note</code>',
      'Removed nodes: <code>old</code>',
      'tell: text: "a" → "b"',
      '<code>tell&#58; next</code> leads to <code>note</code> (before: <code>old</code>)',
    ]);
  });

  it('is told inside of groups, and an expression as its text', () => {
    const group = (value: string): Graph =>
      graph([
        [
          'each',
          'group',
          { config: inside([['keep', 'filter', { config: { filter: expression(value) } }]]) },
        ],
        ['end', 'end'],
      ]);
    expect(told(group('a'), group('b'))).toBe('each.keep: filter: "{{a}}" → "{{b}}"');
  });

  it('is nothing where nothing changed', () => {
    expect(told(before, before)).toBe('');
  });
});
