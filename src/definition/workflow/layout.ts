import type { Flow } from './flow.ts';
import { inFlowOrder } from './ways.ts';

/** What the web page leaves between two steps ([pub]). */
const down = 166;
const sideways = 200;

/** Where each point of a flow is drawn: layers downwards, branches beside each other. */
export function layOut(flow: Flow): { x: number; y: number }[] {
  const layers = flow.points.map(() => 0);
  const wishes: number[][] = flow.points.map(() => []);
  const x = flow.points.map(() => 0);
  const byLayer: number[][] = [];
  const order = inFlowOrder(flow);
  for (const index of order) {
    const layer = layers[index] ?? 0;
    (byLayer[layer] ??= []).push(index);
    for (const to of flow.after[index] ?? []) layers[to] = Math.max(layers[to] ?? 0, layer + 1);
  }
  for (const members of byLayer) {
    const wished = members.map((index) => ({ index, at: middle(wishes[index] ?? []) }));
    wished.sort((one, other) => one.at - other.at);
    let last = -Infinity;
    let pushed = 0;
    const placed = wished.map(({ index, at }) => {
      last = Math.max(at, last + sideways);
      pushed += last - at;
      return { index, place: last };
    });
    // what had to move over moves back by half, so that the layer stays in the middle
    const back = Math.round(pushed / placed.length);
    for (const { index, place } of placed) {
      const at = place - back;
      x[index] = at;
      const next = flow.after[index] ?? [];
      next.forEach((to, exit) => {
        wishes[to]?.push(at + (exit - (next.length - 1) / 2) * sideways);
      });
    }
  }
  return x.map((each, index) => ({ x: Math.round(each), y: (layers[index] ?? 0) * down }));
}

function middle(wishes: readonly number[]): number {
  return wishes.length === 0 ? 0 : wishes.reduce((sum, each) => sum + each, 0) / wishes.length;
}
