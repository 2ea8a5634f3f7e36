import * as v from 'valibot';
import { callServer } from '../cli/server.ts';

const ReadySchema = v.object({
  status: v.string(),
  checks: v.record(v.string(), v.string()),
  warnings: v.optional(v.array(v.string()), []),
  queue: v.optional(
    v.object({
      waiting: v.number(),
      due: v.number(),
      running: v.number(),
      failed: v.number(),
      oldest_due_seconds: v.number(),
      workers: v.array(
        v.object({
          worker_id: v.string(),
          concurrency: v.number(),
          running: v.number(),
          uptime_seconds: v.number(),
          heartbeat_seconds: v.number(),
        }),
      ),
    }),
  ),
});

/** `coldpath status`: the queue and the workers. Exit code 0 when all is well, 1 otherwise. */
export async function runStatus({ url, json }: { url: string; json?: boolean }): Promise<void> {
  const ready = await callServer(url, '/readyz', ReadySchema);
  if (ready.status !== 'ready' || ready.warnings.length > 0) process.exitCode = 1;
  if (json === true) {
    process.stdout.write(`${JSON.stringify(ready)}\n`);
    return;
  }
  const checks = Object.entries(ready.checks).map(([check, state]) => `${check} ${state}`);
  const lines = [`${ready.status}: ${checks.join(', ')}`];
  if (ready.queue !== undefined) {
    const { waiting, due, running, failed, oldest_due_seconds: oldest, workers } = ready.queue;
    lines.push(
      `queue: ${waiting} waiting (${due} due, the oldest for ${oldest.toFixed(1)} s), ${running} running, ${failed} failed for good`,
    );
    for (const worker of workers) {
      lines.push(
        `worker ${worker.worker_id}: ${worker.running} of ${worker.concurrency} busy, up ${Math.round(worker.uptime_seconds)} s, last sign of life ${worker.heartbeat_seconds.toFixed(1)} s ago`,
      );
    }
  }
  for (const warning of ready.warnings) lines.push(`warning: ${warning}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}
