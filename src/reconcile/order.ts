import type { Change } from './plan.ts';
import type { ActualPlay } from './actual.ts';

type Delete = Extract<Change, { kind: 'delete' }>;

function mentions(one: ActualPlay, other: ActualPlay): boolean {
  // by any of its uuids, wherever a schedule or a filter may hold one
  const text = JSON.stringify([one.play.schedule, one.segment?.filter]);
  const { uuid, workflowUuid, segmentUuid } = other.play;
  return [uuid, workflowUuid, segmentUuid].some((each) => each !== null && text.includes(each));
}

/**
 * Orders deletes so that a play goes before those it depends on.
 * @returns waves: what is in one may be deleted at once, each wave after the one before
 */
export function deleteWaves(deletes: readonly Delete[]): Delete[][] {
  const waves: Delete[][] = [];
  let left = [...deletes];
  while (left.length > 0) {
    const free = left.filter(
      (one) => !left.some((other) => other !== one && mentions(other.actual, one.actual)),
    );
    // two that name each other (made by hand) have no order: they go together
    const wave = free.length > 0 ? free : left;
    waves.push(wave);
    left = left.filter((one) => !wave.includes(one));
  }
  return waves;
}
