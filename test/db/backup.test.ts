import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/db.ts';
import { requireMigrated } from '../../src/db/migrate.ts';
import { ingest } from '../../src/pipeline/ingest.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { verify } from '../../src/pipeline/verify.ts';
import { ANNOTATOR, openTestApp, POLICY } from '../http/open_test_app.ts';
import { cacheRows } from '../pipeline/cache_rows.ts';
import { shortConversation } from '../pipeline/conversation.ts';
import { openEmptyDatabase, TEST_DATABASE_URL, urlOf } from './open_test_database.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
const run = promisify(execFile);

describe.skipIf(TEST_DATABASE_URL === undefined)('pg_dump and pg_restore', () => {
  const opened: Database[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((db) => db.close()));
  });

  it('bring back every row, state and job, and a database that goes on from there', async () => {
    const test = await openTestApp(NOW);
    opened.push(test.db);
    await test.post('/v1/bots/elena/users/sam/events', { events: shortConversation(NOW) });
    await test.refresh('elena', 'sam');
    await test.post('/v1/bots/elena/users/ann/events', { events: shortConversation(NOW, 10) });
    const restored = await openEmptyDatabase();
    opened.push(restored);
    const directory = await mkdtemp(join(tmpdir(), 'coldpath-backup-'));
    try {
      const file = join(directory, 'coldpath.dump');
      await run('pg_dump', ['--format=custom', `--file=${file}`, urlOf(test.db) ?? '']);
      await run('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${urlOf(restored) ?? ''}`, file]);
    } finally {
      await rm(directory, { recursive: true });
    }

    await requireMigrated(restored);
    expect(await cacheRows(restored, NOW)).toEqual(await cacheRows(test.db, NOW));
    const jobs = async (db: Database) =>
      (await db.pool.query('SELECT key FROM graphile_worker.jobs ORDER BY key')).rows;
    expect(await jobs(restored)).toEqual(await jobs(test.db));

    const said = {
      event_id: 'new',
      kind: 'message',
      occurred_at: NOW,
      payload: { role: 'user', content: 'hello' },
    } as const;
    await ingest(restored, { botName: 'elena', userId: 'new' }, [said], POLICY);
    const { rows } = await restored.pool.query('SELECT id::int FROM conversations ORDER BY id');
    // A minute later: a bot is marked as changed once a second at the most.
    const clock = (): Date => new Date(NOW.getTime() + 60_000);
    for (const { id } of rows) await advance(restored, Number(id), { annotator: ANNOTATOR, policy: POLICY, clock });
    const differences: unknown[] = [];
    const onDifference = (difference: unknown): void => void differences.push(difference);
    const verified = await verify(restored, { annotator: ANNOTATOR, clock: () => NOW, onDifference });
    expect(verified).toMatchObject({ checked: 3, bots: 1 });
    expect(differences).toEqual([]);
  });
});
