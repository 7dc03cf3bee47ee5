import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facts } from '../../src/report/build.ts';

/** The plays that a plan would change, with why. */
export function openChanges({ plan: planned, diagnostics }: Facts): unknown[] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
  const changes = (planned?.changes ?? []).flatMap((change) =>
    'differences' in change &&
    change.differences.length === 0 &&
    (change.workflow === null ||
      (change.workflow.workflow.kind === 'none' && change.workflow.enabled.kind === 'none'))
      ? []
      : [change.kind, 'differences' in change ? change.differences : null],
  );
  return [...errors, ...changes, ...(planned?.refusals ?? [])];
}

/** The text of each file below a folder, by path. */
export function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return Object.fromEntries(
    names.map(({ name, parentPath }) => [
      join(parentPath, name),
      readFileSync(join(parentPath, name), 'utf8'),
    ]),
  );
}

/** How a property of pulling is run: always with the same values, or with so many other ones as `PULL_RUNS` says. */
export function runs(inSuite: number): { readonly seed?: number; readonly numRuns: number } {
  const byHand = process.env['PULL_RUNS'];
  return byHand === undefined ? { seed: 1, numRuns: inSuite } : { numRuns: Number(byHand) };
}
