/** Takes a secret out of a text. */
export type Redact = (text: string) => string;

/** What stands in the place of the token, wherever somebody wrote it. */
const blank = '***';

/** So much of a token's beginning, before the mark of a cut text, is taken out too. */
const leastBeginning = 6;

/**
 * A shorter text is refused as a token. Taking it out of each word that holds it would leave nothing to read, the
 * refusal least of all.
 */
const leastLength = 12;

const namedEntities: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

/** Hexadecimal digits in either case. */
function anyCase(digits: string): string {
  return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function bytesOf(text: string): number[] {
  return [...new TextEncoder().encode(text)];
}

/** Patterns for one character: as it is, percent-encoded, escaped with a backslash, or as an entity. */
function formsOf(each: string): string[] {
  const codePoint = each.codePointAt(0) ?? 0;
  const hex = anyCase(codePoint.toString(16));
  const percent = bytesOf(each).map((byte) => `%${anyCase(byte.toString(16).padStart(2, '0'))}`);
  const name = namedEntities[each];
  const forms = [
    escapeForRegExp(each),
    percent.join(''),
    `\\\\u0*${hex}`,
    `\\\\${escapeForRegExp(each)}`,
    `&#0*${String(codePoint)};`,
    `&#[xX]0*${hex};`,
    ...(name === undefined ? [] : [`&${name};`]),
  ];
  // a zero-width space behind it keeps GitHub from seeing a mention
  return forms.flatMap((form) => [form, `${form}&#8203;`]);
}

/** The part of a base64 text that is the same whatever stands before and after the token in it. */
function base64Cores(token: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = bytesOf(`${' '.repeat(before)}${token}`);
    const encoded = btoa(String.fromCharCode(...bytes)).replace(/=+$/, '');
    const start = Math.ceil((before * 4) / 3);
    // the last character may hold bits of what follows
    const core = encoded.slice(start, -1);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** One way to write the token: the forms of its first character, and of each of its characters. */
interface Form {
  readonly start: RegExp;
  readonly characters: readonly (readonly RegExp[])[];
}

/** Where a text is cut right behind one of these places, or in the middle of a character's form. */
function cutAfter(text: string, ends: ReadonlySet<number>): number | null {
  for (const end of ends) {
    const [half] = /^(?:[%&\\][#\w%]{0,7})?(?=…)/.exec(text.slice(end, end + 9)) ?? [];
    if (half !== undefined) return end + half.length;
  }
  return null;
}

/** Where the token ends that begins at a place in a text; null where it is another text, not cut either. */
function endOf(text: string, from: number, characters: Form['characters']): number | null {
  // a backslash may be itself or the escape of what follows: all ways to read the text are followed
  let ends = new Set([from]);
  for (const [index, forms] of characters.entries()) {
    const next = new Set<number>();
    for (const end of ends) {
      for (const form of forms) {
        form.lastIndex = end;
        if (form.test(text)) next.add(form.lastIndex);
      }
    }
    if (next.size === 0) {
      return index < leastBeginning ? null : cutAfter(text, ends);
    }
    ends = next;
  }
  return Math.max(...ends);
}

function takeOut(text: string, { start, characters }: Form): string {
  let left = '';
  let kept = 0;
  start.lastIndex = 0;
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const end = endOf(text, found.index, characters);
    if (end === null) {
      start.lastIndex = found.index + 1;
      continue;
    }
    left += text.slice(kept, found.index) + blank;
    kept = end;
    start.lastIndex = end;
  }
  return left + text.slice(kept);
}

/**
 * Makes a function that takes the token out of any text: as it is, percent-encoded, escaped as in JSON or Markdown, as
 * entities, in base64; and its beginning where a text is cut in the middle of it.
 * @param token null where there is none: the text is left as it is
 */
export function createRedactor(token: string | null): Redact {
  if (token === null || token.length < leastLength) return (text) => text;
  const written = [
    Array.from(token, formsOf),
    ...base64Cores(token).map((core) => Array.from(core, (each) => [escapeForRegExp(each)])),
  ];
  const beginnings = written.map((characters) =>
    characters.slice(0, leastBeginning).map((forms) => `(?:${forms.join('|')})`),
  );
  const anyBeginning = new RegExp(beginnings.map((beginning) => beginning.join('')).join('|'));
  let forms: readonly Form[] | null = null;
  return (text) => {
    // most texts hold nothing of it: one pattern is fast, and the thousand others are hardly ever needed
    if (!anyBeginning.test(text)) return text;
    forms ??= written.map((characters, index) => ({
      start: new RegExp(beginnings[index]?.[0] ?? '', 'g'),
      characters: characters.map((each) => each.map((form) => new RegExp(form, 'y'))),
    }));
    return forms.reduce(takeOut, text);
  };
}

/** Plain data with the token taken out of each text in it, keys included. */
export function redactAll<Value>(value: Value, redact: Redact): Value {
  // few values hold a token: one look at the whole costs less than one at each text in it
  const whole = JSON.stringify(value);
  return redact(whole) === whole ? value : (walk(value, redact) as Value);
}

function walk(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((each) => walk(each, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [redact(key), walk(each, redact)]));
}
