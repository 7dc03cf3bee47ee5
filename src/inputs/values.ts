import { LineCounter, parseDocument } from 'yaml';
import type { Owner } from '../reconcile/ownership.ts';
import type { Policy } from '../reconcile/plan.ts';

/** Takes note of a wrong input, by its name and in a sentence that says what is allowed. */
export type Wrong = (input: string, message: string) => null;

/** The values for `${{ vars.NAME }}`; null is a value that was left empty. */
export type Variables = ReadonlyMap<string, string | number | boolean | null>;

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads the `variables` input: a YAML mapping of names to strings, numbers and booleans.
 * @param emptyAllowed whether a value may be empty: on a fork's or Dependabot's run GitHub leaves them so
 * @param wrong is called with each mistake, a sentence that names its line
 */
export function parseVariables(
  text: string,
  emptyAllowed: boolean,
  wrong: (message: string) => void,
): Variables {
  const variables = new Map<string, string | number | boolean | null>();
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, stringKeys: true, schema: 'core' });
  for (const error of document.errors) {
    wrong(`line ${error.linePos?.[0].line ?? 1}: ${error.message.split('\n')[0] ?? 'this is not YAML'}`);
  }
  if (document.errors.length > 0) return variables;
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    wrong('it has too many aliases.');
    return variables;
  }
  if (value === null) return variables;
  if (typeof value !== 'object' || Array.isArray(value)) {
    wrong('it is not a mapping. Write one `NAME: value` a line.');
    return variables;
  }
  for (const [name, each] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    if (!variableName.test(name)) {
      wrong(`"${name}" is not a name: use letters, digits and _, not beginning with a digit.`);
    } else if (each === null && !emptyAllowed) {
      wrong(`"${name}" has no value. Is the variable it comes from spelt right? For an empty text write "".`);
    } else if (
      each !== null &&
      typeof each !== 'string' &&
      typeof each !== 'number' &&
      typeof each !== 'boolean'
    ) {
      wrong(
        `"${name}" is a ${Array.isArray(each) ? 'list' : 'mapping'}: a variable is a text, a number, true or false.`,
      );
    } else if (typeof each === 'number' && !Number.isFinite(each)) {
      wrong(`"${name}" is not a finite number.`);
    } else variables.set(name, each);
  }
  return variables;
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Checks the API token: what a header can't hold is never one, most likely two secrets or quotes from a chat. */
export function checkToken(token: string | null, wrong: Wrong): string | null {
  if (token !== null && token.length < 12)
    return wrong(
      'api-token',
      'it is too short: every Cargo token has 12 characters or more. Store the secret again.',
    );
  if (token === null || /^[\x21-\x7e]+$/.test(token)) return token;
  return wrong(
    'api-token',
    'it has blanks, line breaks or other characters that no Cargo token has. Store the secret again.',
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
      'it is empty, and GITHUB_REPOSITORY is not set: say whose plays these are, as `owner: name`.',
    );
  }
  if (owner.toLowerCase() === 'none') {
    return policy === 'create-only'
      ? null
      : wrong(
          'owner',
          '`none` goes with `policy: create-only` alone: without an owner no play is known to be ours.',
        );
  }
  if (owner.length > 200 || /[\p{Cc}\u2028\u2029]/u.test(owner)) {
    wrong('owner', 'it is one line of at most 200 characters.');
  }
  if (policy === 'sync' && written === null && !isDefault) {
    wrong(
      'owner',
      `\`policy: sync\` with \`plays\` of your own needs \`owner\` written out, such as \`owner: ${owner}\`: it deletes ` +
        "this owner's plays that no file defines, so each set of files needs an owner of its own.",
    );
  }
  return owner as Owner;
}

/** Checks the `workspace-uuid`; null where any workspace will do. */
export function checkWorkspaceUuid(value: string, wrong: Wrong): string | null {
  if (value === 'any') return null;
  if (value === '') {
    return wrong(
      'workspace-uuid',
      'it is empty. Is the variable it comes from spelt right? To allow any workspace, write `any` or remove it.',
    );
  }
  return uuidForm.test(value)
    ? value.toLowerCase()
    : wrong('workspace-uuid', `"${value}" is neither a uuid nor \`any\`.`);
}

/** Checks the `base-url`, and takes the slashes off its end. */
export function checkBaseUrl(value: string, wrong: Wrong): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    wrong('base-url', 'it is not an address such as https://api.getcargo.io/v1.');
  } else if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    wrong('base-url', 'it must be without a user, a password, a query and a fragment.');
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    wrong(
      'base-url',
      `http would send the token unencrypted to ${url.hostname}: use https. (http is for this machine alone.)`,
    );
  }
  return value.replace(/\/+$/, '');
}

/** Whether a URL's host is this very machine: what is sent there crosses no network. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
