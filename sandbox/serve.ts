import { parseArgs } from 'node:util';
import { messageOf } from './messages.ts';
import { startSandbox } from './server.ts';

const help = `Serves a Cargo API in memory until it is stopped (Ctrl+C).

  npm run sandbox -- [--port NUMBER] [--token TEXT]

  --port NUMBER   the port to listen on (default: any free port)
  --token TEXT    the token to accept (default: a new random token)
  --help          show this help

The first line of its output is the address, the second the token.
`;

function readOptions(): { port: number; token?: string; help: boolean } {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, token: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`--port must be a number from 0 to 65535, not "${port}".`);
  if (values.token === '') throw new Error('--token must not be empty.');
  return {
    port: Number(port),
    ...(values.token === undefined ? {} : { token: values.token }),
    help: values.help ?? false,
  };
}

async function main(): Promise<void> {
  let options;
  try {
    options = readOptions();
  } catch (thrown) {
    process.stderr.write(`${messageOf(thrown)}\n\n${help}`);
    process.exitCode = 2;
    return;
  }
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  let sandbox;
  try {
    sandbox = await startSandbox(options);
  } catch (thrown) {
    process.stderr.write(
      `The sandbox could not start: ${messageOf(thrown)}. If the port is in use, choose another one with --port.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const { url, token, close } = sandbox;
  const stop = (): void => {
    void close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.write(`${url}\n${token}\n`);
}

await main();
