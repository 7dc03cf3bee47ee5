import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderDiagnostic } from '../../src/definition/diagnostic.ts';
import { toGraph } from '../../src/definition/workflow/to-graph.ts';
import type { TemplateText } from '../../src/definition/workflow/values.ts';
import { parse, variablesOf } from '../support/parsing.ts';
import { names } from './workflow/graphs.ts';

const folder = join(import.meta.dirname, '..', 'cases-workflow');
const cases = readdirSync(folder).filter((name) => name.endsWith('.yml'));

/** The texts of a case: the files of the folder `name.files`, by their paths in it. */
function textsOf(name: string): Record<string, string> {
  const holder = join(folder, name.replace(/\.yml$/, '.files'));
  if (!existsSync(holder)) return {};
  const files = readdirSync(holder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name: file }) => {
      const path = join(parentPath, file);
      return [path.slice(holder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

describe('a workflow', () => {
  it.each(cases)('%s gives the result in its .out file', async (name) => {
    const bytes = readFileSync(join(folder, name));
    const { definitions, diagnostics } = await parse(
      [{ path: `plays/${name}`, bytes }],
      variablesOf(folder, name),
      textsOf(name),
    );
    const fill = ({ parts }: TemplateText): string =>
      parts.map((part) => (typeof part === 'string' ? part : `<${part.id}.${part.property}>`)).join('');
    const context = { names, fill, newUuid: (path: string) => path };
    const graphs = definitions.flatMap(({ workflow, enabled, trial }) => [
      JSON.stringify({ enabled, trial }),
      ...(workflow === null ? [] : toGraph(workflow.steps, context).map((node) => JSON.stringify(node))),
    ]);
    const sound = diagnostics.length === 0;
    const out = `${[...diagnostics.map(renderDiagnostic), ...(sound ? graphs : [])].join('\n')}\n`;
    const path = join(folder, name.replace(/\.yml$/, '.out'));
    // to be read before it is committed
    if (process.env['UPDATE_CASES'] === '1') writeFileSync(path, out);
    expect(out).toBe(readFileSync(path, 'utf8'));
  });
});
