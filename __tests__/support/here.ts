import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf } from '../../dev/runner.ts';
import type { ActionRun, ActionRunOptions } from '../../dev/runner.ts';
import { systemClock } from '../../src/clock.ts';
import type { Clock } from '../../src/clock.ts';
import type { Runner } from '../../src/github/runner.ts';
import { tokenOf } from '../../src/inputs/inputs.ts';
import { runWith } from '../../src/main.ts';
import { createRedactor } from '../../src/report/redact.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { fastClock } from '../law/speed.ts';
import { atEnd } from './endings.ts';

const inMessage = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const inProperty = (text: string): string => inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** What a run told a runner that keeps it all. */
type Told = Pick<ActionRun, 'stdout' | 'outputs' | 'summary'>;

/** A runner as GitHub's, that writes into `told` what would go to the log and the files. */
function keeper(temp: string, token: string | null, told: Told): Runner {
  const redact = createRedactor(token);
  const print = (line: string): void => {
    told.stdout += `${line}\n`;
  };
  let open = false;
  const endStage = (): void => {
    if (open) print('::endgroup::');
    open = false;
  };
  return {
    redact,
    print: (line) => {
      print(redact(line));
    },
    stage(title) {
      endStage();
      print(`::group::${title}`);
      open = true;
    },
    endStage,
    annotate({ level, message, title, file, line, column, endColumn }) {
      const properties = Object.entries({ title, file, line, col: column, endColumn }).flatMap(
        ([name, value]) => (value === undefined ? [] : [`${name}=${inProperty(redact(String(value)))}`]),
      );
      print(`::${level} ${properties.join(',')}::${inMessage(redact(message))}`);
    },
    setOutput(name, value) {
      told.outputs[redact(name)] = redact(value);
    },
    writeSummary(markdown) {
      told.summary += redact(markdown);
      return Promise.resolve();
    },
    writeReport(json) {
      const path = join(temp, 'report.json');
      writeFileSync(path, redact(json));
      return path;
    },
  };
}

interface Around extends Pick<ActionRunOptions, 'env' | 'event'> {
  readonly clock?: Clock;
}

/**
 * Runs the whole product in this process, as `act` runs the built one in its own: many times as fast, and without
 * signals. For what is told and done, not for how it gets into the runner's files.
 */
export async function actHere(
  server: Sandbox,
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
  around: Around = {},
): Promise<ActionRun> {
  const run = await runHere(server, workspace, inputs, around);
  atEnd(() => {
    rmSync(run.temp, { recursive: true, force: true });
  });
  return run;
}

/** The same, where the caller removes what the run leaves in `temp`. */
export async function runHere(
  server: Sandbox,
  workspace: string,
  inputs: Readonly<Record<string, string>>,
  { clock = systemClock, ...options }: Around,
): Promise<ActionRun> {
  const temp = realpathSync(mkdtempSync(join(tmpdir(), 'cargo-plays-')));
  const given = { 'api-token': server.token, 'base-url': server.url, ...inputs };
  const env = environmentOf({ workspace, inputs: given, ...options }, temp);
  const told: Told = { stdout: '', outputs: {}, summary: '' };
  const never = new AbortController().signal;
  const code = await runWith(env, {
    clock,
    cancellation: { stop: never, kill: never },
    runner: keeper(temp, tokenOf(env), told),
  });
  return { ...told, code, signal: null, stderr: '', temp };
}

/** Runs the whole product in this process, on the clock of `actFast`. */
export function actHereFast(
  server: Sandbox,
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  return actHere(server, workspace, inputs, { clock: fastClock });
}
