import type { DesiredPlay } from '../definition/resolve.ts';
import type { PlayRow } from './actual.ts';
import type { Match, Matches, Owners } from './match.ts';
import { sameOwner } from './ownership.ts';
import type { Owner, Ownership } from './ownership.ts';
import type { OnRemoval } from './policy.ts';

/** Plays that one sentence names. */
const mostNamed = 10;

// What a plan says of a play: what is wrong, which play, what to do about it.

function uuids(rows: readonly PlayRow[]): string {
  return rows.map((row) => row.uuid).join(', ');
}

/** Refuses plays that are copies of each other. */
export function severalWithLine(id: string, rows: readonly PlayRow[]): string {
  return (
    `${rows.length} plays have the ownership line of "${id}": ${uuids(rows)}. ` +
    'One of them is probably a copy. Remove the line from its description in Cargo, or delete the copy.'
  );
}

/** Refuses a play whose description holds more than one ownership line. */
export function twoLines(row: PlayRow): string {
  return (
    `The description of the play "${row.name}" (${row.uuid}) has more than one ownership line ` +
    '("Managed as code by …"). Remove all but one of them in Cargo.'
  );
}

/** Refuses a name that several plays have. */
export function severalWithName(play: DesiredPlay, rows: readonly PlayRow[]): string {
  return (
    `${rows.length} plays on the model ${play.model} have the name "${play.name}", so it is unclear ` +
    `which one you mean: ${uuids(rows)}. Rename or delete all but one in Cargo.`
  );
}

/** Refuses a name that the play of another definition keeps. */
export function nameKept(play: DesiredPlay, keeper: string): string {
  return (
    `The play of "${keeper}" on the model ${play.model} has the name "${play.name}" in Cargo, and keeps it, because its ` +
    'definition ignores `name`. Plays on one model need different names. Rename this play in the file, or the other one in Cargo.'
  );
}

/** Refuses a play that several definitions may mean. */
export function meantBySeveral(rows: readonly PlayRow[], others: readonly string[]): string {
  const plays = rows.map(({ name, uuid }) => `"${name}" (${uuid})`).join(', ');
  return (
    `The name of this definition differs from ${plays} in Cargo only by spaces or letter case. The same is true of ` +
    `${others.map((id) => `"${id}"`).join(', ')}, so it is unclear which one you mean. Rename one of them.`
  );
}

/** Refuses to create a play again when Cargo seems to have kept only the beginning of its name. */
export function keptShortened(play: DesiredPlay, rows: readonly PlayRow[]): string {
  const plays = rows.map(({ name, uuid }) => `"${name}" (${uuid})`).join(', ');
  return (
    `Cargo seems to shorten the name "${play.name}": the model ${play.model} already has ${plays}, which is otherwise the same. ` +
    'To keep that play, write its shorter name in the file. If it is a different play, change the name or description of one of them.'
  );
}

/**
 * Refuses another model: Cargo can't change it.
 * @param model the one that the play has
 * @param isFormer whether the play was found by what the definition says of its past
 */
export function modelChanged(
  play: DesiredPlay,
  { name, uuid }: PlayRow,
  model: string,
  isFormer: boolean,
): string {
  const without = isFormer ? ' without `formerly`' : '';
  return (
    `A play cannot change its model. "${name}" (${uuid}) is on the model ${model}, but the definition says ` +
    `${play.model}. To create a new play on ${play.model}, give the definition a new \`id\`${without} ` +
    'and delete the old play. To keep the old play, change `model` back.'
  );
}

/** Warns of a play that `create-only` finds under a line that it would write anew. */
export function oldLine(
  play: DesiredPlay,
  { old, by }: Extract<Match, { kind: 'owned-under-old-id' }>,
): string {
  return by === 'name'
    ? `The play has the old id "${old.id}", which no definition uses. It matches "${play.id}", because ` +
        'its name and model are the same. With `upsert-only` or `sync`, the next run writes the new id into it.'
    : `The play still has the ownership line of ${old.owner}#${old.id}. It is the former one of "${play.id}". ` +
        'With `upsert-only` or `sync`, the next run writes the new line into it.';
}

/** Says of a play made by hand that differs what it takes to have it updated. */
export function notManaged(owner: Owner | null): string {
  return owner === null
    ? 'With `owner: none`, existing plays are never changed. To update this one from its definition, set `owner`, ' +
        '`policy: upsert-only` and `adopt: true`.'
    : 'This play was created by hand, so `upsert-only` alone would refuse it. To manage it from this definition, set ' +
        '`policy: upsert-only` and `adopt: true`.';
}

/** Says of a play whose workflow `create-only` still brings live which fields differ, and stay as they are. */
export function keptFields(fields: readonly string[]): string {
  return (
    `In Cargo, the play also differs from its definition: ${fields.join(', ')}. With \`create-only\`, that stays as it ` +
    'is: an earlier run created the play, and this run only finishes its workflow.'
  );
}

