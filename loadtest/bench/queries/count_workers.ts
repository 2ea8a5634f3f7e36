import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** Worker processes that have given a sign of life. */
export const countWorkers = statement(
  'bench_count_workers',
  v.object({ workers: v.number() }),
  'SELECT count(*) AS workers FROM workers',
);
