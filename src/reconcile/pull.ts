import { fieldNames, playFields } from '../definition/fields.ts';
import { nearest } from '../definition/nearest.ts';
import { shown } from '../definition/words.ts';
import type { LiveFields } from '../definition/write/words.ts';
import type { ActualPlay, PlayRow } from './actual.ts';
import { actualValue } from './diff.ts';
import type { Matches } from './match.ts';
import { readOwnerships, sameOwner } from './ownership.ts';
import type { Owner } from './ownership.ts';
import { canonical } from './spelling.ts';

/** What is set of a live play: a field that holds nothing is left out, and so is the ownership line. */
export function liveFields(actual: ActualPlay): LiveFields {
  return Object.fromEntries(
    fieldNames.flatMap((field) => {
      const value = actualValue(field, actual);
      return canonical(playFields[field].compared, value) === null ? [] : [[field, value]];
    }),
  );
}

/**
 * The live plays that have no definition: none means them, and they carry no line of another owner. Each has the id of
 * its own ownership line, if it has one, and whether that protects it.
 * @param matches which plays the definitions mean
 */
export function unmanaged(
  rows: readonly PlayRow[],
  matches: Matches,
  owner: Owner | null,
): { readonly row: PlayRow; readonly ownId: string | null; readonly isProtected: boolean }[] {
  const meant = new Set(
    [...matches.byId.values()].flatMap((found) =>
      'row' in found ? [found.row] : 'rows' in found ? found.rows : [],
    ),
  );
  return rows.flatMap((row) => {
    if (row.deletedAt !== null || meant.has(row)) return [];
    const lines = readOwnerships(row.description);
    const own = lines.find((line) => owner !== null && sameOwner(line.owner, owner));
    if (lines.length > 0 && own === undefined) return [];
    return [{ row, ownId: own?.id ?? null, isProtected: own?.isProtected ?? false }];
  });
}

/**
 * The patterns of names that mean no play, each as a problem that says what was probably meant. A pattern of stars alone
 * asks for whatever there is.
 */
export function idleNames(patterns: readonly string[], rows: readonly PlayRow[]): string[] {
  const names = rows.flatMap(({ name, deletedAt }) => (deletedAt === null ? [name] : []));
  return patterns.flatMap((pattern) => {
    if (pattern.startsWith('!') || /^\*+$/.test(pattern) || names.some(nameMatcher([pattern]))) return [];
    const isExact = !/[*?]/.test(pattern);
    const meant = isExact ? nearest(pattern, names) : undefined;
    const what = isExact
      ? `no play in this workspace is called ${shown(pattern)}`
      : `${shown(pattern)} matches the name of no play in this workspace`;
    const hint = meant === undefined ? 'Check the spelling.' : `Did you mean ${shown(meant)}?`;
    return [`\`pull-names\`: ${what}. ${hint}`];
  });
}

/**
 * Makes the test of whether patterns mean a name: `*` is any text, `?` one character, and what a pattern with `!` means
 * is left out.
 */
export function nameMatcher(patterns: readonly string[]): (name: string) => boolean {
  const made = patterns.map((pattern) => {
    const excludes = pattern.startsWith('!');
    const source = pattern
      .slice(excludes ? 1 : 0)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '[^]*')
      .replaceAll('?', '[^]');
    return { excludes, test: new RegExp(`^${source}$`, 'u') };
  });
  const includesAll = made.every(({ excludes }) => excludes);
  return (name) => {
    const by = (which: boolean): boolean =>
      made.some(({ excludes, test }) => excludes === which && test.test(name));
    return (includesAll || by(false)) && !by(true);
  };
}
