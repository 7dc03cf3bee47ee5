import { describe, expect, it } from 'vitest';
import { writeAll } from '../../src/github/stdout.ts';

/** A pipe with so much room, which its reader empties when the writer waits. */
function pipe(room: number): {
  write: (bytes: Uint8Array) => number;
  wait: () => void;
  read: () => string;
  waits: () => number;
} {
  const all: number[] = [];
  let left = room;
  let waits = 0;
  return {
    write: (bytes) => {
      if (left === 0) throw Object.assign(new Error('no room'), { code: 'EAGAIN' });
      const taken = bytes.subarray(0, left);
      all.push(...taken);
      left -= taken.length;
      return taken.length;
    },
    wait: () => {
      left = room;
      waits += 1;
    },
    read: () => new TextDecoder().decode(Uint8Array.from(all)),
    waits: () => waits,
  };
}

describe('writing the log', () => {
  it('writes all of a text where there is room', () => {
    const { write, wait, read, waits } = pipe(100);
    writeAll('one line\n', write, wait);
    expect([read(), waits()]).toEqual(['one line\n', 0]);
  });

  it('waits for a slow reader, and loses nothing', () => {
    const { write, wait, read, waits } = pipe(4);
    writeAll('größer als die Leitung\n', write, wait);
    expect([read(), waits()]).toEqual(['größer als die Leitung\n', 6]);
  });

  it('drops what nobody reads any more', () => {
    let tries = 0;
    const write = (): number => {
      tries += 1;
      throw Object.assign(new Error('the reader is gone'), { code: 'EPIPE' });
    };
    writeAll('one line\n', write, () => {
      throw new Error('there is nothing to wait for');
    });
    expect(tries).toBe(1);
  });
});
