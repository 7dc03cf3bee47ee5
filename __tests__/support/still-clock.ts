import type { Clock } from '../../src/clock.ts';
import type { Sandbox } from '../../sandbox/server.ts';

/** What happens at a time: milliseconds from the start. */
export type Event = readonly [atMs: number, happens: () => void];

/**
 * A clock that goes only while somebody sleeps, and then at once; what is due by then happens on the way. For one
 * sleeper at a time.
 */
export function stillClock(events: readonly Event[] = []): Clock {
  let now = 0;
  const due = [...events].sort(([one], [other]) => one - other);
  return {
    now: () => now,
    sleep: (ms, signal) => {
      const end = now + ms;
      while (due[0] !== undefined && due[0][0] <= end && signal?.aborted !== true) {
        const [at, happens] = due.shift() as Event;
        now = at;
        happens();
      }
      if (signal?.aborted !== true) now = end;
      return Promise.resolve();
    },
  };
}

/**
 * Notes when the plays are listed from now on.
 * @param isBlind whether a look, counted from one, is answered with an error
 */
export function noteLooks(
  server: Sandbox,
  clock: Clock,
  isBlind: (look: number) => boolean = () => false,
): readonly number[] {
  const looks: number[] = [];
  const { take } = server.faults;
  server.faults.take = (method, path) => {
    if (method !== 'GET' || !path.includes('plays/list')) return take(method, path);
    looks.push(clock.now());
    return isBlind(looks.length) ? { act: { kind: 'status', status: 400 } } : null;
  };
  return looks;
}
