import type { MiddlewareHandler } from 'hono';
import { headerOf } from '../node_bindings.ts';
import { requestIdOf } from '../request_id.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** The id of the request, in its answer and in the log. */
    requestId: string;
  }
}

/** Gives each request an id. */
export const identify: MiddlewareHandler = async function identify(c, next) {
  const id = requestIdOf(headerOf(c, 'x-request-id'));
  c.set('requestId', id);
  c.header('x-request-id', id);
  return next();
};
