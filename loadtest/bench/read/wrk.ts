import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { AppError } from '../../../src/domain/errors.ts';
import { runTool } from './run_tool.ts';

const SCRIPT = fileURLToPath(new URL('users.lua', import.meta.url));

/** What users.lua says at the end, in its own line. */
const ResultSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ requests: v.number(), seconds: v.number(), failed: v.number(), p50_ms: v.number(), p99_ms: v.number() }),
);

export type Load = v.InferOutput<typeof ResultSchema>;

export interface LoadOptions {
  /** Requests go to users `user-0` to `user-(users - 1)` of the bot, evenly. */
  botName: string;
  users: number;
  connections: number;
  seconds: number;
}

/**
 * As many reads as a server answers, by wrk: one thread, which shares the machine's cores with the server.
 * @throws AppError `unavailable` when there is no wrk, or a read is not answered with 200
 */
export async function loadReads(url: string, { botName, users, connections, seconds }: LoadOptions): Promise<Load> {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', SCRIPT, url, '--', botName, String(users)];
  const stdout = await runTool('wrk', args, 'wrk');
  const line = stdout.split('\n').find((text) => text.startsWith('{')) ?? '';
  const load = v.parse(ResultSchema, line);
  if (load.failed > 0) throw new AppError('unavailable', `${load.failed} reads at ${url} were not answered with 200`);
  return load;
}
