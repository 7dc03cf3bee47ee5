import type { Removal } from './removal.ts';

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

/** The removals that each removal's play depends on, by any of their uuids, in its schedule or its filter. */
async function dependenciesOf(
  removals: readonly Removal[],
  pause: () => Promise<void>,
): Promise<Map<Removal, Set<Removal>>> {
  const byUuid = new Map<string, Removal>();
  for (const one of removals) {
    const { uuid, workflowUuid, segmentUuid } = one.actual.play;
    for (const each of [uuid, workflowUuid, segmentUuid])
      if (each !== null) byUuid.set(each.toLowerCase(), one);
  }
  const dependencies = new Map<Removal, Set<Removal>>();
  for (const one of removals) {
    await pause();
    const found = new Set<Removal>();
    for (const uuid of uuidsIn([one.actual.play.schedule, one.actual.segment?.filter])) {
      const other = byUuid.get(uuid);
      if (other !== undefined && other !== one) found.add(other);
    }
    dependencies.set(one, found);
  }
  return dependencies;
}

/**
 * Orders removals so that a play goes before those it depends on. Each play is looked through once, so that the time
 * grows with their number.
 * @param pause called for each removal, so that others get a turn: looking through long filters takes its time
 * @returns waves: what is in one may be removed at once, each wave after the one before
 */
export async function removalWaves(
  removals: readonly Removal[],
  pause: () => Promise<void>,
): Promise<Removal[][]> {
  const dependencies = await dependenciesOf(removals, pause);
  /** How many of those that are left depend on each. */
  const dependents = new Map<Removal, number>(removals.map((one) => [one, 0]));
  for (const others of dependencies.values())
    for (const other of others) dependents.set(other, (dependents.get(other) ?? 0) + 1);

  const waves: Removal[][] = [];
  let wave = removals.filter((one) => dependents.get(one) === 0);
  while (wave.length > 0) {
    waves.push(wave);
    const next: Removal[] = [];
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
  // those that depend on each other in a circle (made by hand) have no order: they are removed together
  if (dependents.size > 0) waves.push([...dependents.keys()]);
  return waves;
}
