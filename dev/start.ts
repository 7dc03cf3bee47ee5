import type { ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { declaredInputs, projectFolder } from './action-file.ts';
import { runOnFolder, UsageError } from './folder.ts';
import { createLogView } from './log-view.ts';
import { messageOf } from '../sandbox/messages.ts';
import { runAction } from './runner.ts';
import type { ActionRun } from './runner.ts';
import { demoSeed, demoVariables, livedInSeed } from '../sandbox/seed.ts';
import { startSandbox } from '../sandbox/server.ts';
import type { Sandbox } from '../sandbox/server.ts';
import { createStyle } from './style.ts';
import { viewSummary } from './summary-view.ts';

const style = createStyle(process.stdout.isTTY && !process.env['NO_COLOR']);
const width = Math.max(60, process.stdout.columns || 120);

// the reader may close the pipe, as `head` does
process.stdout.on('error', () => process.exit(1));

const print = (text: string): void => {
  process.stdout.write(text);
};

/** Cuts a text into lines that the terminal holds, each after so many spaces. */
function wrapped(text: string, indent: number): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length + indent >= width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => `${' '.repeat(indent)}${line}\n`).join('');
}

function help(): string {
  const inputs = declaredInputs().map(({ name, description, default: value }) => {
    const note = value === '' ? '' : ` Default: ${value}`;
    return `  --${name} VALUE\n${wrapped(`${description}${note}`, 6)}`;
  });
  return `Runs the built action twice against a Cargo API in memory, the way a GitHub runner would; once with a mode that writes nothing.

  npm start -- [--folder DIR] [--mode plan] [--policy NAME] [--INPUT VALUE …]

  --folder DIR
      A repository with a folder plays/, or that folder. Default: the examples of this project. If the definitions
      are somewhere else in it, give --plays too.
  --lived-in
      The workspace that \`npm run pull -- --sandbox\` reads: it has more plays that were made by hand.
  --help
      Show this help.

Every input of the action is an option:

${inputs.join('')}
--base-url and --api-token are those of a sandbox made for this run, unless you give others.
`;
}

interface Request {
  readonly workspace: string;
  readonly inputs: Record<string, string>;
  /** Whether the workspace has more plays that were made by hand. */
  readonly isLivedIn: boolean;
  readonly help: boolean;
}

function readRequest(): Request {
  const names = declaredInputs().map(({ name }) => name);
  const { values } = parseArgs({
    options: {
      folder: { type: 'string' },
      'lived-in': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    },
  });
  const { folder, help: wantsHelp, 'lived-in': livedIn, ...given } = values;
  const common = { isLivedIn: livedIn === true, help: wantsHelp === true };
  const inputs: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) if (typeof value === 'string') inputs[name] = value;
  if (typeof folder !== 'string') {
    const examples = { variables: demoVariables, ...inputs };
    return { workspace: projectFolder, inputs: examples, ...common };
  }
  const { workspace, inputs: needed } = runOnFolder(folder, inputs['plays']);
  return { workspace, inputs: { ...needed, ...inputs }, ...common };
}

function printOutputs(outputs: Readonly<Record<string, string>>): void {
  print(`\n${style.bold('Outputs')}\n`);
  const longest = Math.max(...Object.keys(outputs).map((name) => name.length));
  for (const [name, value] of Object.entries(outputs)) {
    const line = value.replaceAll('\n', ' ');
    const room = Math.max(40, width - longest - 4);
    const shown = line.length <= room ? line : `${line.slice(0, room - 24)}… (${value.length} characters)`;
    print(`  ${name.padEnd(longest)}  ${shown === '' ? style.dim('(empty)') : shown}\n`);
  }
}

/** Whether a request changes anything: three POSTs only read. */
function isWrite({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method !== 'GET' && !/\/(nodes\/validate|batches\/preview|segments\/fetch)$/.test(path);
}

/** Runs the action once and shows its log; a signal to this process goes on to the action. */
async function run(sandbox: Sandbox, { workspace, inputs }: Request): Promise<ActionRun> {
  const view = createLogView(style, print);
  let child: ChildProcess | undefined;
  const forward = (signal: NodeJS.Signals): void => {
    child?.kill(signal);
  };
  process.on('SIGINT', forward).on('SIGTERM', forward);
  try {
    const result = await runAction({
      workspace,
      inputs: { 'base-url': sandbox.url, 'api-token': sandbox.token, ...inputs },
      onStart: (started) => {
        child = started;
      },
      onStdout: (text) => {
        view.push(text);
      },
    });
    view.end();
    process.stderr.write(result.stderr);
    return result;
  } finally {
    process.off('SIGINT', forward).off('SIGTERM', forward);
  }
}

function title(text: string): void {
  print(
    `${style.bold(style.blue(`━━ ${text} ${'━'.repeat(Math.max(3, Math.min(width, 100) - text.length - 4))}`))}\n`,
  );
}

async function start(request: Request): Promise<number> {
  const seed = request.isLivedIn ? livedInSeed(Date.now()) : demoSeed(Date.now());
  const sandbox = await startSandbox({ seed });
  // long enough for the log to show how far a trial is, and no longer
  sandbox.store.settings.batchMs = { start: 300, run: 450, cancel: 300 };
  try {
    const isElsewhere = 'base-url' in request.inputs;
    print(
      isElsewhere
        ? `The Cargo workspace at ${request.inputs['base-url'] ?? ''}.\n\n`
        : `A Cargo workspace in memory, at ${sandbox.url}. It is deleted when this ends.\n\n`,
    );
    // a mode that writes nothing would only say the same again
    const isRepeated = !['validate', 'plan'].includes(request.inputs['mode'] ?? '');
    title(isRepeated ? 'First run' : 'The run');
    const first = await run(sandbox, request);
    printOutputs(first.outputs);
    if (first.summary.trim() !== '') {
      print(`\n${style.bold('Job summary')}\n\n${viewSummary(first.summary, style, width)}\n`);
    }
    if (first.code !== 0) {
      print(`\n${style.red('The run failed.')}${isRepeated ? ' The second run is skipped.' : ''}\n`);
      return first.code ?? 1;
    }
    const asked = (when: string): string => {
      const writes = sandbox.requests.filter(isWrite).length;
      return isElsewhere
        ? ''
        : `requests${when}: ${sandbox.requests.length}, of which ${writes} wrote something`;
    };
    if (!isRepeated) {
      print(`\n${asked('')}\n`);
      return 0;
    }
    print('\n');
    title('Second run, right after it');
    const second = await run(sandbox, request);
    rmSync(second.temp, { recursive: true, force: true });
    const { changed } = second.outputs;
    print(
      `\n${[`changed=${changed ?? ''}`, asked(' in both runs')].filter((each) => each !== '').join(' · ')}\n`,
    );
    return second.code ?? 1;
  } finally {
    await sandbox.close();
  }
}

async function main(): Promise<number> {
  try {
    const request = readRequest();
    if (request.help) {
      print(help());
      return 0;
    }
    if (!existsSync(join(projectFolder, 'dist', 'index.js'))) {
      throw new UsageError('dist/index.js does not exist. Build it with: npm run package');
    }
    return await start(request);
  } catch (thrown) {
    process.stderr.write(`${messageOf(thrown)}\nSee the options: npm start -- --help\n`);
    return 2;
  }
}

process.exitCode = await main();
