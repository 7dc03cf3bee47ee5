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
  /** The outputs as the runner would read them: of one that is set twice, the last value. */
  outputs: Record<string, string>;
  /** The Markdown that was appended to the job summary. */
  summary: string;
  /** The run's `RUNNER_TEMP`, its report among the rest; for the caller to remove. */
  temp: string;
}

export interface ActionRunOptions {
  /** The folder that stands for the checked-out repository. */
  workspace: string;
  /** Inputs by name, as in `with:`; the others take their default of `action.yml`. */
  inputs: Record<string, string>;
  /** More environment variables, or other values for those that the runner sets. */
  env?: Record<string, string>;
  /** A push to `main` unless given. */
  event?: { name: string; payload: unknown };
  /** The script to run; the built action unless given. */
  entry?: string;
  /** Is given the process once it runs, for sending it signals. */
  onStart?: (child: ChildProcess) => void;
  /** Is given the log as it comes. */
  onStdout?: (text: string) => void;
}

// nothing else of the caller's environment reaches the action: no GITHUB_*, no INPUT_*, no proxies
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

/** Makes the files that the runner hands to a step, each by the variable that names it. */
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
 * @returns values by name; of a name that occurs twice, the last
 * @throws where a value doesn't end or a line is neither
 */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const [, name = '', sign, rest = ''] = /^(.+?)(=|<<)(.*)$/s.exec(line) ?? [];
    if (sign === undefined) throw new Error(`this line sets no output: ${line}`);
    if (sign === '=') {
      outputs[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, index + 1);
    if (end < 0) throw new Error(`the value of the output ${name} doesn't end`);
    outputs[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return outputs;
}

/** Runs the built action as a step of a job would. A run that fails resolves too: look at `code`. */
export async function runAction(options: ActionRunOptions): Promise<ActionRun> {
  const temp = realpathSync(mkdtempSync(join(tmpdir(), 'cargo-plays-')));
  const event = options.event ?? push;
  const files = commandFiles(temp, event.payload);
  const env = {
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
    ...files,
    ...inputVariables(options.inputs),
    ...options.env,
  };
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
    outputs: parseOutputs(readFileSync(files['GITHUB_OUTPUT'] ?? '', 'utf8')),
    summary: readFileSync(files['GITHUB_STEP_SUMMARY'] ?? '', 'utf8'),
    temp,
  };
}
