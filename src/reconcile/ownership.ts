/**
 * Whose plays these are: usually `owner/name` of a repository, kept as it was written, compared without
 * case. Null is `owner: none`: no line is written, plays are matched by name alone.
 */
export type Owner = string & { readonly __brand: 'Owner' };

/** What the ownership line of a play says. */
export interface Ownership {
  readonly owner: string;
  readonly id: string;
}

const ownershipLine = /^Managed as code by (\S|\S.*\S)#([a-z0-9][a-z0-9_-]{0,99})$/;

function split(description: string): { whole: string; text: string; line: string } {
  // the web page may have turned line ends into CRLF
  const whole = description.replaceAll('\r\n', '\n').trimEnd();
  const start = whole.lastIndexOf('\n') + 1;
  return { whole, text: whole.slice(0, start).trimEnd(), line: whole.slice(start) };
}

/**
 * Reads the ownership line of a description.
 * @param description as the service answers it, or as a definition says it
 * @returns the owner as it was written and the id, or null where the last line is no such line
 */
export function readOwnership(description: string | null): Ownership | null {
  if (description === null) return null;
  const match = ownershipLine.exec(split(description).line);
  return match === null ? null : { owner: match[1] as string, id: match[2] as string };
}

/**
 * The description that is sent: the text, an empty line, the ownership line; the line alone where there is
 * no text.
 * @param text the definition's own description, without an ownership line
 */
export function writeOwnership(text: string | undefined, owner: Owner, id: string): string {
  const line = `Managed as code by ${owner}#${id}`;
  const own = text?.trimEnd() ?? '';
  return own === '' ? line : `${own}\n\n${line}`;
}

/**
 * The text of a description without its ownership line, line ends as `\n` and none at the end, so that
 * what a server or a web page does to them is no difference. Empty where there is none.
 */
export function ownText(description: string | null | undefined): string {
  if (description === null || description === undefined) return '';
  const { whole, text, line } = split(description);
  return ownershipLine.test(line) ? text : whole;
}

/** Whether two owners are the same one: GitHub's names have no case. */
export function sameOwner(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
