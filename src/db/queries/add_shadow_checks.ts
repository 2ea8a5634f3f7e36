import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 time of the read, $3 array of {section, freshness, distance}. Nothing when the bot is gone. */
export const addShadowChecks = statement(
  'add_shadow_checks',
  v.unknown(),
  `INSERT INTO shadow_checks AS c (bot_name, day, section, freshness, checked, different, distance_sum, distance_max)
SELECT b.bot_name, ($2::timestamptz AT TIME ZONE 'UTC')::date, r.section, r.freshness, 1, (r.distance > 0)::integer,
  r.distance, r.distance
FROM jsonb_to_recordset($3::jsonb) AS r (section text, freshness text, distance double precision)
JOIN bots AS b ON b.bot_name = $1
ON CONFLICT (bot_name, day, section, freshness) DO UPDATE SET checked = c.checked + 1,
  different = c.different + EXCLUDED.different, distance_sum = c.distance_sum + EXCLUDED.distance_sum,
  distance_max = greatest(c.distance_max, EXCLUDED.distance_max)`,
);
