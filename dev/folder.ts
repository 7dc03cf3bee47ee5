import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** A mistake on the command line. */
export class UsageError extends Error {}

/** The folder that stands for the checkout, and the inputs that say which of its files are definitions. */
export interface FolderRun {
  readonly workspace: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** The checkout that a folder means, relative to where npm was called: a folder called `plays` is the one inside it. */
export function checkoutOf(folder: string): string {
  const path = resolve(process.env['INIT_CWD'] ?? '.', folder);
  return basename(path) === 'plays' ? dirname(path) : path;
}

/**
 * Takes a folder of a developer's machine as the checkout that the action runs in. A folder called `plays` is taken as
 * the one inside a checkout.
 * @param folder relative to where npm was called
 * @param plays the patterns of the definition files, as the input `plays`; undefined means the default, `plays/`
 * @throws UsageError where it is not a folder, or has no `plays/` and no patterns are given: other YAML files in it,
 *   such as docker-compose.yml, are not definitions
 */
export function runOnFolder(folder: string, plays: string | undefined): FolderRun {
  const workspace = resolve(process.env['INIT_CWD'] ?? '.', folder);
  if (!existsSync(workspace) || !statSync(workspace).isDirectory())
    throw new UsageError(`${workspace} is not a folder.`);
  if (plays !== undefined) return { workspace, inputs: { plays } };
  if (existsSync(join(workspace, 'plays'))) return { workspace, inputs: {} };
  if (basename(workspace) === 'plays') return { workspace: dirname(workspace), inputs: {} };
  throw new UsageError(
    `${workspace} has no folder plays/. Name the definition files, for example: --plays '*.yml'`,
  );
}
