import type { Path } from './diagnostic.ts';
import { wrong } from './findings.ts';
import type { Finding } from './findings.ts';
import { nearest } from './nearest.ts';
import { NewFolder } from './new-folder.ts';
import type { PlayId } from './play-id.ts';

/** What can be told of another play once it exists. */
const playProperties = ['uuid', 'workflowUuid', 'segmentUuid'] as const;

/** `${{ plays.ID.uuid }}`: another play of this repository, made first. */
export interface PlayReference {
  readonly id: PlayId;
  readonly property: (typeof playProperties)[number];
}

/** A text with references to plays in it, until these exist. */
export class Template {
  readonly parts: readonly (string | PlayReference)[];

  constructor(parts: readonly (string | PlayReference)[]) {
    this.parts = parts;
  }
}

/** The value of a variable; null where it was left empty. */
export type VariableValue = string | number | boolean | null;

/** A document with its variables filled in. */
export interface Substituted {
  /** References to plays are Templates in it. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
  readonly references: readonly { readonly id: PlayId; readonly path: Path }[];
  readonly usedVariables: readonly { readonly name: string; readonly path: Path }[];
  /** Paths whose value comes from a variable that is empty here, and so can't be checked. */
  readonly unknown: readonly Path[];
}

type Expression =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'play'; readonly reference: PlayReference }
  | { readonly kind: 'wrong'; readonly message: string };

/** The most text that a document's expressions may grow to. */
const maxLength = 1024 * 1024;

const standIn = '00000000-0000-4000-8000-000000000000';

// these say which play it is, so they can't wait for another one
const noPlaysIn = new Set(['id', 'name', 'model', 'folder', 'formerly']);

/** Splits a text into literal parts and expressions; `$${{` is a literal `${{`. */
function split(text: string): (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  let literal = '';
  let rest = 0;
  for (;;) {
    const start = text.indexOf('${{', rest);
    if (start === -1) break;
    if (text[start - 1] === '$' && start > rest) {
      literal += `${text.slice(rest, start - 1)}\${{`;
      rest = start + 3;
      continue;
    }
    literal += text.slice(rest, start);
    const end = text.indexOf('}}', start);
    if (literal !== '') parts.push(literal);
    literal = '';
    if (end === -1)
      return [
        ...parts,
        {
          kind: 'wrong',
          message: 'The expression has no closing "}}". For a literal "${{", write "$${{".',
        },
      ];
    parts.push(parseExpression(text.slice(start + 3, end).trim()));
    rest = end + 2;
  }
  literal += text.slice(rest);
  return literal === '' && parts.length > 0 ? parts : [...parts, literal];
}

const grammar =
  'Use ${{ vars.NAME }} or ${{ plays.ID.uuid }} (also .workflowUuid and .segmentUuid). For a literal "${{", write "$${{".';

function parseExpression(inner: string): Expression {
  const variable = /^vars\.([A-Za-z_][A-Za-z0-9_]*)$/.exec(inner);
  if (variable !== null) return { kind: 'variable', name: variable[1] as string };
  const play = /^plays\.([a-z0-9][a-z0-9_-]{0,99})\.([A-Za-z]+)$/.exec(inner);
  const property = playProperties.find((each) => each === play?.[2]);
  if (play !== null && property !== undefined)
    return { kind: 'play', reference: { id: play[1] as PlayId, property } };
  const context = /^([A-Za-z]+)\b/.exec(inner)?.[1] ?? '';
  const other = ['env', 'github', 'inputs', 'steps', 'needs', 'matrix', 'runner', 'job'].includes(context);
  if (context === 'secrets')
    return {
      kind: 'wrong',
      message:
        'A definition cannot use secrets, because everyone who can open the play in Cargo would see them. Remove it, and keep credentials in a Cargo connector.',
    };
  if (context === 'nodes' || context === 'parentNodes')
    return {
      kind: 'wrong',
      message: `\`\${{\` starts an expression of this action. An expression of Cargo has no dollar sign: write "{{${inner}}}". For a dollar sign in the text before it, write "$\${{${inner}}}".`,
    };
  const slip = playSlip(inner);
  if (slip !== null) return { kind: 'wrong', message: slip };
  const message = other
    ? `A definition cannot use "${context}". Pass the value in the step's input \`variables\`, and write \${{ vars.NAME }}.`
    : `This expression is not supported here. ${grammar}`;
  return { kind: 'wrong', message };
}

/** What to write instead of an expression that names a play in a wrong way; null for any other one. */
function playSlip(inner: string): string | null {
  const [, id = '', property] = /^plays\.([A-Za-z0-9][\w-]*)(?:\.([A-Za-z]+))?$/.exec(inner) ?? [];
  if (id === '') return null;
  const play = `plays.${id.toLowerCase()}`;
  if (property === undefined)
    return `The property is missing. Write \${{ ${play}.uuid }}, or .workflowUuid or .segmentUuid.`;
  const named = playProperties.find((each) => each.toLowerCase() === property.toLowerCase());
  if (named === undefined) return null;
  const why = named === property ? 'Ids are in lower case' : `There is no property "${property}"`;
  return `${why}. Write \${{ ${play}.${named} }}.`;
}

/** Where only one kind of uuid makes sense: what it is of, and the property of a play that gives it, if one does. */
const dueUuids: Readonly<Record<string, readonly [of: string, property?: PlayReference['property']]>> = {
  workflowUuid: ['its workflow', 'workflowUuid'],
  segmentUuid: ['its segment', 'segmentUuid'],
  playUuid: ['the play', 'uuid'],
  modelUuid: ['a model'],
  relatedModelUuid: ['a model'],
  folderUuid: ['a folder'],
};

