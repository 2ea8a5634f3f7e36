import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 job id, $2 locked_by. The job, if it is still locked in that name. */
export const findHeldJob = statement(
  'find_held_job',
  v.object({ id: v.number() }),
  'SELECT id FROM graphile_worker.jobs WHERE id = $1 AND locked_by = $2',
);