/** Refuses a play made by hand. */
export function notAdopted(play: DesiredPlay, row: PlayRow): string {
  return (
    `A play with this name already exists on the model ${play.model} (${row.uuid}), and no repository manages it. ` +
    'To take it over, set `adopt: true`. Otherwise, give this definition another name.'
  );
}

/** Says whose a play is that another owner manages, and what to do where that is this repository's old name. */
export function ownedByOther(
  play: DesiredPlay,
  row: PlayRow,
  other: Ownership,
  { owner, formerOwner = null }: Owners,
): string {
  return (
    `The play with this name on the model ${play.model} (${row.uuid}) belongs to ` +
    `${other.owner}#${other.id}, so it is not changed.${owner === null ? '' : toTakeOver(play, other, formerOwner)}`
  );
}

function toTakeOver(play: DesiredPlay, other: Ownership, formerOwner: string | null): string {
  const formerly = other.id === play.id ? '' : `\`formerly: ${other.id}\` in this definition`;
  if (formerOwner !== null && sameOwner(formerOwner, other.owner))
    return ` (To take it over from \`formerly-owner\`, write ${formerly}.)`;
  return (
    ` (If this repository was renamed from ${other.owner}, or takes the play over, set \`formerly-owner: ${other.owner}\`` +
    `${formerly === '' ? '' : `, with ${formerly}`}. To keep the old name in the plays, set \`owner: ${other.owner}\`.)`
  );
}

/** What is to be told of plays that a definition's past could have meant, and that it does not mean. */
export function notMeant({ left, superseded }: Matches, formerOwner: string | null): string[] {
  return [
    ...[...superseded].map(
      ([old, id]) =>
        `The play with the former id "${old}" of "${id}" counts as orphaned, because "${id}" has another play already.`,
    ),
    ...(left.length === 0 || formerOwner === null ? [] : [leftWithFormer(left, formerOwner)]),
  ];
}

/** Tells of plays that stay with the former owner, since nothing here defines them. */
function leftWithFormer(rows: readonly PlayRow[], formerOwner: string): string {
  const named = rows.slice(0, mostNamed).map(({ name, uuid }) => `"${name}" (${uuid})`);
  const left = rows.length - named.length;
  return (
    `${String(rows.length)} ${rows.length === 1 ? 'play still has' : 'plays still have'} the ownership line of ${formerOwner} ` +
    `and no definition here: ${named.join(', ')}${left > 0 ? ` and ${String(left)} more` : ''}. This run does not touch ${rows.length === 1 ? 'it' : 'them'}. ` +
    'To take one over, add its definition with the same `id`, or with that id in `formerly`.'
  );
}

/** Says what would remove a play without a definition. */
export function orphaned(id: string, copies: number, isProtected: boolean): string {
  if (copies > 1)
    return `No definition has the id "${id}", but ${copies} plays have its ownership line. Delete them in Cargo, or remove the line from the ones to keep.`;
  const keep = 'To keep it, remove the ownership line from its description in Cargo.';
  return isProtected
    ? `No definition has the id "${id}". This play is protected, so \`policy: sync\` would refuse to delete or disable it. To have it removed, first take ", protected" out of the ownership line in Cargo. ${keep}`
    : `No definition has the id "${id}", so \`policy: sync\` would delete this play, unless \`on-removal\` says otherwise. ${keep}`;
}

/** Says of a play without a definition that is off already what would remove it. */
export function disabledOrphan(id: string, isProtected: boolean): string {
  const first = isProtected ? ' It is protected: first take ", protected" out of its ownership line.' : '';
  return `No definition has the id "${id}", and the play is off, as \`on-removal: disable\` asks. To delete it, set \`on-removal: delete\`.${first}`;
}

/** Refuses to delete or disable a protected play, and says how to lift that. */
export function protectedPlay(id: string, row: PlayRow, removal: OnRemoval): string {
  return (
    `The play "${row.name}" (${row.uuid}) is protected, and no definition has the id "${id}", so this run would ` +
    `${removal} it. To keep it, put its definition back, or, if that has a new id, add \`formerly: ${id}\` to it. ` +
    `To ${removal} it, put the definition back without ` +
    '`protect: true`, apply it, and then remove it, or take ", protected" out of the ownership line in Cargo. ' +
    'To keep the play without a definition, set `on-removal: release`.'
  );
}

/** Refuses a plan that removes too many plays. */
export function tooManyRemovals(removal: OnRemoval, removals: number, most: number): string {
  return (
    `This run would ${removal} ${removals} ${removals === 1 ? 'play' : 'plays'}, but \`max-deletes\` is ${most}, so nothing was written. Check that ` +
    `\`plays\` still matches all your files. If it does, set \`max-deletes: ${removals}\`.`
  );
}
