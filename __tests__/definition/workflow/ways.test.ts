import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Flow } from '../../../src/definition/workflow/flow.ts';
import { circleOf, inFlowOrder, Ways } from '../../../src/definition/workflow/ways.ts';

/** A flow by the exits of each point, each to another point or to nowhere. */
function flowFrom(exits: readonly (readonly (number | null)[])[], start = 0): Flow {
  return {
    points: exits.map((each, index) => ({
      id: `p${String(index)}`,
      slug: `p${String(index)}`,
      step: null,
      exits: each.map((to, exit) => ({ label: `exit ${String(exit)}`, to })),
      onFailure: null,
    })),
    start,
    after: exits.map((each) => [...new Set(each.filter((to) => to !== null))]),
  };
}

/** Flows of up to 7 points; without circles, exits lead to later points alone, and the start is the first one. */
function flows(hasCircles: boolean): fc.Arbitrary<Flow> {
  return fc.integer({ min: 1, max: 7 }).chain((amount) => {
    const exits = (index: number): fc.Arbitrary<(number | null)[]> => {
      const least = hasCircles ? 0 : index + 1;
      const to = least < amount ? fc.integer({ min: least, max: amount - 1 }) : fc.constant(null);
      return fc.array(fc.oneof({ weight: 5, arbitrary: to }, fc.constant(null)), { maxLength: 3 });
    };
    return fc
      .tuple(...Array.from({ length: amount }, (_, index) => exits(index)))
      .map((each) => flowFrom(each));
  });
}

/** Whether a way leads from a point to another one, or to itself, without stepping on a third one. */
function leads({ after }: Flow, from: number, to: number, without = -1): boolean {
  const seen = new Set([from]);
  for (const each of seen) for (const next of after[each] ?? []) if (next !== without) seen.add(next);
  return from !== without && seen.has(to);
}

const indexes = ({ points }: Flow): number[] => points.map((_point, index) => index);

describe('the ways of a flow', () => {
  it('are those that one finds by walking all of them', () => {
    fc.assert(
      fc.property(flows(false), (flow) => {
        const ways = new Ways(flow);
        for (const point of indexes(flow)) {
          expect(ways.isReached(point)).toBe(leads(flow, 0, point));
          for (const before of indexes(flow)) {
            const isOther = before !== point;
            expect(ways.onSomeWay(before, point)).toBe(isOther && leads(flow, before, point));
            expect(ways.onEveryWay(before, point)).toBe(
              isOther && leads(flow, 0, point) && !leads(flow, 0, point, before),
            );
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('part at a node that leads to both, by an exit that leads to one of them', () => {
    fc.assert(
      fc.property(flows(false), (flow) => {
        const ways = new Ways(flow);
        for (const point of indexes(flow)) {
          for (const before of indexes(flow)) {
            if (!ways.onSomeWay(before, point)) continue;
            const around = ways.wayAround(before, point);
            expect(around !== null).toBe(
              before !== 0 && leads(flow, 0, before) && leads(flow, 0, point, before),
            );
            if (around === null) continue;
            expect(leads(flow, around.at, before)).toBe(true);
            const exit = flow.points[around.at]?.exits.find(({ label }) => label === around.label);
            expect(leads(flow, exit?.to ?? -1, point)).toBe(true);
            expect(leads(flow, exit?.to ?? -1, before)).toBe(false);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('part at the last node where they do', () => {
    // both 0 and 1 lead around 2
    expect(new Ways(flowFrom([[3, 1], [2, 3], [3], []])).wayAround(2, 3)).toEqual({ at: 1, label: 'exit 1' });
  });
});

describe('the order of a flow', () => {
  it('has each point once, after all that lead to it', () => {
    fc.assert(
      fc.property(flows(false), (flow) => {
        const order = inFlowOrder(flow);
        expect(order.toSorted((one, other) => one - other)).toEqual(indexes(flow));
        const isReached = (index: number): boolean => leads(flow, 0, index);
        for (const index of indexes(flow).filter(isReached))
          for (const to of flow.after[index] ?? [])
            expect(order.indexOf(to)).toBeGreaterThan(order.indexOf(index));
      }),
      { numRuns: 300 },
    );
  });

  it('follows the first exit to its end before the second one', () => {
    expect(inFlowOrder(flowFrom([[1, 4], [2], [3], [], [5], [3]]))).toEqual([0, 1, 2, 4, 5, 3]);
  });

  it('begins at the start, wherever that stands, and puts circles at the end', () => {
    expect(inFlowOrder(flowFrom([[2], [0], [], [4], [3]], 1))).toEqual([1, 0, 2, 3, 4]);
  });
});

it('a circle is found where there is one, and is one', () => {
  fc.assert(
    fc.property(flows(true), (flow) => {
      const circle = circleOf(flow);
      const isRound = (index: number): boolean =>
        (flow.after[index] ?? []).some((to) => leads(flow, to, index));
      expect(circle !== null).toBe(indexes(flow).some(isRound));
      for (const [place, index] of (circle ?? []).entries())
        expect(flow.after[index]).toContain(circle?.[place + 1] ?? circle?.[0]);
      expect(new Set(circle).size).toBe(circle?.length ?? 0);
    }),
    { numRuns: 500 },
  );
});
