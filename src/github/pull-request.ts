import { getOctokit } from '@actions/github';
import { messageOf } from '../errors.ts';
import { chooseComment } from '../report/comment-marker.ts';
import type { CommentKey, MarkedComment } from '../report/comment-marker.ts';

/** Where the comment goes, and as whom. */
export interface CommentPlace {
  /** `GITHUB_API_URL`: also that of a GitHub Enterprise. */
  readonly apiUrl: string;
  readonly githubToken: string;
  /** `owner/name` */
  readonly repository: string;
  readonly number: number;
  /** What the comment is about. */
  readonly key: CommentKey;
  /** Ends all requests. */
  readonly signal: AbortSignal;
}

type Octokit = ReturnType<typeof getOctokit>;

/**
 * Keeps one comment on a pull request up to date: writes it, or rewrites the one that this author wrote
 * before; further ones about the same are deleted.
 * @param render gives its text, which begins with the marker
 * @param onlyUpdate whether a comment that isn't there yet shall not be made
 * @returns null, or a sentence that says why the comment could not be written
 */
export async function keepComment(
  place: CommentPlace,
  render: (marker: string) => string,
  onlyUpdate: boolean,
): Promise<string | null> {
  const [owner = '', repo = ''] = place.repository.split('/');
  try {
    const octokit = getOctokit(place.githubToken, { baseUrl: place.apiUrl });
    // as an option, it would take the place of what goes through a proxy
    octokit.hook.before('request', (options) => {
      options.request = { ...options.request, signal: place.signal };
    });
    const own = await ownComments(octokit, owner, repo, place.number);
    const { keep, remove, marker } = chooseComment(own, place.key);
    const body = render(marker);
    if (keep === null) {
      if (onlyUpdate) return null;
      await octokit.rest.issues.createComment({ owner, repo, issue_number: place.number, body });
      return null;
    }
    if (keep.body !== body) {
      await octokit.rest.issues.updateComment({ owner, repo, comment_id: keep.id, body });
    }
    for (const { id } of remove) await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id });
    return null;
  } catch (thrown) {
    return why(thrown, place.signal);
  }
}

/** The comments that this very author wrote, oldest first, over all pages. */
async function ownComments(
  octokit: Octokit,
  owner: string,
  repo: string,
  number: number,
): Promise<MarkedComment[]> {
  // the job's token may not ask `GET /user`; this it may
  const { viewer } = await octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }');
  const all = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  return all.flatMap(({ id, body = '', user }) =>
    isSame(user?.login ?? '', viewer.login) ? [{ id, body }] : [],
  );
}

/** An app is called `name` in one of GitHub's interfaces, and `name[bot]` in the other. */
function isSame(login: string, other: string): boolean {
  const bare = (name: string): string => name.toLowerCase().replace(/\[bot\]$/, '');
  return bare(login) === bare(other);
}

function why(thrown: unknown, signal: AbortSignal): string {
  const status = typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : null;
  if (status === 401 || status === 403 || status === 404) {
    return (
      `The comment on the pull request could not be written (${String(status)}): \`github-token\` does not have the permission. ` +
      'Give the job `permissions: { contents: read, pull-requests: write }`.'
    );
  }
  if (signal.aborted)
    return 'The comment on the pull request was not written: GitHub did not answer in time.';
  return `The comment on the pull request could not be written: ${messageOf(thrown)}`;
}
