import distance from 'damerau-levenshtein';

/**
 * The candidate that was most likely meant by a misspelled word.
 * @param atMost the most slips
 * @returns undefined where nothing is near: within a third of its length, at least one typo; case does not count
 */
export function nearest(word: string, candidates: Iterable<string>, atMost = Infinity): string | undefined {
  // a text of that length is not a typo, and the distance costs its square
  if (word.length > 80) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const third = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    const most = Math.min(atMost, third);
    if (Math.abs(candidate.length - word.length) > most) continue;
    const steps = distance(lower, candidate.toLowerCase()).steps;
    if (steps <= most && steps < least) {
      best = candidate;
      least = steps;
    }
  }
  return best;
}

/**
 * The word of a closed list that is surely meant by another spelling: two slips at most, or the word cut short
 * (`bool`).
 */
export function slipOf(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  return (
    nearest(word, candidates, 2) ??
    candidates.find((candidate) => lower.length >= 3 && candidate.toLowerCase().startsWith(lower))
  );
}
