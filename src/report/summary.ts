import { renderDiagram } from './diagram.ts';
import { renderDifferences } from './differences.ts';
import { newFolders } from './folders.ts';
import { headline } from './headline.ts';
import { fence, folded } from './markdown.ts';
import { nextSteps } from './next-steps.ts';
import { pulledTable, stepsAfterPull } from './pulled.ts';
import { reachLine } from './reach.ts';
import type { Report } from './report.ts';
import { trialsSection } from './trial.ts';
import { renderWorkflows } from './workflow.ts';
import {
  countsTable,
  diagnosticsTable,
  fitting,
  impacts,
  messages,
  orphansTable,
  playsTable,
  uuidsTable,
} from './sections.ts';

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

const amounts: readonly Amount[] = [
  { workflows: true, differences: true, uuids: true, extras: true, rows: Infinity },
  { workflows: false, differences: true, uuids: true, extras: true, rows: Infinity },
  { workflows: false, differences: false, uuids: true, extras: true, rows: Infinity },
  { workflows: false, differences: false, uuids: false, extras: false, rows: Infinity },
  ...[2_000, 1_000, 500, 200, 50].map((rows) => ({
    workflows: false,
    differences: false,
    uuids: false,
    extras: false,
    rows,
  })),
];

/** The job summary: what happened at a glance, then play by play, then what to do. Never over GitHub's limit. */
export function renderSummary(report: Report): string {
  return fitting(amounts, (amount) => page(report, amount), mostBytes);
}

function page(report: Report, amount: Amount): string {
  if (report.mode === 'pull') return pullPage(report, amount);
  const { isPlanned, counts, problems } = report;
  const isStopped = !isPlanned && problems.length > 0;
  const isEmpty = Object.values(counts).every((count) => count === 0);
  const parts = [
    headline(report),
    // where no play was looked at, the cause says more than the counts
    isStopped ? '' : countsTable(report),
    messages(report),
    isStopped && !isEmpty ? countsTable(report) : '',
    diagnosticsTable(report, amount.rows),
    reachLine(report),
    newFolders(report, amount.rows),
    playsTable(report, amount.rows),
    trialsSection(report.plays, amount.rows),
    amount.differences ? renderDifferences(report) : '',
    amount.workflows ? renderWorkflows(report) : '',
    impacts(report, amount.rows),
    orphansTable(report, amount.rows),
    amount.uuids ? uuidsTable(report, amount.rows) : '',
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
