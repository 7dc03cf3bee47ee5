import { nearest } from '../nearest.ts';
import type { FreeName } from './free-names.ts';
import type { Scope, Told } from './scope.ts';

const roots = ['nodes', 'parentNodes'];

/** What JavaScript itself has. Cargo may offer more, so that any other name is only warned of. */
const builtIn = new Set(
  (
    'undefined NaN Infinity globalThis Math JSON Date Number String Boolean Array Object RegExp Map Set WeakMap WeakSet ' +
    'Symbol BigInt Promise Intl Reflect Error TypeError RangeError SyntaxError parseInt parseFloat isNaN isFinite ' +
    'encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape atob btoa URL URLSearchParams ' +
    'structuredClone console TextEncoder TextDecoder Buffer'
  ).split(' '),
);

/**
 * Checks the name that something in an expression begins with.
 * @returns null where nothing is wrong
 */
export function checkName({ name, field }: FreeName, scope: Scope): Told | null {
  if (roots.includes(name) || builtIn.has(name)) return null;
  const rest = field === null ? '' : `.${field}`;
  const wrong = (meant: string): Told => ({
    severity: 'error',
    code: 'unknown-name',
    message: `"${name}" is not a name that expressions know. Did you mean "${meant}"?`,
  });
  if (scope.bySlug.has(name)) return wrong(`nodes.${name}${rest}`);
  if (scope.parent?.scope.bySlug.has(name) === true) return wrong(`parentNodes.${name}${rest}`);
  const root = nearest(name, roots);
  if (root !== undefined) return wrong(root + rest);
  const cased = [...builtIn].find((each) => each.toLowerCase() === name.toLowerCase());
  if (cased !== undefined) return wrong(cased + rest);
  // a short word is near to any other one
  const slug = name.length < 4 ? undefined : nearest(name, scope.bySlug.keys());
  if (slug !== undefined) return wrong(`nodes.${slug}${rest}`);
  return {
    severity: 'warning',
    code: 'unknown-name',
    message:
      `"${name}" is probably not a name that Cargo knows, so the value would be empty. For a column of the record, write ` +
      `nodes.start.${field ?? name}.${field === null ? ' For text, put it in quotes.' : ''}`,
  };
}
