import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A door before the sandbox that can be shut: connections are refused as by a server that is not there. */
export interface Door {
  readonly port: number;
  readonly shut: (forMs: number) => void;
  readonly close: () => void;
}

/** Opens a door before a port of this machine. */
export async function openDoor(target: number): Promise<Door> {
  const sockets = new Set<Socket>();
  let server: Server;
  let closed = false;
  const listen = (port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      server = createServer((inner) => {
        const outer = connect(target, '127.0.0.1');
        for (const [one, other] of [
          [inner, outer],
          [outer, inner],
        ] as const) {
          sockets.add(one);
          one.pipe(other);
          one.on('error', () => other.destroy());
          one.on('close', () => {
            sockets.delete(one);
            other.destroy();
          });
        }
      });
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        resolve((server.address() as AddressInfo).port);
      });
    });
  const port = await listen(0);
  const end = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    shut(forMs) {
      end();
      setTimeout(() => {
        if (!closed) listen(port).catch(() => undefined);
      }, forMs).unref();
    },
    close() {
      closed = true;
      end();
    },
  };
}
