import * as v from 'valibot';
import { statement } from '../../../src/db/db.ts';

/** The processes of the server, its connections and what runs in the background. */
export const listServerPids = statement(
  'bench_list_server_pids',
  v.object({ pid: v.number() }),
  'SELECT /* bench */ pid FROM pg_stat_activity',
);
