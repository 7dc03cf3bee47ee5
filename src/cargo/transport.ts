import { Agent, EnvHttpProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';

/** What came of one try to send a request. */
export type Attempt =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, unknown>>;
      readonly text: string | null;
    }
  /** `sent` is false where the request surely never left. `why` is a code or a few words, without addresses. */
  | { readonly kind: 'broken'; readonly sent: boolean; readonly why: string }
  /** The run was cancelled before its turn came. */
  | { readonly kind: 'unsent' }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'killed' }
  | { readonly kind: 'too-large' };

export interface TransportOptions {
  readonly baseUrl: string;
  readonly parallelism: number;
  /** For one request, in milliseconds. A connection gets at most 10 seconds of it. */
  readonly timeoutMs: number;
  readonly proxies: { readonly http?: string; readonly https?: string; readonly no?: string };
}

/** Whether a host name, as a URL gives it, means this machine: a proxy would be another one's loopback. */
function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

// the connection was never made, so the request was never sent; all else is in doubt
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'EPROTO',
]);

/** One request as it is sent. */
export interface Sending {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  /** An answer larger than this is given up. */
  readonly mostBytes: number;
  readonly timeoutMs: number;
  /** Ends it before its time. */
  readonly kill: AbortSignal;
}

/** Sends one request once, and never rejects. */
export type Transport = (sending: Sending) => Promise<Attempt>;

/** Makes the connection to the API: keep-alive, and through a proxy where one is named for an address that is not loopback. */
export function createTransport(options: TransportOptions): Transport {
  const { http = '', https = '', no = '' } = options.proxies;
  const settings = {
    connections: options.parallelism,
    // the time-out is one for the whole request, kept below: undici's are coarse and begin anew with each chunk
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: Math.min(10_000, options.timeoutMs) },
  };
  const dispatcher =
    (http === '' && https === '') || isLoopback(new URL(options.baseUrl).hostname)
      ? new Agent(settings)
      : // given as texts, the environment is not looked at again
        new EnvHttpProxyAgent({ ...settings, httpProxy: http, httpsProxy: https, noProxy: no });
  return (sending) => exchange(dispatcher, options.baseUrl, sending);
}

/** Sends a request and takes its answer as it comes; the streams that undici would put in between take longer. */
async function exchange(
  dispatcher: Dispatcher,
  baseUrl: string,
  { method, path, headers, body, mostBytes, timeoutMs, kill }: Sending,
): Promise<Attempt> {
  if (kill.aborted) return { kind: 'killed' };
  const { origin, pathname, search } = new URL(`${baseUrl}${path}`);
  const request = {
    origin,
    path: `${pathname}${search}`,
    method: method as Dispatcher.HttpMethod,
    headers,
    body,
  };
  const { promise, resolve } = Promise.withResolvers<Attempt>();
  let given: Attempt | null = null;
  let cutOff = (): void => undefined;
  const giveUp = (attempt: Attempt): void => {
    given = attempt;
    resolve(attempt);
    cutOff();
  };
  const timer = setTimeout(giveUp, timeoutMs, { kind: 'timed-out' });
  const onKill = (): void => {
    giveUp({ kind: 'killed' });
  };
  kill.addEventListener('abort', onKill);
  const chunks: Buffer[] = [];
  let size = 0;
  let status = 0;
  let answered: Record<string, string> = {};
  dispatcher.dispatch(request, {
    onConnect(abort) {
      cutOff = abort;
      // given up before there was a connection
      if (given !== null) abort();
    },
    onHeaders(code, raw) {
      status = code;
      answered = headersOf(raw);
      return true;
    },
    onData(chunk) {
      size += chunk.length;
      chunks.push(chunk);
      if (size > mostBytes) giveUp({ kind: 'too-large' });
      return true;
    },
    onComplete() {
      resolve({ kind: 'answer', status, headers: answered, text: textOf(chunks) });
    },
    onError(error) {
      resolve(broken(error));
    },
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    kill.removeEventListener('abort', onKill);
  }
}

/** Headers as undici tells them, names and values in turn, by their names in lower case. */
function headersOf(raw: readonly Buffer[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) headers[String(raw[at]).toLowerCase()] = String(raw[at + 1]);
  return headers;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A body as text; null where it isn't UTF-8. It is decoded at once: piece by piece takes longer. */
function textOf(chunks: readonly Buffer[]): string | null {
  try {
    return utf8.decode(Buffer.concat(chunks));
  } catch {
    return null;
  }
}

/** What an error of the connection says of the request. */
function broken(error: Error): Attempt {
  const codes = codesOf(error);
  const refusedByProxy = /^Proxy response/.test(error.message);
  const sent =
    !refusedByProxy &&
    !codes.some((code) => neverSent.has(code) || code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL'));
  const why = refusedByProxy ? 'the proxy refused it' : (codes[0] ?? 'the connection was lost');
  return { kind: 'broken', sent, why };
}

function codesOf(thrown: unknown): string[] {
  if (typeof thrown !== 'object' || thrown === null) return [];
  const own = 'code' in thrown && typeof thrown.code === 'string' ? [thrown.code] : [];
  const inner = thrown instanceof AggregateError ? thrown.errors.flatMap(codesOf) : [];
  return [...own, ...inner, ...('cause' in thrown ? codesOf(thrown.cause) : [])];
}
