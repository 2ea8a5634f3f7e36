import type { RefreshPolicy } from '../config.ts';
import type { Database } from '../db/db.ts';
import { findCheckpoint } from '../db/queries/find_checkpoint.ts';
import { openConversation } from '../db/queries/open_conversation.ts';
import { restoreCheckpoint } from '../db/queries/restore_checkpoint.ts';
import type { Checkpoint } from '../domain/checkpoint.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import { startEngines } from './engines_at_work.ts';
import { MAX_STATE_BYTES } from '../engines/engine.ts';
import { scheduleRefresh } from './schedule.ts';

/** What became of a checkpoint. `refused`: the conversation has other events, or a state is none of its engine. */
export type Restored =
  { status: 'accepted' } | { status: 'duplicate' } | { status: 'refused'; field: string; message: string };

/**
 * Begins a conversation with the checkpoint of an export, as if the events in it had been pruned here. The same one
 * again changes nothing.
 */
export async function restore(
  db: Database,
  { botName, userId }: ConversationKey,
  checkpoint: Checkpoint,
  policy: RefreshPolicy,
): Promise<Restored> {
  const wrong = wrongState(checkpoint);
  if (wrong !== undefined) return { status: 'refused', ...wrong };
  const { events, occurred_at: at, event_id: eventId } = checkpoint;
  return db.transaction(async (tx) => {
    const [conversation] = await tx.query(openConversation, [botName, userId]);
    if (conversation === undefined) throw new Error('a function returned no row');
    const { id } = conversation;
    const same = await tx.query(findCheckpoint, [id, events, at, eventId]);
    if (same.length > 0) return { status: 'duplicate' };
    const restored = await tx.query(restoreCheckpoint, [
      id,
      events,
      at,
      eventId,
      JSON.stringify(checkpoint.states),
      checkpoint.first_event_at,
      checkpoint.last_user_message_at,
      checkpoint.user_messages,
      checkpoint.bot_messages,
    ]);
    if (restored.length === 0) {
      return { status: 'refused', field: 'kind', message: 'must be the first of its conversation, which has events' };
    }
    await scheduleRefresh(tx, { botName, conversationId: id, unfolded: events }, policy);
    return { status: 'accepted' };
  });
}

/** States are read back unasked for as long as the conversation lives, so that a wrong one is refused here. */
function wrongState({ states }: Checkpoint): { field: string; message: string } | undefined {
  const tooLong = states.findIndex(({ state }) => JSON.stringify(state ?? null).length > MAX_STATE_BYTES);
  if (tooLong >= 0) {
    return { field: `states.${tooLong}.state`, message: `must have at most ${MAX_STATE_BYTES} bytes of JSON` };
  }
  try {
    startEngines(states);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    return { field: 'states', message: `must be states of the engines that are named: ${reason}` };
  }
}
