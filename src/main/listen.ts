import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

/** A listening server. */
export interface Listening {
  url: string;
  /** Takes no new connection, lets running requests finish for a moment, closes. */
  stop(): Promise<void>;
}

/** Milliseconds that running requests get to finish. */
const DRAIN_MS = 5_000;

/**
 * Serves the app.
 * @param port 0 for any free port
 * @throws the socket's error when the address cannot be had
 */
export async function listen(app: Hono, host: string, port: number): Promise<Listening> {
  const handle = getRequestListener((request) => app.fetch(request));
  const server = createServer((request, response) => void handle(request, response));
  server.listen(port, host);
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
      }),
  };
}
