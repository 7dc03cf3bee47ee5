import type { Script } from './javascript.ts';

const form = /^\s*((nodes|parentNodes)((?:\??\.[A-Za-z_$][\w$]*)*))\s*$/;

/**
 * Reads what most expressions are, a path such as `nodes.start.domain` or `nodes.a?.b`, without a parser of JavaScript.
 * @returns what that parser would tell of it; null for any other expression
 */
export function readPlainPath(code: string): Script | null {
  const match = form.exec(code);
  if (match === null) return null;
  const [, path = '', root, fields = ''] = match;
  const names = fields.split(/\??\./).slice(1);
  const from = code.indexOf(path);
  return {
    kind: 'sound',
    uses: [
      {
        root: root === 'nodes' ? root : 'parentNodes',
        names,
        guarded: fields.includes('?'),
        operand: false,
        from,
        to: from + path.length,
      },
    ],
    free: {
      names: [{ name: root ?? '', field: names[0] ?? null, from, to: from + (root ?? '').length }],
      assigned: [],
    },
    comparedWithBoolean: null,
  };
}
