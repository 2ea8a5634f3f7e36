import * as v from 'valibot';
import { callServer } from '../cli/server.ts';
import type { Server } from '../cli/server.ts';

const JobSchema = v.object({
  id: v.number(),
  task: v.string(),
  bot_name: v.nullable(v.string()),
  user_id: v.nullable(v.string()),
  attempts: v.number(),
  last_error: v.nullable(v.string()),
  failed_at: v.string(),
});
const PageSchema = v.object({ jobs: v.array(JobSchema), next_after: v.nullable(v.number()) });

type Options = Server & { json?: boolean };

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `coldpath jobs failed`: one line a job. */
export async function runJobsFailed({ json, ...server }: Options): Promise<void> {
  let after: number | null = 0;
  let found = 0;
  while (after !== null) {
    const page: v.InferOutput<typeof PageSchema> = await callServer(
      server,
      `/v1/jobs/failed?after=${after}`,
      PageSchema,
    );
    for (const job of page.jobs) print(json === true ? JSON.stringify(job) : lineOf(job));
    found += page.jobs.length;
    after = page.next_after;
  }
  if (found === 0 && json !== true) print('no job has failed for good');
}

function lineOf(job: v.InferOutput<typeof JobSchema>): string {
  const about = [job.bot_name, job.user_id].filter((part) => part !== null).join(' / ');
  const error = (job.last_error ?? '').split('\n')[0] ?? '';
  return `${job.id}  ${job.task}  ${about}  ${job.attempts} attempts, last ${job.failed_at}: ${error}`;
}

/** `coldpath jobs retry ID…`. */
export async function runJobsRetry(ids: number[], { json, ...server }: Options): Promise<void> {
  const schema = v.object({ retried: v.array(v.number()) });
  const { retried } = await callServer(server, '/v1/jobs/failed/retry', schema, { method: 'POST', body: { ids } });
  report('queued again', ids, retried, json);
}

/** `coldpath jobs drop ID…`. */
export async function runJobsDrop(ids: number[], { json, ...server }: Options): Promise<void> {
  const schema = v.object({ dropped: v.array(v.number()) });
  const { dropped } = await callServer(server, '/v1/jobs/failed/drop', schema, { method: 'POST', body: { ids } });
  report('dropped', ids, dropped, json);
}

function report(done: string, asked: readonly number[], ids: readonly number[], json = false): void {
  print(json ? JSON.stringify({ ids }) : `${ids.length} ${done}`);
  const left = asked.filter((id) => !ids.includes(id));
  if (left.length === 0) return;
  process.stderr.write(`coldpath: ${left.join(', ')}: no such job failed for good\n`);
  process.exitCode = 1;
}
