import type { Difference } from '../reconcile/diff.ts';
import { cut } from '../definition/visible.ts';
import { code, fence, folded, readable, text } from './markdown.ts';
import type { PlayReport, Report } from './report.ts';

/**
 * What differs between definitions and workspace, play by play and field by field; empty where nothing does.
 * @param most plays that are shown
 */
export function renderDifferences({ plays, mode }: Report, most = Infinity): string {
  const differing = plays.filter(({ differences }) => differences.length > 0);
  if (differing.length === 0) return '';
  const title =
    differing.some(({ status }) => status === 'drifted') || mode === 'plan' ? 'What differs' : 'What changed';
  const shown = differing.slice(0, most);
  const left = differing.length - shown.length;
  const rest = left > 0 ? [`… and ${String(left)} more plays, in the job summary.`] : [];
  return [`### ${title}`, ...shown.map(ofPlay), ...rest].join('\n\n');
}

function ofPlay({ name, id, differences }: PlayReport): string {
  const fields = differences.map(({ field }) => field).join(', ');
  return folded(
    `<b>${text(name === '' ? id : name, 120)}</b>: ${text(fields)}`,
    differences.map(ofField).join('\n\n'),
  );
}

/** One field: a scalar before and after, else the lines that are gone and those that are new. */
function ofField({ field, before, after }: Difference): string {
  const [was, is] = [readable(before), readable(after)];
  if (!was.includes('\n') && !is.includes('\n') && was.length + is.length < 160) {
    return `${code(field)}: ${code(was)} → ${code(is)}`;
  }
  return `${code(field)}:\n\n${fence(lineDiff(cut(was, 20_000), cut(is, 20_000)), 'diff')}`;
}

/** The lines of both, common ones at the beginning and at the end shown once. */
function lineDiff(before: string, after: string): string {
  const was = before.split('\n');
  const is = after.split('\n');
  let head = 0;
  while (head < was.length && head < is.length && was[head] === is[head]) head += 1;
  let tail = 0;
  while (tail < was.length - head && tail < is.length - head && was.at(-1 - tail) === is.at(-1 - tail))
    tail += 1;
  return [
    ...was.slice(0, head).map((line) => `  ${line}`),
    ...was.slice(head, was.length - tail).map((line) => `- ${line}`),
    ...is.slice(head, is.length - tail).map((line) => `+ ${line}`),
    ...was.slice(was.length - tail).map((line) => `  ${line}`),
  ].join('\n');
}
