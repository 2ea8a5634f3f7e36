import type { Database } from '../db/db.ts';
import { listBotsToVerify } from '../db/queries/list_bots_to_verify.ts';
import { listConversationsToVerify } from '../db/queries/list_conversations_to_verify.ts';
import type { Annotator } from './annotate.ts';
import type { Difference, Found } from './difference.ts';
import { verifyBot } from './verify_bot.ts';
import { verifyConversation } from './verify_conversation.ts';

/** Conversations, and bots, that are listed at once. */
const PAGE = 500;

export interface VerifyOptions {
  annotator: Annotator;
  clock: () => Date;
  /** Share of the conversations, and of the bots, to check, 0 to 1; all of them by default. */
  share?: number;
  onDifference: (difference: Difference) => void;
  onProgress?: (checked: number) => void;
  signal?: AbortSignal;
}

export interface Verified {
  /** Conversations that were checked, */
  checked: number;
  /** bots that were, */
  bots: number;
  /** and how many of both had a difference. */
  different: number;
}

/**
 * Recomputes conversations from their events and compares the states and rows with what is stored, then the hourly sums
 * and performance rows of bots. Rows are compared at the time they were computed; one that was written by hand
 * (engine_version 0) is left out.
 */
export async function verify(db: Database, options: VerifyOptions): Promise<Verified> {
  const { share = 1 } = options;
  const verified: Verified = { checked: 0, bots: 0, different: 0 };
  const report = (botName: string, userId: string | null, found: readonly Found[]): void => {
    if (found.length > 0) verified.different += 1;
    for (const one of found) options.onDifference({ bot_name: botName, user_id: userId, ...one });
    options.onProgress?.(verified.checked);
  };
  for (let after = 0, found = PAGE; found === PAGE;) {
    const page = await db.query(listConversationsToVerify, [after, PAGE, share]);
    for (const { id, bot_name: botName, user_id: userId } of page) {
      options.signal?.throwIfAborted();
      const differences = await verifyConversation(db, id, {
        annotator: options.annotator,
        signal: options.signal,
        onProgress: () => options.onProgress?.(verified.checked),
      });
      verified.checked += 1;
      report(botName, userId, differences);
      after = id;
    }
    found = page.length;
  }
  for (let after = '', found = PAGE; found === PAGE;) {
    const page = await db.query(listBotsToVerify, [after, PAGE, share]);
    for (const { bot_name: botName } of page) {
      options.signal?.throwIfAborted();
      const differences = await verifyBot(db, botName, options.clock());
      verified.bots += 1;
      report(botName, null, differences);
      after = botName;
    }
    found = page.length;
  }
  return verified;
}
