import type { PlayId } from '../definition/play-id.ts';
import type { DesiredPlay } from '../definition/resolve.ts';
import type { ActualPlay } from './actual.ts';
import type { Difference } from './diff.ts';
import type { Removal } from './removal.ts';

/** A change of a play that has a definition, as far as it is about its name. */
interface Named {
  readonly kind: string;
  readonly id: PlayId;
  readonly desired: Pick<DesiredPlay, 'name' | 'modelUuid' | 'ignored'>;
  /** Left out where the play is to be made. */
  readonly actual?: ActualPlay;
  readonly differences?: readonly Difference[];
}

/**
 * Finds plays that would get a name that another definition's play on the same model has in Cargo and, as that
 * definition ignores `name`, keeps. Names that definitions write are compared before that, and are never the same.
 * @returns which play keeps the name, by the id of the one that would get it
 */
export function keptNames(changes: readonly (Named | Removal)[]): ReadonlyMap<PlayId, PlayId> {
  const keyOf = (name: string, { modelUuid }: Named['desired']): string =>
    JSON.stringify([name, modelUuid.toLowerCase()]);
  const keepers = new Map<string, PlayId>();
  for (const change of changes) {
    if (!('desired' in change) || change.actual === undefined || !change.desired.ignored.has('name'))
      continue;
    keepers.set(keyOf(change.actual.play.name, change.desired), change.id);
  }
  const found = new Map<PlayId, PlayId>();
  if (keepers.size === 0) return found;
  for (const change of changes) {
    if (!('desired' in change) || !isNamed(change)) continue;
    const keeper = keepers.get(keyOf(change.desired.name, change.desired));
    if (keeper !== undefined && keeper !== change.id) found.set(change.id, keeper);
  }
  return found;
}

/** Whether a change gives its play the name that is defined. */
function isNamed({ kind, actual, differences = [] }: Named): boolean {
  return actual === undefined || (kind !== 'none' && differences.some(({ field }) => field === 'name'));
}
