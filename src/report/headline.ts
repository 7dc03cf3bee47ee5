import { outcomeInWords } from './log.ts';
import { text } from './markdown.ts';
import type { Report } from './report.ts';

/** What happened and what to do about it, in one line. */
export function headline(report: Report): string {
  const { conclusion } = report;
  switch (conclusion) {
    case 'cancelled':
      return `## ⏹️ Cargo plays: cancelled — ${outcomeInWords(report)}. Run the job again to do the rest`;
    case 'failure':
      return `## ❌ Cargo plays: ${ofFailure(report)}`;
    case 'success':
      return `## ${ofSuccess(report)}`;
  }
}

function ofFailure(report: Report): string {
  const { mode, isPlanned, problems, diagnostics, counts } = report;
  const words = outcomeInWords(report);
  if (mode === 'pull' && report.pulled.length > 0) return `${words}. See what could not be written below`;
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  if (!isPlanned) {
    const [cause] = problems;
    if (hasErrors) return `the definitions have errors — ${words}. Correct them at the places listed below`;
    return `nothing was done — ${cause === undefined ? words : text(cause, 300)}`;
  }
  const what = mode === 'plan' ? 'a merge would fail' : 'failed';
  if (hasErrors) return `${what} — ${words}. Correct the definitions at the places listed below`;
  if (counts.refused > 0) return `${what} — ${words}. Resolve the refused plays as their rows say`;
  return counts.failed + counts.notAttempted > 0 && problems.length === 0
    ? `${what} — ${words}. Fix the cause, then run the job again`
    : `${what} — ${words}. See the problem below`;
}

function ofSuccess(report: Report): string {
  const { mode, isPlanned, plays } = report;
  const words = outcomeInWords(report);
  const changes = plays.filter(
    ({ action, status }) => action !== 'none' && (status === 'planned' || status === 'applied'),
  ).length;
  switch (mode) {
    case 'validate':
      return `✅ Cargo plays: ${words}`;
    case 'plan':
      if (!isPlanned) return `✅ Cargo plays: ${words}, checked without the workspace`;
      return changes === 0
        ? `✅ Cargo plays: a merge would change nothing — ${words}`
        : `🔍 Cargo plays: what a merge would do — ${words}. Review the changes, then merge`;
    case 'pull':
      return `${report.pulled.length === 0 ? '✅' : '📥'} Cargo plays: ${words}${report.pulled.length === 0 ? '' : ' — review the files, then commit them'}`;
    case 'apply': {
      if (changes === 0) return `✅ Cargo plays: nothing to do — ${words}`;
      const isOff = plays.some(
        ({ action, status, enabled }) => action === 'create' && status === 'applied' && enabled !== true,
      );
      return `✅ Cargo plays: ${words}${isOff ? ' — the new plays are off' : ''}`;
    }
  }
}
