import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromGraph } from '../../../src/definition/workflow/from-graph.ts';
import { encodeGraph } from '../../../src/definition/workflow/encode.ts';
import { readGraph } from '../../../src/definition/workflow/wire.ts';
import { keepUuids } from '../../../src/reconcile/workflow/kept.ts';
import { graphs, names, walked } from './graphs.ts';
import { graphOf } from './reading.ts';

describe('a graph', () => {
  it('written in the short form and read again is the same graph', () => {
    fc.assert(
      fc.property(graphs(2), (graph) => {
        const short = fromGraph(graph, names.written);
        expect(walked(graphOf(short ?? []))).toEqual(walked(graph));
      }),
      { numRuns: 1000 },
    );
  });

  it('written, read and written once more reads the same', () => {
    fc.assert(
      fc.property(graphs(2), (graph) => {
        const short = fromGraph(graph, names.written) ?? [];
        expect(fromGraph(graphOf(short), names.written)).toEqual(short);
      }),
      { numRuns: 500 },
    );
  });

  const filledIn = (expression: string): object => ({
    kind: 'templateExpression',
    expression,
    instructTo: 'none',
    fromRecipe: false,
  });

  it.each([
    [
      'code with braces of its own',
      `return f"{{'a': {nodes['start']['n']}}}"`,
      `return f"{{'a': {nodes['start']['n']}}}"`,
    ],
    ['an expression in code', filledIn('return "{{nodes.start.x}}"'), 'return "{{nodes.start.x}}"'],
    ['what looks like one and is none', 'return "{{nodes.start.x}}"', null],
    ['an expression that reads no node', filledIn('return {{ 1 + 1 }}'), null],
  ])('holds %s, and gives it back', (_what, script, written) => {
    const [start, node, end] = graphOf([{ slug: 'a', python: 'return 1' }]);
    const graph = [start!, { ...node!, config: { script } as never }, end!];
    const short = fromGraph(graph, names.written) ?? [];
    if (written !== null) expect(short).toEqual([{ slug: 'a', python: written }]);
    expect(walked(graphOf(short))).toEqual(walked(graph));
  });

  it('goes over the wire and back', () => {
    fc.assert(
      fc.property(graphs(1), (graph) => {
        expect(readGraph(JSON.parse(JSON.stringify(encodeGraph(graph)))).graph).toEqual(graph);
      }),
    );
  });

  it('read again keeps every uuid of the deployed one', () => {
    fc.assert(
      fc.property(graphs(1), (graph) => {
        const short = fromGraph(graph, names.written) ?? [];
        const made = keepUuids(graph, graphOf(short));
        const known = new Set(graph.map(({ uuid }) => uuid));
        const implied = made.filter(({ uuid }) => !known.has(uuid));
        expect(implied.map(({ slug }) => slug).filter((slug) => slug !== 'end')).toEqual([]);
        expect(new Set(made.map(({ uuid }) => uuid)).size).toBe(made.length);
      }),
    );
  });
});
