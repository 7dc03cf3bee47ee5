import { describe, expect, it } from 'vitest';
import type { PlayReport, Report } from '../../src/report/report.ts';
import { nextSteps } from '../../src/report/next-steps.ts';
import { renderWorkflows } from '../../src/report/workflow.ts';
import { graphDifferences } from '../../src/reconcile/workflow/equal.ts';
import type { TrialOutcome } from '../../src/reconcile/workflow/trial.ts';
import { graph } from '../support/graphs.ts';
import { actualPlay, create, desiredPlay, reportOf, update } from '../support/report.ts';

const after = graph([['wait', 'delay']]);

/** The report of two new plays that were created and deployed, and are off. */
function deployed(...trials: readonly (TrialOutcome | null)[]): Report {
  const report = reportOf(trials.map((_, index) => create(desiredPlay(`play-${String(index + 1)}`))));
  const plays = report.plays.map((play, index): PlayReport => ({
    ...play,
    status: 'applied',
    uuid: `uuid-${String(index)}`,
    trial: trials[index] ?? null,
    workflow: {
      change: 'deploy',
      switched: 'none',
      wantsOn: null,
      isDeployed: true,
      releaseUuid: null,
      version: '1.0.0',
      before: [],
      after,
      differences: graphDifferences([], after),
      discarded: null,
    },
  }));
  return { ...report, mode: 'apply', plays };
}

const passed: TrialOutcome = {
  kind: 'passed',
  count: {
    batchUuid: 'b',
    records: 10,
    executed: 10,
    failed: 0,
    credits: 5,
    failedRecords: [],
    unlisted: null,
  },
};

describe('what changed in workflows', () => {
  it('explains its colours once', () => {
    const shown = renderWorkflows(deployed(null, null, null));
    expect(shown.match(/```mermaid/g)).toHaveLength(3);
    expect(shown.match(/New nodes are green/g)).toHaveLength(1);
  });
});

describe('what to do next', () => {
  it('proposes a first batch for new plays', () => {
    const steps = nextSteps(deployed(null));
    expect(steps).toContain('Try it on 10 to 20 records');
    expect(steps).toContain("add the play's `filter` to `data`");
  });

  it('does not ask to enable a play whose definition keeps it off, or for a trial that it has', () => {
    const report = deployed(null, { kind: 'no-records' });
    const wanting = (wantsOn: boolean | null): Report => ({
      ...report,
      plays: report.plays.map((play) => ({
        ...play,
        workflow: play.workflow === null ? null : { ...play.workflow, wantsOn },
      })),
    });
    expect(nextSteps(wanting(false))).toBe('');
    expect(nextSteps(wanting(null))).toMatch(/Enable the new plays .+play-1.+play-2/);
    expect(nextSteps(wanting(null))).not.toMatch(/play-2:\n/);
  });

  it('proposes none for plays that a trial has tried', () => {
    expect(nextSteps(deployed(passed))).not.toContain('Try it on');
    const some = nextSteps(deployed(passed, null));
    expect(some).toContain('Try it on');
    expect(some).not.toMatch(/play-1:\n/);
  });
});

describe('a play whose workflow alone is finished', () => {
  it('tells which fields stay as they are', () => {
    const desired = desiredPlay('score');
    const change = update(desired, actualPlay(1, 'score'));
    if (change.kind !== 'update') return;
    const differences = [{ field: 'folderUuid', before: 'a', after: 'b' }] as const;
    const { plays } = reportOf([{ ...change, differences: [], kept: differences }]);
    expect(plays[0]?.note).toBe(
      'In Cargo, the play also differs from its definition: folder. With `create-only`, that stays as it is: an ' +
        'earlier run created the play, and this run only finishes its workflow.',
    );
  });
});
