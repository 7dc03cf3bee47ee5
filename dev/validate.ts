import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { projectFolder } from './action-file.ts';
import { runOnFolder, UsageError } from './folder.ts';
import { createLogView } from './log-view.ts';
import { messageOf } from '../sandbox/messages.ts';
import { runAction } from './runner.ts';
import { demoVariables } from '../sandbox/seed.ts';
import { createStyle } from './style.ts';

const usage = `Checks the definitions in a folder, with the same messages as the action. Needs no network and no token.

  npm run validate -- [FOLDER] [--plays PATTERNS] [--variables 'NAME: value']

  FOLDER        a repository with a folder plays/, or that folder (default: the examples)
  --plays       glob patterns of the definition files, one per line, relative to FOLDER
  --variables   values for \${{ vars.NAME }}, one NAME: value per line
  --help        show this help

Exits with 1 if a definition is wrong.
`;

// the reader may close the pipe, as `head` does
process.stdout.on('error', () => process.exit(1));

async function validate(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      plays: { type: 'string' },
      variables: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
  });
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const [folder, ...more] = positionals;
  const plays = values.plays === undefined ? {} : { plays: values.plays };
  if (more.length > 0) throw new UsageError('Give one folder at a time.');
  const { workspace, inputs } =
    folder === undefined
      ? { workspace: projectFolder, inputs: { variables: demoVariables, ...plays } }
      : runOnFolder(folder, values.plays);
  const given = values.variables === undefined ? {} : { variables: values.variables };
  const run = await runAction({
    workspace,
    inputs: { ...inputs, ...given, mode: 'validate', summary: 'false' },
  });
  rmSync(run.temp, { recursive: true, force: true });
  const view = createLogView(createStyle(process.stdout.isTTY && !process.env['NO_COLOR']), (line) =>
    process.stdout.write(line),
  );
  view.push(run.stdout);
  view.end();
  process.stderr.write(run.stderr);
  return run.code ?? 1;
}

try {
  process.exitCode = await validate();
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown)}\n\n${usage}`);
  process.exitCode = 2;
}
