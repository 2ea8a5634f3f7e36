import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name, $2 how many conversations each template stands for. */
export const multiplyScoreHours = statement(
  'bench_multiply_score_hours',
  v.unknown(),
  `UPDATE score_hours SET n = n * $2::numeric, sum = sum * $2::numeric, sum_squares = sum_squares * $2::numeric
WHERE bot_name = $1`,
);
