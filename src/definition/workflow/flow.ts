import type { Target } from './short.ts';
import type { Step } from './step.ts';

/** A node of a workflow among the others, those that the file doesn't write out included. */
export interface Point {
  readonly id: string;
  readonly slug: string;
  /** Null for a `start` or an `end` that is implied. */
  readonly step: Step | null;
  readonly exits: readonly Way[];
  /** Where a run goes on when the node fails; null where it ends. */
  readonly onFailure: number | null;
}

/** An exit, and the index of the point that it leads to; null where it leads nowhere. */
interface Way {
  readonly label: string;
  readonly to: number | null;
}

/** The points of one graph; groups have flows of their own. */
export interface Flow {
  readonly points: readonly Point[];
  readonly start: number;
  /** The points that a point leads to, by exits or by failing, each once. */
  readonly after: readonly (readonly number[])[];
}

/** Whether a step is the `start` or an `end`. */
export function isNative(step: Step, action: string): boolean {
  return step.doing.kind === 'native' && step.doing.action === action;
}

/** How many exits are left out at most: the branch that leaves out both says nothing. */
export function leftOut(step: Step): number {
  return step.exits.filter(({ target }) => target === undefined).length;
}

/**
 * Follows the exits of a list of nodes. Order is flow: an exit that is left out leads to the next node, and after
 * the last one to `end`, which is there even where it isn't written.
 * @returns a flow in which an exit that names no node leads nowhere
 */
export function flowOf(steps: readonly Step[]): Flow {
  const starts = steps.findIndex((step) => isNative(step, 'start'));
  const shift = starts === -1 ? 1 : 0;
  const indexes = new Map<string, number>();
  for (const [index, { id }] of steps.entries()) if (!indexes.has(id)) indexes.set(id, index + shift);
  const impliedEnd = indexes.has('end') ? null : steps.length + shift;
  let endNeeded = steps.length === 0;
  const find = (target: Target | undefined, position: number): number | null => {
    if (target === undefined && position + 1 < steps.length) return position + 1 + shift;
    const id = target ?? 'end';
    if (id === false) return null;
    if (id === 'end' && impliedEnd !== null) {
      endNeeded = true;
      return impliedEnd;
    }
    return indexes.get(id) ?? null;
  };
  const points: Point[] = steps.map((step, position) => {
    const exits = step.exits.map(({ label, target }) => ({ label, to: find(target, position) }));
    const { onFailure } = step;
    const failing =
      onFailure === undefined
        ? null
        : onFailure === 'continue'
          ? (exits[0]?.to ?? null)
          : find(onFailure, position);
    return { id: step.id, slug: step.slug, step, exits, onFailure: failing };
  });
  if (starts === -1) {
    const first = steps.length === 0 ? impliedEnd : 1;
    points.unshift({ ...implied('start'), exits: [{ label: '', to: first }] });
  }
  if (endNeeded) points.push(implied('end'));
  const after = points.map(({ exits, onFailure }) => [
    ...new Set([...exits.map(({ to }) => to), onFailure].filter((to) => to !== null)),
  ]);
  return { points, start: starts === -1 ? 0 : starts, after };
}

function implied(id: string): Point {
  return { id, slug: id, step: null, exits: [], onFailure: null };
}
