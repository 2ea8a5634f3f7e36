import { Presets, SingleBar } from 'cli-progress';
import { requireMigrated } from '../db/migrate.ts';
import { verify } from '../pipeline/verify.ts';
import { createLogger } from './logger.ts';
import { ANNOTATOR, clock, configOrExit, exitWithMessage, openDatabase } from './wire.ts';

/** Most characters of a value that a difference prints. */
const MAX_VALUE = 300;

/** `coldpath verify`. Exit code 0 when nothing differs, 1 otherwise. */
export async function runVerify({ sample, json }: { sample?: number; json?: boolean }): Promise<void> {
  const config = configOrExit();
  const db = await openDatabase(config, createLogger(config));
  await requireMigrated(db).catch(exitWithMessage);
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  const bar = new SingleBar({ format: 'verified {value} conversations', stream: process.stderr }, Presets.legacy);
  bar.start(0, 0);
  try {
    const result = await verify(db, {
      annotator: ANNOTATOR,
      clock,
      share: sample ?? 1,
      signal: interrupt.signal,
      onProgress: (checked) => bar.update(checked),
      onDifference: (difference) => {
        const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, MAX_VALUE);
        const { bot_name: bot, user_id: user, what } = difference;
        const line = `${bot}${user === null ? '' : ` / ${user}`}: ${what}\n  stored:     ${short(difference.stored)}\n  recomputed: ${short(difference.recomputed)}`;
        process.stdout.write(`${json === true ? JSON.stringify(difference) : line}\n`);
      },
    });
    bar.stop();
    process.stdout.write(
      json === true
        ? `${JSON.stringify(result)}\n`
        : `${result.checked} conversations and ${result.bots} bots checked, ${result.different} differ\n`,
    );
    if (result.different > 0) process.exitCode = 1;
  } finally {
    bar.stop();
    await db.close();
  }
}
