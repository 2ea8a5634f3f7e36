import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A server that takes whatever comes and never says a word. */
export interface SilentServer {
  url: string;
  /** What it was sent so far. */
  heard: () => string;
  [Symbol.asyncDispose]: () => Promise<void>;
}

export async function openSilentServer(): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  let heard = '';
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined); // the other side has lost patience
    socket.on('data', (piece) => (heard += String(piece)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard: () => heard,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
