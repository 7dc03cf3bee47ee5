import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScript } from '../../../src/definition/workflow/javascript.ts';
import { readPlainPath } from '../../../src/definition/workflow/plain-path.ts';

/** A code that is too long to be anything but parsed. */
const parsed = (code: string): string => code + ' '.repeat(300);

describe('a path that is read without a parser', () => {
  it.each([
    'nodes',
    'nodes.start.domain',
    ' nodes.a?.b ',
    'nodes?.a.b.c',
    'parentNodes.start.x',
    'nodes.class.$x._1',
    '\n\tnodes.a\u00a0\ufeff\u2028',
  ])('tells what the parser tells: %j', (code) => {
    expect(readPlainPath(parsed(code))).not.toBeNull();
    expect(readPlainPath(parsed(code))).toEqual(readScript(parsed(code)));
  });

  it.each([
    '',
    'nodesx.a',
    'other.a',
    'nodes.',
    'nodes..a',
    'nodes.1a',
    'nodes?a',
    'nodes.a?',
    'nodes.a nodes.b',
    'nodes.a.b()',
    'nodes.a[0]',
    'nodes.a > 1',
    'nodes.#a',
    'nodes.é',
    'nodes . a',
  ])('is not what another expression is: %j', (code) => {
    expect(readPlainPath(code)).toBeNull();
  });

  it('tells what the parser tells, whatever is put together', () => {
    const token = fc.constantFrom(
      'nodes',
      'parentNodes',
      '.',
      '?.',
      'a',
      '$b_1',
      '7',
      ' ',
      '\n',
      '?',
      '(',
      '!',
      'é',
    );
    const property = fc.property(fc.array(token, { maxLength: 8 }), (tokens) => {
      const code = parsed(tokens.join(''));
      const read = readPlainPath(code);
      if (read !== null) expect(read).toEqual(readScript(code));
    });
    fc.assert(property, { numRuns: 3_000 });
  });
});
