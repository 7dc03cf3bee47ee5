import { parse, parseExpressionAt, tokenizer } from 'acorn';
import type { Expression, Node } from 'acorn';
import { freeNames } from './free-names.ts';
import type { Free } from './free-names.ts';
import { readPlainPath } from './plain-path.ts';
import { childrenOf } from './syntax-tree.ts';

/** A use of what another node gave: `nodes.fit.answer.tier`. */
export interface Use {
  readonly root: 'nodes' | 'parentNodes';
  /** The names after the root, as far as they are written out; a number for an index. */
  readonly names: readonly (string | number)[];
  /** Whether the expression itself reckons with nothing being there: by `?.`, or by asking first. */
  readonly guarded: boolean;
  /** Whether it is compared, or reckoned with, as one value: `nodes.fit == 'A'`. */
  readonly operand: boolean;
  /** Where it stands in the code, in UTF-16 units from 0. */
  readonly from: number;
  readonly to: number;
}

/** What is known of a piece of JavaScript. */
export type Script =
  | { readonly kind: 'wrong'; readonly message: string; readonly at: number }
  | { readonly kind: 'too-deep' }
  | {
      readonly kind: 'sound';
      readonly uses: readonly Use[];
      readonly free: Free;
      readonly comparedWithBoolean: string | null;
    };

/** Reads a piece of JavaScript: an expression, or the body of a function, of which only the syntax is told. */
export type ReadScript = (code: string, as?: 'expression' | 'body') => Script;

const nothingTold = {
  kind: 'sound',
  uses: [],
  free: { names: [], assigned: [] },
  comparedWithBoolean: null,
} as const;

const equalities: ReadonlySet<string> = new Set(['==', '===', '!=', '!==']);

const options = { ecmaVersion: 'latest' } as const;
// whether a script may use `await` is not documented, so that it is allowed
const asBody = { ...options, allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true };

// the workflows of a repository have many expressions in common; these are short
const mostKnown = 1_000;
const longestKnown = 200;
const known = new Map<string, Script>();

/** Reads a piece of JavaScript. It brings in the parser: only a run that has a workflow needs it. */
export const readScript: ReadScript = (code, as = 'expression') => {
  if (as === 'body' || code.length > longestKnown) return readAnew(code, as);
  const script = known.get(code) ?? readPlainPath(code) ?? readAnew(code, as);
  if (known.size < mostKnown) known.set(code, script);
  return script;
};

function readAnew(code: string, as: 'expression' | 'body'): Script {
  try {
    if (as === 'body') {
      parse(code, asBody);
      return nothingTold;
    }
    const expression = parseExpressionAt(code, 0, options);
    const more = behind(expression, code);
    if (more !== null) return { kind: 'wrong', message: 'there must be only one expression', at: more };
    return {
      kind: 'sound',
      uses: usesIn(expression),
      free: freeNames(expression),
      comparedWithBoolean: comparedWithBoolean(expression, code),
    };
  } catch (thrown) {
    // the parser goes down one call for each level
    if (thrown instanceof RangeError) return { kind: 'too-deep' };
    if (!(thrown instanceof SyntaxError) || !('pos' in thrown)) throw thrown;
    const message = thrown.message.replace(/ \(\d+:\d+\)$/, '');
    return {
      kind: 'wrong',
      message: message.charAt(0).toLowerCase() + message.slice(1),
      at: Number(thrown.pos),
    };
  }
}

/** Where code goes on after an expression; null where it ends with it. */
function behind(expression: Expression, code: string): number | null {
  if (code.slice(expression.end).trim() === '') return null;
  // parentheses around all of it don't belong to the expression
  const { end } = parseExpressionAt(code, 0, { ...options, preserveParens: true });
  const [more] = tokenizer(code.slice(end), options);
  return more === undefined ? null : end + more.start;
}

/** The code that is compared with true, where the whole expression is that: text compares differently from a boolean. */
function comparedWithBoolean(expression: Expression, code: string): string | null {
  if (expression.type !== 'BinaryExpression' || !equalities.has(expression.operator)) return null;
  const { left, right } = expression;
  const isBoolean = (node: Node): boolean => 'value' in node && typeof node.value === 'boolean';
  const asked = isBoolean(right) ? left : isBoolean(left) ? right : null;
  if (asked === null) return null;
  const literal = asked === left ? right : left;
  const meansTrue = expression.operator.startsWith('=') === ('value' in literal && literal.value === true);
  const text = code.slice(asked.start, asked.end);
  return meansTrue
    ? text
    : asked.type === 'MemberExpression' || asked.type === 'Identifier'
      ? `!${text}`
      : `!(${text})`;
}

