import { LineCounter, parseDocument } from 'yaml';
import { uuidForm } from '../definition/uuid.ts';
import { placer } from '../definition/places.ts';
import { mistake } from '../definition/yaml-mistakes.ts';
import { isOneLine } from '../definition/visible.ts';
import { sameOwner } from '../reconcile/ownership.ts';
import type { Owner } from '../reconcile/ownership.ts';
import type { Policy } from '../reconcile/policy.ts';

/** Reports a wrong input: its name, and a sentence that says what is allowed. */
export type Wrong = (input: string, message: string) => null;

/** The values for `${{ vars.NAME }}`; null is a value left empty. */
export type Variables = ReadonlyMap<string, string | number | boolean | null>;

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads the `variables` input: a YAML mapping of names to strings, numbers and booleans.
 * @param emptyAllowed whether a value may be empty: on a fork's or Dependabot's run GitHub leaves them so
 * @param wrong is called with a sentence for each mistake, with its line where there is one
 */
export function parseVariables(
  text: string,
  emptyAllowed: boolean,
  wrong: (message: string) => void,
): Variables {
  const variables = new Map<string, string | number | boolean | null>();
  const lineCounter = new LineCounter();
  const options = { lineCounter, stringKeys: true, schema: 'core', prettyErrors: false } as const;
  const document = parseDocument(text, options);
  const [error] = document.errors;
  if (error !== undefined) {
    const found = mistake(document, text, placer('variables', text, lineCounter));
    const isTwice = error.code === 'DUPLICATE_KEY';
    const message = isTwice ? 'This name is there twice. Remove one of the two.' : found?.message;
    wrong(`line ${String(found?.place.line ?? 1)}: ${message ?? 'This is not valid YAML.'}`);
    return variables;
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    wrong('it uses too many YAML aliases (`*name`). Write the values out.');
    return variables;
  }
  if (value === null) return variables;
  if (typeof value !== 'object' || Array.isArray(value)) {
    wrong('it is not a mapping. Write one `NAME: value` per line.');
    return variables;
  }
  for (const [name, each] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    if (!variableName.test(name)) {
      wrong(`"${name}" is not a valid name. Use letters, digits and _, and do not start with a digit.`);
    } else if (each === null && !emptyAllowed) {
      wrong(
        `"${name}" has no value. Check the spelling of the variable it comes from. For empty text, write "".`,
      );
    } else if (
      each !== null &&
      typeof each !== 'string' &&
      typeof each !== 'number' &&
      typeof each !== 'boolean'
    ) {
      wrong(
        `"${name}" is a ${Array.isArray(each) ? 'list' : 'mapping'}: a variable must be text, a number, true or false.`,
      );
    } else if (typeof each === 'number' && !Number.isFinite(each)) {
      wrong(`"${name}" is not a finite number.`);
    } else variables.set(name, each);
  }
  return variables;
}

/** Checks the API token: a text that no HTTP header can hold is a secret that was stored wrong. */
export function checkToken(token: string | null, wrong: Wrong): string | null {
  if (token !== null && token.length < 12)
    return wrong(
      'api-token',
      'it is too short: a Cargo token has at least 12 characters. Store the secret again.',
    );
  if (token === null || /^[\x21-\x7e]+$/.test(token)) return token;
  return wrong(
    'api-token',
    'it contains spaces, line breaks or other characters that a Cargo token never has. Store the secret again.',
  );
}

/**
 * Checks the `owner`.
 * @param written the input, null where it is left to the repository
 * @param isDefault whether `plays` is the default
 * @returns null for `none`, and where it is wrong
 */
export function checkOwner(
  written: string | null,
  repository: string | null,
  policy: Policy,
  isDefault: boolean,
  wrong: Wrong,
): Owner | null {
  const owner = written ?? repository;
  if (owner === null) {
    return wrong(
      'owner',
      'it is empty, and GITHUB_REPOSITORY is not set. Set `owner: name` to say who owns these plays.',
    );
  }
  if (owner.toLowerCase() === 'none') {
    return policy === 'create-only'
      ? null
      : wrong(
          'owner',
          '`none` works only with `policy: create-only`. Updates and deletes need an owner, to know which plays are yours.',
        );
  }
  if (owner.length > 200 || !isOneLine(owner)) {
    wrong('owner', 'it must be a single line of at most 200 characters.');
  }
  if (policy === 'sync' && written === null && !isDefault) {
    wrong(
      'owner',
      `\`policy: sync\` with a custom \`plays\` needs an explicit owner, such as \`owner: ${owner}\`. \`sync\` deletes every play ` +
        'of the owner that no file defines, so each set of files needs its own owner.',
    );
  }
  return owner as Owner;
}

/**
 * Checks the `formerly-owner`.
 * @param written the input, null where it is empty
 * @param asked the input `owner` as it is written
 * @param owner the owner as it was checked
 */
export function checkFormerOwner(
  written: string | null,
  asked: string,
  owner: Owner | null,
  wrong: Wrong,
): string | null {
  if (written === null) return null;
  if (asked.toLowerCase() === 'none')
    return wrong(
      'formerly-owner',
      '`owner: none` writes no ownership line, so no play can be taken over from another owner. Set `owner`, or remove this input.',
    );
  if (written.length > 200 || !isOneLine(written))
    return wrong('formerly-owner', 'it must be one owner: a single line of at most 200 characters.');
  if (owner !== null && sameOwner(written, owner))
    return wrong(
      'formerly-owner',
      `it is the present owner (${owner}). Write the name that the repository had before, or remove this input.`,
    );
  return written;
}

/**
 * Checks the `workspace-uuid`; null where any workspace will do.
 * @param emptyAllowed whether it may be empty: on a fork's or Dependabot's run GitHub leaves variables empty, and the token too
 */
export function checkWorkspaceUuid(value: string, emptyAllowed: boolean, wrong: Wrong): string | null {
  if (value === 'any' || (value === '' && emptyAllowed)) return null;
  if (value === '') {
    return wrong(
      'workspace-uuid',
      'it is empty. Check the spelling of the variable it comes from. To allow any workspace, write `any` or remove the input.',
    );
  }
  return uuidForm.test(value)
    ? value.toLowerCase()
    : wrong('workspace-uuid', `"${value}" is neither a UUID nor \`any\`.`);
}

/** Checks the `base-url`, and takes the slashes off its end. */
export function checkBaseUrl(value: string, wrong: Wrong): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    wrong('base-url', 'it is not a URL such as https://api.getcargo.io/v1.');
  } else if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    wrong('base-url', 'it must not contain a user, a password, a query or a fragment.');
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    wrong(
      'base-url',
      `http would send the token unencrypted to ${url.hostname}. Use https. (http is allowed only for localhost.)`,
    );
  }
  return value.replace(/\/+$/, '');
}

/** Whether a URL's host is this machine, so that nothing crosses a network. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * Checks the folder that pulled files go to.
 * @returns it with `/`, relative to the workspace; empty for the workspace itself
 */
export function checkFolder(folder: string, wrong: Wrong): string {
  const steps = folder.split(/[/\\]/).filter((step) => step !== '' && step !== '.');
  if (/^(?:[/\\]|[a-z]:)/i.test(folder) || steps.includes('..'))
    wrong(
      'pull-to',
      `"${folder}" leads out of the checkout. Write a folder relative to the top of the repository, without "..".`,
    );
  return steps.join('/');
}
