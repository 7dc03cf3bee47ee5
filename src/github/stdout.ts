import { writeSync } from 'node:fs';

/**
 * Lets all that is printed go out at once: the stream that Node would set up for that loads twenty of its modules at each
 * start, and holds back what a slow reader has not taken yet.
 */
export function printAtOnce(): void {
  const write = (text: string): void => {
    writeAll(text, (bytes) => writeSync(1, bytes), waitABit);
  };
  Object.defineProperty(process, 'stdout', { value: { write }, configurable: true });
}

const nothing = new Int32Array(new SharedArrayBuffer(4));

function waitABit(): void {
  Atomics.wait(nothing, 0, 0, 5);
}

/**
 * Writes a whole text. What nobody can read any more is dropped: a log that broke must not end a run in its middle.
 * @param write takes as many of the bytes as there is room for and says how many; throws `EAGAIN` where there is none
 * @param wait is called then, before the next try
 */
export function writeAll(text: string, write: (bytes: Uint8Array) => number, wait: () => void): void {
  let rest: Uint8Array = new TextEncoder().encode(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(write(rest));
    } catch (thrown) {
      const isFull = thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN';
      if (!isFull) return;
      wait();
    }
  }
}
