import { cut } from '../definition/visible.ts';
import { plain } from './markdown.ts';
import type { Action, Counts, Mode, PlayReport, Report } from './report.ts';

const done: Readonly<Record<Action, string>> = {
  create: 'created',
  adopt: 'adopted',
  update: 'updated',
  delete: 'deleted',
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
  const end = play.error ?? play.uuid ?? '';
  return plain(
    `${number} ${ending(play).padEnd(13)} ${play.id.padEnd(Math.min(width, 40))}  ${cut(end, 1_000)}`,
  ).trimEnd();
}

/** The counts in words, those that are nought left out; the same everywhere they are shown. */
function countsInWords(counts: Counts, mode: Mode): string {
  const would = mode === 'plan';
  const words: readonly [number, string][] = [
    [counts.create, would ? 'to create' : 'created'],
    [counts.adopt, would ? 'to adopt' : 'adopted'],
    [counts.update, would ? 'to update' : 'updated'],
    [counts.delete, would ? 'to delete' : 'deleted'],
    [counts.none, mode === 'validate' ? 'valid' : 'unchanged'],
    [counts.drifted, 'drifted'],
    [counts.refused, 'refused'],
    [counts.failed, 'failed'],
    [counts.notAttempted, 'not attempted'],
  ];
  const shown = words.filter(([amount]) => amount > 0).map(([amount, word]) => `${String(amount)} ${word}`);
  return shown.length === 0 ? 'no plays' : shown.join(', ');
}

/** How a run ended, in words: the counts, and before them how many errors the definitions have. */
export function outcomeInWords({
  counts,
  mode,
  diagnostics,
}: Pick<Report, 'counts' | 'mode' | 'diagnostics'>): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const words = countsInWords(counts, mode);
  if (errors === 0) return words;
  const wrong = `${amount(errors, 'error')} in the definitions`;
  return Object.values(counts).every((count) => count === 0) ? wrong : `${wrong}, ${words}`;
}

/** The last line of the log. */
export function closingLine(report: Report): string {
  const words = outcomeInWords(report);
  const { conclusion } = report;
  switch (conclusion) {
    case 'success':
      return `Done: ${words}.`;
    case 'failure':
      return `Failed: ${words}.`;
    case 'cancelled':
      return `Cancelled: ${words}.`;
  }
}
