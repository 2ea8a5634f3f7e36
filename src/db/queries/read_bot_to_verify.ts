import * as v from 'valibot';
import { statement } from '../db.ts';

const HourSums = v.array(v.tuple([v.string(), v.number(), v.number(), v.number(), v.number()]));

/**
 * $1 bot_name, $2 engine, $3 its version, $4 first hour to compare, in hours since the epoch. What a bot's conversations
 * say they added to its hours, what the hours hold, what its last refresh read of them, and the rows that it wrote: all
 * of one moment.
 */
export const readBotToVerify = statement(
  'read_bot_to_verify',
  v.object({
    said: HourSums,
    held: HourSums,
    is_current: v.boolean(),
    state: v.unknown(),
    rows: v.array(v.record(v.string(), v.unknown())),
  }),
  `WITH said AS (
  SELECT h ->> 0 AS metric, (h ->> 1)::double precision AS hour, sum((h ->> 2)::numeric)::double precision AS n,
    sum((h ->> 3)::numeric)::double precision AS sum, sum((h ->> 4)::numeric)::double precision AS sum_squares
  FROM engine_states AS s CROSS JOIN json_array_elements(s.hours) AS h
  WHERE s.bot_name = $1 AND s.engine = $2 AND s.version = $3 AND (h ->> 1)::double precision >= $4
  GROUP BY 1, 2 HAVING sum((h ->> 2)::numeric) > 0
), held AS (
  SELECT metric, (extract(epoch FROM hour) / 3600)::double precision AS hour, sum(n)::double precision AS n,
    sum(sum)::double precision AS sum, sum(sum_squares)::double precision AS sum_squares
  FROM score_hours WHERE bot_name = $1 AND version = $3 AND hour >= to_timestamp($4::double precision * 3600)
  GROUP BY metric, hour HAVING sum(n) > 0
)
SELECT
  coalesce((SELECT json_agg(json_build_array(metric, hour, n, sum, sum_squares) ORDER BY hour, metric) FROM said), '[]')
    AS said,
  coalesce((SELECT json_agg(json_build_array(metric, hour, n, sum, sum_squares) ORDER BY hour, metric) FROM held), '[]')
    AS held,
  b.performed_at IS NOT NULL AND b.stale_since IS NULL AS is_current,
  (SELECT state FROM bot_states AS s WHERE s.bot_name = $1 AND s.engine = $2 AND s.version = $3) AS state,
  coalesce((SELECT json_agg(row_to_json(cp)) FROM strategic_character_performance AS cp
    WHERE cp.bot_name = $1 AND cp.engine_version = $3), '[]') AS rows
FROM bots AS b WHERE b.bot_name = $1`,
);
