import { AppError } from '../errors.ts';

interface Row {
  readonly workspaceUuid: string | null;
}

/** The workspace that a list's rows belong to; null where none of them tells. */
export function workspaceOf(rows: readonly Row[]): string | null {
  return rows.find((row) => row.workspaceUuid !== null)?.workspaceUuid ?? null;
}

/**
 * Makes sure that the token belongs to the workspace that was asked for.
 * A token doesn't tell its workspace, but every row that it can list does ([pub]).
 * @param expected the `workspace-uuid` input
 * @param lists asked one after the other until one has a row that tells
 * @returns the workspace's uuid
 * @throws AppError `wrong-workspace` for another workspace, several, or none that can be told
 */
export async function guardWorkspace(
  expected: string,
  lists: readonly (() => Promise<readonly Row[]>)[],
): Promise<string> {
  for (const list of lists) {
    const rows = await list();
    const found = workspaceOf(rows);
    if (found === null) continue;
    const other = rows.find((row) => row.workspaceUuid?.toLowerCase() !== expected.toLowerCase());
    if (other === undefined) return found;
    throw new AppError(
      'wrong-workspace',
      `The token belongs to the workspace ${other.workspaceUuid ?? '(unknown)'}, but \`workspace-uuid\` is ${expected}. ` +
        'Nothing was written. Use a token of that workspace, or correct `workspace-uuid`.',
    );
  }
  throw new AppError(
    'wrong-workspace',
    `The workspace of the token is unknown, because it has no models, plays or folders yet. So \`workspace-uuid: ${expected}\` cannot be checked. ` +
      'Nothing was written. Create a model in the workspace first, or set `workspace-uuid: any`.',
  );
}
