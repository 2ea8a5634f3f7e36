import type { MiddlewareHandler } from 'hono';
import type { KeyRing } from '../../cache/key_ring.ts';
import { allows } from '../../domain/access.ts';
import { callerOf } from './guard.ts';

/** Leaves of an answer nothing but its `status`, for all who may not see the metrics. */
export function hideDetails(keys: KeyRing): MiddlewareHandler {
  return async function hideDetailsFromStrangers(c, next) {
    const caller = await callerOf(c, keys);
    await next();
    if (caller !== undefined && allows(caller, { scope: 'metrics' })) return;
    const { status } = (await c.res.json()) as { status?: unknown };
    c.res = c.json({ status }, c.res.status as 200 | 503);
  };
}
