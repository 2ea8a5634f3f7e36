import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../src/domain/errors.ts';

/** As package.json and Dockerfile start it: what Node is given. */
export const WEB = ['--v8-pool-size=1', fileURLToPath(new URL('../src/main/web.ts', import.meta.url))];
const START_MS = 30_000;
const POLL_MS = 50;

/** A web process as it runs in production, on loopback. */
export interface Web {
  url: string;
  pid: number;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Starts a web process and waits until it answers.
 * @throws AppError `unavailable` when it ends or does not come up
 */
export async function startWeb(
  databaseUrl: string,
  port: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<Web> {
  const address = { DATABASE_URL: databaseUrl, HOST: '127.0.0.1', PORT: String(port) };
  const env = { ...process.env, LOG_LEVEL: 'warn', ...settings, ...address };
  const child = spawn(process.execPath, WEB, { env, stdio: ['ignore', 2, 2] });
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + START_MS;
  while (!(await isLive(url))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new AppError('unavailable', 'the web process did not come up');
    }
    await setTimeout(POLL_MS);
  }
  return {
    url,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function isLive(url: string): Promise<boolean> {
  return fetch(`${url}/livez`).then(
    (answer) => answer.ok,
    () => false,
  );
}