const ofProperties = {
  uuid: 'the play',
  workflowUuid: "the play's workflow",
  segmentUuid: "the play's segment",
};

/** That a reference gives another kind of uuid than its place takes; null where it may be right. */
function otherUuid({ id, property }: PlayReference, path: Path): string | null {
  const due = path[0] === 'workflow' ? undefined : dueUuids[String(path.at(-1))];
  if (due === undefined || due[1] === property) return null;
  const [of, right] = due;
  const hint = right === undefined ? `Write the UUID of ${of}.` : `Write \${{ plays.${id}.${right} }}.`;
  return `This is the UUID of ${ofProperties[property]}, not of ${of}. ${hint}`;
}

/**
 * Fills in a document's variables. What was filled in is not looked at again.
 * @param value plain data
 * @param emptyAllowed whether an empty variable is to be expected (a fork's run), and its value not checked
 */
export function substitute(
  value: unknown,
  variables: ReadonlyMap<string, VariableValue>,
  emptyAllowed: boolean,
): Substituted {
  const findings: Finding[] = [];
  const references: { id: PlayId; path: Path }[] = [];
  const usedVariables: { name: string; path: Path }[] = [];
  const unknown: Path[] = [];

  const meanings = new Map<string, string | undefined>();
  const meantBy = (name: string): string | undefined => {
    if (!meanings.has(name)) meanings.set(name, nearest(name, variables.keys()));
    return meanings.get(name);
  };
  let length = 0;

  const variable = (name: string, path: Path): VariableValue => {
    usedVariables.push({ name, path });
    const found = variables.get(name);
    if (found === undefined) {
      const meant = meantBy(name);
      findings.push(
        wrong(
          'unknown-variable',
          path,
          `There is no variable "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} Add it to the step's input \`variables\`. (GitHub's configuration variables are not read.)`,
        ),
      );
    } else if (found === null && !emptyAllowed) {
      findings.push(
        wrong(
          'unknown-variable',
          path,
          `The variable "${name}" is empty. Give it a value in the step's input \`variables\`.`,
        ),
      );
    }
    if (found === undefined || found === null) unknown.push(path);
    return found ?? null;
  };

  const scalar = (text: string, path: Path): unknown => {
    const parts = split(text);
    const [first] = parts;
    if (parts.length === 1 && typeof first === 'object' && first.kind === 'variable') {
      return variable(first.name, path) ?? '';
    }
    const filled: (string | PlayReference)[] = [];
    const told = new Set<string>();
    for (const part of parts) {
      if (typeof part === 'string') filled.push(part);
      else if (part.kind === 'variable') filled.push(String(variable(part.name, path) ?? ''));
      else if (part.kind === 'wrong') {
        if (!told.has(part.message)) findings.push(wrong('wrong-expression', path, part.message));
        told.add(part.message);
        unknown.push(path);
      } else if ((path.length === 1 || path[0] === 'formerly') && noPlaysIn.has(String(path[0]))) {
        findings.push(
          wrong(
            'wrong-expression',
            path,
            `"${String(path[0])}" identifies the play, so it cannot refer to another play.`,
          ),
        );
        unknown.push(path);
      } else {
        const message = otherUuid(part.reference, path);
        if (message !== null) findings.push(wrong('wrong-expression', path, message));
        filled.push(part.reference);
        references.push({ id: part.reference.id, path });
      }
    }
    for (const part of filled) length += typeof part === 'string' ? part.length : 0;
    if (length > maxLength) {
      findings.push(
        wrong('too-large', path, 'The play is larger than 1 MiB with its variables filled in. Shorten it.'),
      );
      unknown.push(path);
      return '';
    }
    const texts = filled.filter((part) => typeof part === 'string');
    return texts.length < filled.length ? new Template(filled) : texts.join('');
  };

  const walk = (here: unknown, path: Path): unknown => {
    if (typeof here === 'string') return here.includes('${{') ? scalar(here, path) : here;
    if (Array.isArray(here)) return here.map((item, index) => walk(item, [...path, index]));
    if (typeof here !== 'object' || here === null) return here;
    const whole: [string, unknown][] = [];
    for (const [key, each] of Object.entries(here)) {
      if (key.includes('${{')) {
        findings.push({
          ...wrong('wrong-expression', [...path, key], 'A key cannot be an expression. Only values can.'),
          part: 'key',
        });
        continue;
      }
      whole.push([key, walk(each, [...path, key])]);
    }
    // not by assignment: a key may be called `__proto__`
    return Object.fromEntries(whole);
  };

  return { value: walk(value, []), findings, references, usedVariables, unknown };
}

/** The value with a uuid in place of each reference: what the checks of a single document are asked about. */
export function withStandIns(value: unknown): unknown {
  return fillTemplates(value, () => standIn);
}

/**
 * Puts what is known by now in place of references.
 * @param look gives a reference's text, or undefined where it isn't known yet
 * @returns a copy; a Template of which a part isn't known stays one
 */
export function fillTemplates(
  value: unknown,
  look: (reference: PlayReference) => string | undefined,
): unknown {
  if (value instanceof Template) {
    const parts = value.parts.map((part) => (typeof part === 'string' ? part : (look(part) ?? part)));
    return parts.every((part) => typeof part === 'string') ? parts.join('') : new Template(parts);
  }
  if (Array.isArray(value)) return value.map((item) => fillTemplates(item, look));
  if (typeof value !== 'object' || value === null || value instanceof NewFolder) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillTemplates(each, look)]));
}

/** The references that a value still holds, in the order in which they stand. */
export function referencesIn(value: unknown): PlayReference[] {
  if (value instanceof Template) return value.parts.filter((part) => typeof part !== 'string');
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}
