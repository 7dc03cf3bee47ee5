import { describe, expect, it } from 'vitest';
import type { Definition } from '../../../src/definition/parse.ts';
import { toGraph } from '../../../src/definition/workflow/to-graph.ts';
import { fileOf, parse } from '../../support/parsing.ts';
import { countWork } from '../../support/work.ts';
import { names } from './graphs.ts';

const head = { name: 'A', model: 'accounts', changeKinds: ['added'], runCreationRule: 'once' };

/** Reads a definition that has to be right, and how much work that and its graph were in milliseconds. */
async function read(nodes: unknown): Promise<{ definition: Definition; ms: number; codes: string[] }> {
  const text = JSON.stringify({ ...head, workflow: { nodes } });
  const work = countWork();
  const { definitions, diagnostics } = await parse([fileOf('plays/a.yml', text)]);
  const [definition] = definitions;
  if (definition?.workflow)
    toGraph(definition.workflow.steps, { names, fill: () => '', newUuid: (path) => path });
  return {
    definition: definition!,
    ms: work(),
    codes: diagnostics.map(({ code }) => code),
  };
}

describe('a workflow at its limits', () => {
  it('of 2,000 nodes, each reading another one, with branches that join', async () => {
    const nodes = Array.from({ length: 2000 }, (_, index) =>
      index % 3 === 0
        ? {
            slug: `n${String(index)}`,
            branch: index === 0 ? true : `nodes.n${String(index - 3)}.x`,
            then: `n${String(Math.min(1999, index + 1))}`,
            else: index + 2 < 2000 ? `n${String(index + 2)}` : 'end',
          }
        : { slug: `n${String(index)}`, filter: `nodes.n${String(index - (index % 3))}.x` },
    );
    const { ms, codes } = await read(nodes);
    expect(codes).toEqual([]);
    expect(ms).toBeLessThan(2000);
  });

  it('with groups nested 20 deep', async () => {
    let nodes: unknown[] = [{ slug: 'last', filter: 'nodes.start.x' }];
    for (let depth = 0; depth < 20; depth += 1)
      nodes = [{ slug: 'g', group: { items: 'nodes.start.x', nodes } }];
    const { ms, codes } = await read(nodes);
    expect(codes).toEqual([]);
    expect(ms).toBeLessThan(2000);
  });

  it('with an expression of 100 kB', async () => {
    const sum = Array.from({ length: 5000 }, (_, index) => `[nodes.start.c${String(index)}]`).join(', ');
    const { ms, codes } = await read([{ slug: 'a', filter: `{{ [${sum}, "${'x'.repeat(20_000)}"] }}` }]);
    expect(codes).toEqual([]);
    expect(ms).toBeLessThan(2000);
  });

  it('nested too deeply for the parser is a warning', async () => {
    const { codes } = await read([{ slug: 'a', filter: `${'('.repeat(50_000)}1${')'.repeat(50_000)}` }]);
    expect(codes).toEqual(['wrong-script']);
  });
});
