import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 earliest hour, $3 version. The bot's hourly sums over all its conversations; hours since the epoch. */
export const readBotHours = statement(
  'read_bot_hours',
  v.object({ metric: v.string(), hour: v.number(), n: v.number(), sum: v.number(), sum_squares: v.number() }),
  `SELECT metric, (extract(epoch FROM hour) / 3600)::double precision AS hour, sum(n)::double precision AS n,
  sum(sum)::double precision AS sum, sum(sum_squares)::double precision AS sum_squares
FROM score_hours
WHERE bot_name = $1 AND hour >= $2 AND version = $3
GROUP BY metric, hour
HAVING sum(n) > 0
ORDER BY hour, metric`,
);
