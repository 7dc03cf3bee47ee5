import { systemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/clock.ts';
import type { Runner } from '../../src/github/runner.ts';
import { readInputs } from '../../src/inputs/inputs.ts';
import { readSurroundings } from '../../src/inputs/surroundings.ts';
import { emptyFacts } from '../../src/run/facts.ts';
import type { Facts } from '../../src/report/build.ts';
import type { Run, Story } from '../../src/run/run.ts';
import type { Sandbox } from '../../sandbox/server.ts';

/** A runner that keeps nothing. */
const quiet: Runner = {
  redact: (text) => text,
  print: () => undefined,
  stage: () => undefined,
  endStage: () => undefined,
  annotate: () => undefined,
  setOutput: () => undefined,
  writeSummary: () => Promise.resolve(),
  writeReport: () => '',
};

interface Around {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** What follows the mode. */
  readonly after?: (run: Run, facts: Facts) => Promise<Facts>;
}

/** Runs a mode in this process, over real HTTP and a real folder; gives what it knew at its end. */
export async function tell(
  mode: (run: Run) => Story,
  server: Sandbox,
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  { env: more = {}, clock = systemClock, after }: Around = {},
): Promise<Facts> {
  const given = { 'api-token': server.token, 'base-url': server.url, ...inputs };
  const env = {
    GITHUB_WORKSPACE: workspace,
    GITHUB_REPOSITORY: 'acme/revenue',
    ...more,
    ...Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
  const read = readInputs(env, readSurroundings(env));
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  const never = new AbortController().signal;
  let facts = emptyFacts(read);
  const run = { inputs: read, runner: quiet, clock, cancellation: { stop: never, kill: never } };
  for await (const known of mode(run)) facts = known;
  return after === undefined ? facts : after(run, facts);
}
