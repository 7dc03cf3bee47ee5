import { renderDiagram } from './diagram.ts';
import { renderDifferences } from './differences.ts';
import { ending, outcomeInWords } from './log.ts';
import { code, fence, folded, link, row, text } from './markdown.ts';
import { nextSteps } from './next-steps.ts';
import type { Counts, Mode, PlayReport, Report } from './report.ts';
import { scheduleInWords } from './schedule-words.ts';

/** GitHub takes 1 MiB for a step's summary; some of it is left to what else the step may write. */
const mostBytes = 1024 * 1024 - 16 * 1024;
/** From so many unchanged plays on they are folded, since nothing is to be said of them. */
const foldUnchangedFrom = 12;

/** How much of a report is shown: what can be missed first is left out first. */
interface Amount {
  readonly differences: boolean;
  readonly diagram: boolean;
  readonly nextSteps: boolean;
  /** The most rows of each table. */
  readonly rows: number;
}

const amounts: readonly Amount[] = [
  { differences: true, diagram: true, nextSteps: true, rows: Infinity },
  { differences: false, diagram: true, nextSteps: true, rows: Infinity },
  { differences: false, diagram: false, nextSteps: false, rows: Infinity },
  ...[2_000, 1_000, 500, 200, 50].map((rows) => ({
    differences: false,
    diagram: false,
    nextSteps: false,
    rows,
  })),
];

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

/** The job summary: what happened at a glance, then play by play, then what to do. Never over GitHub's limit. */
export function renderSummary(report: Report): string {
  return fitting(amounts, (amount) => page(report, amount), mostBytes);
}

/**
 * The fullest rendering that fits.
 * @param amounts from the fullest to the sparest, which is taken if none fits
 * @param most in bytes of UTF-8
 */
function fitting<Value>(amounts: readonly Value[], render: (amount: Value) => string, most: number): string {
  let rendered = '';
  for (const amount of amounts) {
    rendered = render(amount);
    if (new TextEncoder().encode(rendered).length <= most) break;
  }
  return rendered;
}

function page(report: Report, amount: Amount): string {
  const parts = [
    heading(report),
    countsTable(report.counts, report.mode),
    messages(report),
    diagnosticsTable(report, amount.rows),
    playsTable(report, amount.rows),
    amount.differences ? renderDifferences(report) : '',
    impacts(report, amount.rows),
    amount.diagram ? diagram(report) : '',
    amount.nextSteps ? nextSteps(report) : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n\n`;
}

/** The outcome in one line. */
function heading(report: Report): string {
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
function countsTable(counts: Counts, mode: Mode): string {
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
function messages({ problems, warnings, notices }: Report): string {
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

function diagnosticsTable(report: Report, most: number): string {
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

function playsTable(report: Report, most: number): string {
  const quiet = report.plays.filter(
    ({ status, note }) => (status === 'unchanged' || status === 'valid') && note === null,
  );
  const loud = report.plays.filter((play) => !quiet.includes(play));
  if (quiet.length < foldUnchangedFrom || loud.length === 0) return table(report, report.plays, most);
  return `${table(report, loud, most)}\n\n${folded(`${String(quiet.length)} unchanged`, table(report, quiet, most - Math.min(most, loud.length)))}`;
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

/** What makes plays run more, one line each. */
function impacts({ plays }: Report, most: number): string {
  const lines = plays.flatMap(({ id, status, impact }) =>
    status === 'planned' || status === 'applied'
      ? impact.map((sentence) => `- **${text(id)}**: ${text(sentence)}`)
      : [],
  );
  if (lines.length === 0) return '';
  return [
    '### 💸 What this costs',
    '',
    'Cargo bills each record at every run.',
    '',
    ...lines.slice(0, most),
    ...more(lines.length - most),
  ].join('\n');
}

function diagram({ plays }: Report): string {
  const drawn = renderDiagram(plays);
  return drawn === null ? '' : folded('Models and plays', fence(drawn, 'mermaid'));
}
