import type { TrialProgress } from '../reconcile/workflow/trial-start.ts';
import type { TrialCount, TrialOutcome } from '../reconcile/workflow/trial.ts';
import { cut } from '../definition/visible.ts';
import { amount } from './log.ts';
import type { PlayReport } from './report.ts';
import { code, link, plain, row, text } from './markdown.ts';

/** What is shown of a play's trial. */
type Tried = Pick<PlayReport, 'id' | 'name' | 'url' | 'trial'>;
type ShownTrial = Tried & { readonly trial: TrialOutcome };

function isShown(play: Tried): play is ShownTrial {
  return play.trial !== null;
}

/** A trial as later steps see it; null where nothing ran. */
export interface TrialOutput {
  readonly records: number;
  readonly failed: number;
  readonly credits: number;
}

/** How far a trial is, for the log: `score-new-accounts  trial: 7 of 10 records, 0 failed`. */
export function trialProgressLine(id: string, { records, executed, failed }: TrialProgress): string {
  return plain(`${id}  trial: ${String(executed)} of ${amount(records, 'record')}, ${String(failed)} failed`);
}

/** How a trial ended, for the log, with the records that failed below it. */
export function trialLines({ id, trial }: Pick<Tried, 'id' | 'trial'>): string[] {
  if (trial === null) return [];
  const count = countOf(trial);
  const numbers =
    count === null
      ? ''
      : ` ${String(count.executed)} of ${amount(count.records, 'record')}, ${String(count.failed)} failed, ${creditsInWords(count)}.`;
  // an error is in the play's own line
  const said = trial.kind === 'no-records' ? `: ${noRecords}` : '.';
  const records = (count?.failedRecords ?? []).map(
    (record) => `        ${record.id} at ${record.node ?? 'an unknown node'}: ${cut(record.message, 300)}`,
  );
  return [`${id}  trial ${words[trial.kind]}${said}${numbers}`, ...records].map(plain);
}

/** What a plan says of the trial that it would run, as a sentence. */
export function plannedTrial(records: number): string {
  return `Before it goes live, a trial runs on up to ${amount(records, 'record')}. It costs credits.`;
}

/** What a trial came to, for the output `plays`. */
export function trialOutput(trial: TrialOutcome | null): TrialOutput | null {
  const count = trial === null ? null : countOf(trial);
  return count === null ? null : { records: count.executed, failed: count.failed, credits: count.credits };
}

/** Warns of a trial without any record, and of one whose batch may still run. */
export function trialWarnings({ id, trial }: Pick<Tried, 'id' | 'trial'>): string[] {
  if (trial?.kind === 'no-records') return [`The trial of "${id}": ${noRecords}`];
  return trial !== null && 'mayRun' in trial && trial.mayRun
    ? [
        `The trial of "${id}" may still be running, and using credits. Look at the batches of its workflow in Cargo.`,
      ]
    : [];
}

const noRecords =
  'the filter matches no record now, so the workflow went live untried. Check the filter in the definition.';
const words = {
  passed: 'passed',
  failed: 'failed',
  cancelled: 'cancelled',
  'no-records': 'skipped',
} as const;
const icons = { passed: '✅', failed: '❌', cancelled: '⏸️', 'no-records': '⚠️' } as const;

function countOf(trial: TrialOutcome): TrialCount | null {
  return 'count' in trial ? trial.count : null;
}

function rounded(number: number): string {
  return String(Math.round(number * 100) / 100);
}

function creditsInWords({ credits, executed }: TrialCount): string {
  const each = executed === 0 || credits === 0 ? '' : ` (${rounded(credits / executed)} per record)`;
  return `${rounded(credits)} ${credits === 1 ? 'credit' : 'credits'}${each}`;
}

/**
 * The trials of a run: what each came to, what it cost, and the records that failed; empty where there were none.
 * @param most the most trials that are shown
 */
export function trialsSection(plays: readonly Tried[], most: number): string {
  const trials = plays.filter(isShown);
  if (trials.length === 0) return '';
  const shown = trials.slice(0, most);
  const left = trials.length - shown.length;
  return [
    '### 🧪 Trials',
    [
      row(['', 'Play', 'Records', 'Failed', 'Credits', 'Per record']),
      row(['---', '---', '---:', '---:', '---:', '---:']),
      ...shown.map(trialRow),
      ...(left > 0 ? [`\n… and ${String(left)} more, in the report file (\`report-path\`).`] : []),
    ].join('\n'),
    ...shown.flatMap(failedTable),
  ].join('\n\n');
}

function trialRow({ id, name, url, trial }: ShownTrial): string {
  const count = countOf(trial);
  const said = saidOf(trial);
  const play = link(`**${text(name === '' ? id : name, 120)}**`, url);
  const number = (of: (count: TrialCount) => string): string => (count === null ? '—' : of(count));
  return row([
    `${icons[trial.kind]}&nbsp;${words[trial.kind]}`,
    `${play}${said === null ? '' : `<br>${text(said, 500)}`}`,
    number(({ executed, records }) => `${String(executed)} of ${String(records)}`),
    number(({ failed }) => String(failed)),
    number(({ credits }) => rounded(credits)),
    number(({ credits, executed }) => (executed === 0 ? '—' : rounded(credits / executed))),
  ]);
}

/** What the numbers of a trial don't say already; null for nothing. */
function saidOf(trial: TrialOutcome): string | null {
  switch (trial.kind) {
    case 'failed':
      return trial.why === 'too-many-failures' ? null : trial.error;
    case 'cancelled':
      return trial.error;
    case 'no-records':
      return noRecords;
    case 'passed':
      return null;
  }
}

/** The records on which a workflow failed. */
function failedTable({ id, name, trial }: ShownTrial): string[] {
  const count = countOf(trial);
  if (count === null || count.failed === 0) return [];
  const { failedRecords, failed, unlisted } = count;
  const title = `Failed records of **${text(name === '' ? id : name, 120)}**`;
  if (unlisted !== null) return [`${title}: they could not be listed. ${text(unlisted, 500)}`];
  const left = failed - failedRecords.length;
  const rows = failedRecords.map((record) =>
    row([code(record.id, 80), record.node === null ? '—' : code(record.node, 80), text(record.message, 300)]),
  );
  return [
    title,
    [
      row(['Record', 'Node', 'Message']),
      row(['---', '---', '---']),
      ...rows,
      ...(left > 0 ? [`\n… and ${String(left)} more, on the page of the workflow in Cargo.`] : []),
    ].join('\n'),
  ];
}
