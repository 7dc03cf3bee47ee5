import { describe, expect, it } from 'vitest';
import { createPace } from '../../src/cargo/pace.ts';
import { stillClock } from '../support/still-clock.ts';

const never = new AbortController().signal;

describe('the pace', () => {
  it('is free until a refusal', async () => {
    const clock = stillClock();
    const pace = createPace(clock);
    for (let turn = 0; turn < 100; turn += 1) expect(await pace.turn(never, Infinity)).toBe(true);
    expect(clock.now()).toBe(0);
  });

  it('holds all back for as long as the longest hold', async () => {
    const clock = stillClock();
    const pace = createPace(clock);
    pace.holdBack(3_000);
    pace.holdBack(1_000);
    await pace.turn(never, Infinity);
    expect(clock.now()).toBe(3_000);
  });

  it('waits on where the hold was moved meanwhile', async () => {
    const clock = stillClock([[500, () => pace.holdBack(2_000)]]);
    const pace = createPace(clock);
    pace.holdBack(1_000);
    await pace.turn(never, Infinity);
    expect(clock.now()).toBe(2_500);
  });

  it('says at once where there is no turn in time', async () => {
    const clock = stillClock();
    const pace = createPace(clock);
    pace.holdBack(10_000);
    expect(await pace.turn(never, 9_999)).toBe(false);
    expect(clock.now()).toBe(0);
    expect(await pace.turn(never, 10_000)).toBe(true);
  });

  it('goes a little below the rate that was just accepted, and one lesson counts once', async () => {
    const clock = stillClock();
    const pace = createPace(clock);
    for (let accepted = 0; accepted < 20; accepted += 1) pace.accepted();
    pace.refused();
    pace.refused();
    for (let turn = 0; turn < 20; turn += 1) await pace.turn(never, Infinity);
    // 19 turns after the first, at 0.95 × 20 a second
    expect(clock.now()).toBeCloseTo(1_000, 3);
  });

  it('is never slower than a request in five seconds', async () => {
    const clock = stillClock();
    const pace = createPace(clock);
    for (let refusal = 0; refusal < 100; refusal += 1) {
      pace.refused();
      await clock.sleep(2_000);
    }
    await pace.turn(never, Infinity);
    const from = clock.now();
    await pace.turn(never, Infinity);
    expect(clock.now() - from).toBeLessThanOrEqual(5_000);
  });

  it('ends with the signal', async () => {
    const stop = new AbortController();
    const clock = stillClock([[100, () => stop.abort()]]);
    const pace = createPace(clock);
    pace.holdBack(60_000);
    await pace.turn(stop.signal, Infinity);
    expect(clock.now()).toBe(100);
  });
});
