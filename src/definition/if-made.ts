import type { Diagnostic, Path } from './diagnostic.ts';
import { fieldOfKey } from './fields.ts';
import type { Definition } from './parse.ts';
import type { PlayId } from './play-id.ts';

/** What is wrong with a definition beside the live workspace. */
export interface LiveDiagnostic extends Diagnostic {
  /** The play, where this is about a field that its definition ignores: that is only set when the play is made. */
  readonly ifMade?: PlayId;
}

/** What a finding at a path has to say of that. */
export function ifMade(
  { id, ignored }: Pick<Definition, 'id' | 'ignored'>,
  path: Path,
): Pick<LiveDiagnostic, 'ifMade'> {
  const field = fieldOfKey(String(path[0]));
  return field !== undefined && ignored.has(field) ? { ifMade: id } : {};
}

/**
 * Leaves out what does not matter, since it is about an ignored field of a play that exists.
 * @param isMade whether a play is to be made
 */
export function thatMatter(
  diagnostics: readonly LiveDiagnostic[],
  isMade: (id: PlayId) => boolean,
): Diagnostic[] {
  return diagnostics
    .filter((each) => each.ifMade === undefined || isMade(each.ifMade))
    .map(({ severity, code, message, place }) => ({ severity, code, message, place }));
}
