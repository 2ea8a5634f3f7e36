import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInsights } from '../../../src/db/queries/read_insights.ts';
import { AppError } from '../../../src/domain/errors.ts';
import { runTool } from './run_tool.ts';
import type { LoadOptions } from './wrk.ts';

const WINDOW_HOURS = 168;

/**
 * Our statement, prepared, as often as Postgres answers it to a client written in C that throws the rows away.
 * @returns statements a second
 * @throws AppError `unavailable` when there is no pgbench
 */
export async function pgbench(
  databaseUrl: string,
  { botName, users, connections, seconds }: LoadOptions,
): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'coldpath-pgbench-'));
  try {
    const script = join(directory, 'read.sql');
    const values: Readonly<Record<string, string>> = {
      $1: `json_build_array(json_build_object('asked', 0, 'bot_name', '${botName}', 'user_id', 'user-' || :user::integer))`,
      $2: String(WINDOW_HOURS),
    };
    const text = readInsights.text
      .replaceAll(/\$\d/gu, (name) => values[name] ?? name)
      // pgbench takes a colon and a letter for a variable of its own, in literals too.
      .replaceAll(/'[^']*'/gu, (literal) =>
        literal.includes(':') ? `E${literal.replaceAll(':', String.raw`\x3a`)}` : literal,
      );
    await writeFile(script, `\\set user random(0, ${users - 1})\n${text};\n`);
    const args = ['-n', '-M', 'prepared', '-c', String(connections), '-j', '1', '-T', String(seconds), '-f', script];
    const stdout = await runTool('pgbench', [...args, databaseUrl], 'postgresql');
    const [, rate] = /^tps = ([\d.]+)/mu.exec(stdout) ?? [];
    if (rate === undefined) throw new AppError('unavailable', `pgbench told no rate: ${stdout}`);
    return Number(rate);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
