import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../src/domain/errors.ts';

const START_MS = 60_000;
const POLL_MS = 2;

export interface Started {
  url: string;
  pid: number;
  /** From the start of the process to its first answer with 200. */
  firstAnswerMs: number;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Starts a program of ours and asks it until it answers.
 * @param program what Node is given: its options, then the file
 * @param settings its environment; `PORT` must be among them
 * @throws AppError `unavailable` when it ends or does not answer
 */
export async function startTimed(
  program: readonly string[],
  settings: Readonly<Record<string, string>>,
  path: string,
): Promise<Started> {
  const url = `http://127.0.0.1:${settings['PORT']}`;
  const begun = performance.now();
  const child = spawn(process.execPath, program, {
    env: { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const answers = async (): Promise<boolean> => {
    const answer = await fetch(`${url}${path}`).catch(() => undefined);
    await answer?.arrayBuffer();
    return answer?.status === 200;
  };
  while (!(await answers())) {
    if (child.exitCode !== null || performance.now() - begun > START_MS) {
      child.kill('SIGKILL');
      throw new AppError('unavailable', `${program.at(-1)} did not answer`);
    }
    await sleep(POLL_MS);
  }
  const firstAnswerMs = performance.now() - begun;
  return {
    url,
    pid: child.pid ?? 0,
    firstAnswerMs,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
