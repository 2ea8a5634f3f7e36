// Reads a great deal from DATABASE_URL and prints how many bytes the young heap handed on to the old one, of all that came.
import { getHeapSpaceStatistics } from 'node:v8';
import * as v from 'valibot';
import { statement } from '../../src/db/db.ts';
import { openPg } from '../../src/db/pg.ts';

const ROW_LENGTH = 10_000;
const READS = 2_000;
const read = statement('read_much', v.object({ text: v.string() }), `SELECT repeat('x', $1::integer) || $2 AS text`);

const oldBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? 0;

const db = openPg({ connectionString: process.env['DATABASE_URL'] ?? '', maxConnections: 4, onError: () => undefined });
let came = 0;
let most = 0;
const readMany = async (reads: number): Promise<void> => {
  for (let i = 0; i < reads; i++) {
    const [[alone], [within]] = await Promise.all([
      db.query(read, [ROW_LENGTH, String(i)]),
      db.transaction(async (tx) => tx.query(read, [ROW_LENGTH, String(i)])),
    ]);
    came += (alone?.text.length ?? 0) + (within?.text.length ?? 0);
    most = Math.max(most, oldBytes());
  }
};
await readMany(READS / 4);
came = 0;
const before = (most = oldBytes());
await readMany(READS);
// At its most: a collection of the whole heap takes away what was kept for nothing.
process.stdout.write(JSON.stringify({ came, kept: most - before }));
await db.close();
