import type { ActualPlay } from './actual.ts';
import type { Change } from './plan.ts';

type Delete = Extract<Change, { kind: 'delete' }>;

const uuidForm = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** The uuids that a play's schedule and filter hold, wherever they stand. */
function mentioned({ play, segment }: ActualPlay): readonly string[] {
  const found = JSON.stringify([play.schedule, segment?.filter]).match(uuidForm) ?? [];
  return found.map((uuid) => uuid.toLowerCase());
}

/**
 * Orders deletes so that a play goes before those it depends on, by any of their uuids.
 * @returns waves: what is in one may be deleted at once, each wave after the one before
 */
export function deleteWaves(deletes: readonly Delete[]): Delete[][] {
  const byUuid = new Map<string, Delete>();
  for (const change of deletes) {
    const { uuid, workflowUuid, segmentUuid } = change.actual.play;
    for (const each of [uuid, workflowUuid, segmentUuid]) {
      if (each !== null) byUuid.set(each.toLowerCase(), change);
    }
  }
  /** The deletes that a delete comes before, and how many each of them still waits for. */
  const after = new Map<Delete, ReadonlySet<Delete>>();
  const waiting = new Map<Delete, number>(deletes.map((change) => [change, 0]));
  for (const change of deletes) {
    const others = mentioned(change.actual).flatMap((uuid) => byUuid.get(uuid) ?? []);
    const needed = new Set(others.filter((other) => other !== change));
    after.set(change, needed);
    for (const other of needed) waiting.set(other, (waiting.get(other) ?? 0) + 1);
  }

  const waves: Delete[][] = [];
  let wave = deletes.filter((change) => waiting.get(change) === 0);
  while (waiting.size > 0) {
    // plays that name each other (made by hand) have no order: they go together
    if (wave.length === 0) wave = [...waiting.keys()];
    waves.push(wave);
    for (const change of wave) waiting.delete(change);
    const next: Delete[] = [];
    for (const other of wave.flatMap((change) => [...(after.get(change) ?? [])])) {
      const left = waiting.get(other);
      if (left === undefined) continue;
      waiting.set(other, left - 1);
      if (left === 1) next.push(other);
    }
    wave = next;
  }
  return waves;
}
