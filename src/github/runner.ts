import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as core from '@actions/core';
import type { Clock } from '../clock.ts';
import type { Annotation } from '../report/annotations.ts';
import { createRedactor } from '../report/redact.ts';
import type { Redact } from '../report/redact.ts';

/** The edge towards the runner: its log, its commands and its files. What is printed must be safe already. */
export interface Runner {
  /** Takes the token out of a text. What is cut or escaped must have gone through it before. */
  redact: Redact;
  print: (line: string) => void;
  /** Begins a foldable part of the log, and ends the one before. */
  stage: (title: string) => void;
  endStage: () => void;
  annotate: (annotation: Annotation) => void;
  /** Sets an output; one that has the value already is not written again, since each write opens the file. */
  setOutput: (name: string, value: string) => void;
  writeSummary: (markdown: string) => Promise<void>;
  /** Writes the report file, one of its own for each step, and returns its path. */
  writeReport: (json: string) => string;
}

/**
 * @param env the process environment: outputs and summary go where it says, and nowhere where it doesn't
 *   (a run outside of GitHub)
 * @param token is masked first thing, and taken out of all that leaves here
 */
export function createRunner(
  env: Readonly<Record<string, string | undefined>>,
  token: string | null,
): Runner {
  const redact = createRedactor(token);
  if (token !== null) core.setSecret(token);
  let open = false;
  const outputs = new Map<string, string>();
  const endStage = (): void => {
    if (open) core.endGroup();
    open = false;
  };
  return {
    redact,
    print: (line) => {
      core.info(redact(line));
    },
    stage(title) {
      endStage();
      core.startGroup(title);
      open = true;
    },
    endStage,
    annotate({ level, message, title, file, line, column, endColumn }) {
      const place = {
        ...(file === undefined ? {} : { file: redact(file) }),
        ...(line === undefined ? {} : { startLine: line }),
        ...(column === undefined ? {} : { startColumn: column }),
        ...(endColumn === undefined ? {} : { endColumn }),
      };
      core[level](redact(message), { title: redact(title), ...place });
    },
    setOutput(name, value) {
      if (!env['GITHUB_OUTPUT'] || outputs.get(name) === value) return;
      core.setOutput(redact(name), redact(value));
      outputs.set(name, value);
    },
    async writeSummary(markdown) {
      if (env['GITHUB_STEP_SUMMARY']) await core.summary.addRaw(redact(markdown)).write();
    },
    writeReport(json) {
      const folder = env['RUNNER_TEMP'] || tmpdir();
      mkdirSync(folder, { recursive: true });
      const path = join(mkdtempSync(join(folder, 'cargo-plays-')), 'report.json');
      writeFileSync(path, redact(json));
      return path;
    },
  };
}

/** Two signals of a cancelled run: first nothing new is begun, then what is in flight is given up. */
export interface Cancellation {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

/** GitHub sends SIGINT, after 7.5 s SIGTERM, and kills 2.5 s later; what is in flight gets 3.5 s of that. */
const graceMs = 3_500;

/**
 * Listens for the runner's cancel signals. A second one changes nothing.
 * @param clock the time that what is in flight is given by
 */
export function listenForCancel(clock: Clock): Cancellation {
  const stop = new AbortController();
  const kill = new AbortController();
  const cancel = (): void => {
    if (stop.signal.aborted) return;
    stop.abort();
    void clock.sleep(graceMs).then(() => {
      kill.abort();
    });
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  return { stop: stop.signal, kill: kill.signal };
}
