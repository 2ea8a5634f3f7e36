import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../../src/domain/errors.ts';
import { freePort } from '../../free_port.ts';

const CONTENDER = fileURLToPath(new URL('contender.ts', import.meta.url));
const START_MS = 60_000;

/** A server in a process of its own, on loopback. */
export interface ServerProcess {
  url: string;
  pid: number;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/** Starts a contender of that kind and waits until it listens. @throws AppError `unavailable` */
export async function startContender(kind: string, settings: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [CONTENDER, kind], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const first = once(createInterface(child.stdout), 'line').then(([line]) => String(line));
  const url = await Promise.race([first, once(child, 'exit').then(() => ''), sleep(START_MS, '', { ref: false })]);
  if (url === '') {
    child.kill('SIGKILL');
    throw new AppError('unavailable', `the server "${kind}" did not come up`);
  }
  return { url, pid: child.pid ?? 0, [Symbol.asyncDispose]: () => stop(child) };
}

/** Starts a Redis that keeps nothing on disk. @throws AppError `unavailable` when Debian's redis-server is missing */
export async function startRedis(): Promise<ServerProcess> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const failed = once(child, 'error').then(() => 'missing');
  const lines = createInterface(child.stdout);
  const ready = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve('ready');
    });
  });
  const outcome = await Promise.race([failed, ready, once(child, 'exit').then(() => 'ended')]);
  if (outcome !== 'ready') {
    throw new AppError(
      'unavailable',
      outcome === 'missing'
        ? 'redis-server is missing: install the Debian package "redis-server"'
        : 'redis-server ended at its start',
    );
  }
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid ?? 0, [Symbol.asyncDispose]: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
