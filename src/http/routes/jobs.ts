import { Hono } from 'hono';
import { dropFailedJobs } from '../../db/queries/drop_failed_jobs.ts';
import { listFailedJobs } from '../../db/queries/list_failed_jobs.ts';
import { retryFailedJobs } from '../../db/queries/retry_failed_jobs.ts';
import type { AppContext } from '../app_context.ts';
import { FailedJobsQuerySchema, JobIdsSchema, JOBS_PAGE } from '../inputs.ts';
import { parseInput, parseQuery, readJson } from '../read_json.ts';

/** GET /v1/jobs/failed, POST /v1/jobs/failed/retry and /drop: what failed for good, and what to do about it. */
export function jobRoutes({ db, config }: AppContext): Hono {
  return new Hono()
    .get('/v1/jobs/failed', async (c) => {
      const { after } = parseQuery(FailedJobsQuerySchema, c);
      const jobs = await db.query(listFailedJobs, [after, JOBS_PAGE]);
      return c.json({ jobs, next_after: jobs.length === JOBS_PAGE ? (jobs.at(-1)?.id ?? null) : null });
    })
    .post('/v1/jobs/failed/retry', async (c) => {
      const { ids } = parseInput(JobIdsSchema, await readJson(c, config.limits));
      const retried = await db.query(retryFailedJobs, [ids]);
      return c.json({ retried: retried.map(({ id }) => id) });
    })
    .post('/v1/jobs/failed/drop', async (c) => {
      const { ids } = parseInput(JobIdsSchema, await readJson(c, config.limits));
      const dropped = await db.query(dropFailedJobs, [ids]);
      return c.json({ dropped: dropped.map(({ id }) => id) });
    });
}
