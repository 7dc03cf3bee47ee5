import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A comment as GitHub's API answers it, as far as it matters here. */
export interface Comment {
  id: number;
  body: string;
  user: { login: string; type: string };
}

/** A GitHub API over real HTTP with one pull request in it. */
export interface GitHub {
  /** For `GITHUB_API_URL`. */
  readonly url: string;
  readonly comments: Comment[];
  /** What was asked, as `METHOD /path?query`. */
  readonly requests: string[];
  /** Answers every write with this status. */
  refuseWith: number | null;
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

/**
 * Starts a GitHub API that ends with the test.
 * @param base the path that the API is served below, as on GitHub Enterprise
 */
export async function github(comments: Comment[] = [], base = ''): Promise<GitHub> {
  const state = { comments, requests: [] as string[], refuseWith: null as number | null, silent: false };
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
      const list = /^\/repos\/acme\/revenue\/issues\/7\/comments$/.exec(path);
      const one = /^\/repos\/acme\/revenue\/issues\/comments\/(\d+)$/.exec(path);
      if (list !== null && request.method === 'GET') {
        if (state.silent) return;
        const size = Number(url.searchParams.get('per_page') ?? 30);
        const page = Number(url.searchParams.get('page') ?? 1);
        const following = `<http://${request.headers.host ?? ''}${url.pathname}?per_page=${String(size)}&page=${String(page + 1)}>; rel="next"`;
        const more = page * size < comments.length ? { link: following } : undefined;
        send(response, 200, comments.slice((page - 1) * size, page * size), more);
      } else if (state.refuseWith !== null) {
        send(response, state.refuseWith, { message: 'Resource not accessible by integration' });
      } else if (list !== null && request.method === 'POST') {
        const made = { id: next, body: String(body['body']), user: bot };
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
