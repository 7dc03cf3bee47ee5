import type { Json } from '../definition/workflow/graph.ts';
import { Template } from '../definition/references.ts';
import type { GraphDifferences, NodeChange } from '../reconcile/workflow/equal.ts';
import { isJsonList, isJsonObject } from '../definition/workflow/values.ts';
import { code } from './markdown.ts';

/** A field of a node that differs, with values as the file would hold them. Undefined: nothing is there. */
export interface NodeFieldDifference {
  /** The node's slug, after those of the groups that it is in, and the field: `each.tell: text`. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What changed in a workflow, node by node, as Markdown: what is new and removed by name, then each field.
 * @param renderField shows a field before and after, a text by its lines
 * @returns an empty text where nothing changed
 */
export function renderWorkflowDifferences(
  differences: GraphDifferences,
  renderField: (difference: NodeFieldDifference) => string,
): string {
  const { added, removed, fields, exits } = flatten(differences, '');
  const named = (title: string, slugs: readonly string[]): string[] =>
    slugs.length === 0 ? [] : [`${title}: ${slugs.map((slug) => code(slug, 120)).join(', ')}`];
  return [
    ...named('New nodes', added),
    ...named('Removed nodes', removed),
    ...fields.map(renderField),
    ...exits,
  ].join('\n\n');
}

interface Flat {
  readonly added: string[];
  readonly removed: string[];
  readonly fields: NodeFieldDifference[];
  /** Escaped already. */
  readonly exits: string[];
}

function flatten({ added, removed, changed }: GraphDifferences, path: string): Flat {
  const flat: Flat = {
    added: added.map(({ slug }) => path + slug),
    removed: removed.map(({ slug }) => path + slug),
    fields: [],
    exits: [],
  };
  for (const change of changed) {
    const node = path + change.after.slug;
    flat.fields.push(...fieldsOf(change, node));
    for (const { label, before, after } of change.exits)
      flat.exits.push(
        `${code(`${node}: ${label}`)} leads to ${after === null ? 'nothing' : code(after)} (before: ${before === null ? 'nothing' : code(before)})`,
      );
    if (change.inside === null) continue;
    const inside = flatten(change.inside, `${node}.`);
    flat.added.push(...inside.added);
    flat.removed.push(...inside.removed);
    flat.fields.push(...inside.fields);
    flat.exits.push(...inside.exits);
  }
  return flat;
}

function fieldsOf({ fields }: NodeChange, node: string): NodeFieldDifference[] {
  return fields.map(({ field, before, after }) => ({
    field: `${node}: ${field.replace(/^config\./, '')}`,
    before: asWritten(before),
    after: asWritten(after),
  }));
}

/** A value as the file holds it: an expression is its text. */
function asWritten(value: Json | undefined): unknown {
  if (isJsonList(value)) return value.map(asWritten);
  // a reference to a play that is yet to be made is shown as one
  if (!isJsonObject(value) || value instanceof Template) return value;
  const { kind, expression, instructTo } = value;
  if (kind === 'templateExpression' && typeof expression === 'string' && instructTo !== 'ai')
    return expression;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asWritten(each)]));
}
