/** What goes wrong with an answer. */
type FaultAct =
  /** Another status in place of the answer; without a body, an empty one. */
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
  /** The connection is destroyed, nothing is answered. */
  | { kind: 'cut' }
  /** Nothing is ever answered, the connection stays open. */
  | { kind: 'hang' }
  /** The true answer, so many milliseconds late. */
  | { kind: 'slow'; ms: number }
  /** The true answer, a byte at a time. */
  | { kind: 'drip'; chunkMs: number }
  /** These bytes in place of the answer, as JSON unless `headers` say otherwise. */
  | { kind: 'rubbish'; status?: number; body: string; headers?: Record<string, string> }
  /** The true answer, if it is JSON, with another body made of it. */
  | { kind: 'alter'; alter: (body: unknown) => unknown }
  /** The true answer's headers and half of its body, then the connection is destroyed. */
  | { kind: 'half' };

/** A fault, and which requests it strikes. */
export interface Fault {
  method?: string;
  /** Matched against the path without `/v1` and without the query. */
  path?: RegExp;
  /** How many matching requests pass first. */
  skip?: number;
  /** How many are struck after that; 1 unless given, `Infinity` for all. */
  times?: number;
  /** Whether the request is handled before the fault acts. `before` unless given, but `drip`, `half` and `alter` always handle it first. */
  when?: 'before' | 'after';
  act: FaultAct;
  /** The write shows in the lists only so many milliseconds later. */
  hideMs?: number;
  /** The write is done so many milliseconds after the fault acted; for `status`, `cut`, `hang` and `rubbish`. */
  lateMs?: number;
}

/** How many requests a second are let through, and whether those refused (429) are told when to come back. */
interface RateLimit {
  perSecond: number;
  retryAfter?: boolean;
}

/** What goes wrong, on demand. */
export interface Faults {
  /** Adds a fault; of several that match a request, the first added strikes. */
  add: (fault: Fault) => void;
  /** Ends all faults, and the rate limit. */
  clear: () => void;
  /** A limit over any one second; null for none. */
  rateLimit: RateLimit | null;
  /** The fault that strikes this request, counted as used; null for none. */
  take: (method: string, path: string) => Fault | null;
  /** Whether the rate limit refuses a request at this moment: the seconds to wait, or null. */
  refusedFor: (now: number) => number | null;
}

/** Faults without any in it yet. */
export function createFaults(): Faults {
  let active: { fault: Fault; skip: number; times: number }[] = [];
  let accepted: number[] = [];
  const faults: Faults = {
    rateLimit: null,
    add(fault) {
      active.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
    },
    clear() {
      active = [];
      accepted = [];
      faults.rateLimit = null;
    },
    take(method, path) {
      for (const each of active) {
        const { fault } = each;
        if (fault.method !== undefined && fault.method !== method) continue;
        // `search` is not confused by the place where a global pattern stopped
        if (fault.path !== undefined && path.search(fault.path) < 0) continue;
        if (each.skip > 0) each.skip -= 1;
        else if (each.times > 0) {
          each.times -= 1;
          return fault;
        }
      }
      return null;
    },
    refusedFor(now) {
      if (faults.rateLimit === null) return null;
      accepted = accepted.filter((at) => at > now - 1000);
      if (accepted.length < faults.rateLimit.perSecond) {
        accepted.push(now);
        return null;
      }
      return Math.max(1, Math.ceil(((accepted[0] ?? now) + 1000 - now) / 1000));
    },
  };
  return faults;
}
