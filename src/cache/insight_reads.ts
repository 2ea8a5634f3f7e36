import { Batch } from '../db/batch.ts';
import type { Queryable } from '../db/db.ts';
import { readInsights } from '../db/queries/read_insights.ts';
import { parseStoredInsights } from '../db/stored_insights.ts';
import type { StoredInsights } from '../db/stored_insights.ts';
import type { ConversationKey } from '../domain/conversation.ts';
import { INSIGHT_WINDOW_HOURS } from './insight_window.ts';

/** Most conversations that are read at once: Postgres takes a tenth of a millisecond for each. */
const MAX_READS = 16;
/** So that one slow statement does not keep all readers waiting. */
const MAX_STATEMENTS = 2;

interface Read extends ConversationKey {
  now: Date;
}

/**
 * What the database holds of conversations, for readers. Those that come while the database is busy with others are
 * read together, which is half the work: after a hiccup it is the readers waiting who would make the next one.
 */
export class InsightReads {
  readonly #batch: Batch<Read, string | undefined>;

  constructor(db: Queryable) {
    // What fails one fails all: no value of a row can, and readers do not wait for a second try.
    this.#batch = new Batch<Read, string | undefined>(
      { max: MAX_READS, out: MAX_STATEMENTS, again: false },
      async (reads) => {
        const asked = reads.map(({ botName, userId, now }, index) => ({
          asked: index,
          bot_name: botName,
          user_id: userId,
          now: now.getTime(),
        }));
        const texts: string[] = [];
        for (const row of await db.query(readInsights, [JSON.stringify(asked), INSIGHT_WINDOW_HOURS])) {
          texts[row.asked] = row.insights;
        }
        return texts;
      },
    );
  }

  /**
   * @param now what has expired by then comes with the states to project it anew from
   * @throws the database's error when it cannot be asked, AppError `internal` when it does not answer as it should
   */
  async of({ botName, userId }: ConversationKey, now: Date): Promise<StoredInsights> {
    const text = await this.#batch.do({ botName, userId, now });
    if (text === undefined) throw new Error('the insights statement returned too few rows');
    return parseStoredInsights(text);
  }
}
