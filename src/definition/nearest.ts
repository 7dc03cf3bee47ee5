import distance from 'damerau-levenshtein';

/**
 * The candidate that was most likely meant by a misspelt word.
 * @returns undefined where nothing is near: within a third of its length, one slip at least; case is no slip
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // a text of that length is no slip of the pen, and the distance costs its square
  if (word.length > 80) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const most = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    if (Math.abs(candidate.length - word.length) > most) continue;
    const steps = distance(lower, candidate.toLowerCase()).steps;
    if (steps <= most && steps < least) {
      best = candidate;
      least = steps;
    }
  }
  return best;
}
