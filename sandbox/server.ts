import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jsonAnswer, refusal, send, strike } from './answers.ts';
import type { Answer } from './answers.ts';
import { machineClock } from './clock.ts';
import type { Clock } from './clock.ts';
import type { Seed } from './entities.ts';
import { createFaults } from './faults.ts';
import type { Faults } from './faults.ts';
import { Refusal } from './refusal.ts';
import { parseJson, readBody, recordOf } from './requests.ts';
import type { RecordedRequest } from './requests.ts';
import { findRoute } from './routes/find.ts';
import { demoSeed } from './seed.ts';
import { createStore } from './store.ts';
import type { Store } from './store.ts';

export interface SandboxOptions {
  /** 0, the default, for any free one. */
  port?: number;
  /** The token to be accepted; a long random one unless given. */
  token?: string;
  /** Milliseconds before each request is handled. */
  latencyMs?: number;
  /** What the workspace begins with; the demo workspace unless given. */
  seed?: Seed;
  /** What delays, late writes, the rate limit and batches go by; the machine's time unless given. */
  clock?: Clock;
}

/** A Cargo API in memory, over HTTP on a loopback address. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>/v1` */
  readonly url: string;
  readonly token: string;
  readonly workspaceUuid: string;
  /** Every request that arrived, in order. */
  readonly requests: RecordedRequest[];
  readonly store: Store;
  readonly faults: Faults;
  /** Ends the server and all its connections, and forgets what was to happen later. */
  close: () => Promise<void>;
}

/** Whether a request carries the token; takes as long for a nearly right one as for a wrong one. */
function isAuthorized(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Handles a request that arrived whole: token, permissions, endpoint, body. */
function handle(store: Store, token: string, record: RecordedRequest, inApi: boolean): Answer {
  const { method, path, query, body, rawBody } = record;
  if (!isAuthorized(record.headers.authorization, token)) {
    return refusal(401, 'unauthorized', 'the token is missing or wrong');
  }
  if (store.settings.forbidden.some((pattern) => `${method} ${path}`.search(pattern) >= 0)) {
    return refusal(403, 'forbidden', 'the token may not do this');
  }
  const route = inApi ? findRoute(method, path) : null;
  if (!route) return refusal(404, 'notFound', `there is no ${method} ${path}`);
  if (rawBody !== '' && body === undefined) return refusal(400, null, 'the body is not JSON');
  try {
    return jsonAnswer(200, route.handler({ store, named: route.named, query, search: record.search, body }));
  } catch (thrown) {
    if (thrown instanceof Refusal) return jsonAnswer(thrown.status, thrown.toBody());
    return refusal(500, 'internalError', String(thrown));
  }
}

/** Starts a sandbox, and resolves once it listens. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const token = options.token ?? `sandbox_${randomBytes(32).toString('base64url')}`;
  const clock = options.clock ?? machineClock;
  const settings = { latencyMs: options.latencyMs ?? 0 };
  const store = createStore(options.seed ?? demoSeed(Date.now()), settings, clock);
  const faults = createFaults();
  const requests: RecordedRequest[] = [];
  const closing = new AbortController();
  const sleep = async (ms: number): Promise<void> => {
    await clock.sleep(ms, closing.signal);
    // whatever waits when the sandbox ends waits for ever: it must not write any more
    if (closing.signal.aborted) await new Promise(() => undefined);
  };
  const later = (ms: number, action: () => void): void => {
    void sleep(ms).then(action);
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const record = recordOf(request, clock.now());
    requests.push(record);
    const rawBody = await readBody(request);
    if (rawBody === null) {
      send({ response, record }, refusal(413, 'bodyTooLarge', 'the body is too large'));
      return;
    }
    record.rawBody = rawBody;
    record.body = parseJson(rawBody);
    const wait = faults.refusedFor(clock.now());
    if (wait !== null) {
      const headers = faults.rateLimit?.retryAfter ? { 'retry-after': String(wait) } : {};
      send({ response, record }, refusal(429, 'tooManyRequests', 'too many requests', headers));
      return;
    }
    const inApi = (request.url ?? '').startsWith('/v1/');
    const run = (): Answer => handle(store, token, record, inApi);
    const fault = faults.take(record.method, record.path);
    if (store.settings.latencyMs > 0) await sleep(store.settings.latencyMs);
    if (fault) await strike(fault, { response, record, store, run, sleep, later });
    else send({ response, record }, run());
  }

  const server = createServer((request, response) => {
    // a client that goes away in the middle of its body is no error of ours
    serve(request, response).catch(() => response.destroy());
  });
  // longer than any client keeps an idle connection: it is for the client to close it
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}/v1`,
    token,
    workspaceUuid: store.workspaceUuid,
    requests,
    store,
    faults,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
