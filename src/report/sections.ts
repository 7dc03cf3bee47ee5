import { ending } from './log.ts';
import { code, folded, link, row, text } from './markdown.ts';
import { reachCell } from './reach.ts';
import type { Action, Counts, PlayReport, Report, Status } from './report.ts';
import { scheduleInWords } from './schedule-words.ts';
import { switchCell, workflowCell } from './workflow.ts';

/** From so many lines on, what changes is folded in a comment, and what it costs everywhere. */
const foldChangesFrom = 16;

const actionIcons: Readonly<Record<Action, string>> = {
  create: '➕',
  adopt: '🤝',
  update: '✏️',
  delete: '🗑️',
  disable: '📴',
  release: '📤',
  none: '▫️',
};

const statusIcons: Readonly<Record<Exclude<Status, 'planned' | 'applied'>, string>> = {
  unchanged: '▫️',
  drifted: '⚠️',
  refused: '⛔',
  failed: '❌',
  'not-attempted': '⏸️',
  valid: '✔️',
};

/** The icon and words for what became of a play. */
function badge(play: PlayReport): string {
  const { action, status } = play;
  const icon = status === 'planned' || status === 'applied' ? actionIcons[action] : statusIcons[status];
  return `${icon} ${ending(play)}`;
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
  return left > 0 ? [`\n… and ${String(left)} more. The report file has all of them (\`report-path\`).`] : [];
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

/** What needs attention most comes first. */
function rank({ status, action }: PlayReport): number {
  switch (status) {
    case 'refused':
      return 0;
    case 'failed':
      return 1;
    case 'drifted':
      return 4;
    case 'planned':
    case 'applied':
      return { delete: 3, disable: 3, release: 3, adopt: 5, update: 6, create: 7, none: 8 }[action];
    case 'not-attempted':
      return 2;
    case 'valid':
    case 'unchanged':
      return 8;
  }
}

/** The plays of which something is to be said, those first that need attention. */
function loudPlays({ plays, isPlanned }: Report): PlayReport[] {
  return plays
    .filter((play) => !isQuiet(play) && (isPlanned || play.status !== 'not-attempted'))
    .sort((one, other) => rank(one) - rank(other));
}

/** What became of each play; last and folded, those that were not reached and those of which nothing is to be said. */
export function playsTable(report: Report, most: number): string {
  const { plays, isPlanned } = report;
  const loud = loudPlays(report);
  const quiet = plays.filter(isQuiet);
  const left = isPlanned ? [] : plays.filter(({ status }) => status === 'not-attempted');
  const room = (used: number): number => most - Math.min(most, used);
  return [
    table(report, loud, most),
    foldedTable(report, left, room(loud.length), 'not checked'),
    foldedTable(report, quiet, room(loud.length + left.length), isPlanned ? 'unchanged' : 'valid'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** The plays of which something is to be said; folded where they are many, empty where there are none. */
export function changesTable(report: Report, most: number): string {
  const loud = loudPlays(report);
  const rows = table(report, loud, most);
  return loud.length < foldChangesFrom ? rows : folded(`${String(loud.length)} plays`, rows);
}

function foldedTable(report: Report, plays: readonly PlayReport[], most: number, what: string): string {
  return plays.length === 0
    ? ''
    : folded(`${String(plays.length)} ${what}`, table(report, plays, most, false));
}

/** @param withRemarks whether to show what is to be said of each play */
function table(report: Report, plays: readonly PlayReport[], most: number, withRemarks = true): string {
  if (plays.length === 0) return '';
  const shown = plays.slice(0, most);
  const existing = new Set(report.plays.filter(({ uuid }) => uuid !== null).map(({ id }) => id));
  const exists = (id: string): boolean => existing.has(id);
  const withWorkflows = report.plays.some(({ workflow }) => workflow !== null);
  const withReach = plays.some(({ reach }) => reach !== null);
  const reach = withReach ? ['Records'] : [];
  const head = [
    '',
    'Play',
    'Model',
    'Runs',
    ...reach,
    ...(withWorkflows ? ['Workflow', 'On'] : []),
    'Source',
  ];
  return [
    row(head),
    row(head.map((title) => (title === 'Records' ? '---:' : '---'))),
    ...shown.map((play) => playRow(report, play, exists, withRemarks, { withReach, withWorkflows })),
    ...more(plays.length - shown.length),
  ].join('\n');
}

function playRow(
  report: Report,
  play: PlayReport,
  exists: (id: string) => boolean,
  withRemarks: boolean,
  { withReach, withWorkflows }: { readonly withReach: boolean; readonly withWorkflows: boolean },
): string {
  const name = link(`**${text(play.name === '' ? play.id : play.name, 120)}**`, play.url);
  const remark = withRemarks ? (play.error ?? play.note) : null;
  return row([
    badge(play).replaceAll(' ', '&nbsp;'),
    `${name}${remark === null ? '' : `<br>${text(remark, 500)}`}`,
    play.model === '' ? '—' : code(play.model, 80),
    text(scheduleInWords(play.schedule, exists), 120),
    ...(withReach ? [reachCell(play.reach)] : []),
    ...(withWorkflows ? [text(workflowCell(play), 80), switchCell(play)] : []),
    play.file === null || play.line === null ? '—' : sourceLink(report, play.file, play.line),
  ]);
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
  return folded('Uuids', rows.join('\n'));
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
    'Cargo bills each record in every run.',
    lines.length < foldChangesFrom
      ? list
      : folded(`${String(lines.length)} changes make plays run more often or on more records`, list),
  ].join('\n\n');
}
