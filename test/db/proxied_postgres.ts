import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a Postgres server that can be cut. */
export interface ProxiedPostgres {
  url: string;
  /** Ends all connections and lets none in. */
  refuse: () => void;
  /** Keeps all connections, but nothing goes through any more. */
  hang: () => void;
  close: () => Promise<void>;
}

export async function proxiedPostgres(target: string): Promise<ProxiedPostgres> {
  const { hostname, port } = new URL(target);
  let state: 'open' | 'refuse' | 'hang' = 'open';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (state === 'refuse') return void client.destroy();
    const upstream = connect(Number(port || 5432), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.on('data', (chunk) => {
        if (state === 'open') to.write(chunk);
      });
    }
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    refuse() {
      state = 'refuse';
      cut();
    },
    hang() {
      state = 'hang';
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
