/** What a comment is about: there is one for each owner, workspace and job. */
export interface CommentKey {
  /** Null for `owner: none`. */
  readonly owner: string | null;
  /** Null where the run did not get as far as the workspace. */
  readonly workspaceUuid: string | null;
  readonly job: string;
}

/** A comment with a marker: which one it is, and its text. */
export interface MarkedComment {
  readonly id: number;
  readonly body: string;
}

/** What is to be done about the comments of a pull request. */
export interface CommentChoice {
  /** The comment to rewrite; null where one is to be made. */
  readonly keep: MarkedComment | null;
  readonly remove: readonly MarkedComment[];
  /** The first line of the comment's text. */
  readonly marker: string;
}

const unknown = 'unknown';

function encoded(part: string): string {
  // a hyphen too, since two of them could end the HTML comment
  return encodeURIComponent(part).replaceAll('-', '%2D');
}

function markerOf(owner: string | null, workspace: string, job: string): string {
  const parts = [owner?.toLowerCase() ?? 'none', workspace, job].map(encoded);
  return `<!-- cargo-plays ${parts.join(' ')} -->`;
}

/**
 * Chooses the comment that shows the result after a merge, and holds the plan that was reviewed: that of this job, or
 * where it has none, the only one of this owner and workspace. A job that plans and one that applies may have two names.
 * @param comments those that this author wrote, oldest first
 */
export function chooseReviewed(comments: readonly MarkedComment[], key: CommentKey): CommentChoice {
  const own = chooseComment(comments, key);
  if (own.keep !== null || key.workspaceUuid === null) return own;
  const start = markerOf(key.owner, key.workspaceUuid, '').replace(/ -->$/, '');
  const related = comments.filter(({ body }) => body.startsWith(start));
  const [only, ...others] = related;
  if (only === undefined || others.length > 0) return own;
  return { keep: only, remove: [], marker: only.body.split(/\r?\n/, 1)[0] ?? '' };
}

/** The workspace in the marker of a comment about this owner and job; null where it is about others, or none of ours. */
function workspaceIn({ body }: MarkedComment, { owner, job }: CommentKey): string | null {
  const line = body.split(/\r?\n/, 1)[0] ?? '';
  const [, workspace] = /^<!-- cargo-plays \S+ (\S+) \S* ?-->$/.exec(line) ?? [];
  if (workspace === undefined) return null;
  const plain = workspace.replaceAll('%2D', '-');
  return line === markerOf(owner, plain, job) ? plain : null;
}

/**
 * Chooses the one comment that a run keeps up to date. A run that does not know its workspace rewrites the comment
 * of its owner and job, as long as there is one workspace only; the next run that knows takes it over.
 * @param comments those that this author wrote, oldest first
 */
export function chooseComment(comments: readonly MarkedComment[], key: CommentKey): CommentChoice {
  const related = comments.flatMap((comment) => {
    const workspace = workspaceIn(comment, key);
    return workspace === null ? [] : [{ comment, workspace }];
  });
  const [only, ...others] = new Set(
    related.map(({ workspace }) => workspace).filter((workspace) => workspace !== unknown),
  );
  const workspace = key.workspaceUuid ?? (others.length === 0 ? only : undefined) ?? unknown;
  const [keep, ...same] = related.filter((each) => each.workspace === workspace);
  const [lost, ...more] = workspace === unknown ? [] : related.filter((each) => each.workspace === unknown);
  const surplus = keep === undefined ? more : lost === undefined ? same : [...same, lost, ...more];
  return {
    keep: (keep ?? lost)?.comment ?? null,
    remove: surplus.map(({ comment }) => comment),
    marker: markerOf(key.owner, workspace, key.job),
  };
}
