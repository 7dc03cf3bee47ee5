import { code, folded, link, more, row, text } from './markdown.ts';
import { foldChangesFrom } from './plays-table.ts';
import type { Counts, Report } from './report.ts';
import { sourceLink } from './source-link.ts';

const columns: readonly (readonly [keyof Counts, string])[] = [
  ['create', 'Create'],
  ['adopt', 'Adopt'],
  ['update', 'Update'],
  ['delete', 'Delete'],
  ['disable', 'Disable'],
  ['release', 'Release'],
  ['none', 'Unchanged'],
  ['drifted', 'Drifted'],
  ['refused', 'Refused'],
  ['failed', 'Failed'],
  ['notAttempted', 'Not attempted'],
  ['deploy', 'Deploy'],
  ['enable', 'Enable'],
];

/** The counts as a table: the kinds of change where there was a plan, what went wrong where it did. */
export function countsTable({ counts, isPlanned }: Report): string {
  const shown = columns.filter(
    ([key]) => counts[key] > 0 || key === 'none' || (isPlanned && key === 'create'),
  );
  return [
    row(shown.map(([, title]) => (!isPlanned && title === 'Unchanged' ? 'Valid' : title))),
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

/** The problems in the definitions, each at its place; empty where there are none. */
export function diagnosticsTable(report: Report, most: number): string {
  const rank = { error: 0, warning: 1, notice: 2 } as const;
  const diagnostics = report.diagnostics.toSorted((one, other) => rank[one.severity] - rank[other.severity]);
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

/** The uuids of the plays that exist, folded; empty where there are none. */
export function uuidsTable({ plays }: Report, most: number): string {
  const existing = plays.filter(({ uuid }) => uuid !== null);
  if (existing.length === 0) return '';
  const cell = (uuid: string | null): string => (uuid === null ? '—' : code(uuid));
  const shown = existing.slice(0, most);
  const rows = [
    row(['Id', 'Play', 'Workflow', 'Segment']),
    row(['---', '---', '---', '---']),
    ...shown.map(({ id, uuid, workflowUuid, segmentUuid }) =>
      row([code(id), cell(uuid), cell(workflowUuid), cell(segmentUuid)]),
    ),
    ...more(existing.length - shown.length),
  ];
  return folded('UUIDs', rows.join('\n'));
}

/** The plays that no definition has any more, with what would remove each; empty where there are none. */
export function orphansTable({ orphans }: Report, most: number): string {
  if (orphans.length === 0) return '';
  const shown = orphans.slice(0, most);
  const rows = [
    row(['Play', 'Model', 'Id', 'What to do']),
    row(['---', '---', '---', '---']),
    ...shown.map(({ id, name, model, url, note }) =>
      row([
        link(`**${text(name === '' ? id : name, 120)}**`, url),
        code(model, 80),
        code(id),
        text(note, 500),
      ]),
    ),
    ...more(orphans.length - shown.length),
  ];
  return folded(`${String(orphans.length)} orphaned (no longer defined)`, rows.join('\n'));
}

/** What makes plays run more, one line for each play; folded where they are many, empty where there is none. */
export function impacts({ plays }: Report, most: number): string {
  const lines = plays.flatMap(({ id, name, status, impact }) =>
    impact.length > 0 && (status === 'planned' || status === 'applied' || status === 'unchanged')
      ? [`- **${text(name === '' ? id : name, 120)}**: ${impact.map((sentence) => text(sentence)).join(' ')}`]
      : [],
  );
  if (lines.length === 0) return '';
  const list = [...lines.slice(0, most), ...more(lines.length - most)].join('\n');
  return [
    '### 💸 What this costs',
    'Cargo bills each record in every run.',
    lines.length < foldChangesFrom
      ? list
      : folded(`${String(lines.length)} plays run more often or on more records`, list),
  ].join('\n\n');
}
