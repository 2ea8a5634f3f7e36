import { Hono } from 'hono';
import { readStatus } from '../../db/queries/read_status.ts';
import type { StatusAnswer } from '../../domain/answers.ts';
import { ENGINE_VERSIONS } from '../../engines/registry.ts';
import type { AppContext } from '../app_context.ts';
import { StatusQuerySchema } from '../inputs.ts';
import { conversationKey, noConversation } from '../names.ts';
import { parseQuery } from '../read_json.ts';

/** GET …/status: how far the log goes, how much of it is in the rows, and whether one event is. */
export function statusRoutes({ db }: AppContext): Hono {
  return new Hono().get('/v1/bots/:bot/users/:user/status', async (c) => {
    const key = conversationKey(c);
    const { event_id: eventId } = parseQuery(StatusQuerySchema, c);
    const [status] = await db.query(readStatus, [key.botName, key.userId, eventId ?? null]);
    if (status === undefined) throw noConversation(key);
    const { event_seq: seq, refresh, engines, ...progress } = status;
    return c.json({
      bot_name: key.botName,
      user_id: key.userId,
      ...progress,
      first_event_at: textOf(progress.first_event_at),
      last_event_at: textOf(progress.last_event_at),
      folded_at: textOf(progress.folded_at),
      unfolded: status.last_seq - status.folded_seq,
      refresh: refresh
        ? { ...refresh, run_at: refresh.run_at.toISOString() }
        : { state: 'idle', run_at: null, attempts: 0 },
      engines: engines.map((engine) => ({ ...engine, current: isCurrent(engine) })) as StatusAnswer['engines'],
      ...(eventId !== undefined && {
        event: { event_id: eventId, status: stateOf(seq, status.folded_seq), seq },
      }),
    } satisfies StatusAnswer);
  });
}

function stateOf(seq: number | null, foldedSeq: number): 'unknown' | 'accepted' | 'folded' {
  if (seq === null) return 'unknown';
  return seq <= foldedSeq ? 'folded' : 'accepted';
}

function isCurrent({ engine, version }: { engine: string; version: number }): boolean {
  return ENGINE_VERSIONS.some((one) => one.engine === engine && one.version === version);
}

function textOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
