import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 time. Sums of hours before it, which no window reaches. */
export const deleteOldScoreHours = statement(
  'delete_old_score_hours',
  v.unknown(),
  'DELETE FROM score_hours WHERE hour < $1',
);
