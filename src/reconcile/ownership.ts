/**
 * Whose plays these are: usually `owner/name` of a repository, kept as it was written, compared without
 * case. Null is `owner: none`: no line is written, plays are matched by name alone.
 */
export type Owner = string & { readonly __brand: 'Owner' };

/** What the ownership line of a play says. */
export interface Ownership {
  readonly owner: string;
  readonly id: string;
  /** Whether it forbids to delete or disable the play. */
  readonly isProtected: boolean;
}

const ownershipLine =
  /^Managed[^\S\n]+as[^\S\n]+code[^\S\n]+by[^\S\n]+(\S|\S.*\S)#([a-z0-9][a-z0-9_-]{0,99})$/;

/** What follows the id in the line of a protected play. */
const protection = ', protected';

/**
 * The same as people may have edited it: with other blanks, in capitals, with emphasis around the word. With further words
 * behind it, the line is a sentence like any other: a play whose line is not understood is neither changed nor deleted.
 */
const editedProtection = /\s*,\s*([*_~`]*)protected([*_~`]*)$/i;

const named: Readonly<Record<string, string>> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Undoes the escapes of HTML and Markdown that an editor may have put into a line. */
function unescaped(line: string): string {
  return line
    .replace(
      /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(nbsp|amp|lt|gt|quot|apos));/gi,
      (whole, decimal, hex, name) =>
        typeof name === 'string'
          ? (named[name.toLowerCase()] ?? whole)
          : String.fromCodePoint(typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal)),
    )
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');
}

const listMark = /^(?:(?:[-+*•>]|\d{1,3}[.)])\s+)+/;
/** Longer lines are texts; looking for marks around them would take long. */
const longestLine = 1_000;

/** A line without what an editor puts around it: list marks, quote marks, emphasis and the blanks between them. */
function bare(line: string): string {
  let text = line.replace(listMark, '');
  const emphasis = /^[*_~`]+/.exec(text)?.[0] ?? '';
  text = text.slice(emphasis.length).replace(/[*~`]+$/, '');
  // an id may end with `_`: only as many are emphasis as stand in front
  for (const mark of emphasis) if (mark === '_' && text.endsWith('_')) text = text.slice(0, -1);
  return text.replace(/[*~`]+$/, '').trim();
}

function readLine(line: string): Ownership | null {
  // most lines need no closer look
  if (line.length > longestLine || !line.includes('Managed')) return null;
  const text = unescaped(line).replaceAll('\u200b', '').trim();
  const suffix = editedProtection.exec(text);
  // emphasis that ends behind the word, but began before it, is around the line
  const before =
    suffix === null ? text : text.slice(0, suffix.index) + (suffix[2] ?? '').slice(suffix[1]?.length ?? 0);
  const match = ownershipLine.exec(bare(before));
  if (match === null) return null;
  return { owner: match[1] as string, id: match[2] as string, isProtected: suffix !== null };
}

function linesOf(description: string): string[] {
  // the web page may have turned line ends into CRLF
  return description.replaceAll('\r\n', '\n').split('\n');
}

/**
 * Reads the ownership lines of a description. A line counts wherever it stands as a line of its own; blanks, a list
 * mark, emphasis and escapes around it do not matter, since people edit descriptions in the web page.
 * @param description as Cargo answers it, or as a definition says it
 * @returns the owner as it was written and the id, for each line; more than one is a mistake
 */
export function readOwnerships(description: string | null): Ownership[] {
  if (description?.includes('Managed') !== true) return [];
  return linesOf(description).flatMap((line) => readLine(line) ?? []);
}

/** The first ownership line of a description, or null where it holds none. */
export function readOwnership(description: string | null): Ownership | null {
  return readOwnerships(description)[0] ?? null;
}

/** Whether a description ends with its ownership line, just as it is written by us. */
export function endsWithLine(description: string | null): boolean {
  const last = linesOf(description?.trimEnd() ?? '').at(-1) ?? '';
  return ownershipLine.test(last.endsWith(protection) ? last.slice(0, -protection.length) : last);
}

/**
 * The description that is sent: the text, an empty line, the ownership line; the line alone where there is
 * no text.
 * @param text the definition's own description, without an ownership line
 * @param isProtected whether the line is to forbid that the play is deleted or disabled
 */
export function writeOwnership(
  text: string | undefined,
  owner: Owner,
  id: string,
  isProtected: boolean,
): string {
  const line = `Managed as code by ${owner}#${id}${isProtected ? protection : ''}`;
  const own = text?.trimEnd() ?? '';
  return own === '' ? line : `${own}\n\n${line}`;
}

/**
 * The text of a description around its ownership lines, line ends as `\n` and none at the end, so that
 * what a server or a web page does to them is no difference. Empty where there is none.
 */
export function ownText(description: string | null | undefined): string {
  if (description === null || description === undefined) return '';
  const lines = linesOf(description);
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    if (readLine(lines[at] ?? '') === null) continue;
    let start = at;
    while (start > 0 && lines[start - 1]?.trim() === '') start -= 1;
    let end = at + 1;
    while (end < lines.length && lines[end]?.trim() === '') end += 1;
    // the wider of the gaps before and after it stays
    const gap = start === 0 ? 0 : Math.max(at - start, end - at - 1);
    lines.splice(start, end - start, ...Array.from({ length: gap }, () => ''));
    at = start;
  }
  return lines.join('\n').trimEnd();
}

/** Whether two owners are the same one: GitHub's names have no case. */
export function sameOwner(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
