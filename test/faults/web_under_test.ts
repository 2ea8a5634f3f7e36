import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { WEB } from '../../loadtest/web_process.ts';

const START_MS = 30_000;
const STOP_MS = 30_000;

/** A web process as it runs in production. */
export interface WebUnderTest {
  url: string;
  /** All that it has written. */
  log: () => string;
  /** SIGTERM; fails the test when it has ended before, does not end in order, or let a rejection go unhandled. */
  [Symbol.asyncDispose]: () => Promise<void>;
}

export async function startWebUnderTest(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<WebUnderTest> {
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl, PORT: '0', ...settings };
  const child = spawn(process.execPath, WEB, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const killed = (): void => void child.kill('SIGKILL');
  process.once('exit', killed);
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (log += String(piece)));
  const deadline = performance.now() + START_MS;
  const address = /coldpath web is at (http:[^"]+)"/u;
  while (!address.test(log)) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`web did not come up: ${log}`);
    await sleep(20);
  }
  return {
    url: address.exec(log)?.[1] ?? '',
    log: () => log,
    async [Symbol.asyncDispose]() {
      process.off('exit', killed);
      const late = setTimeout(killed, STOP_MS);
      const exited = child.exitCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGTERM');
      await exited;
      clearTimeout(late);
      expect({ exitCode: child.exitCode, signal: child.signalCode, endedByItself: exited === undefined }).toEqual({
        exitCode: 0,
        signal: null,
        endedByItself: false,
      });
      expect(log).not.toMatch(/unhandled|uncaught|DeprecationWarning|MaxListenersExceeded/iu);
    },
  };
}
