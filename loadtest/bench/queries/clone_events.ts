import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name, $2 number of templates, $3 first user, $4 one past the last. */
export const cloneEvents = statement(
  'bench_clone_events',
  v.unknown(),
  `INSERT INTO events
SELECT copy.*
FROM generate_series($3::integer, $4::integer - 1) AS i
JOIN events AS t ON t.bot_name = $1 AND t.user_id = 'user-' || i % $2::integer
CROSS JOIN LATERAL jsonb_populate_record(t, jsonb_build_object('user_id', 'user-' || i)) AS copy`,
);
