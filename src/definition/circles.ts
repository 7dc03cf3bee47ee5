import type { Path } from './diagnostic.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import type { PlayId } from './play-id.ts';

/** A play and the places where it refers to others. */
export interface Waiting {
  readonly id: PlayId;
  readonly references: readonly { readonly id: PlayId; readonly path: Path }[];
}

/**
 * Finds plays that wait for each other.
 * @returns a finding for each circle, at the reference of the play that stands first among the definitions
 */
export function findCircles<Play extends Waiting>(
  plays: readonly Play[],
): { readonly play: Play; readonly finding: Finding }[] {
  const byId = new Map(plays.map((play) => [play.id, play]));
  const done = new Set<PlayId>();
  // a second reference between the same two is the same circle
  const circles = new Map<string, { play: Play; finding: Finding }>();
  for (const start of plays) {
    // with a stack of its own: a chain may be as long as there are plays
    const trail: { play: Play; next: number }[] = [{ play: start, next: 0 }];
    const onTrail = new Map<PlayId, number>([[start.id, 0]]);
    while (trail.length > 0) {
      const step = trail[trail.length - 1];
      if (step === undefined) break;
      const reference = done.has(step.play.id) ? undefined : step.play.references[step.next];
      if (reference === undefined) {
        done.add(step.play.id);
        onTrail.delete(step.play.id);
        trail.pop();
        continue;
      }
      step.next += 1;
      const other = byId.get(reference.id);
      if (other === undefined || done.has(other.id)) continue;
      const from = onTrail.get(other.id);
      if (from === undefined) {
        onTrail.set(other.id, trail.length);
        trail.push({ play: other, next: 0 });
        continue;
      }
      const ids = [...trail.slice(from).map(({ play }) => play.id), other.id];
      const first = trail[from]?.play ?? other;
      const path = first.references.find(({ id }) => id === ids[1])?.path ?? [];
      const message =
        ids.length === 2
          ? `"${other.id}" refers to itself. Remove the reference.`
          : `These plays refer to each other, so none of them can be created first: ${circle(ids)}. Remove one of the references.`;
      if (!circles.has(message))
        circles.set(message, { play: first, finding: wrong('circle', path, message) });
    }
  }
  return [...circles.values()];
}

/** The ids of a circle; of a long one its beginning and end. */
function circle(ids: readonly PlayId[]): string {
  const shown = ids.length > 40 ? [...ids.slice(0, 20), '…', ...ids.slice(-20)] : ids;
  return shown.join(' → ');
}
