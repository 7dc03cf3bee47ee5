import { renderDiagnostic } from '../definition/diagnostic.ts';
import type { Runner } from '../github/runner.ts';
import type { Outcome } from '../reconcile/apply.ts';
import { isRemoval } from '../reconcile/plan.ts';
import type { Plan } from '../reconcile/plan.ts';
import { annotationsOf } from '../report/annotations.ts';
import { buildReport, plannedPlays, playReporter } from '../report/build.ts';
import type { Facts } from '../report/build.ts';
import { folderLine } from '../report/folders.ts';
import { isForeign } from '../report/play.ts';
import { closingLine, differenceLog, orphanLine, playLine, refusedLines } from '../report/log.ts';
import { plain } from '../report/markdown.ts';
import { idOutputs, outputsOf, reportJson, reportPath } from '../report/outputs.ts';
import type { PlayReport } from '../report/report.ts';
import { trialLines } from '../report/trial.ts';
import { renderSummary } from '../report/summary.ts';

function widthOf(named: readonly { readonly id: string }[]): number {
  return named.reduce((most, { id }) => Math.max(most, id.length), 0);
}

/**
 * Tells a plan: the uuids that exist already, and in `plan` mode a line for each play.
 * @param pause called before each play, so that others get a turn
 */
export async function tellPlan(
  facts: Facts,
  plan: Plan,
  runner: Runner,
  pause: () => Promise<void>,
): Promise<void> {
  for (const change of plan.changes) {
    await pause();
    if (change.kind !== 'create' && !isRemoval(change) && !isForeign(change))
      runner.setOutput(change.id, change.actual.play.uuid);
  }
  if (facts.mode !== 'plan') return;
  for (const folder of facts.folders) runner.print(folderLine(folder));
  const named = [...plan.changes, ...plan.refusals];
  const width = widthOf(named);
  const total = new Set(named.map(({ id }) => id)).size;
  let told = 0;
  for (const play of plannedPlays(facts, plan, runner.redact)) {
    await pause();
    told += 1;
    tellPlay(playLine(told, total, width, play), play, runner);
  }
}

function tellPlay(line: string, play: PlayReport, runner: Runner): void {
  for (const each of [line, ...differenceLog(play)]) runner.print(each);
}

/**
 * Tells each change as it ends.
 * @returns what is to be called with each outcome; it writes a created play's own output at once, so that even
 *   a run that is killed leaves it behind
 */
export function tellOutcomes(facts: Facts, plan: Plan, runner: Runner): (outcome: Outcome) => void {
  const width = widthOf(plan.changes);
  const report = playReporter(facts, runner.redact);
  let told = 0;
  return (outcome) => {
    const { change, play } = outcome;
    if (change.kind === 'create' && play !== null) runner.setOutput(change.id, play.uuid);
    told += 1;
    const reported = report(change, outcome);
    for (const line of trialLines(reported)) runner.print(line);
    tellPlay(playLine(told, plan.changes.length, width, reported), reported, runner);
  };
}

/**
 * Tells how the run ended: log, annotations, outputs, report file, summary.
 * @param summary whether to write the job summary
 * @returns the exit code
 */
export async function tell(facts: Facts, summary: boolean, runner: Runner): Promise<0 | 1> {
  const report = buildReport(facts, runner.redact);
  runner.endStage();
  // what went wrong with the run explains all the rest
  for (const sentence of report.problems) runner.print(plain(sentence));
  for (const diagnostic of report.diagnostics) {
    for (const line of renderDiagnostic(diagnostic).split('\n')) runner.print(plain(line));
  }
  for (const sentence of [...report.warnings, ...report.notices]) runner.print(plain(sentence));
  for (const orphan of report.orphans) runner.print(orphanLine(orphan));
  // a plan has told them, play by play
  if (report.mode !== 'plan') for (const line of refusedLines(report)) runner.print(line);
  runner.print(closingLine(report));

  const { outputs, warnings } = outputsOf(report);
  for (const [name, value] of Object.entries({ ...outputs, ...idOutputs(report) }))
    runner.setOutput(name, value);
  const path = runner.writeReport(reportJson(report));
  runner.setOutput(reportPath, path);
  if (summary) await runner.writeSummary(renderSummary(report, path));
  for (const annotation of annotationsOf({ ...report, warnings: [...report.warnings, ...warnings] })) {
    runner.annotate(annotation);
  }
  return report.conclusion === 'success' ? 0 : 1;
}
