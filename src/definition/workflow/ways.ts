import { flowOf } from './flow.ts';
import type { Flow } from './flow.ts';
import type { Step } from './step.ts';

/**
 * The points in an order in which each comes after all that lead to it; points in circles and those that nothing
 * leads to come last.
 */
export function inFlowOrder({ after, start }: Pick<Flow, 'after' | 'start'>): number[] {
  const waiting = after.map(() => 0);
  for (const next of after) for (const to of next) waiting[to] = (waiting[to] ?? 0) + 1;
  const ready = after.flatMap((_next, index) => (waiting[index] === 0 && index !== start ? [index] : []));
  ready.push(start);
  const order: number[] = [];
  const done = new Set<number>();
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    if (done.has(index)) continue;
    done.add(index);
    order.push(index);
    for (const to of [...(after[index] ?? [])].reverse()) {
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  return [...order, ...after.flatMap((_next, index) => (done.has(index) ? [] : [index]))];
}

/** A circle of points; null where there is none. */
export function circleOf({ points, after }: Flow): number[] | null {
  const state = new Uint8Array(points.length);
  const trail: number[] = [];
  const turns: number[] = [];
  for (const [root] of points.entries()) {
    if (state[root] !== 0) continue;
    trail.push(root);
    turns.push(0);
    state[root] = 1;
    while (trail.length > 0) {
      const here = trail.at(-1) ?? 0;
      const turn = turns.pop() ?? 0;
      const to = after[here]?.[turn];
      if (to === undefined) {
        state[here] = 2;
        trail.pop();
        continue;
      }
      turns.push(turn + 1);
      if (state[to] === 1) return trail.slice(trail.indexOf(to));
      if (state[to] === 0) {
        state[to] = 1;
        trail.push(to);
        turns.push(0);
      }
    }
  }
  return null;
}

/** Follows lists of nodes, each once: several checks ask for the same. */
export class Flows {
  private readonly flows = new Map<readonly Step[], Flow>();
  private readonly ways = new Map<Flow, Ways>();

  of(steps: readonly Step[]): Flow {
    const flow = this.flows.get(steps) ?? flowOf(steps);
    this.flows.set(steps, flow);
    return flow;
  }

  /** The ways of a flow without circles. */
  waysOf(flow: Flow): Ways {
    const ways = this.ways.get(flow) ?? new Ways(flow);
    this.ways.set(flow, ways);
    return ways;
  }
}

/** How the points of a flow without circles come before each other. */
export class Ways {
  private readonly flow: Flow;
  private readonly dominator: Int32Array;
  private readonly depth: Int32Array;
  private readonly reached = new Map<number, Uint8Array>();

  constructor(flow: Flow) {
    this.flow = flow;
    const order = inFlowOrder(flow);
    this.dominator = new Int32Array(flow.points.length).fill(-1);
    this.depth = new Int32Array(flow.points.length);
    this.dominator[flow.start] = flow.start;
    // in the order of the flow, one pass finds each point's nearest dominator
    for (const index of order) {
      if (this.dominator[index] === -1) continue;
      this.depth[index] = index === flow.start ? 0 : this.depthOf(this.dominator[index] ?? 0) + 1;
      for (const to of flow.after[index] ?? [])
        this.dominator[to] = this.dominator[to] === -1 ? index : this.meet(this.dominator[to] ?? 0, index);
    }
  }

  private depthOf(index: number): number {
    return this.depth[index] ?? 0;
  }

  /** The nearest point that stands on every way to both. */
  private meet(one: number, other: number): number {
    let [here, there] = [one, other];
    while (here !== there) {
      if (this.depthOf(here) >= this.depthOf(there)) here = this.dominator[here] ?? 0;
      else there = this.dominator[there] ?? 0;
    }
    return here;
  }

  /** Whether a point stands on every way to another one, and isn't that one. */
  onEveryWay(before: number, point: number): boolean {
    let here = point;
    while (this.depthOf(here) > this.depthOf(before)) here = this.dominator[here] ?? 0;
    return here === before && point !== before;
  }

  /** Whether any way leads from a point to another one. */
  onSomeWay(before: number, point: number): boolean {
    return before !== point && this.from(before)[point] === 1;
  }

  /** The points that a point leads to, itself included. */
  private from(index: number): Uint8Array {
    const known = this.reached.get(index);
    if (known !== undefined) return known;
    const found = reach(this.flow, index, -1);
    this.reached.set(index, found);
    return found;
  }

  /** Whether the start leads to a point. */
  isReached(point: number): boolean {
    return this.dominator[point] !== -1;
  }

  /**
   * A way to a point that leaves out another one.
   * @returns the last node where the two ways part, and the label of the exit; null where there is none
   */
  wayAround(before: number, point: number): { readonly at: number; readonly label: string } | null {
    const around = reach(this.flow, this.flow.start, before);
    let found: { at: number; label: string } | null = null;
    for (const [at, { exits }] of this.flow.points.entries()) {
      if (around[at] !== 1 || !this.onSomeWay(at, before)) continue;
      const exit = exits.find(
        ({ to }) =>
          to !== null &&
          to !== before &&
          (to === point || this.onSomeWay(to, point)) &&
          !this.leadsTo(to, before),
      );
      if (exit !== undefined && (found === null || this.depthOf(at) > this.depthOf(found.at)))
        found = { at, label: exit.label };
    }
    return found;
  }

  private leadsTo(from: number, to: number): boolean {
    return from === to || this.onSomeWay(from, to);
  }
}

/** The points that can be reached from one without stepping on another. */
function reach({ points, after }: Flow, from: number, without: number): Uint8Array {
  const found = new Uint8Array(points.length);
  const rest = [from];
  found[from] = 1;
  for (let index = rest.pop(); index !== undefined; index = rest.pop()) {
    for (const to of after[index] ?? []) {
      if (found[to] === 1 || to === without) continue;
      found[to] = 1;
      rest.push(to);
    }
  }
  return found;
}
