import * as v from 'valibot';
import { statement } from '../db.ts';

/** $1 worker_id. For a worker that stopped in good order. */
export const removeWorker = statement('remove_worker', v.unknown(), 'DELETE FROM workers WHERE worker_id = $1');
