import type { Draft } from './draft.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { formerIds } from './former-ids.ts';
import { idForm } from './play-id.ts';
import type { PlayId } from './play-id.ts';

const rule =
  'An id has 1 to 100 lowercase letters, digits, `-` and `_`, and starts with a letter or a digit.';

/** Why a text can't be an id; null where it can. */
function whyNoId(id: string, reservedIds: readonly string[]): string | null {
  if (!idForm.test(id)) return rule;
  if (reservedIds.includes(id)) return `The step's outputs use these names: ${reservedIds.join(', ')}.`;
  // outputs to come will begin so
  return id.startsWith('cargo-') ? 'Ids that start with `cargo-` are reserved.' : null;
}

/**
 * An id near to any text, to propose: nothing is named so without being asked.
 * @param reservedIds names that no play can have as its id
 */
export function proposeId(text: string, reservedIds: readonly string[]): string {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, 100)
    .replace(/[-_]+$/, '');
  if (slug === '') return 'my-play';
  return whyNoId(slug, reservedIds) === null ? slug : `play-${slug.replace(/^cargo-/, '')}`;
}

/** A draft with its id. */
export interface Identified {
  readonly id: PlayId;
  readonly draft: Draft;
}

/** Something wrong with a draft's id or name. */
export interface IdProblem {
  readonly draft: Draft;
  readonly finding: Finding;
}

/**
 * Gives each document its id, written or from its file's name, and makes sure that ids and names are unique.
 * @param reservedIds names that no play can have as its id: a play's output is named after it, and would hide another
 * @returns the documents that have one, and what is wrong with ids and names
 */
export function identify(
  drafts: readonly Draft[],
  reservedIds: readonly string[],
): {
  readonly identified: readonly Identified[];
  readonly problems: readonly IdProblem[];
} {
  const identified: Identified[] = [];
  const problems: IdProblem[] = [];
  const taken = new Map<string, Draft>();
  const proposals: Proposals = {
    reservedIds,
    known: new Set(drafts.map(({ document, fields }) => fields.id ?? baseName(document.file))),
    numbers: new Map(),
  };
  for (const draft of drafts) {
    const written = draft.fields.id;
    const id = written === undefined ? fromFile(draft, reservedIds) : fromKey(written, draft, reservedIds);
    if (typeof id !== 'string') {
      if (id !== null) problems.push({ draft, finding: id });
      continue;
    }
    const other = taken.get(id);
    if (other !== undefined) {
      problems.push({ draft, finding: duplicateId(id, other, draft, proposals) });
      continue;
    }
    taken.set(id, draft);
    identified.push({ id: id as PlayId, draft });
  }
  return { identified, problems: [...problems, ...duplicateNames(drafts), ...formerIdProblems(identified)] };
}

