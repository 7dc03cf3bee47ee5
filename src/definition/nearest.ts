import distance from 'damerau-levenshtein';

/** From so many letters on, a word may be the beginning of another one. */
const leastBegun = 3;

/**
 * The candidate that was most likely meant by a misspelled word.
 * @param atMost the most slips
 * @returns the nearest one, else the only one that begins with the word; undefined where nothing is near: within a third
 *   of its length, at least one typo; case does not count
 */
export function nearest(word: string, candidates: Iterable<string>, atMost = Infinity): string | undefined {
  // a text of that length is not a typo, and the distance costs its square
  if (word.length > 80) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let least = Infinity;
  const begun: string[] = [];
  for (const candidate of candidates) {
    if (lower.length >= leastBegun && candidate.toLowerCase().startsWith(lower)) begun.push(candidate);
    const third = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    const most = Math.min(atMost, third);
    if (Math.abs(candidate.length - word.length) > most) continue;
    const steps = distance(lower, candidate.toLowerCase()).steps;
    if (steps <= most && steps < least) {
      best = candidate;
      least = steps;
    }
  }
  return best ?? (begun.length === 1 ? begun[0] : undefined);
}

/**
 * The word of a closed list that is surely meant by another spelling: two slips at most, or the word cut short
 * (`bool`).
 */
export function slipOf(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  return (
    nearest(word, candidates, 2) ??
    candidates.find((candidate) => lower.length >= leastBegun && candidate.toLowerCase().startsWith(lower))
  );
}
