import { expect, it } from 'vitest';
import type { Reach } from '../../src/reconcile/reach.ts';
import { filterSentence, reachCell, reachLine, reachSentence } from '../../src/report/reach.ts';
import { renderComment } from '../../src/report/comment.ts';
import { renderSummary } from '../../src/report/summary.ts';
import type { PlayId } from '../../src/definition/play-id.ts';
import { create, desiredPlay, reportOf } from '../support/report.ts';

const reach = (before: number | null, after: number, more: Partial<Reach> = {}): Reach => ({
  isNew: false,
  before,
  after,
  runsAMonth: null,
  ...more,
});

it.each([
  [null, '—'],
  [reach(1204, 12431), '1,204&nbsp;→&nbsp;12,431'],
  [reach(1204, 1204), '1,204'],
  [reach(null, 1234567, { isNew: true }), '1,234,567'],
  [reach(12, 0), '12&nbsp;→&nbsp;0'],
])('shows the records of a play', (given, shown) => {
  expect(reachCell(given)).toBe(shown);
});

it.each<[(Reach | null)[], string]>([
  [[null], ''],
  [[reach(1204, 12431)], '**1,204 → 12,431 records in 1 created or changed play.**'],
  [[reach(10, 20), reach(null, 5, { isNew: true })], '**10 → 25 records in 2 created or changed plays.**'],
  [[reach(null, 5, { isNew: true })], '**5 records in 1 created or changed play.**'],
  [[reach(null, 1, { isNew: true })], '**1 record in 1 created or changed play.**'],
  [[reach(null, 5), reach(1, 2)], '**7 records in 2 created or changed plays.**'],
  [
    [reach(5, 5, { runsAMonth: 1500 })],
    '**5 records in 1 created or changed play, about 1,500 runs a month from schedules over unchanged records.**',
  ],
])('adds up', (reaches, line) => {
  const [play] = reportOf([create(desiredPlay('a'))]).plays;
  expect(reachLine({ plays: reaches.map((each) => ({ ...play!, reach: each })) })).toBe(line);
});

it('says what a schedule over unchanged records makes of it', () => {
  expect(reachSentence(reach(null, 12431, { runsAMonth: 372930 }))).toBe(
    'About 372,930 runs a month: each run of its schedule is about all 12,431 records.',
  );
  expect(reachSentence(reach(null, 1, { runsAMonth: 30 }))).toBe(
    'About 30 runs a month: each run of its schedule is about the one record.',
  );
  expect(reachSentence(reach(1, 2))).toBeNull();
});

it('says what a changed filter comes to', () => {
  expect(filterSentence(reach(1204, 12431))).toBe('Its filter changed: 1,204 → 12,431 records.');
  expect(filterSentence(reach(5, 5))).toBe('Its filter changed, and still matches 5 records.');
  expect(filterSentence(reach(5, 1))).toBe('Its filter changed: 5 → 1 record.');
  expect(filterSentence(reach(1, 1))).toBe('Its filter changed, and still matches 1 record.');
  expect(filterSentence(reach(null, 5))).toBeNull();
});

it('stands in the comment and the summary: a column, and a line of totals', () => {
  const reaches = new Map([['a' as PlayId, reach(1204, 12431)]]);
  const report = reportOf([create(desiredPlay('a')), create(desiredPlay('b'))], {}, { reaches });
  for (const page of [renderComment(report, '<!-- m -->', null), renderSummary(report, '')]) {
    expect(page).toContain('**1,204 → 12,431 records in 1 created or changed play.**');
    expect(page).toContain('| Runs | Records |');
    expect(page).toMatch(/\| 1,204&nbsp;→&nbsp;12,431 \|/);
  }
});
