import type { Style } from './style.ts';
import { widthOf } from './style.ts';

const names: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"' };

/** Text of a Markdown line as it would be read: without marks, links as their label, entities as characters. */
function inline(markdown: string): string {
  return (
    markdown
      .replace(/<br\s*\/?>/g, ' · ')
      .replace(/<\/?[a-z][^<>]*>/gi, '')
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll('**', '')
      .replace(/`([^`]*)`/g, '$1')
      .replace(/\\([\\`*_{}[\]<>()#+\-.!|~])/g, '$1')
      .replace(
        /&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi,
        (whole, decimal?: string, hex?: string, name?: string) => {
          if (name !== undefined) return names[name] ?? whole;
          return String.fromCodePoint(decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal));
        },
      )
      // what could steer the terminal, and what has no width
      .replace(/[\p{Cc}\u200B\u202A-\u202E\u2066-\u2069]/gu, '')
  );
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|\s*$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => inline(cell).trim());
}

/** A table in columns, or where that is too wide, a paragraph for each row. */
function tableLines(lines: readonly string[], style: Style, width: number): string[] {
  const [header = '', , ...body] = lines;
  const titles = cellsOf(header);
  const rows = body.map(cellsOf);
  const widths = titles.map((title, index) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map(
        (most, index) =>
          `${cells[index] ?? ''}${' '.repeat(Math.max(0, most - widthOf(cells[index] ?? '')))}`,
      )
      .join('   ')
      .trimEnd();
  if (widths.reduce((sum, each) => sum + each + 3, 0) <= width) {
    return [style.dim(line(titles)), ...rows.map(line)];
  }
  // the first cells without a title, such as an icon, stand before the first that has one
  const first = Math.max(
    0,
    titles.findIndex((title) => title !== ''),
  );
  return rows.flatMap((row) => {
    const details = titles.slice(first + 1).flatMap((title, index) => {
      const value = row[first + 1 + index] ?? '';
      return value === '' || value === '—' ? [] : [`${title}: ${value}`];
    });
    return [
      row
        .slice(0, first + 1)
        .join('  ')
        .trim(),
      ...packed(details, width - 4).map((each) => `    ${style.dim(each)}`),
    ];
  });
}

/** Puts as many parts on each line as it holds. */
function packed(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(part) + 3 <= width)
      lines[lines.length - 1] = `${last} · ${part}`;
    else lines.push(part);
  }
  return lines;
}

/** What a fence holds, JSON on one line. */
function fencedLines(lines: readonly string[], language: string | undefined): string[] {
  if (language === 'json') {
    try {
      return [JSON.stringify(JSON.parse(lines.join('\n')))];
    } catch {
      // shown as it is
    }
  }
  return lines.map((line) => line.replace(/\p{Cc}/gu, ' '));
}

/** A Mermaid flowchart as a line for each arrow. */
function diagramLines(lines: readonly string[]): string[] {
  const labels = new Map<string, string>();
  for (const line of lines) {
    const [, node, label] = /^\s*(\w+)[[(]+"(.*)"[\])]+$/.exec(line) ?? [];
    // Mermaid writes its entities without the ampersand
    if (node !== undefined) labels.set(node, inline((label ?? '').replace(/#(\d+;)/g, '&#$1')));
  }
  return lines.flatMap((line) => {
    const [, from, words, to] = /^\s*(\w+) -[-.]*->(?:\|(.*?)\|)? (\w+)$/.exec(line) ?? [];
    if (from === undefined || to === undefined) return [];
    const arrow = words === undefined ? '──▶' : `── ${words} ─▶`;
    return [`  ${labels.get(from) ?? from} ${arrow} ${labels.get(to) ?? to}`];
  });
}

/** A line that is neither a table's nor a fence's. */
function textLine(line: string, style: Style): string {
  const [, marks = '', title = ''] = /^(#+) (.*)$/.exec(line) ?? [];
  if (marks !== '') return style.bold(inline(title));
  const [, alert] = /^> \[!([A-Z]+)\]$/.exec(line) ?? [];
  if (alert !== undefined)
    return (alert === 'CAUTION' ? style.red : alert === 'WARNING' ? style.yellow : style.blue)(alert);
  const [, folded] = /<summary>(.*)<\/summary>/.exec(line) ?? [];
  if (folded !== undefined) return `▸ ${style.bold(inline(folded))}`;
  return inline(line.replace(/^> ?/, '  '));
}

/**
 * A job summary as a terminal can show it: tables in columns, diagrams as arrows, folded parts open.
 * @param width of the terminal, in columns
 */
export function viewSummary(markdown: string, style: Style, width: number): string {
  const shown: string[] = [];
  const lines = markdown.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, fence, language] = /^\s*(`{3,})(\w*)$/.exec(line) ?? [];
    const isTable = line.startsWith('|');
    if (fence === undefined && !isTable) {
      if (line.trim() !== '</details>') shown.push(textLine(line, style));
      continue;
    }
    const start = fence === undefined ? index : index + 1;
    let end = start;
    while (end < lines.length && (isTable ? lines[end]?.startsWith('|') : lines[end]?.trim() !== fence))
      end += 1;
    const block = lines.slice(start, end);
    if (isTable) shown.push(...tableLines(block, style, width));
    else if (language === 'mermaid') shown.push(...diagramLines(block));
    else shown.push(...fencedLines(block, language).map((each) => `    ${each}`));
    index = isTable ? end - 1 : end;
  }
  return shown
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