function fromKey(written: unknown, draft: Draft, reservedIds: readonly string[]): string | Finding | null {
  // anything but a text was refused by the schema; an empty variable on a fork's run names nothing
  if (typeof written !== 'string' || draft.unknown.some(([key]) => key === 'id')) return null;
  const why = whyNoId(written, reservedIds);
  return why === null
    ? written
    : wrong(
        'wrong-id',
        ['id'],
        `"${written}" is not a valid id. ${why} Write, for example, \`id: ${proposeId(written, reservedIds)}\`.`,
      );
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

function fromFile({ document, siblings, fields }: Draft, reservedIds: readonly string[]): string | Finding {
  const name = baseName(document.file);
  if (siblings > 1) {
    const proposal = proposeId(typeof fields.name === 'string' ? fields.name : name, reservedIds);
    return wrong(
      'missing-id',
      [],
      `This file has several plays, so each one needs an \`id\`. Add, for example, \`id: ${proposal}\`.`,
    );
  }
  const why = whyNoId(name, reservedIds);
  return why === null
    ? name
    : wrong(
        'wrong-id',
        [],
        `This play has no \`id\`, and its file name "${name}" is not a valid one. ${why} Add, for example, \`id: ${proposeId(name, reservedIds)}\`.`,
      );
}

/** What the proposals of one run must not be. */
interface Proposals {
  readonly reservedIds: readonly string[];
  /** The ids of all plays, those to come too, and what was proposed already. */
  readonly known: Set<unknown>;
  /** The next number to try, by the stem before it. */
  readonly numbers: Map<string, number>;
}

function duplicateId(
  id: string,
  other: Draft,
  draft: Draft,
  { reservedIds, known, numbers }: Proposals,
): Finding {
  const { file, line } = other.document;
  const folder = draft.document.file.split('/').at(-2);
  let proposal = proposeId(folder === undefined ? `${id}-2` : `${folder}-${id}`, reservedIds);
  const stem = id.slice(0, 93);
  let number = numbers.get(stem) ?? 2;
  for (; known.has(proposal); number += 1) proposal = `${stem}-${number}`;
  // the next one is not to be proposed the same
  numbers.set(stem, number);
  known.add(proposal);
  const fromName = draft.fields.id === undefined ? ' (from the file name)' : '';
  return wrong(
    'duplicate-id',
    draft.fields.id === undefined ? [] : ['id'],
    `The id "${id}"${fromName} is already used at ${file}:${String(line)}. Use another one, for example \`id: ${proposal}\`.`,
  );
}

function duplicateNames(drafts: readonly Draft[]): IdProblem[] {
  const seen = new Map<string, Draft>();
  const problems: IdProblem[] = [];
  for (const draft of drafts) {
    const { name, model, modelUuid } = draft.fields;
    const on = model ?? (typeof modelUuid === 'string' ? modelUuid.toLowerCase() : undefined);
    if (typeof name !== 'string' || typeof on !== 'string' || draft.unknown.length > 0) continue;
    const key = JSON.stringify([name, model === undefined, on]);
    const other = seen.get(key);
    if (other === undefined) seen.set(key, draft);
    else {
      const { file, line } = other.document;
      problems.push({
        draft,
        finding: wrong(
          'duplicate-name',
          ['name'],
          `A play named "${name}" on this model is already defined at ${file}:${String(line)}. Rename one of them: plays on one model need different names.`,
        ),
      });
    }
  }
  return problems;
}

/**
 * Makes sure that each former id leads to one definition: none has it as its own id, and no two as a former one.
 * @param identified every document with its id
 */
function formerIdProblems(identified: readonly Identified[]): IdProblem[] {
  const current = new Map(identified.map(({ id, draft }) => [id as string, draft]));
  const claimed = new Map<string, Identified>();
  const problems: IdProblem[] = [];
  for (const one of identified) {
    const { draft } = one;
    // an empty variable on a fork's run names nothing
    if (draft.unknown.some(([key]) => key === 'formerly')) continue;
    for (const { id, path } of formerIds(draft.fields['formerly'])) {
      const owner = current.get(id);
      const rival = claimed.get(id);
      if (owner !== undefined)
        problems.push({ draft, finding: wrong('former-id', path, stillDefined(id, owner, draft)) });
      else if (rival !== undefined && rival !== one)
        problems.push({ draft, finding: wrong('former-id', path, claimedTwice(id, rival)) });
      else claimed.set(id, one);
    }
  }
  return problems;
}

function stillDefined(id: string, { document: { file, line } }: Draft, draft: Draft): string {
  return file === draft.document.file && line === draft.document.line
    ? `"${id}" is the present id of this play, so it is not a former one. Remove it from \`formerly\`.`
    : `The id "${id}" is still used at ${file}:${String(line)}, so the play with this id belongs to that definition. Remove one of the two.`;
}

function claimedTwice(id: string, { draft: { document } }: Identified): string {
  const { file, line } = document;
  return `The definition at ${file}:${String(line)} has "${id}" in its \`formerly\` too, but one play cannot become two. Remove it from one of them.`;
}
