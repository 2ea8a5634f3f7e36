import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The way to Postgres, which can be made slow or swallow everything. */
export interface Proxy {
  url: string;
  /** Milliseconds that whatever a client sends is held back, one piece after the other. */
  delayMs: number;
  /** The connections that are open now go dead without a word, as when a host is lost; new ones work. */
  goDead: () => void;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/** Opens a way to the server that `url` names. */
export async function openProxy(url: string): Promise<Proxy> {
  const { hostname, port } = new URL(url);
  const pairs = new Set<{ near: Socket; far: Socket; dead: boolean }>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const pair = { near, far, dead: false };
    pairs.add(pair);
    let sent = Promise.resolve();
    const sendAfter = async (before: Promise<void>, piece: Uint8Array): Promise<void> => {
      await before;
      if (proxy.delayMs > 0) await sleep(proxy.delayMs);
      if (!pair.dead) far.write(piece);
    };
    near.on('data', (piece) => {
      sent = sendAfter(sent, piece);
    });
    far.on('data', (piece) => {
      if (!pair.dead) near.write(piece);
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => {
        if (pair.dead) return; // the other side hears nothing of it
        other.destroy();
        pairs.delete(pair);
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const near = new URL(url);
  near.hostname = '127.0.0.1';
  near.port = String((server.address() as AddressInfo).port);
  const proxy: Proxy = {
    url: near.href,
    delayMs: 0,
    goDead() {
      for (const pair of pairs) pair.dead = true;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const { near: one, far: other } of pairs) {
        one.destroy();
        other.destroy();
      }
      await closed;
    },
  };
  return proxy;
}
