import { describe, expect, it } from 'vitest';
import { createTransport } from '../../src/cargo/transport.ts';
import type { Attempt } from '../../src/cargo/transport.ts';
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
