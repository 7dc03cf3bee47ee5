import { renderDiagnostic } from '../definition/diagnostic.ts';
import type { Runner } from '../github/runner.ts';
import type { Outcome } from '../reconcile/apply.ts';
import type { Plan } from '../reconcile/plan.ts';
import { annotationsOf } from '../report/annotations.ts';
import { buildReport, reportPlay } from '../report/build.ts';
import type { Facts } from '../report/build.ts';
import { closingLine, playLine } from '../report/log.ts';
import { plain } from '../report/markdown.ts';
import { idOutputs, outputsOf, reportJson } from '../report/outputs.ts';
import type { Report } from '../report/report.ts';
import { renderSummary } from '../report/summary.ts';

function widthOf(named: readonly { readonly id: string }[]): number {
  return Math.max(0, ...named.map(({ id }) => id.length));
}

/** Tells a plan: the uuids that exist already, and in `plan` mode a line for each play. */
export function tellPlan(facts: Facts, plan: Plan, runner: Runner): void {
  for (const change of plan.changes) {
    if (change.kind !== 'create' && change.kind !== 'delete')
      runner.setOutput(change.id, change.actual.play.uuid);
  }
  if (facts.mode !== 'plan') return;
  const report = buildReport(facts, runner.redact);
  report.plays.forEach((play, index) => {
    runner.print(playLine(index + 1, report.plays.length, widthOf(report.plays), play));
  });
}

/**
 * Tells each change as it ends.
 * @returns what is to be called with each outcome; it writes a created play's own output at once, so that even
 *   a run that is killed leaves it behind
 */
export function tellOutcomes(facts: Facts, plan: Plan, runner: Runner): (outcome: Outcome) => void {
  const width = widthOf(plan.changes);
  let told = 0;
  return (outcome) => {
    const { change, play } = outcome;
    if (change.kind === 'create' && play !== null) runner.setOutput(change.id, play.uuid);
    told += 1;
    runner.print(
      playLine(told, plan.changes.length, width, reportPlay(change, outcome, facts, runner.redact)),
    );
  };
}

/**
 * Tells how the run ended: log, annotations, outputs, report file, summary.
 * @param summary whether to write the job summary
 * @returns the exit code
 */
export function tell(
  facts: Facts,
  summary: boolean,
  runner: Runner,
): { readonly report: Report; readonly code: 0 | 1 } {
  const report = buildReport(facts, runner.redact);
  runner.endStage();
  for (const diagnostic of report.diagnostics) {
    for (const line of renderDiagnostic(diagnostic).split('\n')) runner.print(plain(line));
  }
  for (const sentence of [...report.notices, ...report.warnings, ...report.problems])
    runner.print(plain(sentence));
  runner.print(closingLine(report));

  const { outputs, warnings } = outputsOf(report);
  for (const [name, value] of Object.entries({ ...outputs, ...idOutputs(report) }))
    runner.setOutput(name, value);
  runner.setOutput('report-path', runner.writeReport(reportJson(report)));
  if (summary) runner.writeSummary(renderSummary(report));
  for (const annotation of annotationsOf({ ...report, warnings: [...report.warnings, ...warnings] })) {
    runner.annotate(annotation);
  }
  return { report, code: report.conclusion === 'success' ? 0 : 1 };
}
