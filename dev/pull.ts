import { mkdirSync, rmSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkoutOf, UsageError } from './folder.ts';
import { createLogView } from './log-view.ts';
import { messageOf } from '../sandbox/messages.ts';
import { runAction } from './runner.ts';
import { livedInSeed } from '../sandbox/seed.ts';
import { startSandbox } from '../sandbox/server.ts';
import { createStyle } from './style.ts';

const usage = `Writes the plays of a Cargo workspace as definitions into a folder. Nothing is written to Cargo.

  CARGO_API_TOKEN=… npm run pull -- FOLDER [--owner OWNER/REPOSITORY] [--pull NAME] [--pull-names PATTERNS] [--pull-to DIR]
  npm run pull -- --sandbox FOLDER

  FOLDER         the root of a repository, or its folder plays/, where the files go
  --sandbox      a workspace in memory, without an account
  --owner        whose plays the definitions in FOLDER are; the owner that your workflow runs as
  --pull         unmanaged (the default), drifted or all
  --pull-names   patterns of play names, one per line
  --pull-to      a folder other than plays/
  --variables    values for \${{ vars.NAME }}, one NAME: value per line
  --help         show this help

Exits with 1 if a play could not be written.
`;

// the reader may close the pipe, as `head` does
process.stdout.on('error', () => process.exit(1));

async function pull(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      sandbox: { type: 'boolean' },
      owner: { type: 'string' },
      pull: { type: 'string' },
      'pull-names': { type: 'string' },
      'pull-to': { type: 'string' },
      variables: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  const { sandbox: isSandbox = false, help = false, ...given } = values;
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError('Give one folder.');
  const token = process.env['CARGO_API_TOKEN'] ?? '';
  if (!isSandbox && token === '')
    throw new UsageError('Set CARGO_API_TOKEN to a token of your workspace, or give --sandbox.');
  const workspace = checkoutOf(folder);
  if (isSandbox) mkdirSync(workspace, { recursive: true });
  if (statSync(workspace, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`${workspace} is not a folder. Give the root of your repository.`);
  const server = isSandbox ? await startSandbox({ seed: livedInSeed(Date.now()) }) : null;
  const where =
    server === null ? { 'api-token': token } : { 'api-token': server.token, 'base-url': server.url };
  try {
    const run = await runAction({
      workspace,
      inputs: { ...where, ...given, mode: 'pull', summary: 'false' },
    });
    rmSync(run.temp, { recursive: true, force: true });
    const view = createLogView(createStyle(process.stdout.isTTY && !process.env['NO_COLOR']), (line) =>
      process.stdout.write(line),
    );
    view.push(run.stdout.replace(/^::(?:error|warning|notice|add-mask).*\n?/gm, ''));
    view.end();
    process.stderr.write(run.stderr);
    return run.code ?? 1;
  } finally {
    await server?.close();
  }
}

try {
  process.exitCode = await pull();
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown)}\n\n${usage}`);
  process.exitCode = 2;
}
