import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy that tunnels to wherever it is asked to, and asks for a password. */
export interface Proxy {
  readonly port: number;
  readonly password: string;
  passed: number;
  /** Answers 407 to everybody. */
  refuse: boolean;
}

/** Starts a proxy that ends with the test. */
export async function startProxy(): Promise<Proxy> {
  const proxy = { port: 0, password: 'very-secret-password', passed: 0, refuse: false };
  const server = createServer((_request, response) => {
    response.writeHead(501).end();
  });
  server.on('connect', (request, inner) => {
    // whoever goes away in the middle is no error of the proxy's
    inner.on('error', () => inner.destroy());
    const credentials = Buffer.from(`ada:${proxy.password}`).toString('base64');
    if (proxy.refuse || request.headers['proxy-authorization'] !== `Basic ${credentials}`) {
      inner.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    proxy.passed += 1;
    const [host, port] = (request.url ?? '').split(':');
    const outer = connect(Number(port), host, () => {
      inner.write('HTTP/1.1 200 Connection established\r\n\r\n');
      outer.pipe(inner);
      inner.pipe(outer);
    });
    outer.on('error', () => inner.destroy());
    inner.on('close', () => outer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}
