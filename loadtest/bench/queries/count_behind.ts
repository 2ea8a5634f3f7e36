import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** $1 bot_name. Conversations that are behind. */
export const countBehind = statement(
  'bench_count_behind',
  v.object({ behind: v.number() }),
  'SELECT /* bench */ count(*) AS behind FROM conversations WHERE bot_name = $1 AND folded_seq < last_seq',
);
