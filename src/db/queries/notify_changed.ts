import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 bot_name, $2 user_id. Makes every process drop its copy of the conversation, as the triggers on its rows do. */
export const notifyChanged = statement(
  'notify_changed',
  v.unknown(),
  `SELECT pg_notify('coldpath_row_changed', json_build_array($1::text, $2::text)::text)`,
);
