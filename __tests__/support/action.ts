import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inject } from 'vitest';
import { runAction } from '../../dev/runner.ts';
import type { ActionRun } from '../../dev/runner.ts';
import { startSandbox } from '../../sandbox/server.ts';
import type { Sandbox, SandboxOptions } from '../../sandbox/server.ts';
import { demoUuids } from '../../sandbox/seed.ts';
import { atEnd } from './endings.ts';

type RunOptions = Partial<Parameters<typeof runAction>[0]>;

export const accounts = demoUuids.models.accounts;
export const contacts = demoUuids.models.contacts;

/** A sandbox that ends with the test. */
export async function sandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const started = await startSandbox(options);
  atEnd(() => started.close());
  return started;
}

/** A folder with these files in it, by path, that goes with the test. */
export function repository(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cargo-plays-test-'));
  atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  return folder;
}

/** Writes one file of such a folder. */
export function write(folder: string, path: string, text: string | Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A definition's text; what is given is added to, or replaces, a play that Cargo takes. */
export function play(fields: Readonly<Record<string, unknown>> = {}): string {
  const whole: Readonly<Record<string, unknown>> = {
    name: 'Score new accounts',
    modelUuid: accounts,
    changeKinds: ['added'],
    runCreationRule: 'once',
    ...fields,
  };
  return Object.entries(whole)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

/** So many definitions, `play-1` and on, in files of their own. */
export function manyPlays(count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `plays/play-${String(index + 1)}.yml`,
      play({ name: `Play ${String(index + 1)}` }),
    ]),
  );
}

/** Runs the built action against a sandbox, as the runner would. */
export function act(
  server: Sandbox,
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<ActionRun> {
  return runAction({
    workspace,
    inputs: { 'api-token': server.token, 'base-url': server.url, ...inputs },
    ...options,
  });
}

/**
 * Runs the product as `act` does, on a clock that goes many times as fast: for what waits for seconds. Requests take
 * their real time, so a sandbox's own delays have to be as much shorter.
 */
export function actFast(
  server: Sandbox,
  workspace: string,
  inputs: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<ActionRun> {
  return act(server, workspace, inputs, { entry: inject('fastEntry'), ...options });
}

/** The requests that reached a sandbox, as `METHOD /path`, since a given one. */
export function requested(server: Sandbox, since = 0): string[] {
  return server.requests.slice(since).map(({ method, path }) => `${method} ${path}`);
}

/** The three POSTs that a plan may send, since they only read. */
const readingPosts = [
  '/orchestration/nodes/validate',
  '/orchestration/batches/preview',
  '/segmentation/segments/fetch',
];

/** The writes among them. */
export function writes(server: Sandbox, since = 0): string[] {
  return requested(server, since).filter(
    (line) => !line.startsWith('GET ') && !readingPosts.some((path) => line === `POST ${path}`),
  );
}

/** The uuids that a JSON array output holds. */
export function uuids(run: ActionRun, output: string): string[] {
  return JSON.parse(run.outputs[output] ?? 'null') as string[];
}

/** The `plays` output. */
export function plays(run: ActionRun): Record<string, Record<string, unknown>> {
  return JSON.parse(run.outputs['plays'] ?? 'null') as Record<string, Record<string, unknown>>;
}

/** The `counts` output, without what is nought. */
export function counts(run: ActionRun): Record<string, number> {
  const all = JSON.parse(run.outputs['counts'] ?? 'null') as Record<string, number>;
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
}
