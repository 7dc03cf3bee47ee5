import { ending, outcomeInWords } from './log.ts';
import { code, folded, link, row, text } from './markdown.ts';
import type { Counts, Mode, PlayReport, Report } from './report.ts';
import { scheduleInWords } from './schedule-words.ts';

/** From so many unchanged plays on they are folded, since nothing is to be said of them. */
const foldUnchangedFrom = 12;
/** From so many lines on, what changes is folded in a comment, and what it costs everywhere. */
const foldChangesFrom = 16;

const icons = {
  created: '➕',
  adopted: '🤝',
  updated: '✏️',
  deleted: '🗑️',
  unchanged: '▫️',
  drifted: '⚠️',
  refused: '⛔',
  failed: '❌',
  'not attempted': '⏸️',
  valid: '✔️',
  'would create': '➕',
  'would adopt': '🤝',
  'would update': '✏️',
  'would delete': '🗑️',
} as const;

/** The icon and words for what became of a play. */
function badge(play: PlayReport): string {
  const words = ending(play);
  const icon = (icons as Readonly<Record<string, string>>)[words] ?? '';
  return `${icon} ${words}`;
}

/**
 * The fullest rendering that fits.
 * @param amounts from the fullest to the sparest, which is taken if none fits
 * @param most in bytes of UTF-8
 */
export function fitting<Value>(
  amounts: readonly Value[],
  render: (amount: Value) => string,
  most: number,
): string {
  let rendered = '';
  for (const amount of amounts) {
    rendered = render(amount);
    if (new TextEncoder().encode(rendered).length <= most) break;
  }
  return rendered;
}

/** The outcome in one line. */
export function heading(report: Report): string {
  const { conclusion, mode, counts } = report;
  const words = outcomeInWords(report);
  switch (conclusion) {
    case 'cancelled':
      return `## ⏹️ Cargo plays: cancelled — ${words}`;
    case 'failure':
      return `## ❌ Cargo plays: ${mode === 'plan' ? 'a merge would fail' : 'failed'} — ${words}`;
    case 'success':
      switch (mode) {
        case 'validate':
          return `## ✅ Cargo plays: ${words}`;
        case 'plan':
          return `## 🔍 Cargo plays: ${counts.create + counts.adopt + counts.update + counts.delete === 0 ? 'a merge would change nothing' : 'what a merge would do'} — ${words}`;
        case 'apply':
          return `## ✅ Cargo plays: ${words}`;
      }
  }
}

const columns: readonly (readonly [keyof Counts, string])[] = [
  ['create', 'Create'],
  ['adopt', 'Adopt'],
  ['update', 'Update'],
  ['delete', 'Delete'],
  ['none', 'Unchanged'],
  ['drifted', 'Drifted'],
  ['refused', 'Refused'],
  ['failed', 'Failed'],
  ['notAttempted', 'Not attempted'],
];

/** The counts as a table: the kinds of change always, what went wrong where it did. */
export function countsTable(counts: Counts, mode: Mode): string {
  const shown = columns.filter(
    ([key]) => counts[key] > 0 || key === 'none' || (mode !== 'validate' && key === 'create'),
  );
  return [
    row(shown.map(([, title]) => (mode === 'validate' && title === 'Unchanged' ? 'Valid' : title))),
    row(shown.map(() => '---:')),
    row(shown.map(([key]) => `**${String(counts[key])}**`)),
  ].join('\n');
}

/** What is to be said of the run as a whole. */
export function messages({ problems, warnings, notices }: Report): string {
  const alert = (kind: string, sentences: readonly string[]): string[] =>
    sentences.length === 0
      ? []
      : [[`> [!${kind}]`, ...sentences.map((sentence) => `> - ${text(sentence, 2_000)}`)].join('\n')];
  return [...alert('CAUTION', problems), ...alert('WARNING', warnings), ...alert('NOTE', notices)].join(
    '\n\n',
  );
}

/** A place in a file, linked to its line at this commit. */
function sourceLink({ source }: Report, file: string, line: number): string {
  const label = code(`${file}:${String(line)}`);
  if (source === null) return label;
  const path = file.split('/').map(encodeURIComponent).join('/');
  return link(
    label,
    `${source.serverUrl}/${source.repository}/blob/${source.commit}/${path}#L${String(line)}`,
  );
}

