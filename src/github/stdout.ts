import { writeSync } from 'node:fs';

/**
 * Lets all that is printed go out at once: the stream that Node would set up for that loads twenty of its modules at each
 * start, and holds back what a slow reader has not taken yet.
 */
export function printAtOnce(): void {
  Object.defineProperty(process, 'stdout', { value: { write }, configurable: true });
}

const clock = new Int32Array(new SharedArrayBuffer(4));

/** Writes the whole text. What nobody can read any more is dropped: a log that broke must not end a run in its middle. */
function write(text: string): void {
  let rest: Uint8Array = new TextEncoder().encode(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (thrown) {
      const isFull = thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN';
      if (!isFull) return;
      Atomics.wait(clock, 0, 0, 5);
    }
  }
}
