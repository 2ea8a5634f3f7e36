import type { Database } from '../db/db.ts';
import { beginExport } from '../db/queries/begin_export.ts';
import { listExportedEvents } from '../db/queries/list_exported_events.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import { AppError } from '../domain/errors.ts';
import { withIsoTimestamp } from '../domain/timestamp.ts';

/** Events in memory at once. */
const PAGE = 100;

/**
 * All that is held on a user, a line of NDJSON at a time, in the form that POST /v1/events takes: the events as they
 * were posted, in the order of their arrival; where some were pruned, first the checkpoint that stands in for them. What
 * is derived (annotations, states, rows) is computed again when it is imported.
 * @returns nothing when there is no such conversation
 * @throws AppError `conflict` from the stream when the conversation was erased or pruned meanwhile: it is not whole
 */
export async function exportConversation(
  db: Database,
  { botName, userId }: ConversationKey,
): Promise<AsyncIterable<string> | undefined> {
  const [begun] = await db.query(beginExport, [botName, userId]);
  if (begun === undefined) return undefined;
  const { id, last_seq: lastSeq, pruned_events: prunedEvents, checkpoint } = begun;
  const key = { bot_name: botName, user_id: userId };

  return (async function* () {
    if (checkpoint !== null) {
      const entries = Object.entries(checkpoint).map(([name, value]) => [name, withIsoTimestamp(value)]);
      yield line({ ...key, kind: 'checkpoint', ...Object.fromEntries(entries) });
    }
    for (let after = 0; ;) {
      const rows = await db.query(listExportedEvents, [id, after, lastSeq, PAGE]);
      if (rows[0]?.pruned_events !== prunedEvents) {
        throw new AppError('conflict', 'the conversation was erased or pruned while it was exported');
      }
      const events = rows.filter(({ seq }) => seq !== null);
      for (const { event_id, kind, occurred_at, payload } of events) {
        yield line({ ...key, event_id, kind, occurred_at, payload });
      }
      if (events.length < PAGE) return;
      after = events.at(-1)?.seq ?? lastSeq;
    }
  })();
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
