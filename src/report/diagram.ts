import { cut, isLetterOrDigit, visible } from '../definition/visible.ts';
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

/** A label in which nothing is Mermaid's, Markdown's or HTML's: all but plain characters become entity codes. */
function label(value: string): string {
  return cut(visible(value), 60).replace(/[^\w ,.\-…]/gu, (each) =>
    isLetterOrDigit(each) ? each : `#${String(each.codePointAt(0) ?? 0)};`,
  );
}
