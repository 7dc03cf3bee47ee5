import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaredInputs, projectFolder } from './action-file.ts';

/** What a run of the action left behind. */
export interface ActionRun {
  /** The exit code; null where a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** The outputs as the runner would read them. If one is set twice, the last value counts. */
  outputs: Record<string, string>;
  /** The Markdown of the job summary. */
  summary: string;
  /** The run's `RUNNER_TEMP`, with the report in it. The caller removes it. */
  temp: string;
}

export interface ActionRunOptions {
  /** The folder that stands for the checked-out repository. */
  workspace: string;
  /** Inputs by name, as in `with:`. The others have their default from `action.yml`. */
  inputs: Record<string, string>;
  /** Environment variables to add, or to replace those that the runner sets. */
  env?: Record<string, string>;
  /** A push to `main` unless given. */
  event?: { name: string; payload: unknown };
  /** The script to run; the built action unless given. */
  entry?: string;
  /** Called with the process as soon as it runs, to send it signals. */
  onStart?: (child: ChildProcess) => void;
  /** Called with each piece of the log. */
  onStdout?: (text: string) => void;
}

// nothing else from the caller's environment reaches the action: no GITHUB_*, no INPUT_*, no proxies
const inherited = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SystemRoot',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'TZ',
  'NODE_V8_COVERAGE',
];

const commit = '5f1c0de5f1c0de5f1c0de5f1c0de5f1c0de5f1c0';
const push = {
  name: 'push',
  payload: {
    ref: 'refs/heads/main',
    after: commit,
    repository: { full_name: 'acme/revenue', default_branch: 'main' },
  },
};

function fromCaller(): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** The `INPUT_*` variables as the runner names them: upper case, spaces as `_`, hyphens kept. */
function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  const values = {
    ...Object.fromEntries(declaredInputs().map((input) => [input.name, input.default])),
    ...inputs,
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

/** Creates the files that the runner passes to a step, each under the variable that names it. */
function commandFiles(temp: string, payload: unknown): Record<string, string> {
  const files = {
    GITHUB_OUTPUT: '',
    GITHUB_STEP_SUMMARY: '',
    GITHUB_ENV: '',
    GITHUB_STATE: '',
    GITHUB_PATH: '',
  };
  const contents = { ...files, GITHUB_EVENT_PATH: JSON.stringify(payload) };
  return Object.fromEntries(
    Object.entries(contents).map(([variable, text]) => {
      const path = join(temp, variable.toLowerCase());
      writeFileSync(path, text);
      return [variable, path];
    }),
  );
}

/**
 * Reads a file of outputs as the runner does: `name=value`, or `name<<MARK`, lines, `MARK`.
 * @returns values by name; if a name occurs twice, the last one counts
 * @throws if a value has no end, or a line has neither form
 */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const [, name = '', sign, rest = ''] = /^(.+?)(=|<<)(.*)$/s.exec(line) ?? [];
    if (sign === undefined) throw new Error(`This line does not set an output: ${line}`);
    if (sign === '=') {
      outputs[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, index + 1);
    if (end < 0) throw new Error(`The value of the output ${name} is not terminated.`);
    outputs[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return outputs;
}

/**
 * The environment of a step, as the runner sets it; creates the files that it names.
 * @param temp the folder for them, which is the run's `RUNNER_TEMP`
 */
export function environmentOf(options: ActionRunOptions, temp: string): Record<string, string> {
  const event = options.event ?? push;
  return {
    ...fromCaller(),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: 'plays',
    GITHUB_ACTION_PATH: projectFolder,
    GITHUB_ACTOR: 'ada',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: event.name,
    GITHUB_GRAPHQL_URL: 'https://api.github.com/graphql',
    GITHUB_JOB: 'plays',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REPOSITORY: 'acme/revenue',
    GITHUB_REPOSITORY_OWNER: 'acme',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_NUMBER: '1',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: commit,
    GITHUB_WORKFLOW: 'Plays',
    GITHUB_WORKSPACE: options.workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_NAME: 'sandbox',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: temp,
    ...commandFiles(temp, event.payload),
    ...inputVariables(options.inputs),
    ...options.env,
  };
}

/** Runs the built action as a step of a job would. The promise also resolves for a failed run: check `code`. */
export async function runAction(options: ActionRunOptions): Promise<ActionRun> {
  const temp = realpathSync(mkdtempSync(join(tmpdir(), 'cargo-plays-')));
  const env = environmentOf(options, temp);
  const entry = options.entry ?? join(projectFolder, 'dist', 'index.js');
  const child = spawn(process.execPath, [entry], {
    cwd: options.workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log.stdout += text;
    options.onStdout?.(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log.stderr += text;
  });
  const ended = new Promise<Pick<ActionRun, 'code' | 'signal'>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ code, signal });
    });
  });
  options.onStart?.(child);
  const ending = await ended;
  return {
    ...ending,
    ...log,
    outputs: parseOutputs(readFileSync(env['GITHUB_OUTPUT'] ?? '', 'utf8')),
    summary: readFileSync(env['GITHUB_STEP_SUMMARY'] ?? '', 'utf8'),
    temp,
  };
}
