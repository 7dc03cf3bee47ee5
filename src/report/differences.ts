import type { FileDifference } from './report.ts';
import { code, fence, folded, text } from './markdown.ts';
import type { PlayReport, Report } from './report.ts';
import { shownDifference } from './value-diff.ts';

/**
 * What differs between definitions and workspace, play by play and field by field; empty where nothing does.
 * @param most plays that are shown
 */
export function renderDifferences({ plays, mode }: Report, most: number): string {
  const differing = plays.filter(({ differences, ignored }) => differences.length + ignored.length > 0);
  if (differing.length === 0) return '';
  // what failed, or was not begun, is as it was
  const isDone = differing.every(({ differences, isWritten }) => differences.length === 0 || isWritten);
  const isAny = differing.some(({ differences }) => differences.length > 0);
  const title = isDone && isAny && mode !== 'plan' ? 'What changed' : 'What differs';
  const shown = differing.slice(0, most);
  const left = differing.length - shown.length;
  const rest = left > 0 ? [`… and ${String(left)} more plays, in the report file (\`report-path\`).`] : [];
  return [`### ${title}`, ...shown.map(ofPlay), ...rest].join('\n\n');
}

function ofPlay({ name, id, differences, ignored }: PlayReport): string {
  const fieldsOf = (some: readonly FileDifference[]): string =>
    text(some.map(({ field }) => field).join(', '));
  const parts = [
    ...(differences.length === 0 ? [] : [fieldsOf(differences)]),
    ...(ignored.length === 0 ? [] : [`<sub>ignored: ${fieldsOf(ignored)}</sub>`]),
  ];
  return folded(
    `<b>${text(name === '' ? id : name, 120)}</b>: ${parts.join(' ')}`,
    [...differences.map(ofField), ...ignored.map(ofIgnored)].join('\n\n'),
  );
}

/** A field that the definition leaves to the web page, dimmed. */
function ofIgnored(difference: FileDifference): string {
  const shown = shownDifference(difference);
  const values = shown.kind === 'values' ? `: ${code(shown.before)}, in the file ${code(shown.after)}` : '';
  const lines = shown.kind === 'lines' ? `\n\n${fence(shown.lines.join('\n'), 'diff')}` : '';
  return `<sub>ignored ${code(difference.field)}${values}</sub>${lines}`;
}

/** One field before and after, as Markdown: a long value by the lines that changed. */
export function ofField(difference: FileDifference): string {
  const field = code(difference.field);
  const shown = shownDifference(difference);
  switch (shown.kind) {
    case 'values':
      return `${field}: ${code(shown.before)} → ${code(shown.after)}`;
    case 'lines':
      return `${field}:\n\n${fence(shown.lines.join('\n'), 'diff')}`;
  }
}
