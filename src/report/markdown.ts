import { stringify } from 'yaml';
import { cut, isLetterOrDigit, visible } from '../definition/visible.ts';

// The one place of escaping: whatever comes from outside passes through here before it is shown.

const special = /[&<>`*_[\]\\|~$:#@]/g;

function entities(text: string): string {
  return text.replace(special, (each) => `&#${String(each.charCodeAt(0))};`);
}

/**
 * Text inside Markdown, as it is: no markup, no HTML, no link, no mention, no reference. One line.
 * @param most how many characters are shown at most
 */
export function text(value: string, most = 300): string {
  return (
    entities(cut(visible(value), most))
      // GitHub looks for mentions and references in the finished page: a zero-width space tears them apart
      .replace(/&#64;/g, '&#64;&#8203;')
      .replace(/&#35;(?=\d)/g, '&#35;&#8203;')
      .replace(/\b(GH)-(?=\d)/gi, '$1-&#8203;')
      .replace(/\b(www)\./gi, '$1&#46;')
  );
}

/** Text in a fixed font; GitHub looks for nothing in there. */
export function code(value: string, most = 300): string {
  return `<code>${entities(cut(visible(value), most)).replace(/\b(www)\./gi, '$1&#46;')}</code>`;
}

/** A fenced block; its fence is longer than any inside. Lines stay lines, tabs stay tabs. */
export function fence(value: string, language: string): string {
  const body = value.split('\n').map(visible).join('\n');
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = '`'.repeat(longest + 1);
  return `${marks}${language}\n${body}\n${marks}`;
}

/**
 * A label in a diagram, in which nothing is Mermaid's, Markdown's or HTML's: all but letters, digits and blanks become
 * entity codes.
 * @param most how many characters are shown at most
 * @param kept other characters that stay
 */
export function mermaid(value: string, most: number, kept = ''): string {
  return cut(visible(value), most).replace(/[^A-Za-z0-9 ]/gu, (each) =>
    kept.includes(each) || isLetterOrDigit(each) ? each : `#${String(each.codePointAt(0) ?? 0)};`,
  );
}

/** A link with a label that is escaped already. Only web addresses are linked; of others the label is left. */
export function link(label: string, url: string | null): string {
  if (url === null || !/^https?:\/\//.test(url)) return label;
  return `[${label}](${url.replace(/[()<>\s"'`|\\]/g, (each) => `%${each.charCodeAt(0).toString(16).padStart(2, '0')}`)})`;
}

/** A row of a table; its cells are escaped already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A part that is folded until it is asked for. */
export function folded(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/**
 * A line for the log or an annotation: one line, and no workflow command (`::` at its start, after white
 * space too, and `##[` anywhere).
 */
export function plain(value: string): string {
  return visible(value)
    .replace(/^(\s*):(?=:)/, '$1: ')
    .replaceAll('##[', '# #[');
}

/** Any value of a play as a person reads it, on one line where it is a scalar, else as YAML. */
export function readable(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();
}

/** The line below a table that was cut: how many rows it lacks; none where it lacks none. */
export function more(left: number): string[] {
  return left > 0 ? [`\n… and ${String(left)} more. The report file has all of them (\`report-path\`).`] : [];
}
