import type { Clock } from '../clock.ts';

/** The HTTP status that GitHub refused a request with; null where there was no answer. */
export function statusOf(thrown: unknown): number | null {
  const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : null;
  return typeof status === 'number' ? status : null;
}

const waitsMs = [1_000, 3_000];

/** Asks again, twice at most, where GitHub had trouble or was not reached. For what only reads. */
export async function patiently<Value>(
  ask: () => Promise<Value>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Value> {
  for (const wait of waitsMs) {
    try {
      return await ask();
    } catch (thrown) {
      const status = statusOf(thrown);
      if (signal.aborted || (status !== null && status < 500 && status !== 429)) throw thrown;
      await clock.sleep(wait, signal);
    }
  }
  return ask();
}
