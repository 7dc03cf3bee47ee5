import { messageOf } from '../errors.ts';
import type { CommentChoice, MarkedComment } from '../report/comment-marker.ts';
import { statusOf } from './answers.ts';
import { connectGitHub } from './octokit.ts';
import type { GitHubPlace, Octokit } from './octokit.ts';

/** Where a comment goes, and as whom. */
export interface CommentPlace extends GitHubPlace {
  readonly number: number;
}

/**
 * Keeps one comment on a pull request up to date: writes it, or rewrites the one that this author wrote
 * before; further ones about the same are deleted.
 * @param choose finds the comment among those of this author, oldest first
 * @param render gives its text, which begins with the marker, by the text that it had before; null where it is new
 * @param onlyUpdate whether a comment that isn't there yet shall not be made
 * @returns null, or a sentence that says why the comment could not be written
 */
export async function keepComment(
  place: CommentPlace,
  choose: (own: readonly MarkedComment[]) => CommentChoice,
  render: (marker: string, before: string | null) => string,
  onlyUpdate: boolean,
): Promise<string | null> {
  try {
    const { octokit, owner, repo } = connectGitHub(place);
    const { keep, remove, marker } = choose(await ownComments(octokit, owner, repo, place));
    const body = render(marker, keep?.body ?? null);
    if (keep === null) {
      if (onlyUpdate) return null;
      await octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        owner,
        repo,
        issue_number: place.number,
        body,
      });
      return null;
    }
    if (keep.body !== body) {
      await octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        owner,
        repo,
        comment_id: keep.id,
        body,
      });
    }
    for (const { id } of remove)
      await octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        owner,
        repo,
        comment_id: id,
      });
    return null;
  } catch (thrown) {
    return whyNotWritten(thrown, place.signal);
  }
}

/**
 * The comments on a pull request that this very author wrote, oldest first.
 * @throws what Octokit throws, where GitHub can't be asked
 */
export async function readOwnComments(place: CommentPlace): Promise<MarkedComment[]> {
  const { octokit, owner, repo } = connectGitHub(place);
  return ownComments(octokit, owner, repo, place);
}

/** The comments that this very author wrote, oldest first, over all pages. */
async function ownComments(
  octokit: Octokit,
  owner: string,
  repo: string,
  { number, githubToken }: CommentPlace,
): Promise<MarkedComment[]> {
  // the job's token may not ask `GET /user`; this it may
  const { viewer } = await octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }');
  const all = await octokit.paginate('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  return all.flatMap(({ id, body = '', user }) =>
    isSame(user?.login ?? '', viewer.login, githubToken) ? [{ id, body }] : [],
  );
}

/** The token of an app, as a job's own is one, begins so. */
const tokenOfApp = 'ghs_';

/**
 * Whether a comment is by whoever has the token. An app is called `name` in one of GitHub's interfaces, and `name[bot]` in
 * the other; a user of that name is somebody else.
 */
function isSame(login: string, other: string, token: string): boolean {
  if (token.startsWith(tokenOfApp) && !login.toLowerCase().endsWith('[bot]')) return false;
  const bare = (name: string): string => name.toLowerCase().replace(/\[bot\]$/, '');
  return bare(login) === bare(other);
}

/** Why a comment could not be written, as a sentence that says what to do about it. */
export function whyNotWritten(thrown: unknown, signal: AbortSignal): string {
  const status = statusOf(thrown);
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
