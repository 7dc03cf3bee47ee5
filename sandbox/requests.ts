import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request as it arrived. */
export interface RecordedRequest {
  method: string;
  /** Without `/v1` and without the query. */
  path: string;
  query: Record<string, string>;
  /** The query as it was sent, for names that occur more than once. */
  search: string;
  headers: IncomingHttpHeaders;
  /** The body as JSON; `undefined` where it is none. */
  body: unknown;
  rawBody: string;
  /** When it arrived, in milliseconds of the sandbox's clock. */
  at: number;
  /** The status it was answered with; null where no answer began. */
  status: number | null;
}

const bodyLimit = 8 * 1024 * 1024;

/**
 * A request whose head has arrived; `readBody` gives the rest.
 * @param at milliseconds of the sandbox's clock
 */
export function recordOf(request: IncomingMessage, at: number): RecordedRequest {
  const { pathname, search, searchParams } = new URL(`http://sandbox${request.url ?? '/'}`);
  return {
    method: request.method ?? 'GET',
    path: pathname.startsWith('/v1/') ? pathname.slice('/v1'.length) : pathname,
    query: Object.fromEntries(searchParams),
    search,
    headers: request.headers,
    body: undefined,
    rawBody: '',
    at,
    status: null,
  };
}

/** Reads a body as text; null where it is larger than the service takes (8 MiB), once all of it has arrived. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  return size > bodyLimit ? null : Buffer.concat(chunks).toString('utf8');
}

/** JSON as a value; `undefined` where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
