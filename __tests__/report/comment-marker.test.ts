import { describe, expect, it } from 'vitest';
import { chooseComment } from '../../src/report/comment-marker.ts';
import type { CommentKey, MarkedComment } from '../../src/report/comment-marker.ts';

const [staging, production] = [
  '11111111-0000-4000-8000-000000000000',
  '22222222-0000-4000-8000-000000000000',
];
const key = (workspaceUuid: string | null, job = 'plays', owner = 'acme/revenue'): CommentKey => ({
  owner,
  workspaceUuid,
  job,
});
const comment = (id: number, of: CommentKey): MarkedComment => ({
  id,
  body: `${chooseComment([], of).marker}\nText`,
});
/** What is chosen: the comment that is kept, those that go, and whose marker is written. */
const chosen = (
  comments: readonly MarkedComment[],
  of: CommentKey,
): readonly [number | null, readonly number[], CommentKey | undefined] => {
  const { keep, remove, marker } = chooseComment(comments, of);
  const keys = [key(staging), key(production), key(null), of];
  return [
    keep?.id ?? null,
    remove.map(({ id }) => id),
    keys.find((each) => chooseComment([], each).marker === marker),
  ];
};

describe('the comment that a run keeps', () => {
  it.each<readonly [string, MarkedComment[], CommentKey, ReturnType<typeof chosen>]>([
    ['none yet', [], key(staging), [null, [], key(staging)]],
    ['none yet, and the workspace is not known', [], key(null), [null, [], key(null)]],
    ['its own', [comment(1, key(staging))], key(staging), [1, [], key(staging)]],
    [
      'its own, twice',
      [comment(1, key(staging)), comment(2, key(staging))],
      key(staging),
      [1, [2], key(staging)],
    ],
    ['not that of another workspace', [comment(1, key(production))], key(staging), [null, [], key(staging)]],
    [
      'the only one, where the workspace is not known',
      [comment(1, key(staging))],
      key(null),
      [1, [], key(staging)],
    ],
    ['one that did not know the workspace', [comment(1, key(null))], key(staging), [1, [], key(staging)]],
    [
      'its own beside one that did not know',
      [comment(1, key(null)), comment(2, key(staging))],
      key(staging),
      [2, [1], key(staging)],
    ],
    [
      'one of its own where two workspaces have one',
      [comment(1, key(staging)), comment(2, key(production))],
      key(null),
      [null, [], key(null)],
    ],
    [
      'the one that did not know, where two have one',
      [comment(1, key(staging)), comment(2, key(production)), comment(3, key(null))],
      key(null),
      [3, [], key(null)],
    ],
    ['not that of another job', [comment(1, key(staging, 'other'))], key(null), [null, [], key(null)]],
    [
      'not that of another owner',
      [comment(1, key(staging, 'plays', 'acme/other'))],
      key(staging),
      [null, [], key(staging)],
    ],
    [
      'its own, in whatever case the owner is written',
      [comment(1, key(staging, 'plays', 'Acme/Revenue'))],
      key(staging),
      [1, [], key(staging)],
    ],
    [
      'nothing of what people write',
      [
        { id: 1, body: 'Text\n<!-- cargo-plays acme%2Frevenue x plays -->' },
        { id: 2, body: '' },
      ],
      key(null),
      [null, [], key(null)],
    ],
  ])('%s', (_what, comments, of, expected) => {
    expect(chosen(comments, of)).toEqual(expected);
  });

  it('has a marker that can be read back, whatever the job is called', () => {
    for (const job of ['a job', 'a--b', '-->', '', 'größe'])
      expect(chooseComment([comment(1, key(staging, job))], key(null, job))).toMatchObject({
        keep: { id: 1 },
      });
  });
});
