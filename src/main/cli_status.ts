import * as v from 'valibot';
import { callServer } from '../cli/server.ts';
import type { Server } from '../cli/server.ts';
import { QueueSchema } from '../domain/queue.ts';

const ReadySchema = v.object({
  status: v.string(),
  checks: v.record(v.string(), v.string()),
  warnings: v.optional(v.array(v.string()), []),
  queue: v.optional(QueueSchema),
});

/** `coldpath status`: the queue and the workers. Exit code 0 when all is well, 1 otherwise. */
export async function runStatus({ json, ...server }: Server & { json?: boolean }): Promise<void> {
  const ready = await callServer(server, '/readyz', ReadySchema);
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
