import { expect, it } from 'vitest';
import { renderSummary } from '../../src/report/summary.ts';
import { actualPlay, desiredPlay, reportOf, update } from '../support/report.ts';

/** The summary of so many updates of a filter, and how often those filters were looked at. */
function looked(count: number): { readonly summary: string; readonly looks: number } {
  let looks = 0;
  const report = reportOf(
    Array.from({ length: count }, (_, index) => {
      const id = `p${String(index)}`;
      return update(desiredPlay(id, { limit: 5 }), actualPlay(index, id, {}, { limit: 6 }));
    }),
  );
  const plays = report.plays.map((play) => ({
    ...play,
    get differences() {
      looks += 1;
      return play.differences;
    },
    get model() {
      looks += 1;
      return play.model;
    },
  }));
  return { summary: renderSummary({ ...report, plays }, ''), looks };
}

it('a summary that does not fit looks at each play a few times, not once for each of its sizes', () => {
  const few = looked(400);
  const many = looked(8_000);
  expect(few.summary).toContain('What differs');
  expect(many.summary.length).toBeLessThan(1024 * 1024);
  expect(many.summary).toContain('more. The report file has all of them');
  expect(many.looks / 8_000).toBeLessThan(few.looks / 400 + 1);
});

it('the differences of 500 plays are shown, and where the others are', () => {
  const { summary } = looked(600);
  expect(summary.match(/<code>limit<\/code>: <code>6<\/code> → <code>5<\/code>/g)).toHaveLength(500);
  expect(summary).toContain('… and 100 more plays, in the report file (`report-path`).');
});
