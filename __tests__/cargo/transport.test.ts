import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTransport } from '../../src/cargo/transport.ts';
import type { Attempt, Sending, Transport } from '../../src/cargo/transport.ts';
import { sandbox } from '../support/action.ts';
import { startProxy } from '../support/proxy.ts';
import type { Proxy } from '../support/proxy.ts';

function ask(baseUrl: string, proxy: Proxy, no = ''): Promise<Attempt> {
  const http = `http://ada:${proxy.password}@127.0.0.1:${String(proxy.port)}`;
  const transport = createTransport({
    baseUrl,
    parallelism: 1,
    timeoutMs: 2_000,
    proxies: { http, https: http, no },
  });
  return transport({
    method: 'GET',
    path: '/orchestration/plays/list',
    headers: {},
    body: null,
    mostBytes: 1_000_000,
    timeoutMs: 2_000,
    kill: new AbortController().signal,
  });
}

describe('a proxy', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]', 'cargo.localhost', '127.9.9.9'])(
    'is never asked for %s',
    async (host) => {
      const proxy = await startProxy();
      const server = await sandbox();
      // whether anything listens there or not
      await ask(server.url.replace('127.0.0.1', host), proxy);
      expect(proxy.passed).toBe(0);
    },
  );

  it('is asked for any other address', async () => {
    const proxy = await startProxy();
    const server = await sandbox();
    // the tunnel is made by the name; where it leads is of no interest here
    await ask(server.url.replace('127.0.0.1', '0.0.0.0'), proxy);
    expect(proxy.passed).toBe(1);
  });

  it('that refuses lets nothing through, and its password is never shown', async () => {
    const proxy = await startProxy();
    proxy.refuse = true;
    const attempt = await ask('http://cargo.test/v1', proxy);
    expect(attempt).toMatchObject({ kind: 'broken', sent: false });
    expect(JSON.stringify(attempt)).not.toContain(proxy.password);
  });

  it('is not asked for what NO_PROXY names', async () => {
    const proxy = await startProxy();
    const server = await sandbox();
    const attempt = await ask(server.url.replace('127.0.0.1', '0.0.0.0'), proxy, '0.0.0.0');
    expect([attempt.kind, proxy.passed]).toEqual(['answer', 0]);
  });
});

const proxies = { http: '', https: '', no: '' };
const sending = {
  method: 'GET',
  path: '/list',
  headers: {},
  body: null,
  mostBytes: 1_000,
  timeoutMs: 2_000,
  kill: new AbortController().signal,
} as const;

/** A transport with one connection to a server that answers so. */
async function transportTo(answer: (response: ServerResponse, path: string) => void): Promise<Transport> {
  const server = createServer((request, response) => {
    answer(response, request.url ?? '');
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;
  return createTransport({ baseUrl, parallelism: 1, timeoutMs: 2_000, proxies });
}

/** What comes of a request that a server answers so. */
async function answered(
  answer: (response: ServerResponse) => void,
  asked: Partial<Sending> = {},
): Promise<Attempt> {
  const transport = await transportTo(answer);
  return transport({ ...sending, ...asked });
}

describe('an answer', () => {
  it('is taken whole, however it is cut on its way, with its headers in lower case', async () => {
    const euro = Buffer.from('€');
    const attempt = await answered((response) => {
      response.writeHead(503, { 'Retry-After': '7' });
      response.write(euro.subarray(0, 1), () => setImmediate(() => response.end(euro.subarray(1))));
    });
    expect(attempt).toMatchObject({
      kind: 'answer',
      status: 503,
      text: '€',
      headers: { 'retry-after': '7' },
    });
  });

  it('that comes after a hint is that answer, not the hint', async () => {
    const attempt = await answered((response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' }, () => response.end('{}'));
    });
    expect(attempt).toMatchObject({ kind: 'answer', status: 200, text: '{}' });
  });

  it('that is not UTF-8 has no text', async () => {
    const attempt = await answered((response) => response.end(Buffer.from([0xff])));
    expect(attempt).toMatchObject({ kind: 'answer', status: 200, text: null });
  });

  it.each([
    [1_000, 'answer'],
    [1_001, 'too-large'],
  ])('of %i bytes where 1,000 are allowed: %s', async (size, kind) => {
    const attempt = await answered((response) => {
      response.write('x'.repeat(size), () => setImmediate(() => response.end()));
    });
    expect(attempt.kind).toBe(kind);
  });

  it('that ends too early is a broken one, and was sent', async () => {
    const attempt = await answered((response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('12345', () => response.destroy());
    });
    expect(attempt).toMatchObject({ kind: 'broken', sent: true });
  });
});

describe('a request', () => {
  it('is given up when its time is over, or when the run is', async () => {
    const late = await answered(() => undefined, { timeoutMs: 20 });
    const kill = new AbortController();
    const killed = await answered(
      () => {
        kill.abort();
      },
      { kill: kill.signal },
    );
    expect([late.kind, killed.kind]).toEqual(['timed-out', 'killed']);
  });

  it('that was given up before there was a connection for it is not sent later', async () => {
    const arrived: string[] = [];
    const held = Promise.withResolvers<ServerResponse>();
    const transport = await transportTo((response, path) => {
      arrived.push(path);
      if (path === '/v1/first') held.resolve(response);
      else response.end('{}');
    });
    const first = transport({ ...sending, path: '/first' });
    const second = await transport({ ...sending, path: '/second', timeoutMs: 20 });
    const third = transport({ ...sending, path: '/third' });
    (await held.promise).end('{}');
    expect([(await first).kind, second.kind, (await third).kind]).toEqual(['answer', 'timed-out', 'answer']);
    expect(arrived).toEqual(['/v1/first', '/v1/third']);
  });

  it('is not sent when the run is over already', async () => {
    let arrived = 0;
    const attempt = await answered(() => (arrived += 1), { kill: AbortSignal.abort() });
    expect([attempt.kind, arrived]).toEqual(['killed', 0]);
  });

  it('was not sent where nobody listens', async () => {
    const transport = createTransport({
      baseUrl: 'http://127.0.0.1:1/v1',
      parallelism: 1,
      timeoutMs: 2_000,
      proxies,
    });
    expect(await transport(sending)).toEqual({ kind: 'broken', sent: false, why: 'ECONNREFUSED' });
  });
});
