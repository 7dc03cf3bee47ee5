import { expect } from 'vitest';
import type { Graph } from '../../../src/definition/workflow/graph.ts';
import { readNodes } from '../../../src/definition/workflow/read.ts';
import type { Workflow } from '../../../src/definition/workflow/step.ts';
import { toGraph } from '../../../src/definition/workflow/to-graph.ts';
import { fileOf, parse } from '../../support/parsing.ts';
import { names } from './graphs.ts';

/** The workflow of a definition with these nodes, which have to be right. */
export async function workflowOf(nodes: readonly unknown[]): Promise<Workflow> {
  const head = { name: 'A', model: 'accounts', changeKinds: ['added'], runCreationRule: 'once' };
  const text = JSON.stringify({ ...head, workflow: { nodes } });
  const { definitions, diagnostics } = await parse([fileOf('plays/a.yml', text)]);
  expect(diagnostics).toEqual([]);
  return definitions[0]!.workflow!;
}

/** The graph of a list of nodes, which has to be right; the uuids say where a node stands. */
export function graphOf(nodes: readonly unknown[]): Graph {
  const { steps, findings } = readNodes(nodes, []);
  expect(findings).toEqual([]);
  return toGraph(steps, { names, fill: () => '', newUuid: (path) => `new:${path}` });
}
