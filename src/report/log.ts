import { cut } from '../definition/visible.ts';
import { plain } from './markdown.ts';
import { modes } from './modes.ts';
import { workflowInWords } from './workflow.ts';
import { shownDifference } from './value-diff.ts';
import type { Action, FileDifference, Orphan, PlayReport, Report } from './report.ts';

const done: Readonly<Record<Action, string>> = {
  create: 'created',
  adopt: 'adopted',
  update: 'updated',
  delete: 'deleted',
  disable: 'disabled',
  release: 'released',
  none: 'unchanged',
};

/** A number of things: `1 file`, `2 files`. */
export function amount(number: number, thing: string): string {
  return `${String(number)} ${thing}${number === 1 ? '' : 's'}`;
}

/** What became of a play, in a word or two: as a participle, or in `plan` mode as what would be done. */
export function ending({ action, status }: Pick<PlayReport, 'action' | 'status'>): string {
  switch (status) {
    case 'planned':
      return `would ${action}`;
    case 'applied':
      return done[action];
    case 'not-attempted':
      return 'not attempted';
    case 'valid':
    case 'unchanged':
    case 'drifted':
    case 'refused':
    case 'failed':
      return status;
  }
}

/**
 * A play's line in the log: `[12/40] created  score-new-accounts  <uuid>`.
 * @param width of the longest id, so that the uuids stand below each other
 */
export function playLine(index: number, total: number, width: number, play: PlayReport): string {
  const number = `[${String(index).padStart(String(total).length)}/${String(total)}]`;
  const end =
    play.error ?? [play.uuid ?? '', ...workflowInWords(play)].filter((part) => part !== '').join('  ');
  return plain(
    `${number} ${ending(play).padEnd(13)} ${play.id.padEnd(Math.min(width, 40))}  ${cut(end, 1_000)}`,
  ).trimEnd();
}

/** What differs in a play, for the log below its line: a line each for short values, else the lines that changed. */
export function differenceLog({ differences, ignored, status }: PlayReport): string[] {
  if (status === 'not-attempted') return [];
  return [
    ...differences.flatMap((difference) => differenceLines(difference, difference.field, ' →')),
    ...ignored.flatMap((difference) =>
      differenceLines(difference, `ignored ${difference.field}`, ', in the file'),
    ),
  ];
}

function differenceLines(difference: FileDifference, title: string, arrow: string): string[] {
  const shown = shownDifference(difference);
  const lines =
    shown.kind === 'values'
      ? [`${title}: ${shown.before}${arrow} ${shown.after}`]
      : [`${title}:`, ...shown.lines.map((line) => `  ${line}`)];
  return lines.map((line) => plain(`        ${line}`));
}

/** A line for each refused play, with the reason. */
export function refusedLines({ plays }: Report): string[] {
  return plays.flatMap(({ id, status, error }) =>
    status === 'refused' ? [plain(`refused: "${id}". ${cut(error ?? '', 1_000)}`)] : [],
  );
}

/** The line of a play without a definition. */
export function orphanLine({ name, uuid, note }: Orphan): string {
  return plain(`orphaned: "${cut(name, 200)}" (${uuid}). ${note}`);
}

/** The counts in words, without those that are zero; the same everywhere they are shown. */
function countsInWords({ counts, mode, isPlanned }: Pick<Report, 'counts' | 'mode' | 'isPlanned'>): string[] {
  const would = mode === 'plan';
  const words: readonly [number, string][] = [
    [counts.create, would ? 'to create' : 'created'],
    [counts.adopt, would ? 'to adopt' : 'adopted'],
    [counts.update, would ? 'to update' : 'updated'],
    [counts.delete, would ? 'to delete' : 'deleted'],
    [counts.disable, would ? 'to disable' : 'disabled'],
    [counts.release, would ? 'to release' : 'released'],
    [counts.none, !isPlanned ? 'valid' : 'unchanged'],
    [counts.drifted, 'drifted'],
    [counts.refused, 'refused'],
    [counts.failed, 'failed'],
    [counts.notAttempted, 'not attempted'],
    [counts.deploy, would ? 'to deploy' : 'deployed'],
    [counts.enable, would ? 'to enable' : 'enabled'],
  ];
  return words.filter(([amount]) => amount > 0).map(([amount, word]) => `${String(amount)} ${word}`);
}

function pulledInWords({ pulled, problems }: Pick<Report, 'pulled' | 'problems'>): string[] {
  const count = (kind: 'new' | 'edited'): number => pulled.filter((each) => each.kind === kind).length;
  const words: readonly [number, string][] = [
    [count('new'), amount(count('new'), 'new definition')],
    [count('edited'), amount(count('edited'), 'edited definition')],
    [problems.length, amount(problems.length, 'problem')],
  ];
  return words.filter(([number]) => number > 0).map(([, word]) => word);
}

/** How a run ended, in words: how many errors the definitions have, and the counts. */
export function outcomeInWords(
  report: Pick<Report, 'counts' | 'mode' | 'isPlanned' | 'diagnostics' | 'problems' | 'pulled'>,
): string {
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error').length;
  const wrong = errors === 0 ? [] : [`${amount(errors, 'error')} in the definitions`];
  const words = [
    ...wrong,
    ...(modes[report.mode].tellsOf === 'files' ? pulledInWords(report) : countsInWords(report)),
  ];
  if (words.length > 0) return words.join(', ');
  if (modes[report.mode].tellsOf === 'files') return 'nothing to pull';
  return report.problems.length === 0 ? 'no plays' : 'nothing was done';
}

const notChecked =
  'Names in the workspace (models, columns, connectors, actions) were not checked: `plan` checks them.';

function warningsInWords({ diagnostics, warnings }: Report): string[] {
  const count = warnings.length + diagnostics.filter(({ severity }) => severity === 'warning').length;
  return count === 0 ? [] : [amount(count, 'warning')];
}

/** The last line of the log. */
export function closingLine(report: Report): string {
  const words = outcomeInWords(report);
  const { conclusion, mode, isPlanned, counts } = report;
  switch (conclusion) {
    case 'success': {
      const unchecked = !isPlanned && modes[mode].tellsOf === 'plays' && counts.none > 0;
      return `Done: ${[words, ...warningsInWords(report)].join(', ')}.${unchecked ? ` ${notChecked}` : ''}`;
    }
    case 'failure':
      return `Failed: ${words}.`;
    case 'cancelled':
      return `Cancelled: ${words}.`;
  }
}
