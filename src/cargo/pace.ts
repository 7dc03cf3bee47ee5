import type { Clock } from '../clock.ts';

/** When the next request may go. One for all requests: a limit that one of them met holds for the others too. */
export interface Pace {
  /**
   * Waits for the next turn; ends early when the signal does.
   * @param until the time after which a turn is of no use
   * @returns whether there is a turn by then; where there is none, that is said at once
   */
  turn: (signal: AbortSignal, until: number) => Promise<boolean>;
  /** Takes note of an answer that was no refusal. */
  accepted: () => void;
  /** Holds all requests back for so many milliseconds. */
  holdBack: (ms: number) => void;
  /** Takes note of a 429: from now on, requests go at the rate that was just accepted. */
  refused: () => void;
}

const windowMs = 1_000;
// a little below what was accepted, since the server's clock and the way to it are not ours
const caution = 0.95;
const slowDown = 0.9;
const speedUp = 1.1;
const quietMs = 10_000;

/** Makes a pace that is free until the first refusal. */
export function createPace({ now, sleep }: Clock): Pace {
  let heldUntil = -Infinity;
  let next = -Infinity;
  /** Requests a second; infinite until a refusal. */
  let rate = Infinity;
  let changedAt = -Infinity;
  let recent: number[] = [];

  const turn = async (signal: AbortSignal, until: number): Promise<boolean> => {
    for (;;) {
      const at = Math.max(now(), next, heldUntil);
      if (at > until) return false;
      next = at + 1000 / rate;
      if (at > now()) await sleep(at - now(), signal);
      // the hold may have been moved while this one slept
      if (signal.aborted || heldUntil <= now()) return true;
    }
  };
  return {
    turn,
    accepted() {
      const time = now();
      recent = recent.filter((each) => each > time - windowMs);
      recent.push(time);
      if (rate !== Infinity && time - changedAt > quietMs) {
        rate *= speedUp;
        changedAt = time;
      }
    },
    holdBack(ms) {
      heldUntil = Math.max(heldUntil, now() + ms);
    },
    refused() {
      const time = now();
      // those in flight together are refused together: that is one lesson, not several
      if (time - changedAt < windowMs) return;
      const just = recent.filter((each) => each > time - windowMs).length * caution * (1000 / windowMs);
      rate = rate === Infinity ? Math.max(1, just) : Math.max(0.2, rate * slowDown);
      changedAt = time;
    },
  };
}
