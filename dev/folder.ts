import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A mistake on the command line. */
export class UsageError extends Error {}

/** A folder to run on, and the inputs that it needs. */
export interface FolderRun {
  readonly workspace: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/**
 * Makes a folder of a developer's machine a checkout: with `plays/` in it, it is the repository; without, all its
 * YAML files are definitions.
 * @param folder relative to where npm was called
 * @throws UsageError where it is no folder
 */
export function runOnFolder(folder: string): FolderRun {
  const workspace = resolve(process.env['INIT_CWD'] ?? '.', folder);
  if (!existsSync(workspace) || !statSync(workspace).isDirectory())
    throw new UsageError(`${workspace} is not a folder.`);
  if (existsSync(join(workspace, 'plays'))) return { workspace, inputs: {} };
  // patterns other than the default need their owner written out for `sync`
  return { workspace, inputs: { plays: '**/*.{yml,yaml}', owner: 'acme/revenue' } };
}
