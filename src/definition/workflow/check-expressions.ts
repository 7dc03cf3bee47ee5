import type { Path } from '../diagnostic.ts';
import type { Span } from '../inside.ts';
import { flowOf } from './flow.ts';
import type { ReadScript, Use } from './javascript.ts';
import { scan } from './scan.ts';
import { checkUse } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Column, Step, TextFinding } from './step.ts';
import { isMap, isStatic, isTemplate, isWrittenOut } from './values.ts';
import type { Value } from './values.ts';
import { Ways } from './ways.ts';

/** A text that holds expressions, or is one. */
interface Text {
  readonly text: string;
  readonly path: Path;
  /** Whether all of it is code, without braces. */
  readonly isCode: boolean;
  /** Whether it is an expression by its place, as a filter is. */
  readonly isExpression: boolean;
  /** Whether it is a program of another language, in which braces mean something else. */
  readonly isProgram: boolean;
}

/** What the expressions of a workflow say. */
export interface Checked {
  readonly findings: readonly TextFinding[];
  /** The columns of the record that they read. */
  readonly columns: readonly Column[];
}

/**
 * Checks every expression of a workflow: its braces, its syntax, and what would be empty without a word ([pub]).
 * @param sound whether the shape is right, so that nodes can be looked up and ways followed
 */
export function checkExpressions(steps: readonly Step[], sound: boolean, readScript: ReadScript): Checked {
  const findings: TextFinding[] = [];
  const columns: Column[] = [];
  const graph = (list: readonly Step[], parent: Scope['parent']): void => {
    const flow = sound ? flowOf(list) : null;
    const scope = flow === null ? null : makeScope(flow, parent);
    const indexes = new Map(flow?.points.map(({ step }, index) => [step, index]));
    for (const step of list) {
      const point = indexes.get(step) ?? 0;
      for (const text of step.roots.flatMap(({ value, path, bare }) =>
        textsIn(value, path, bare, step.key),
      )) {
        const read = readText(text, readScript);
        findings.push(...read.findings);
        if (scope === null) continue;
        for (const { use, span } of read.uses) {
          const told = checkUse(use, scope, point);
          if (told !== null) findings.push({ ...told, path: text.path, part: span });
          const column = columnOf(use, scope);
          if (column !== null) columns.push({ column, path: text.path, span });
        }
      }
      if (step.inner !== null) graph(step.inner, scope === null ? null : { scope, point });
    }
  };
  graph(steps, null);
  return { findings, columns };
}

function makeScope(flow: Scope['flow'], parent: Scope['parent']): Scope {
  const bySlug = new Map<string, number[]>();
  for (const [index, { slug }] of flow.points.entries()) {
    const known = bySlug.get(slug);
    if (known === undefined) bySlug.set(slug, [index]);
    else known.push(index);
  }
  return { flow, ways: new Ways(flow), bySlug, parent };
}

/** The column of the record that an expression reads; in a group, `nodes.start` is the item. */
function columnOf({ root, names: [slug, column] }: Use, { parent }: Scope): string | null {
  const isTop = root === 'nodes' ? parent === null : parent !== null && parent.scope.parent === null;
  return isTop && slug === 'start' && typeof column === 'string' ? column : null;
}

function textsIn(value: Value, path: Path, bare: boolean, key: string): Text[] {
  const isProgram = key === 'python' || key === 'script';
  if (isTemplate(value) || typeof value === 'string') {
    const text =
      typeof value === 'string'
        ? value
        : value.parts.map((part) => (typeof part === 'string' ? part : 'x')).join('');
    return [{ text, path, isCode: bare && !text.includes('{{'), isExpression: bare, isProgram }];
  }
  if (Array.isArray(value))
    return (value as readonly Value[]).flatMap((each, index) => textsIn(each, [...path, index], false, key));
  if (!isMap(value) || isStatic(value)) return [];
  if (isWrittenOut(value) && value['expression'] !== undefined)
    return textsIn(value['expression'], [...path, 'expression'], value['kind'] === 'jsExpression', key);
  return Object.entries(value).flatMap(([name, each]) =>
    // a group's nodes as Cargo has them
    name === '_nodes' ? [] : textsIn(each, [...path, name], false, key),
  );
}

interface ReadText {
  readonly findings: TextFinding[];
  readonly uses: { readonly use: Use; readonly span: Span }[];
}

