import type { FileDifference } from './report.ts';
import { code, fence, folded, text } from './markdown.ts';
import type { PlayReport, Report } from './report.ts';
import { shownDifference } from './value-diff.ts';

/**
 * What differs between definitions and workspace, play by play and field by field; empty where nothing does.
 * @param most plays that are shown
 */
export function renderDifferences({ plays, mode }: Report, most: number): string {
  const differing = plays.filter(({ differences }) => differences.length > 0);
  if (differing.length === 0) return '';
  const title =
    differing.some(({ status }) => status === 'drifted') || mode === 'plan' ? 'What differs' : 'What changed';
  const shown = differing.slice(0, most);
  const left = differing.length - shown.length;
  const rest = left > 0 ? [`… and ${String(left)} more plays, in the report file (\`report-path\`).`] : [];
  return [`### ${title}`, ...shown.map(ofPlay), ...rest].join('\n\n');
}

function ofPlay({ name, id, differences }: PlayReport): string {
  const fields = differences.map(({ field }) => field).join(', ');
  return folded(
    `<b>${text(name === '' ? id : name, 120)}</b>: ${text(fields)}`,
    differences.map(ofField).join('\n\n'),
  );
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
