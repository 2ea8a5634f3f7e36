import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { ConversationReads } from '../../src/pipeline/conversation_reads.ts';
import type { FoldRange } from '../../src/pipeline/fold_range.ts';
import { ANNOTATOR, openTestApp, POLICY } from '../http/open_test_app.ts';
import type { TestApp } from '../http/open_test_app.ts';
import { shortConversation } from './conversation.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const EVENTS = shortConversation(NOW, 6);

describe('ConversationReads', () => {
  let test: TestApp;
  let ids: number[];
  beforeEach(async () => {
    test = await openTestApp(NOW);
    for (const user of ['sam', 'kim', 'lee'])
      await test.post(`/v1/bots/elena/users/${user}/events`, { events: EVENTS });
    const { rows } = await test.db.pool.query<{ id: number }>('SELECT id::int FROM conversations ORDER BY id');
    ids = rows.map(({ id }) => id);
  });
  afterEach(() => test.db.close());

  it('reads each its own, together: conversations, and as many of their events as are asked for', async () => {
    const query = vi.fn(test.db.query.bind(test.db));
    const reads = new ConversationReads({ ...test.db, query } as Database);
    const found = await Promise.all([...ids, 12_345].map((id) => reads.conversation(id)));
    expect(found.map((conversation) => conversation?.user_id)).toEqual(['sam', 'kim', 'lee', undefined]);
    const range = (userId: string, foldedSeq: number, lastSeq: number): FoldRange => ({
      botName: 'elena',
      userId,
      foldedSeq,
      lastSeq,
      head: null,
      prunedEvents: 0,
    });
    const ranges = [range('kim', 0, 3), range('sam', 2, 4), range('kim', 2, 4), range('lee', 2, 2)];
    const events = await Promise.all(ranges.map((asked) => reads.unfolded(asked)));
    expect(events.map((read) => read.map(({ seq }) => seq))).toEqual([[1, 2, 3], [3, 4], [3, 4], []]);
    expect(query).toHaveBeenCalledTimes(2);
  });

  it('fails the one that cannot be read, and only that', async () => {
    await test.db.script(`UPDATE events SET payload = '{"role": "nobody"}' WHERE user_id = 'kim' AND seq = 1`);
    const reads = new ConversationReads(test.db);
    const options = { annotator: ANNOTATOR, policy: POLICY, clock: () => NOW, reads };
    const done = await Promise.allSettled(ids.map((id) => advance(test.db, id, options)));
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(done[1]).toMatchObject({ reason: { message: expect.stringContaining('payload.role') as string } });
  });
});