/** What Cargo takes as plain text, although an expression or a file seems to be meant. */
function notEvaluated({ text, path, isCode, isExpression, isProgram }: Text): TextFinding | null {
  const part = { text, from: 0, to: text.length };
  if (isProgram || (!isExpression && !text.includes('{{'))) {
    const isPath = isProgram ? /^[\w./-]+\.(py|js|mjs|ts)$/.test(text) : /^[\w./-]+\.(md|txt)$/.test(text);
    const message = `This is sent as text. For the file of that name, write { file: ${text} }.`;
    if (isPath) return { severity: 'warning', code: 'wrong-file', message, path, part };
  }
  if (isProgram || isCode) return null;
  if (isExpression) {
    const [, ...more] = text.split('{{');
    if (more.length === 0 || (more.length === 1 && /^\s*\{\{[\s\S]*\}\}\s*$/.test(text))) return null;
    const message =
      'Cargo may turn this into text, which counts as true whatever it says. Write one expression, with nothing before or after its braces.';
    return { severity: 'warning', code: 'wrong-braces', message, path, part };
  }
  const bare = /^(?:\$?\{)?((?:nodes|parentNodes)\.\w+(?:\??\.\w+)*)\}?$/.exec(text);
  if (bare === null) return null;
  const message = `This is sent as text. For the value, write {{${bare[1] ?? ''}}}.`;
  return { severity: 'warning', code: 'wrong-braces', message, path, part };
}

const braceMessages = {
  'not-closed': 'This expression has no closing "}}". Cargo would send it as plain text.',
  'not-opened':
    'This "}}" has no opening "{{". If it is part of an expression, put a space between the two braces: Cargo ends an expression at the first "}}".',
};

function readText(whole: Text, readScript: ReadScript): ReadText {
  const { text, path, isCode, isProgram } = whole;
  const { snippets, braces } = isCode ? { snippets: [{ code: text, from: 0 }], braces: [] } : scan(text);
  const found: ReadText = { findings: [], uses: [] };
  const part = (from: number, to: number): Span => ({ text, from, to });
  const silent = notEvaluated(whole);
  if (silent !== null) found.findings.push(silent);
  let cutShort = false;
  for (const { code, from } of snippets) {
    if (code.trim() === '') {
      found.findings.push({
        severity: 'error',
        code: 'wrong-script',
        message: 'This expression is empty. Write an expression between the braces, or remove them.',
        path,
        part: part(Math.max(0, from - 2), from + code.length + 2),
      });
      continue;
    }
    const script = readScript(code);
    if (script.kind === 'too-deep') {
      found.findings.push({
        severity: 'warning',
        code: 'wrong-script',
        message: 'This expression is nested too deeply to check. It is sent as written.',
        path,
        part: part(from, from + 1),
      });
    } else if (script.kind === 'wrong') {
      const longer = isCode ? null : endsTooSoon(text, from, code, readScript);
      cutShort ||= longer !== null;
      const at = from + (longer ?? script.at);
      const message =
        longer === null
          ? `This is not valid JavaScript: ${script.message}.`
          : 'Cargo ends an expression at the first "}}", even inside a string or an object. Put a space between the two braces.';
      found.findings.push({
        severity: 'error',
        code: longer === null ? 'wrong-script' : 'wrong-braces',
        message,
        path,
        part: part(Math.min(at, text.length - 1), at + (longer === null ? 1 : 2)),
      });
    } else {
      found.uses.push(...script.uses.map((use) => ({ use, span: part(from + use.from, from + use.to) })));
      const alone = isCode || text.trim() === `{{${code}}}`;
      if (alone && script.comparedWithBoolean !== null)
        found.findings.push({
          severity: 'warning',
          code: 'compared-as-text',
          message: `Cargo may compare the result as text. Write {{${script.comparedWithBoolean}}} instead.`,
          path,
          part: part(from, from + code.length),
        });
    }
  }
  for (const { problem, from } of braces) {
    const stray = problem === 'not-opened';
    if (stray && (cutShort || isProgram || (snippets.length === 0 && !/\b(nodes|parentNodes)\./.test(text))))
      continue;
    found.findings.push({
      severity: 'error',
      code: 'wrong-braces',
      message: braceMessages[problem],
      path,
      part: part(from, from + 2),
    });
  }
  return found;
}

/** Where a wrong expression was cut off by a `}}` inside it; null where a later `}}` makes it no better. */
function endsTooSoon(text: string, from: number, code: string, readScript: ReadScript): number | null {
  let end = text.indexOf('}}', from + code.length + 1);
  // a few are enough: each is parsed anew
  for (let turn = 0; turn < 5 && end !== -1; turn += 1) {
    if (readScript(text.slice(from, end)).kind === 'sound') return code.length;
    end = text.indexOf('}}', end + 1);
  }
  return null;
}
