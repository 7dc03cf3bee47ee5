import { below } from '../diagnostic.ts';
import type { Path } from '../diagnostic.ts';
import { checkName } from './check-name.ts';
import { checkProgram } from './check-program.ts';
import { readText } from './check-text.ts';
import type { Text } from './check-text.ts';
import type { ReadScript, Use } from './javascript.ts';
import { checkUse } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Column, Step, TextFinding } from './step.ts';
import { holdsExpression, isMap, isStatic, isTemplate, isWrittenOut } from './values.ts';
import type { TemplateText, Value } from './values.ts';
import type { Flows } from './ways.ts';

/** What the expressions of a workflow say. */
export interface Checked {
  readonly findings: readonly TextFinding[];
  /** The columns of the record that they read. */
  readonly columns: readonly Column[];
}

/** What is known of the nodes around an expression. */
interface Known {
  /** Whether the shape is right, so that ways can be followed. */
  readonly ways: boolean;
  /** Whether the slug of every node is known. */
  readonly slugs: boolean;
}

/**
 * Checks every expression of a workflow: its braces, its syntax, and what would be empty without a word ([pub]).
 * @param known what is known of the nodes: what would only follow from a mistake in them is not told
 * @param flows follows the lists
 */
export function checkExpressions(
  steps: readonly Step[],
  known: Known,
  readScript: ReadScript,
  flows: Flows,
): Checked {
  const findings: TextFinding[] = [];
  const columns: Column[] = [];
  const graph = (list: readonly Step[], parent: Scope['parent']): void => {
    const flow = flows.of(list);
    const ways = known.ways ? flows.waysOf(flow) : null;
    const scope = makeScope(flow, ways, parent, known.slugs);
    const indexes = new Map(flow.points.map(({ step }, index) => [step, index]));
    for (const step of list) {
      const point = indexes.get(step) ?? 0;
      const texts: Text[] = [];
      for (const { value, path, bare } of step.roots) {
        const language = step.key === 'python' || step.key === 'script' ? step.key : null;
        const program = language === null ? null : programOf(value);
        if (language === null || program === null) texts.push(...textsIn(value, path, bare));
        else {
          const hasExpressions = !isStatic(value) && holdsExpression(program);
          findings.push(...checkProgram(program, language, hasExpressions, path, readScript));
          if (hasExpressions)
            texts.push({ text: program, path, isCode: false, isExpression: false, isProgram: true });
        }
      }
      for (const text of texts) {
        const read = readText(text, readScript);
        findings.push(...read.findings);
        for (const { name, span } of read.names) {
          const told = checkName(name, scope);
          if (told !== null) findings.push({ ...told, path: text.path, part: span });
        }
        for (const { use, span } of read.uses) {
          const told = checkUse(use, scope, point);
          if (told !== null) findings.push({ ...told, path: text.path, part: span });
          const column = columnOf(use, scope);
          if (column !== null) columns.push({ column, path: text.path, span });
        }
      }
      if (step.inner !== null) graph(step.inner, { scope, point });
    }
  };
  graph(steps, null);
  return { findings, columns };
}

function makeScope(
  flow: Scope['flow'],
  ways: Scope['ways'],
  parent: Scope['parent'],
  isWhole: boolean,
): Scope {
  const bySlug = new Map<string, number[]>();
  for (const [index, { slug }] of flow.points.entries()) {
    const known = bySlug.get(slug);
    if (known === undefined) bySlug.set(slug, [index]);
    else known.push(index);
  }
  return { flow, ways, isWhole, bySlug, parent };
}

/** The column of the record that an expression reads; in a group, `nodes.start` is the item. */
function columnOf({ root, names: [slug, column] }: Use, { parent }: Scope): string | null {
  const isTop = root === 'nodes' ? parent === null : parent !== null && parent.scope.parent === null;
  return isTop && slug === 'start' && typeof column === 'string' ? column : null;
}

function textsIn(value: Value, path: Path, bare: boolean): Text[] {
  if (isTemplate(value) || typeof value === 'string') {
    const text = textOf(value);
    return [{ text, path, isCode: bare && !text.includes('{{'), isExpression: bare, isProgram: false }];
  }
  if (Array.isArray(value))
    return (value as readonly Value[]).flatMap((each, index) => textsIn(each, below(path, index), false));
  if (!isMap(value) || isStatic(value)) return [];
  if (isWrittenOut(value) && value['expression'] !== undefined)
    return textsIn(value['expression'], below(path, 'expression'), value['kind'] === 'jsExpression');
  return Object.entries(value).flatMap(([name, each]) =>
    // a group's nodes as Cargo has them
    name === '_nodes' ? [] : textsIn(each, below(path, name), false),
  );
}

/** A text as far as it is known: what stands for a uuid is a name. */
function textOf(value: string | TemplateText): string {
  return typeof value === 'string'
    ? value
    : value.parts.map((part) => (typeof part === 'string' ? part : 'x')).join('');
}

/** The text of a script; null for anything that is none, or is written out as an expression. */
function programOf(value: Value): string | null {
  const text = isStatic(value) ? value.value : value;
  return typeof text === 'string' || isTemplate(text) ? textOf(text) : null;
}
