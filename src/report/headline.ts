import { outcomeInWords } from './log.ts';
import { text } from './markdown.ts';
import { modes } from './modes.ts';
import type { PlayReport, Report } from './report.ts';

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
  if (modes[mode].tellsOf === 'files' && report.pulled.length > 0)
    return `${words}. See what could not be written below`;
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  if (!isPlanned) {
    const [cause] = problems;
    if (hasErrors) return `the definitions have errors — ${words}. Correct them at the places listed below`;
    return `nothing was done — ${cause === undefined ? words : text(cause, 300)}`;
  }
  const what = mode === 'plan' && !report.isStale ? 'a merge would fail' : 'failed';
  if (hasErrors) return `${what} — ${words}. Correct the definitions at the places listed below`;
  if (report.review !== null) return `nothing was written, this plan was not reviewed — ${words}. See below`;
  if (counts.refused > 0) return `${what} — ${words}. Resolve the refused plays as their rows say`;
  return counts.failed + counts.notAttempted > 0 && problems.length === 0
    ? `${what} — ${words}. Fix the cause, then run the job again`
    : `${what} — ${words}. See the problem below`;
}

function ofSuccess(report: Report): string {
  const { mode, isStale, isPlanned, plays, pulled } = report;
  return modes[mode].success({
    words: outcomeInWords(report),
    changes: plays.filter(isChange).length,
    isStale,
    isPlanned,
    pulled: pulled.length,
    off: newAndOff(plays),
  });
}

/** Whether a play was changed or, in `plan` mode, would be. */
function isChange({ action, status }: PlayReport): boolean {
  return action !== 'none' && (status === 'planned' || status === 'applied');
}

/** Which of the new plays are off, in words; empty where none is. */
function newAndOff(plays: readonly PlayReport[]): string {
  const made = plays.filter(({ action, status }) => action === 'create' && status === 'applied');
  const off = made.filter(({ enabled }) => enabled !== true).length;
  if (off === 0) return '';
  if (off === made.length) return 'the new plays are off';
  return `${String(off)} of the new plays ${off === 1 ? 'is' : 'are'} off`;
}
