import { mermaid } from './markdown.ts';
import type { PlayReport } from './report.ts';

/** More than this is unreadable. */
const mostPlays = 100;
/** GitHub's limits for Mermaid are 500 edges and 50,000 characters. */
const mostEdges = 450;
const mostCharacters = 45_000;

/**
 * Models, the plays that watch them, and who waits for whom, as a Mermaid flowchart without its fence.
 * @returns null where there is nothing to draw or too much
 */
export function renderDiagram(plays: readonly PlayReport[]): string | null {
  const drawn = plays.filter(({ file }) => file !== null);
  if (drawn.length === 0 || drawn.length > mostPlays) return null;
  const models = [...new Set(drawn.map(({ model }) => model))];
  const nodeOf = new Map(drawn.map(({ id }, index) => [id, `p${String(index)}`]));
  const edges = drawn.flatMap(({ id, model, waitsFor }) => [
    `  m${String(models.indexOf(model))} --> ${nodeOf.get(id) ?? ''}`,
    ...waitsFor.flatMap((other) =>
      nodeOf.has(other) ? [`  ${nodeOf.get(other) ?? ''} -.->|first| ${nodeOf.get(id) ?? ''}`] : [],
    ),
  ]);
  const text = [
    'flowchart LR',
    ...models.map((model, index) => `  m${String(index)}[("${label(model)}")]`),
    ...drawn.map(({ id, name }) => `  ${nodeOf.get(id) ?? ''}["${label(name === '' ? id : name)}"]`),
    ...edges,
  ].join('\n');
  return edges.length > mostEdges || text.length > mostCharacters ? null : text;
}

function label(value: string): string {
  return mermaid(value, 60, ',.-_…');
}
