import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 conversation id, $2 revision. Holds the row until the transaction ends; nothing when it is not that revision. */
export const holdRevision = statement(
  'hold_revision',
  v.object({ id: v.number() }),
  'SELECT id FROM conversations WHERE id = $1 AND revision = $2 FOR UPDATE',
);
