import type { Path } from '../diagnostic.ts';
import type { Span } from '../inside.ts';
import type { FreeName } from './free-names.ts';
import type { ReadScript, Use } from './javascript.ts';
import { scan } from './scan.ts';
import type { TextFinding } from './step.ts';

/** A text that holds expressions, or is one. */
export interface Text {
  readonly text: string;
  readonly path: Path;
  /** Whether all of it is code, without braces. */
  readonly isCode: boolean;
  /** Whether it is an expression by its place, as a filter is. */
  readonly isExpression: boolean;
  /** Whether it is a program, which has braces of its own. */
  readonly isProgram: boolean;
}

/** What a text says. */
interface ReadText {
  readonly findings: TextFinding[];
  readonly uses: { readonly use: Use; readonly span: Span }[];
  readonly names: { readonly name: FreeName; readonly span: Span }[];
}

/** What Cargo takes as plain text, although an expression or a file seems to be meant. */
function notEvaluated({ text, path, isCode, isExpression, isProgram }: Text): TextFinding | null {
  const part = { text, from: 0, to: text.length };
  if (isProgram) return null;
  if (!isExpression && /^[\w./-]+\.(md|txt)$/.test(text)) {
    const message = `This is sent as text. For the file of that name, write { file: ${text} }.`;
    return { severity: 'warning', code: 'wrong-file', message, path, part };
  }
  if (isCode) return null;
  if (isExpression) {
    const [, ...more] = text.split('{{');
    if (more.length === 0 || (more.length === 1 && /^\s*\{\{[\s\S]*\}\}\s*$/.test(text))) return null;
    const message =
      'Cargo may turn this into text, which counts as true whatever it says. Write one expression, with nothing before or after its braces.';
    return { severity: 'warning', code: 'wrong-braces', message, path, part };
  }
  const bare = /^(?:\$?\{)?((?:nodes|parentNodes)\.\w+(?:\??\.\w+)*)\}?$/.exec(text);
  if (bare === null) return singleBraces(text, path);
  const message = `This is sent as text. For the value, write {{${bare[1] ?? ''}}}.`;
  return { severity: 'warning', code: 'wrong-braces', message, path, part };
}

/** `Hi {nodes.start.name}` or `Hi ${nodes.start.name}`: one brace on each side, outside of expressions. */
function singleBraces(text: string, path: Path): TextFinding | null {
  // an expression may hold a template literal
  let literal = text;
  for (const { code, from } of scan(text).snippets)
    literal = literal.slice(0, from) + ' '.repeat(code.length) + literal.slice(from + code.length);
  const found = /(?<!\{)\$?\{\s*((?:nodes|parentNodes)\.\w+(?:\??\.\w+)*)\s*\}(?!\})/.exec(literal);
  if (found === null) return null;
  const message = `"${found[0]}" is sent as text. For the value, write {{${found[1] ?? ''}}}.`;
  const part = { text, from: found.index, to: found.index + found[0].length };
  return { severity: 'warning', code: 'wrong-braces', message, path, part };
}

const braceMessages = {
  'not-closed': 'This expression has no closing "}}". Cargo would send it as plain text.',
  'not-opened':
    'This "}}" has no opening "{{". If it is part of an expression, put a space between the two braces: Cargo ends an expression at the first "}}".',
};

/** Reads a text: its braces, and the syntax of what stands in them. */
export function readText(whole: Text, readScript: ReadScript): ReadText {
  const { text, path, isCode, isProgram } = whole;
  const { snippets, braces } = isCode ? { snippets: [{ code: text, from: 0 }], braces: [] } : scan(text);
  const found: ReadText = { findings: [], uses: [], names: [] };
  const part = (from: number, to: number): Span => ({ text, from, to });
  const silent = notEvaluated(whole);
  // braces that are not closed are told below
  if (silent !== null && !(whole.isExpression && braces.length > 0)) found.findings.push(silent);
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
      const [, single] = (isCode && /^\s*\{([^{}]*)\}\s*$/.exec(code)) || [];
      if (single !== undefined) {
        const message = `An expression has two braces on each side, and quotes around them. Write '{{${single}}}'.`;
        found.findings.push({
          severity: 'error',
          code: 'wrong-braces',
          message,
          path,
          part: part(0, text.length),
        });
        continue;
      }
      const other = otherSyntax(code, script.at);
      if (other !== null) {
        const span = part(from + other.from, from + other.to);
        found.findings.push({
          severity: 'error',
          code: 'wrong-script',
          message: other.message,
          path,
          part: span,
        });
        continue;
      }
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
      // beside other text, the value becomes text
      const beside = !isCode && !isProgram && text.trim() !== `{{${code}}}`;
      found.uses.push(
        ...script.uses.map((use) => ({
          use: { ...use, operand: use.operand || (beside && code.slice(use.from, use.to) === code.trim()) },
          span: part(from + use.from, from + use.to),
        })),
      );
      const { names, assigned } = script.free;
      // an expression of this action's own that was not filled in, of which is told elsewhere
      const isOurs = text.charAt(from - 3) === '$' && /^\s*(vars|plays)\./.test(code);
      if (!isOurs)
        found.names.push(...names.map((name) => ({ name, span: part(from + name.from, from + name.to) })));
      found.findings.push(...assigned.map((each) => assigns(path, part(from + each.from, from + each.to))));
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

const otherWords: Readonly<Record<string, string>> = { and: '&&', or: '||', not: '!' };

/** What another language, or a text editor, puts where the parser stumbles; null for any other mistake. */
function otherSyntax(
  code: string,
  at: number,
): { readonly message: string; readonly from: number; readonly to: number } | null {
  const curly = /^[“”„‘’]([^“”„‘’]*)[“”‘’]?/.exec(code.slice(at));
  if (curly !== null)
    return { message: `Use straight quotes: '${curly[1] ?? ''}'.`, from: at, to: at + curly[0].length };
  // `not` is a name, and what follows it is too much
  const word = /^(?:and|or)\b/i.exec(code.slice(at))?.[0] ?? /\bnot(?=\s+$)/i.exec(code.slice(0, at))?.[0];
  const symbol = otherWords[word?.toLowerCase() ?? ''];
  if (word === undefined || symbol === undefined) return null;
  const from = symbol === '!' ? code.slice(0, at).trimEnd().length - word.length : at;
  return { message: `Write ${symbol} for "${word}".`, from, to: from + word.length };
}

function assigns(path: Path, part: Span): TextFinding {
  const message =
    'An expression only reads values: it cannot change them. To compare two values, write `===`. To set a value, use a `variables` node.';
  return { severity: 'error', code: 'wrong-script', message, path, part };
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
