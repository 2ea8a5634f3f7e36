import { Hono } from 'hono';
import * as v from 'valibot';
import type { Event } from '../../domain/event.ts';
import { EventSchema } from '../../domain/event.ts';
import type { FieldIssue } from '../../domain/errors.ts';
import { ingest } from '../../pipeline/ingest.ts';
import type { Ingested } from '../../pipeline/ingest.ts';
import type { AppContext } from '../app_context.ts';
import { EventsBodySchema } from '../inputs.ts';
import { conversationKey } from '../names.ts';
import { fieldIssues, invalidInput, parseInput, readJson } from '../read_json.ts';

/** How far a bot's clock may be ahead of ours. */
const MAX_AHEAD_MS = 5 * 60_000;

type Rejected = { status: 'rejected'; errors: FieldIssue[] };
type Checked = { ok: true; event: Event } | { ok: false; errors: FieldIssue[] };

/** Parses one event and checks its time against `now`; `prefix` leads the names of wrong fields. */
export function checkEvent(given: unknown, now: Date, prefix = ''): Checked {
  const parsed = v.safeParse(EventSchema, given);
  if (!parsed.success) return { ok: false, errors: fieldIssues(parsed.issues, prefix) };
  if (parsed.output.occurred_at.getTime() > now.getTime() + MAX_AHEAD_MS) {
    const field = [prefix, 'occurred_at'].filter(Boolean).join('.');
    return { ok: false, errors: [{ field, message: 'must not be more than 5 minutes in the future' }] };
  }
  return { ok: true, event: parsed.output };
}

/** POST /v1/bots/{bot}/users/{user}/events: each event accepted, duplicate or rejected, by index. */
export function eventRoutes({ db, config, clock }: AppContext): Hono {
  return new Hono().post('/v1/bots/:bot/users/:user/events', async (c) => {
    const key = conversationKey(c);
    const { events } = parseInput(EventsBodySchema, await readJson(c, config.limits));
    const now = clock();
    const checked = events.map((event, index) => checkEvent(event, now, `events.${index}`));
    const valid = checked.flatMap((one) => (one.ok ? [one.event] : []));
    if (valid.length === 0) {
      throw invalidInput(checked.flatMap((one) => (one.ok ? [] : one.errors)));
    }
    const outcomes = await ingest(db, key, valid, config.refresh);
    const results = inOrder(checked, outcomes);
    const count = (status: string) => results.filter((result) => result.status === status).length;
    return c.json(
      { accepted: count('accepted'), duplicates: count('duplicate'), rejected: count('rejected'), results },
      202,
    );
  });
}

/** What is said of an event that retention has left behind. */
export const TOO_OLD = 'is before the history that is kept of this conversation';

type Result = Exclude<Ingested, { status: 'too_old' }> | Rejected;

function inOrder(checked: readonly Checked[], outcomes: readonly Ingested[]): Result[] {
  let next = 0;
  return checked.map((one, index) => {
    if (!one.ok) return { status: 'rejected', errors: one.errors };
    const outcome = outcomes[next++] ?? { status: 'too_old' };
    if (outcome.status !== 'too_old') return outcome;
    return { status: 'rejected', errors: [{ field: `events.${index}.occurred_at`, message: TOO_OLD }] };
  });
}
