import { expect, it } from 'vitest';
import { flowOf } from '../../../src/definition/workflow/flow.ts';
import { layOut } from '../../../src/definition/workflow/layout.ts';
import { readNodes } from '../../../src/definition/workflow/read.ts';

/** Where each node of a list is drawn, by its id: layers down, and units to the right. */
function placesOf(nodes: readonly object[]): Record<string, [layer: number, x: number]> {
  const { steps, findings } = readNodes(nodes, []);
  expect(findings).toEqual([]);
  const flow = flowOf(steps);
  const places = layOut(flow).map(({ x, y }, index): [string, [number, number]] => [
    flow.points[index]?.id ?? '',
    [y / 166, x],
  ]);
  return Object.fromEntries(places);
}

const step = (slug: string, next?: string): object => ({ slug, delay: 1, ...(next && { next }) });
const branch = (slug: string, to: string, other: string): object => ({
  slug,
  branch: true,
  then: to,
  else: other,
});
const routes = (slug: string, ...to: string[]): object => ({
  slug,
  switch: to.map((next) => ({ name: next, when: true, next })),
});

it('draws one node after the other in a straight line', () => {
  expect(placesOf([step('a'), step('b')])).toEqual({ start: [0, 0], a: [1, 0], b: [2, 0], end: [3, 0] });
});

it('draws the ways of a branch beside each other, and what joins them in the middle below the longer one', () => {
  expect(placesOf([branch('if', 'x', 'y'), step('x', 'both'), step('y'), step('z'), step('both')])).toEqual({
    start: [0, 0],
    if: [1, 0],
    x: [2, -100],
    y: [2, 100],
    z: [3, 100],
    both: [4, 0],
    end: [5, 0],
  });
});

it('draws three routes around the middle', () => {
  expect(placesOf([routes('s', 'a', 'b', 'c'), step('a', 'end'), step('b', 'end'), step('c')])).toMatchObject(
    {
      a: [2, -200],
      b: [2, 0],
      c: [2, 200],
      end: [3, 0],
    },
  );
});

it('moves neighbours apart where they would cover each other, and keeps the layer in the middle', () => {
  const ends = ['a', 'b', 'c', 'd'].map((slug) => step(slug, 'end'));
  expect(
    placesOf([branch('if', 'left', 'right'), branch('left', 'a', 'b'), branch('right', 'c', 'd'), ...ends]),
  ).toMatchObject({
    left: [2, -100],
    right: [2, 100],
    a: [3, -300],
    b: [3, -100],
    c: [3, 100],
    d: [3, 300],
    end: [4, 0],
  });
});

it('draws nodes in the order of those above them, whichever is ready first', () => {
  // `near` has two nodes above it, so that it comes after `far` in the order of the flow, but stands left of it
  const places = placesOf([
    routes('s', 'a', 'b', 'c'),
    branch('a', 'near', 'far'),
    step('b', 'near'),
    step('c', 'end'),
    step('near', 'end'),
    step('far'),
  ]);
  expect(places).toMatchObject({ a: [2, -200], b: [2, 0], c: [2, 200], near: [3, -225], far: [3, -25] });
});
