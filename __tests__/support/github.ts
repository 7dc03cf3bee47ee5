import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A comment as GitHub's API answers it, as far as it matters here. */
export interface Comment {
  id: number;
  body: string;
  user: { login: string; type: string };
  /** The pull request that it is on; 7 where nothing is said. */
  issue?: number;
}

/** A merged pull request, as far as it matters here. */
interface PullRequest {
  readonly number: number;
  readonly mergeCommit: string;
  /** Further commits that it brought: of its branch, or rebased ones. */
  readonly commits?: readonly string[];
  readonly base?: string;
  /** Null while it is open. */
  readonly mergedAt?: string | null;
}

/** A GitHub API over real HTTP: a repository with pull requests, their comments and the commits of its branches. */
export interface GitHub {
  /** For `GITHUB_API_URL`. */
  readonly url: string;
  readonly comments: Comment[];
  /** What was asked, as `METHOD /path?query`. */
  readonly requests: string[];
  readonly pulls: PullRequest[];
  /** The commits that are known, each with its parents, the first one first. */
  readonly commits: Map<string, readonly string[]>;
  /** The commit of each branch. */
  readonly heads: Map<string, string>;
  /** Answers every write with this status. */
  refuseWith: number | null;
  /** Answers reads of commits, branches and comments so, one after the other; null as usual. */
  readonly trouble: (number | null)[];
  /** Keeps every answer to the list of comments back. */
  silent: boolean;
}

export const bot = { login: 'github-actions[bot]', type: 'Bot' };

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(body));
}

type History = Pick<GitHub, 'pulls' | 'commits' | 'heads'>;

/** What GitHub answers of branches and commits; null where it knows none, undefined for other paths. */
function historyOf(path: string, url: URL, { pulls, commits, heads }: History): unknown {
  const [, what = '', rest = ''] =
    /^\/repos\/acme\/revenue\/(git\/ref\/heads|compare|commits)\/(.+)$/.exec(decodeURIComponent(path)) ?? [];
  if (path === '/repos/acme/revenue/commits') {
    const size = Number(url.searchParams.get('per_page') ?? 30);
    const known = [...ancestors(url.searchParams.get('sha') ?? '', commits)].slice(0, size);
    return known.map((sha) => ({
      sha,
      parents: (commits.get(sha) ?? []).map((parent) => ({ sha: parent })),
    }));
  }
  switch (what) {
    case 'git/ref/heads': {
      const sha = heads.get(rest);
      return sha === undefined ? null : { ref: `refs/heads/${rest}`, object: { type: 'commit', sha } };
    }
    case 'compare': {
      const [before = '', after = ''] = rest.split('...');
      if (!commits.has(before) || !commits.has(after)) return null;
      const known = ancestors(before, commits);
      const since = [...ancestors(after, commits)].filter((sha) => !known.has(sha)).reverse();
      const size = Number(url.searchParams.get('per_page') ?? 30);
      const page = Number(url.searchParams.get('page') ?? 1);
      const shown = since.slice((page - 1) * size, page * size);
      const parents = (sha: string): object[] => (commits.get(sha) ?? []).map((parent) => ({ sha: parent }));
      return {
        url: '',
        status: 'ahead',
        total_commits: since.length,
        commits: shown.map((sha) => ({ sha, parents: parents(sha) })),
      };
    }
    case 'commits': {
      const [, sha = ''] = /^([^/]+)\/pulls$/.exec(rest) ?? [];
      return pulls
        .filter(({ mergeCommit, commits: more = [] }) => mergeCommit === sha || more.includes(sha))
        .map(({ number, mergeCommit, base = 'main', mergedAt = '2026-11-20T10:00:00Z' }) => ({
          number,
          state: mergedAt === null ? 'open' : 'closed',
          merged_at: mergedAt,
          merge_commit_sha: mergeCommit,
          base: { ref: base, repo: { full_name: 'acme/revenue' } },
        }));
    }
    default:
      return undefined;
  }
}

function ancestors(sha: string, commits: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set([sha]);
  for (const each of found) for (const parent of commits.get(each) ?? []) found.add(parent);
  return found;
}

/**
 * Starts a GitHub API that ends with the test.
 * @param base the path that the API is served below, as on GitHub Enterprise
 */
export async function github(comments: Comment[] = [], base = ''): Promise<GitHub> {
  const state = {
    comments,
    requests: [] as string[],
    pulls: [] as PullRequest[],
    commits: new Map<string, readonly string[]>(),
    heads: new Map<string, string>(),
    refuseWith: null as number | null,
    trouble: [] as (number | null)[],
    silent: false,
  };
  let next = 1 + Math.max(0, ...comments.map(({ id }) => id));
  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://github');
      state.requests.push(`${request.method ?? ''} ${url.pathname}${url.search}`);
      const body = await bodyOf(request);
      if (url.pathname.endsWith('/graphql')) {
        // GraphQL leaves the `[bot]` away
        send(response, 200, { data: { viewer: { login: 'github-actions' } } });
        return;
      }
      const path = url.pathname.slice(base.length);
      const list = /^\/repos\/acme\/revenue\/issues\/(\d+)\/comments$/.exec(path);
      const issue = Number(list?.[1] ?? 7);
      const one = /^\/repos\/acme\/revenue\/issues\/comments\/(\d+)$/.exec(path);
      const trouble = request.method === 'GET' ? (state.trouble.shift() ?? null) : null;
      const history = request.method === 'GET' && list === null ? historyOf(path, url, state) : undefined;
      if (trouble !== null) send(response, trouble, { message: 'Resource not accessible by integration' });
      else if (history !== undefined)
        send(response, history === null ? 404 : 200, history ?? { message: 'Not Found' });
      else if (list !== null && request.method === 'GET') {
        if (state.silent) return;
        const here = comments.filter((comment) => (comment.issue ?? 7) === issue);
        const size = Number(url.searchParams.get('per_page') ?? 30);
        const page = Number(url.searchParams.get('page') ?? 1);
        const following = `<http://${request.headers.host ?? ''}${url.pathname}?per_page=${String(size)}&page=${String(page + 1)}>; rel="next"`;
        const more = page * size < here.length ? { link: following } : undefined;
        send(response, 200, here.slice((page - 1) * size, page * size), more);
      } else if (state.refuseWith !== null) {
        send(response, state.refuseWith, { message: 'Resource not accessible by integration' });
      } else if (list !== null && request.method === 'POST') {
        const made = { id: next, body: String(body['body']), user: bot, ...(issue === 7 ? {} : { issue }) };
        next += 1;
        comments.push(made);
        send(response, 201, made);
      } else if (one !== null) {
        const index = comments.findIndex(({ id }) => id === Number(one[1]));
        const comment = comments[index];
        if (comment === undefined) send(response, 404, {});
        else if (request.method === 'DELETE') {
          comments.splice(index, 1);
          send(response, 204, null);
        } else {
          comment.body = String(body['body']);
          send(response, 200, comment);
        }
      } else send(response, 404, { message: 'Not Found' });
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, { url: `http://127.0.0.1:${String(port)}${base}` });
}
