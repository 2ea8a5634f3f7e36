import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name. The performance rows of a bot, and what tells whether they can be projected anew; one row. */
export const readPerformance = statement(
  'read_performance',
  v.object({
    bot_stale_since: v.nullable(v.date()),
    bot_performed_at: v.nullable(v.date()),
    rows: v.array(v.record(v.string(), v.unknown())),
  }),
  `SELECT b.stale_since AS bot_stale_since, b.performed_at AS bot_performed_at,
  coalesce((
    SELECT json_agg(row_to_json(cp)) FROM strategic_character_performance AS cp WHERE cp.bot_name = k.bot_name
  ), '[]') AS rows
FROM (SELECT $1::text AS bot_name) AS k
LEFT JOIN bots AS b ON b.bot_name = k.bot_name`,
);
