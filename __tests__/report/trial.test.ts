import { describe, expect, it } from 'vitest';
import type { TrialCount, TrialOutcome } from '../../src/reconcile/workflow/trial.ts';
import {
  plannedTrial,
  trialLines,
  trialOutput,
  trialProgressLine,
  trialsSection,
  trialWarnings,
} from '../../src/report/trial.ts';

const count: TrialCount = {
  batchUuid: 'b',
  records: 10,
  executed: 10,
  failed: 2,
  credits: 25,
  failedRecords: [{ id: 'a|1', node: 'company', message: 'no <b>domain</b>' }],
  unlisted: null,
};
const shown = (
  trial: TrialOutcome | null,
): Parameters<typeof trialLines>[0] & { name: string; url: null } => ({
  id: 'score',
  name: 'Score accounts',
  url: null,
  trial,
});
const failed = shown({
  kind: 'failed',
  why: 'too-many-failures',
  error: '2 of 10 records failed in the trial, and "maxFailures" is 0.',
  count,
  mayRun: false,
});
const passed = shown({ kind: 'passed', count: { ...count, failed: 0, failedRecords: [] } });

describe('a trial in the log', () => {
  it('says how far it is', () => {
    expect(trialProgressLine('score-new-accounts', { records: 10, executed: 7, failed: 0 })).toBe(
      'score-new-accounts  trial: 7 of 10 records, 0 failed',
    );
  });

  it('says how it ended, with each failed record', () => {
    expect(trialLines(failed)).toEqual([
      'score  trial failed. 10 of 10 records, 2 failed, 25 credits (2.5 per record).',
      '        a|1 at company: no <b>domain</b>',
    ]);
    expect(trialLines(passed)).toEqual([
      'score  trial passed. 10 of 10 records, 0 failed, 25 credits (2.5 per record).',
    ]);
    expect(trialLines(shown(null))).toEqual([]);
  });

  it('holds no workflow command', () => {
    const records = [{ id: '##[error]x', node: null, message: '::error::x ##[error]x' }];
    const evil = shown({ kind: 'passed', count: { ...count, failedRecords: records } });
    expect(trialLines(evil).join('\n')).not.toContain('##[');
  });
});

describe('trials in the summary', () => {
  it('are a table, with the records that failed below it', () => {
    expect(trialsSection([failed, passed, shown(null)], Infinity).split('\n')).toEqual([
      '### 🧪 Trials',
      '',
      '|  | Play | Records | Failed | Credits | Per record |',
      '| --- | --- | ---: | ---: | ---: | ---: |',
      '| ❌&nbsp;failed | **Score accounts** | 10 of 10 | 2 | 25 | 2.5 |',
      '| ✅&nbsp;passed | **Score accounts** | 10 of 10 | 0 | 25 | 2.5 |',
      '',
      'Failed records of **Score accounts**',
      '',
      '| Record | Node | Message |',
      '| --- | --- | --- |',
      '| <code>a&#124;1</code> | <code>company</code> | no &#60;b&#62;domain&#60;/b&#62; |',
      '',
      '… and 1 more, on the page of the workflow in Cargo.',
    ]);
  });

  it('are left out where there were none', () => {
    expect(trialsSection([shown(null)], Infinity)).toBe('');
  });

  it('are limited', () => {
    expect(trialsSection([passed, passed, passed], 1)).toContain('… and 2 more');
  });
});

it('gives the output its numbers', () => {
  expect(trialOutput(failed.trial)).toEqual({ records: 10, failed: 2, credits: 25 });
  expect(trialOutput({ kind: 'no-records' })).toBeNull();
  expect(trialOutput(null)).toBeNull();
});

it('warns where nothing was tried, and where a batch may still run', () => {
  expect(trialWarnings(shown({ kind: 'no-records' }))[0]).toMatch(
    /^The trial of "score": the filter matches no record/,
  );
  const lost = shown({ kind: 'failed', why: 'lost', error: 'x', count: null, mayRun: true });
  expect(trialWarnings(lost)[0]).toContain('may still be running');
  expect(trialWarnings(passed)).toEqual([]);
});

it('says in a plan that a trial is to come', () => {
  expect(plannedTrial(10)).toBe('Before it goes live, a trial runs on up to 10 records. It costs credits.');
});
