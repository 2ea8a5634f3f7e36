import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { AppError } from '../domain/errors.ts';

/** A listening server. */
export interface Listening {
  url: string;
  /** Takes no new connection, lets running requests finish for a moment, closes. */
  stop: () => Promise<void>;
}

/** Milliseconds that running requests get to finish. */
const DRAIN_MS = 5_000;

/**
 * Serves the app.
 * @param port 0 for any free port
 * @throws AppError `unavailable` when the address cannot be had
 */
export async function listen(app: Hono, host: string, port: number): Promise<Listening> {
  const handle = getRequestListener((request) => app.fetch(request));
  const server = createServer((request, response) => void handle(request, response));
  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const words = { EADDRINUSE: 'something else listens there, set PORT', EACCES: 'not allowed, set PORT' }[reason];
    throw new AppError('unavailable', `cannot listen on ${host}:${port}: ${words ?? reason}`, { cause: error });
  });
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
