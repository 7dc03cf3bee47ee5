import type { Change } from './plan.ts';

type Delete = Extract<Change, { kind: 'delete' }>;

const uuidsInText = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

const uuidLength = 36;

/** Every uuid that a value may hold, in lower case: whole texts, and what looks like one inside a text (SQL). */
function* uuidsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield value.toLowerCase();
    if (value.length <= uuidLength) return;
    for (const [found] of value.matchAll(uuidsInText)) yield found.toLowerCase();
  } else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) yield* uuidsIn(each);
  }
}

/** The deletes that each delete's play depends on, by any of their uuids, in its schedule or its filter. */
async function dependenciesOf(
  deletes: readonly Delete[],
  pause: () => Promise<void>,
): Promise<Map<Delete, Set<Delete>>> {
  const byUuid = new Map<string, Delete>();
  for (const one of deletes) {
    const { uuid, workflowUuid, segmentUuid } = one.actual.play;
    for (const each of [uuid, workflowUuid, segmentUuid])
      if (each !== null) byUuid.set(each.toLowerCase(), one);
  }
  const dependencies = new Map<Delete, Set<Delete>>();
  for (const one of deletes) {
    await pause();
    const found = new Set<Delete>();
    for (const uuid of uuidsIn([one.actual.play.schedule, one.actual.segment?.filter])) {
      const other = byUuid.get(uuid);
      if (other !== undefined && other !== one) found.add(other);
    }
    dependencies.set(one, found);
  }
  return dependencies;
}

/**
 * Orders deletes so that a play goes before those it depends on. Each play is looked through once, so that the time
 * grows with their number.
 * @param pause called for each delete, so that others get a turn: looking through long filters takes its time
 * @returns waves: what is in one may be deleted at once, each wave after the one before
 */
export async function deleteWaves(
  deletes: readonly Delete[],
  pause: () => Promise<void>,
): Promise<Delete[][]> {
  const dependencies = await dependenciesOf(deletes, pause);
  /** How many of those that are left depend on each. */
  const dependents = new Map<Delete, number>(deletes.map((one) => [one, 0]));
  for (const others of dependencies.values())
    for (const other of others) dependents.set(other, (dependents.get(other) ?? 0) + 1);

  const waves: Delete[][] = [];
  let wave = deletes.filter((one) => dependents.get(one) === 0);
  while (wave.length > 0) {
    waves.push(wave);
    const next: Delete[] = [];
    for (const one of wave) {
      dependents.delete(one);
      for (const other of dependencies.get(one) ?? []) {
        const left = (dependents.get(other) ?? 0) - 1;
        dependents.set(other, left);
        if (left === 0) next.push(other);
      }
    }
    wave = next;
  }
  // those that depend on each other in a circle (made by hand) have no order: they are deleted together
  if (dependents.size > 0) waves.push([...dependents.keys()]);
  return waves;
}
