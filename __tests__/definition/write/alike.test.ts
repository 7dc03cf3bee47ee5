import { expect, it } from 'vitest';
import type { Json } from '../../../src/definition/workflow/graph.ts';
import { sameJson } from '../../../src/definition/workflow/values.ts';
import { alike, hasLines } from '../../../src/definition/write/alike.ts';

it.each<[Json, Json, boolean]>([
  [1, 1, true],
  [1, '1', false],
  [null, null, true],
  [null, {}, false],
  [{}, null, false],
  [[], {}, false],
  [{}, [], false],
  [[1, [2]], [1, [2]], true],
  [1, [1], false],
  [1, {}, false],
  [[1, 2], [2, 1], false],
  [{ a: [1] }, { a: [2] }, false],
  [[1], [1, 2], false],
  [[1, 2], [1], false],
  [{ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 }, true],
  [{ a: 1 }, { a: 2 }, false],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: 1, b: 2 }, { a: 1 }, false],
  [{ a: 1 }, { b: 1 }, false],
  ['a', ['a'], false],
])('%j and %j are alike: %s', (one, other, expected) => {
  expect(alike(one, other)).toBe(expected);
  expect(sameJson(one, other)).toBe(expected);
});

it('finds a text of several lines at any depth', () => {
  expect(hasLines({ a: [{ b: 'x\ny' }] })).toBe(true);
  expect(hasLines({ a: 'x', b: ['y', 'x\ny'] })).toBe(true);
  expect(hasLines({ a: [{ b: 'x' }, null, 1, undefined] })).toBe(false);
});
