// Whether rows depend on anything but the events: imports NDJSON files in several ways, on PGlite and (with
// TEST_DATABASE_URL) on Postgres, and prints one hash of all rows, states and hourly sums for each.
//   npm run equal -- FILE…
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import * as v from 'valibot';
import { parseConfig } from '../../src/config.ts';
import type { Database } from '../../src/db/db.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPg } from '../../src/db/pg.ts';
import { openPGlite } from '../../src/db/pglite.ts';
import { EventSchema } from '../../src/domain/event.ts';
import { NameSchema } from '../../src/domain/name.ts';
import { ANNOTATOR } from '../../src/main/wire.ts';
import { advance } from '../../src/pipeline/advance.ts';
import { advanceBot } from '../../src/pipeline/advance_bot.ts';
import { ingest } from '../../src/pipeline/ingest.ts';
import { cacheRows } from './cache_rows.ts';
import { shuffled } from './conversation.ts';

const LineSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ bot_name: NameSchema, user_id: NameSchema }),
  v.transform(({ bot_name: botName, user_id: userId, ...event }) => ({
    botName,
    userId,
    event: v.parse(EventSchema, event),
  })),
);
type Line = v.InferOutput<typeof LineSchema>;

const { refresh: policy } = parseConfig({});

const WAYS: Record<string, (lines: readonly Line[]) => Line[][]> = {
  'at once': (lines) => batches(lines, 1_000),
  'in sevens': (lines) => batches(lines, 7),
  shuffled: (lines) => batches(shuffled(lines), 100),
  twice: (lines) => batches(lines, 500).flatMap((batch) => [batch, batch]),
};

function batches(lines: readonly Line[], size: number): Line[][] {
  return Array.from({ length: Math.ceil(lines.length / size) }, (_, i) => lines.slice(i * size, (i + 1) * size));
}

async function hashOf(
  db: Database,
  conversations: ReadonlyMap<string, Line[]>,
  way: (lines: readonly Line[]) => Line[][],
): Promise<string> {
  await migrate(db);
  const last = Math.max(...[...conversations.values()].flat().map(({ event }) => event.occurred_at.getTime()));
  const now = new Date(last + 3_600_000);
  for (const lines of conversations.values()) {
    const key = { botName: lines[0]?.botName ?? '', userId: lines[0]?.userId ?? '' };
    for (const batch of way(lines)) {
      await ingest(
        db,
        key,
        batch.map(({ event }) => event),
        policy,
      );
      const { rows } = await db.pool.query('SELECT id FROM conversations WHERE bot_name = $1 AND user_id = $2', [
        key.botName,
        key.userId,
      ]);
      await advance(db, Number(rows[0]?.id), { annotator: ANNOTATOR, policy, clock: () => now });
    }
    await advanceBot(db, key.botName, policy, now);
  }
  return createHash('sha256')
    .update(JSON.stringify(await cacheRows(db, now)))
    .digest('hex');
}

async function withPostgres<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const name = `coldpath_equal_${process.pid}`;
  const admin = new Client({ connectionString: url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const db = openPg({
    connectionString: own.href,
    maxConnections: 4,
    onError: (error) => process.stderr.write(`${error.message}\n`),
  });
  const result = await work(db);
  await db.close();
  await admin.query(`DROP DATABASE ${name}`);
  await admin.end();
  return result;
}

const files = process.argv.slice(2);
const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
const lines = texts.flatMap((text) => text.split('\n').filter(Boolean)).map((line) => v.parse(LineSchema, line));
const conversations = Map.groupBy(lines, ({ botName, userId }) => JSON.stringify([botName, userId]));
const server = process.env['TEST_DATABASE_URL'];
const hashes = new Set<string>();
for (const [name, way] of Object.entries(WAYS)) {
  for (const where of server === undefined ? ['PGlite'] : ['PGlite', 'Postgres']) {
    const started = performance.now();
    const work = (db: Database) => hashOf(db, conversations, way);
    const hash = where === 'Postgres' && server !== undefined ? await withPostgres(server, work) : await onPGlite(work);
    hashes.add(hash);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    process.stdout.write(
      `${where.padEnd(9)} ${name.padEnd(10)} ${hash.slice(0, 32)}  ${lines.length} events, ${seconds} s\n`,
    );
  }
}
process.stdout.write(hashes.size === 1 ? 'all equal\n' : `DIFFERENT: ${hashes.size} outcomes\n`);
process.exitCode = hashes.size === 1 ? 0 : 1;

async function onPGlite<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openPGlite();
  const result = await work(db);
  await db.close();
  return result;
}
