import type { MiddlewareHandler } from 'hono';
import { AppError } from '../../domain/errors.ts';
import { headerOf } from '../node_bindings.ts';
import { MAX_BODY_BYTES, tooLarge } from '../read_body.ts';

/** The one path whose body is read line by line, and may be of any length. */
const STREAM = '/v1/events';

/**
 * Refuses, by what its headers say, a body that would not be read: a compressed one (a kilobyte of it can become a
 * gigabyte) and one that is too large.
 */
export const checkBody: MiddlewareHandler = async function checkBody(c, next) {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  const encoding = headerOf(c, 'content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new AppError('unsupported', `the body must not be compressed, got content-encoding "${encoding}"`);
  }
  const length = Number(headerOf(c, 'content-length') ?? 0);
  if (c.req.path !== STREAM && length > MAX_BODY_BYTES) throw tooLarge();
  return next();
};
