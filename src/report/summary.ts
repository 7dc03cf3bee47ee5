import { renderDiagram } from './diagram.ts';
import { renderDifferences } from './differences.ts';
import { fitting } from './fitting.ts';
import { newFolders } from './folders.ts';
import { headline } from './headline.ts';
import { fence, folded } from './markdown.ts';
import { modes } from './modes.ts';
import { nextSteps } from './next-steps.ts';
import { playsTable } from './plays-table.ts';
import { pulledTable, stepsAfterPull } from './pulled.ts';
import { reachLine } from './reach.ts';
import { reviewSection } from './review.ts';
import type { Report } from './report.ts';
import { undoSection } from './undo.ts';
import { trialsSection } from './trial.ts';
import { renderWorkflows } from './workflow.ts';
import { countsTable, diagnosticsTable, impacts, messages, orphansTable, uuidsTable } from './sections.ts';

/** GitHub takes 1 MiB for a step's summary; some of it is left to what else the step may write. */
const mostBytes = 1024 * 1024 - 16 * 1024;

/** How much of a report is shown: what can be missed first is left out first. */
interface Amount {
  readonly workflows: boolean;
  readonly differences: boolean;
  readonly uuids: boolean;
  readonly extras: boolean;
  /** The most rows of each table. */
  readonly rows: number;
}

/** More rows than this don't fit: each has more than 100 bytes. */
const mostRows = 10_000;
/** Plays whose differences are shown: to compare long filters takes a millisecond or more for each. */
const mostCompared = 500;

const amounts: readonly Amount[] = [
  { workflows: true, differences: true, uuids: true, extras: true, rows: mostRows },
  { workflows: false, differences: true, uuids: true, extras: true, rows: mostRows },
  { workflows: false, differences: false, uuids: true, extras: true, rows: mostRows },
  { workflows: false, differences: false, uuids: false, extras: false, rows: mostRows },
  ...[2_000, 1_000, 500, 200, 50].map((rows) => ({
    workflows: false,
    differences: false,
    uuids: false,
    extras: false,
    rows,
  })),
];

/**
 * The job summary: what happened at a glance, then play by play, then what to do. Never over GitHub's limit.
 * @param reportPath where the report file is
 */
export function renderSummary(report: Report, reportPath: string): string {
  const sections = keptSections(report);
  return fitting(amounts, (amount) => page(report, amount, sections, reportPath), mostBytes);
}

/** A section with at most so many rows. */
type Section = (report: Report, rows: number) => string;

/** Gives sections that are rendered once for each number of rows, however often they are asked for. */
function keptSections(report: Report): (section: Section, rows: number) => string {
  const kept = new Map<Section, Map<number, string>>();
  return (section, rows) => {
    const byRows = kept.get(section) ?? new Map<number, string>();
    kept.set(section, byRows);
    const rendered = byRows.get(rows) ?? section(report, rows);
    byRows.set(rows, rendered);
    return rendered;
  };
}

const trials: Section = ({ plays }, rows) => trialsSection(plays, rows);

function page(
  report: Report,
  amount: Amount,
  section: ReturnType<typeof keptSections>,
  reportPath: string,
): string {
  if (modes[report.mode].tellsOf === 'files') return pullPage(report, amount);
  const { rows } = amount;
  const { isPlanned, counts, problems } = report;
  const isStopped = !isPlanned && problems.length > 0;
  const isEmpty = Object.values(counts).every((count) => count === 0);
  const parts = [
    headline(report),
    // where no play was looked at, the cause says more than the counts
    isStopped ? '' : countsTable(report),
    messages(report),
    isStopped && !isEmpty ? countsTable(report) : '',
    report.review === null ? '' : reviewSection(report.review, rows),
    section(diagnosticsTable, rows),
    reachLine(report),
    section(newFolders, rows),
    section(playsTable, rows),
    undoSection(report, reportPath),
    section(trials, rows),
    amount.differences ? section(renderDifferences, mostCompared) : '',
    amount.workflows ? renderWorkflows(report) : '',
    section(impacts, rows),
    section(orphansTable, rows),
    amount.uuids ? section(uuidsTable, rows) : '',
    amount.extras ? diagram(report) : '',
    amount.extras ? nextSteps(report) : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n\n`;
}

function pullPage(report: Report, amount: Amount): string {
  const parts = [
    headline(report),
    pulledTable(report, amount.rows),
    messages(report),
    diagnosticsTable(report, amount.rows),
    stepsAfterPull(report),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n\n`;
}

function diagram({ plays }: Report): string {
  const drawn = renderDiagram(plays);
  return drawn === null ? '' : folded('Models and plays', fence(drawn, 'mermaid'));
}
