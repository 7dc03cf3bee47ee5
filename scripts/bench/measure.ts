import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { runAction } from '../../dev/runner.ts';
import type { ActionRun, ActionRunOptions } from '../../dev/runner.ts';

/** One row of the table: what was measured, beside its floor where there is one. */
export interface Row {
  readonly name: string;
  /** In the unit that `unit` says. */
  readonly ours: number;
  readonly floor: number | null;
  readonly unit: 'ms' | 'MB' | 'kB' | 'requests' | 'µs a file';
  /** What `ours`, or with a floor `ours / floor`, may be at most; null where it is only shown. */
  readonly limit: number | null;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Runs two things in turn, so that what slows the machine down slows both down.
 * @returns the median of each, in what they give
 */
export async function inTurn(
  rounds: number,
  ours: () => Promise<number> | number,
  floor: () => Promise<number> | number,
): Promise<readonly [ours: number, floor: number]> {
  const measured: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    measured[1].push(await floor());
    measured[0].push(await ours());
  }
  return [median(measured[0]), median(measured[1])];
}

/** A run of the built action with its time, from the start of the process to its end. */
export async function timedRun(options: ActionRunOptions): Promise<{ ms: number; run: ActionRun }> {
  let started = 0;
  const run = await runAction({ ...options, onStart: () => (started = performance.now()) });
  const ms = performance.now() - started;
  rmSync(run.temp, { recursive: true, force: true });
  if (run.code !== 0) throw new Error(`the action failed:\n${run.stdout.slice(-2_000)}${run.stderr}`);
  return { ms, run };
}

/** Milliseconds that Node needs to do nothing at all. */
export async function timedNothing(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0'], { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  const started = performance.now();
  await new Promise((resolve) => child.once('close', resolve));
  return performance.now() - started;
}
