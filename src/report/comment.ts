import { renderDifferences } from './differences.ts';
import { newFolders } from './folders.ts';
import { headline } from './headline.ts';
import { link, text } from './markdown.ts';
import { reachLine } from './reach.ts';
import type { Report } from './report.ts';
import { reviewSection } from './review.ts';
import { fitting } from './fitting.ts';
import { changesTable } from './plays-table.ts';
import { diagnosticsTable, impacts, messages, orphansTable, uuidsTable } from './sections.ts';
import { renderWorkflows } from './workflow.ts';

/** GitHub takes 65,536 characters; counted in bytes of UTF-8, to be on the safe side. */
const mostBytes = 65_000;

/** How much of a plan is shown: the differences go first, then rows; the counts never. */
interface Amount {
  readonly workflows: number;
  readonly differences: number;
  readonly rows: number;
}

const amounts: readonly Amount[] = [
  { workflows: Infinity, differences: Infinity, rows: Infinity },
  { workflows: 5, differences: Infinity, rows: Infinity },
  { workflows: 0, differences: 20, rows: Infinity },
  ...[Infinity, 100, 50, 20, 5, 0].map((rows) => ({ workflows: 0, differences: 0, rows })),
];

/** Whether a plan says nothing that a reviewer must know: no change, no drift, no warning. */
export function isQuietPlan(report: Report): boolean {
  return (
    report.conclusion === 'success' &&
    report.warnings.length + report.diagnostics.length === 0 &&
    report.plays.every(({ status, note }) => status === 'unchanged' && note === null)
  );
}

/**
 * The comment on a pull request: what a merge would do, or after it what became of that; shorter than the job summary.
 * @param marker its first line
 * @param runUrl the address of the run, or null
 * @param reviewed its last line, which holds the plan for the run after the merge; null where there is none
 */
export function renderComment(
  report: Report,
  marker: string,
  runUrl: string | null,
  reviewed: string | null = null,
): string {
  const last = reviewed === null ? '' : `\n${reviewed}\n`;
  return `${visiblePart(report, marker, runUrl, mostBytes - last.length)}${last}`;
}

function visiblePart(report: Report, marker: string, runUrl: string | null, most: number): string {
  const foot = footer(report, runUrl);
  if (isQuietPlan(report)) {
    const amount = report.plays.length;
    const plays =
      amount === 1
        ? 'The play matches its definition.'
        : `All ${String(amount)} plays match their definitions.`;
    const all = amount === 0 ? 'There are no plays.' : plays;
    const ignored = report.plays.filter((play) => play.ignored.length > 0).length;
    const left =
      ignored === 0
        ? ''
        : ` <sub>Ignored differences in ${String(ignored)} play${ignored === 1 ? '' : 's'}.</sub>`;
    return `${marker}\n✅ Cargo plays: no changes. ${all}${left}${orphansInWords(report)} ${foot}\n`;
  }
  return fitting(amounts, (amount) => page(report, amount, marker, foot), most);
}

/** How many plays have no definition any more, as a sentence after another; empty where every one has. */
function orphansInWords({ orphans: { length } }: Report): string {
  if (length === 0) return '';
  return length === 1
    ? ' 1 play has no definition any more.'
    : ` ${String(length)} plays have no definition any more.`;
}

function page(
  report: Report,
  { workflows, differences, rows }: Amount,
  marker: string,
  foot: string,
): string {
  const parts = [
    `${marker}\n${headline(report)}`,
    messages(report),
    report.review === null ? '' : reviewSection(report.review, rows),
    diagnosticsTable(report, rows),
    reachLine(report),
    newFolders(report, rows),
    changesTable(report, rows),
    impacts(report, rows),
    differences === 0 ? '' : renderDifferences(report, differences),
    workflows === 0 ? '' : renderWorkflows(report, workflows),
    orphansTable(report, rows),
    report.mode === 'apply' ? uuidsTable(report, rows) : '',
    foot,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function footer({ source, owner, mode }: Report, runUrl: string | null): string {
  const parts = [
    ...(owner === null ? [] : [`plays of ${text(owner)}`]),
    ...(source === null ? [] : [`commit ${text(source.commit.slice(0, 7))}`]),
    ...(runUrl === null ? [] : [link(mode === 'plan' ? 'full plan' : 'run', runUrl)]),
  ];
  return parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`;
}