interface Visit {
  readonly node: Node;
  readonly guarded: ReadonlySet<string>;
  readonly operand: boolean;
}

function usesIn(expression: Expression): Use[] {
  const uses: Use[] = [];
  const rest: Visit[] = [{ node: expression, guarded: new Set(), operand: false }];
  for (let visit = rest.pop(); visit !== undefined; visit = rest.pop()) {
    const { node, guarded, operand } = visit;
    const chain = chainOf(node);
    if (chain !== null) {
      const isGuarded = chain.optional || guarded.has(keyOf(chain));
      const { root, names } = chain;
      uses.push({ root, names, guarded: isGuarded, operand, from: node.start, to: node.end });
      for (const each of chain.inside) rest.push({ node: each, guarded, operand: false });
      continue;
    }
    if (shadows(node)) continue;
    const tested = testOf(node);
    const inner = tested === null ? guarded : new Set([...guarded, ...asked(tested)]);
    const takesValues = isReckoned(node);
    for (const each of childrenOf(node)) rest.push({ node: each, guarded: inner, operand: takesValues });
  }
  return uses.sort((one, other) => one.from - other.from);
}

/** Whether a node takes single values: a comparison, but not with nothing, or a calculation. */
function isReckoned(node: Node): boolean {
  const { type, operator, left, right } = node as Node & {
    readonly operator?: string;
    readonly left?: Node & { readonly name?: string; readonly value?: unknown };
    readonly right?: Node & { readonly name?: string; readonly value?: unknown };
  };
  if (type !== 'BinaryExpression' || operator === 'in' || operator === 'instanceof') return false;
  return [left, right].every((each) => each?.name !== 'undefined' && each?.value !== null);
}

/** A function with a parameter of the name of ours speaks of something else. */
function shadows(node: Node): boolean {
  const { params } = node as Node & { readonly params?: readonly Node[] };
  return (
    params?.some((each) => 'name' in each && (each.name === 'nodes' || each.name === 'parentNodes')) === true
  );
}

/** What is asked before the rest of an expression counts. */
function testOf(node: Node): Node | null {
  const { type, left, test } = node as Node & { readonly left?: Node; readonly test?: Node };
  return (type === 'LogicalExpression' ? left : test) ?? null;
}

/** The nodes whose being there a test asks for: `nodes.x`, `!nodes.x`, `nodes.x != null`, `typeof nodes.x`. */
function asked(test: Node): string[] {
  const found: string[] = [];
  const rest = [test];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    const chain = chainOf(node);
    if (chain !== null) found.push(keyOf(chain));
    else if (['LogicalExpression', 'UnaryExpression'].includes(node.type) || isComparison(node))
      rest.push(...childrenOf(node));
  }
  return found;
}

function isComparison(node: Node): boolean {
  const { operator } = node as Node & { readonly operator?: string };
  return equalities.has(operator ?? '');
}

interface Chain {
  readonly root: Use['root'];
  readonly names: readonly (string | number)[];
  readonly optional: boolean;
  /** Expressions in brackets, which may use other nodes. */
  readonly inside: readonly Node[];
}

const keyOf = ({ root, names }: Chain): string => `${root}.${String(names[0])}`;

/** A chain of names that begins at `nodes` or `parentNodes`; null for anything else. */
function chainOf(node: Node): Chain | null {
  const names: (string | number)[] = [];
  const inside: Node[] = [];
  let optional = false;
  let here = node;
  for (;;) {
    if (here.type === 'ChainExpression') here = (here as Node & { readonly expression: Node }).expression;
    else if (here.type === 'MemberExpression') {
      const member = here as Node & {
        readonly object: Node;
        readonly property: Node & { readonly name?: string; readonly value?: unknown };
        readonly computed: boolean;
        readonly optional?: boolean;
      };
      const { property, computed } = member;
      const name = computed ? property.value : property.name;
      optional ||= member.optional === true;
      if (typeof name === 'string' || typeof name === 'number') names.push(name);
      else {
        // what comes after is not known
        names.length = 0;
        inside.push(property);
      }
      here = member.object;
    } else break;
  }
  const { name } = here as Node & { readonly name?: string };
  if (name !== 'nodes' && name !== 'parentNodes') return null;
  return { root: name, names: names.reverse(), optional, inside };
}
