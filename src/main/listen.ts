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

/** How long clients may take, in milliseconds. Bodies are timed where they are read. */
export interface Times {
  /** For a request's headers to arrive, from the connection or the answer before. */
  headers: number;
  /** In which nothing goes in or out, after which a connection is closed: for one that reads no answer. */
  silence: number;
}

const TIMES: Times = { headers: 10_000, silence: 120_000 };
const MAX_HEADER_BYTES = 16_384;
/** Longer than load balancers keep a connection, so that they close first and lose no request. */
const KEEP_ALIVE_MS = 75_000;

/** Milliseconds that running requests get to finish. */
const DRAIN_MS = 5_000;

/**
 * Serves the app.
 * @param port 0 for any free port
 * @throws AppError `unavailable` when the address cannot be had
 */
export async function listen(app: Hono, host: string, port: number, times: Times = TIMES): Promise<Listening> {
  const handle = getRequestListener((request, bindings) => app.fetch(request, bindings));
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: times.headers,
      requestTimeout: 0,
      connectionsCheckingInterval: Math.min(1_000, times.headers),
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    (request, response) => void handle(request, response),
  );
  server.timeout = times.silence;
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
