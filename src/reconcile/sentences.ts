import type { DesiredPlay } from '../definition/resolve.ts';
import type { PlayRow } from './actual.ts';
import type { Owner, Ownership } from './ownership.ts';

// What a plan says of a play: what is wrong, which play, what to do about it.

function uuids(rows: readonly PlayRow[]): string {
  return rows.map((row) => row.uuid).join(', ');
}

/** Refuses plays that are copies of each other. */
export function severalWithLine(id: string, rows: readonly PlayRow[]): string {
  return (
    `${rows.length} plays carry the ownership line of "${id}": ${uuids(rows)}. ` +
    'One of them is probably a copy made by hand: remove that line from its description in Cargo, or delete it.'
  );
}

/** Refuses a play whose description holds more than one ownership line. */
export function twoLines(row: PlayRow): string {
  return (
    `The description of the play "${row.name}" (${row.uuid}) holds more than one ownership line ` +
    '("Managed as code by …"). Remove all but one of them in Cargo.'
  );
}

/** Refuses a name that several plays have. */
export function severalWithName(play: DesiredPlay, rows: readonly PlayRow[]): string {
  return (
    `${rows.length} plays are called "${play.name}" on the model ${play.model}, and it is not clear ` +
    `which one is meant: ${uuids(rows)}. Rename or delete all but one in Cargo.`
  );
}

/** Refuses a play that several definitions may mean. */
export function meantBySeveral(rows: readonly PlayRow[], others: readonly string[]): string {
  const plays = rows.map(({ name, uuid }) => `"${name}" (${uuid})`).join(', ');
  return (
    `Cargo has ${plays}, and this definition is called so but for blanks or upper case. So is ` +
    `${others.map((id) => `"${id}"`).join(', ')}, and it is not clear which one is meant. Give one of them another name.`
  );
}

/** Refuses to make a play again of whose name the service seems to have kept the beginning only. */
export function keptShortened(play: DesiredPlay, rows: readonly PlayRow[]): string {
  const plays = rows.map(({ name, uuid }) => `"${name}" (${uuid})`).join(', ');
  return (
    `Cargo seems to keep the name "${play.name}" shortened: it has ${plays} on the model ${play.model}, otherwise the ` +
    'same. To keep that play, write its name so in the file; if it is another play, change the name or the description of one of them.'
  );
}

/** Refuses another model: the service can't change it. */
export function modelChanged(play: DesiredPlay, row: PlayRow): string {
  return (
    `The model of a play can't be changed, and ${row.uuid} is on another one (${row.modelUuid}) than the ` +
    `definition says (${play.model}). To make a new play on ${play.model}, give the definition a new \`id\` ` +
    'and delete the old play; to keep the old one, put its model back.'
  );
}

/** Warns of a play that `create-only` finds under an id that no definition has. */
export function oldId(play: DesiredPlay, id: string): string {
  return (
    `The play is managed as "${id}", an id that no definition has any more. It counts as "${play.id}" since ` +
    'its name and model are the same; `upsert-only` or `sync` would write the new id into it.'
  );
}

/** Says of a play made by hand that differs what it takes to have it updated. */
export function notManaged(owner: Owner | null): string {
  return owner === null
    ? 'With `owner: none` a play that exists is never changed. To update this one from its definition, set `owner`, ' +
        '`policy: upsert-only` and `adopt: true`.'
    : 'This play was made by hand, so `upsert-only` alone would refuse it. To manage it from this definition, set ' +
        '`policy: upsert-only` and `adopt: true`.';
}

/** Refuses a play made by hand. */
export function notAdopted(play: DesiredPlay, row: PlayRow): string {
  return (
    `A play of this name on the model ${play.model} exists (${row.uuid}) and is not managed as code. ` +
    'Set `adopt: true` to take it over as it stands, or give this one another name.'
  );
}

/** Says whose a play is that another owner manages, and what to do where that is this repository's old name. */
export function ownedByOther(play: DesiredPlay, row: PlayRow, other: Ownership, owner: Owner | null): string {
  const renamed =
    owner === null
      ? ''
      : ` If this repository was called ${other.owner} before, set \`owner: ${other.owner}\`.`;
  return (
    `The play of this name on the model ${play.model} (${row.uuid}) is managed as code by ` +
    `${other.owner}#${other.id}, and is left alone.${renamed}`
  );
}

/** Says what would remove a play that no definition has any more. */
export function orphaned(id: string, copies: number): string {
  return copies > 1
    ? `No definition has the id "${id}" any more, and ${copies} plays carry its ownership line. Delete them in Cargo, or remove that line from those to keep.`
    : `No definition has the id "${id}" any more. \`policy: sync\` would delete this play. To keep it, remove the ownership line from its description in Cargo.`;
}

/** Refuses a plan with too many deletes. */
export function tooManyDeletes(deletes: number, most: number): string {
  return (
    `This would delete ${deletes} plays, more than \`max-deletes\` allows (${most}), so nothing was done. If ` +
    `that is what you want, set \`max-deletes: ${deletes}\`; if not, see whether \`plays\` still matches all your files.`
  );
}
