import { describe, expect, it } from 'vitest';
import { howFar, isWorkflowDrifted, isWritten } from '../../../src/reconcile/workflow/planned.ts';
import type { DeployOutcome } from '../../../src/reconcile/workflow/deploy.ts';
import type { PlannedWorkflow } from '../../../src/reconcile/workflow/planned.ts';

const planned = (workflow: string, enabled: string): PlannedWorkflow =>
  ({ workflow: { kind: workflow }, enabled: { kind: enabled } }) as unknown as PlannedWorkflow;

describe('what is planned for a workflow', () => {
  it.each([
    ['none', 'none', false, false],
    ['deploy', 'none', true, false],
    ['none', 'enable', true, false],
    ['none', 'disable', true, false],
    ['drifted', 'none', false, true],
    ['none', 'drifted', false, true],
    ['drifted', 'enable', true, true],
  ])('%s, %s: something is written (%s) or left as it is (%s)', (workflow, enabled, written, drifted) => {
    const plan = planned(workflow, enabled);
    expect([isWritten(plan), isWorkflowDrifted(plan)]).toEqual([written, drifted]);
  });
});

describe('how far a play came', () => {
  const outcome = (
    done: DeployOutcome['done'],
    step: NonNullable<DeployOutcome['stopped']>['step'] | null,
  ): DeployOutcome =>
    ({
      done,
      stopped: step === null ? null : { step, inDoubt: false, error: 'No.' },
    }) as unknown as DeployOutcome;

  it.each<[string | null, DeployOutcome, string | null]>([
    ['created', outcome(['deploy', 'enable'], null), null],
    ['created', outcome([], 'deploy'), 'created, not deployed: No.'],
    [null, outcome([], 'deploy'), 'not deployed: No.'],
    ['updated', outcome([], 'trial'), 'updated, not deployed: No.'],
    ['updated', outcome(['trial'], 'deploy'), 'updated, tried, not deployed: No.'],
    [null, outcome(['trial', 'deploy'], 'enable'), 'tried, deployed, not enabled: No.'],
    [null, outcome([], 'disable'), 'not disabled: No.'],
    [null, outcome(['disable'], 'deploy'), 'disabled, not deployed: No.'],
  ])('%s, %j: %s', (before, ended, words) => {
    expect(howFar(before, ended)).toBe(words);
  });
});