function more(left: number): string[] {
  return left > 0 ? [`\n… and ${String(left)} more, in the report file (\`report-path\`).`] : [];
}

/** The problems in the definitions, each at its place; empty where there are none. */
export function diagnosticsTable(report: Report, most: number): string {
  const { diagnostics } = report;
  if (diagnostics.length === 0) return '';
  const icon = { error: '❌', warning: '⚠️', notice: 'ℹ️' } as const;
  const shown = diagnostics.slice(0, Math.min(most, 500));
  return [
    '### Problems in the definitions',
    '',
    row(['', 'Where', 'What']),
    row(['---', '---', '---']),
    ...shown.map(({ severity, code: name, message, place }) =>
      row([
        icon[severity],
        sourceLink(report, place.file, place.line),
        `${text(message, 600)} <sub>${text(name)}</sub>`,
      ]),
    ),
    ...more(diagnostics.length - shown.length),
  ].join('\n');
}

/** Whether there is nothing to be said of a play but that it is as it should be. */
function isQuiet({ status, note }: PlayReport): boolean {
  return (status === 'unchanged' || status === 'valid') && note === null;
}

/** What became of each play; those of which nothing is to be said are folded where they are many. */
export function playsTable(report: Report, most: number): string {
  const quiet = report.plays.filter(isQuiet);
  const loud = report.plays.filter((play) => !isQuiet(play));
  if (quiet.length < foldUnchangedFrom || loud.length === 0) return table(report, report.plays, most);
  return `${table(report, loud, most)}\n\n${folded(`${String(quiet.length)} unchanged`, table(report, quiet, most - Math.min(most, loud.length)))}`;
}

/** The plays of which something is to be said; folded where they are many, empty where there are none. */
export function changesTable(report: Report, most: number): string {
  const loud = report.plays.filter((play) => !isQuiet(play));
  const rows = table(report, loud, most);
  return loud.length < foldChangesFrom ? rows : folded(`${String(loud.length)} plays`, rows);
}

function table(report: Report, plays: readonly PlayReport[], most: number): string {
  if (plays.length === 0) return '';
  const shown = plays.slice(0, most);
  const existing = new Set(report.plays.filter(({ uuid }) => uuid !== null).map(({ id }) => id));
  const exists = (id: string): boolean => existing.has(id);
  return [
    row(['', 'Play', 'Model', 'Runs', 'Source', 'Play uuid']),
    row(['---', '---', '---', '---', '---', '---']),
    ...shown.map((play) => playRow(report, play, exists)),
    ...more(plays.length - shown.length),
  ].join('\n');
}

function playRow(report: Report, play: PlayReport, exists: (id: string) => boolean): string {
  const name = link(`**${text(play.name === '' ? play.id : play.name, 120)}**`, play.url);
  const remark = play.error ?? play.note;
  return row([
    badge(play).replaceAll(' ', '&nbsp;'),
    `${name}${remark === null ? '' : `<br>${text(remark, 500)}`}`,
    code(play.model, 80),
    text(scheduleInWords(play.schedule, exists), 120),
    play.file === null || play.line === null ? '—' : sourceLink(report, play.file, play.line),
    play.uuid === null ? '—' : code(play.uuid),
  ]);
}

/** What makes plays run more, one line each; folded where they are many, empty where there is none. */
export function impacts({ plays }: Report, most: number): string {
  const lines = plays.flatMap(({ id, name, status, impact }) =>
    status === 'planned' || status === 'applied' || status === 'unchanged'
      ? impact.map((sentence) => `- **${text(name === '' ? id : name, 120)}**: ${text(sentence)}`)
      : [],
  );
  if (lines.length === 0) return '';
  const list = [...lines.slice(0, most), ...more(lines.length - most)].join('\n');
  return [
    '### 💸 What this costs',
    'Cargo bills each record at every run.',
    lines.length < foldChangesFrom
      ? list
      : folded(`${String(lines.length)} times, plays run more or on more records`, list),
  ].join('\n\n');
}
