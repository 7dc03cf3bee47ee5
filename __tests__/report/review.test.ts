import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compareWithReviewed } from '../../src/reconcile/review.ts';
import type { ReviewedChange } from '../../src/reconcile/reviewed.ts';
import { chooseComment, chooseReviewed } from '../../src/report/comment-marker.ts';
import { renderComment } from '../../src/report/comment.ts';
import { reviewSection } from '../../src/report/review.ts';
import { findReviewedLine, readReviewedLine, reviewedLine } from '../../src/report/reviewed-line.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { create, desiredPlay, reportOf } from '../support/report.ts';

const hash = (text: string): string => `h${String(text.length)}`;
const change = (id: string, parts: ReviewedChange['parts'] = { limit: ['a', 'b'] }): ReviewedChange => ({
  id,
  kind: 'update',
  play: 'p',
  parts,
});
const many = (count: number): ReviewedChange[] =>
  Array.from({ length: count }, (_, index) => change(`play-${String(index)}`));

describe('the plan in a comment', () => {
  it('is one line that ends nothing before its end, and reads back', () => {
    const changes = [change('a--b'), change('c-->', { '-->': ['<!--', '--'] })];
    const line = reviewedLine(changes, hash);
    expect(line).toMatch(/^<!-- cargo-plays-reviewed \S+ -->$/);
    expect(line.slice(4, -3)).not.toMatch(/--|>/);
    expect(readReviewedLine(line)).toEqual({ detail: 'parts', changes });
  });

  it('folds to a digest for each play, then to one, where there is no room', () => {
    const changes = many(50);
    const folded = readReviewedLine(reviewedLine(changes, hash, 2_000));
    expect(folded).toMatchObject({ detail: 'plays', changes: { length: 50 } });
    const one = readReviewedLine(reviewedLine(changes, hash, 500));
    expect(one).toMatchObject({ detail: 'plan', counts: { update: 50 } });
    const plan = (of: typeof one): NonNullable<typeof one>[] => (of === null ? [] : [of]);
    const real = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 14);
    for (const most of [2_500, 500]) {
      const read = plan(readReviewedLine(reviewedLine(changes, real, most)));
      expect(compareWithReviewed(changes, read, real).passes).toBe(true);
      expect(compareWithReviewed([...changes, change('more')], read, real)).toMatchObject({
        passes: false,
        ...(most === 500
          ? { deviations: [], counts: [{ kind: 'update', reviewed: 50, now: 51 }] }
          : { deviations: [{ id: 'more', reviewed: null }], counts: null }),
      });
    }
  });

  it('leaves room for what people read', () => {
    const report = reportOf(
      Array.from({ length: 400 }, (_, index) =>
        create(desiredPlay(`play-${String(index)}`, { name: `Play ${String(index)} ${'é'.repeat(60)}` })),
      ),
    );
    const body = renderComment(report, '<!-- marker -->', null, reviewedLine(many(600), hash));
    expect(Buffer.byteLength(body)).toBeLessThan(65_536);
    expect(body).toContain('400 to create');
    expect(readReviewedLine(findReviewedLine(body) ?? '')).not.toBeNull();
  });

  it.each([
    '',
    '<!-- cargo-plays acme plays -->',
    'Text <!-- cargo-plays-reviewed {} -->',
    // a plan that failed has none, but may quote one in a script that it shows
    '```diff\n<!-- cargo-plays-reviewed {} -->\n```\n\ncommit 1234567',
  ])('is not in %j', (body) => {
    expect(findReviewedLine(body)).toBeNull();
  });

  it.each(['', '{', '{}', '{"detail":"other"}', '{"detail":"plays","changes":[["a","move","x"]]}'])(
    'that is %s is none',
    (json) => {
      expect(readReviewedLine(`<!-- cargo-plays-reviewed ${json} -->`)).toBeNull();
    },
  );
});

describe('the difference to what was reviewed', () => {
  const { deviations, counts } = compareWithReviewed(
    [
      change('limits', { limit: ['a', 'x'], filter: ['a', 'b'], schedule: ['c', 'd'] }),
      { ...change('removed'), kind: 'delete' },
    ],
    [
      {
        detail: 'parts',
        changes: [change('limits', { limit: ['a', 'b'], filter: ['z', 'b'] }), change('later')],
      },
    ],
    hash,
  );

  it('is a table in the summary and in the comment', () => {
    const rows = [
      '| <code>later</code> | update (limit) | nothing left to do |',
      '| <code>limits</code> | update (limit, filter) | update (limit&#58; another value, filter&#58; changed in Cargo since, schedule&#58; not reviewed) |',
      '| <code>removed</code> | no change | delete |',
    ];
    expect(reviewSection({ deviations, counts }, Infinity)).toBe(
      ['### Reviewed and present plan', '', '| Play | Reviewed | Now |', '| --- | --- | --- |', ...rows].join(
        '\n',
      ),
    );
    const report = reportOf(
      [create(desiredPlay('x'))],
      {},
      { mode: 'apply', review: { deviations, counts } },
    );
    for (const page of [
      renderSummary(report, 'report.json'),
      renderComment(report, '<!-- marker -->', null),
    ]) {
      for (const line of rows) expect(page).toContain(line);
      expect(page).toContain('nothing was written, this plan was not reviewed — 1 not attempted');
    }
  });

  it('is told by kind where no more is known', () => {
    const section = reviewSection({ deviations: [], counts: [{ kind: 'delete', reviewed: 0, now: 2 }] }, 5);
    expect(section).toContain('| delete | 0 | 2 |');
  });
});

describe('the comment with the reviewed plan', () => {
  const uuid = '11111111-0000-4000-8000-000000000000';
  const comment = (id: number, job: string, owner = 'acme/revenue', workspaceUuid = uuid) => ({
    id,
    body: `${chooseComment([], { owner, workspaceUuid, job }).marker}\nText`,
  });
  const key = { owner: 'acme/revenue', workspaceUuid: uuid, job: 'apply' };

  it.each([
    ['that of the same job', [comment(1, 'plan'), comment(2, 'apply')], 2],
    ['the only one of another job', [comment(1, 'plan'), comment(2, 'plan', 'acme/other')], 1],
    ['none where two other jobs have one', [comment(1, 'plan'), comment(2, 'lint')], null],
    ['none of another workspace', [comment(1, 'plan', 'acme/revenue', `2${uuid.slice(1)}`)], null],
  ])('is %s', (_what, comments, id) => {
    const { keep, marker, remove } = chooseReviewed(comments, key);
    expect(keep?.id ?? null).toBe(id);
    expect(remove).toEqual([]);
    if (keep !== null) expect(keep.body.split('\n')[0]).toBe(marker);
  });
});
