import type { Queryable } from '../db/db.ts';
import { listMissingRights } from '../db/queries/list_missing_rights.ts';
import { AppError } from '../domain/errors.ts';
import { TABLE_NAMES } from '../domain/table.ts';

/** What a worker reads and writes. Graphile Worker's tables show nobody but their owner any row. */
const TABLES = [
  ...TABLE_NAMES,
  'annotations',
  'bot_states',
  'bots',
  'conversations',
  'engine_checkpoints',
  'engine_states',
  'events',
  'graphile_worker._private_jobs',
  'score_hours',
  'workers',
];

/**
 * A worker whose role may not do its work would find no job, or fail each: better that it does not start.
 * @throws AppError `unavailable` that names the role and the tables
 */
export async function requireRights(db: Queryable): Promise<void> {
  const missing = await db.query(listMissingRights, [TABLES]);
  const [first] = missing;
  if (first === undefined) return;
  const tables = missing.map(({ table }) => table).join(', ');
  throw new AppError(
    'unavailable',
    `role "${first.role}" may not read and write all of ${tables}: use the role that ran "npm run migrate"`,
  );
}
