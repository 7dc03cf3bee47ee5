import { ending } from './log.ts';
import { code, folded, link, more, row, text } from './markdown.ts';
import { reachCell } from './reach.ts';
import type { Action, PlayReport, Report, Status } from './report.ts';
import { scheduleInWords } from './schedule-words.ts';
import { sourceLink } from './source-link.ts';
import { switchCell, workflowCell } from './workflow.ts';

/** From so many lines on, what changes is folded in a comment, and what it costs everywhere. */
export const foldChangesFrom = 16;

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
    // without a model, it is not known which play it is
    play.model === '' ? '—' : text(scheduleInWords(play.schedule, exists), 120),
    ...(withReach ? [reachCell(play.reach)] : []),
    ...(withWorkflows ? [text(workflowCell(play), 80), switchCell(play)] : []),
    play.file === null || play.line === null ? '—' : sourceLink(report, play.file, play.line),
  ]);
}
