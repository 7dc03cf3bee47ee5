import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// by path, since the package's only entry brings in its OIDC client, with an HTTP stack that doubles the start
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
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
  setOutput: (name: string, value: string) => void;
  writeSummary: (markdown: string) => void;
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
  if (token !== null) issueCommand('add-mask', {}, token);
  let open = false;
  const endStage = (): void => {
    if (open) issueCommand('endgroup', {}, '');
    open = false;
  };
  return {
    redact,
    print: (line) => process.stdout.write(`${redact(line)}\n`),
    stage(title) {
      endStage();
      issueCommand('group', {}, title);
      open = true;
    },
    endStage,
    annotate({ level, message, title, file, line, column, endColumn }) {
      const properties: Record<string, string> = {};
      for (const [key, value] of Object.entries({ title, file, line, col: column, endColumn })) {
        if (value !== undefined) properties[key] = redact(String(value));
      }
      issueCommand(level, properties, redact(message));
    },
    setOutput(name, value) {
      if (env['GITHUB_OUTPUT'])
        appendFileSync(env['GITHUB_OUTPUT'], outputEntry(redact(name), redact(value)));
    },
    writeSummary(markdown) {
      if (env['GITHUB_STEP_SUMMARY']) appendFileSync(env['GITHUB_STEP_SUMMARY'], redact(markdown));
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

/**
 * An output as the runner reads it: the name, a mark, the value's lines, the mark again. The mark is made so that it
 * is no part of the value, which thus can't end early and go on as another output. A random one would do as well, but
 * loading `node:crypto`, as @actions/core does, took a twentieth of the start.
 */
function outputEntry(name: string, value: string): string {
  const runs = Array.from(value.matchAll(/ghadelimiter(_*)/g), ([, run = '']) => run.length + 1);
  const mark = `ghadelimiter${'_'.repeat(runs.reduce((most, run) => Math.max(most, run), 0))}`;
  return `${name}<<${mark}\n${value}\n${mark}\n`;
}

/** Two signals of a cancelled run: first nothing new is begun, then what is in flight is given up. */
export interface Cancellation {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

/** GitHub sends SIGINT, after 7.5 s SIGTERM, and kills 2.5 s later; what is in flight gets 3.5 s of that. */
const graceMs = 3_500;

/** Listens for the runner's cancel signals. A second one changes nothing. */
export function listenForCancel(): Cancellation {
  const stop = new AbortController();
  const kill = new AbortController();
  const cancel = (): void => {
    if (stop.signal.aborted) return;
    stop.abort();
    setTimeout(() => {
      kill.abort();
    }, graceMs).unref();
  };
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  return { stop: stop.signal, kill: kill.signal };
}
