import { Hono } from 'hono';
import * as v from 'valibot';
import { dropFailedJobs } from '../../db/queries/drop_failed_jobs.ts';
import { listFailedJobs } from '../../db/queries/list_failed_jobs.ts';
import { retryFailedJobs } from '../../db/queries/retry_failed_jobs.ts';
import type { AppContext } from '../app_context.ts';
import { parseInput, readJson } from '../read_json.ts';

/** Jobs of one page, and most ids one call may name. */
const PAGE = 100;

const Id = v.pipe(
  v.number('must be a number'),
  v.safeInteger('must be a whole number'),
  v.minValue(1, 'must be at least 1'),
);
const IdsSchema = v.strictObject({
  ids: v.pipe(
    v.array(Id, 'must be an array of job ids'),
    v.minLength(1, 'must name at least 1 job'),
    v.maxLength(PAGE, `must name at most ${PAGE} jobs`),
  ),
});
const AfterSchema = v.strictObject({
  after: v.pipe(
    v.optional(v.string(), '0'),
    v.regex(/^\d{1,15}$/u, 'must be the id of the last job of the page before'),
    v.transform(Number),
  ),
});

/** GET /v1/jobs/failed, POST /v1/jobs/failed/retry and /drop: what failed for good, and what to do about it. */
export function jobRoutes({ db, config }: AppContext): Hono {
  return new Hono()
    .get('/v1/jobs/failed', async (c) => {
      const { after } = parseInput(AfterSchema, c.req.query());
      const jobs = await db.query(listFailedJobs, [after, PAGE]);
      return c.json({ jobs, next_after: jobs.length === PAGE ? (jobs.at(-1)?.id ?? null) : null });
    })
    .post('/v1/jobs/failed/retry', async (c) => {
      const { ids } = parseInput(IdsSchema, await readJson(c, config.limits));
      const retried = await db.query(retryFailedJobs, [ids]);
      return c.json({ retried: retried.map(({ id }) => id) });
    })
    .post('/v1/jobs/failed/drop', async (c) => {
      const { ids } = parseInput(IdsSchema, await readJson(c, config.limits));
      const dropped = await db.query(dropFailedJobs, [ids]);
      return c.json({ dropped: dropped.map(({ id }) => id) });
    });
}
