import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { supervise } from './processes.ts';
import type { Supervised } from './processes.ts';

const script = (name: string): string => new URL(`../../src/main/${name}.ts`, import.meta.url).pathname;
const HOLD_ANSWERS = new URL('hold_answers.ts', import.meta.url).href;
/** Short, so that many jobs run and faults meet them. */
const SETTINGS = { COLDPATH_DEBOUNCE_MS: '100', COLDPATH_PERFORMANCE_SECONDS: '5', LOG_LEVEL: 'warn' };
const READY_MS = 30_000;

/** The processes under test. */
export interface Processes {
  webs: readonly { process: Supervised; url: string }[];
  workers: readonly Supervised[];
  all: readonly Supervised[];
  /** At once. */
  kill: () => void;
}

export async function migrateDatabase(databaseUrl: string): Promise<void> {
  await promisify(execFile)(process.execPath, [script('migrate')], { env: environment(databaseUrl) });
}

/** Two web processes and two workers, once they are ready. */
export async function startProcesses(databaseUrl: string, logDirectory: string): Promise<Processes> {
  const env = environment(databaseUrl);
  const webs = [];
  for (const name of ['web-1', 'web-2']) {
    const port = String(await freePort());
    const nodeOptions = ['--import', HOLD_ANSWERS];
    const web = supervise({ name, script: script('web'), nodeOptions, env: { ...env, PORT: port }, logDirectory });
    webs.push({ process: web, url: `http://127.0.0.1:${port}` });
  }
  const workers = ['worker-1', 'worker-2'].map((name) =>
    supervise({ name, script: script('worker'), env, logDirectory }),
  );
  const all = [...workers, ...webs.map(({ process: web }) => web)];
  const kill = (): void => {
    for (const one of all) one.kill();
  };
  try {
    await Promise.all(webs.map(({ url }) => untilReady(url)));
  } catch (error) {
    kill();
    throw error;
  }
  return { webs, workers, all, kill };
}

function environment(databaseUrl: string): Record<string, string> {
  return { ...SETTINGS, PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilReady(url: string): Promise<void> {
  const started = performance.now();
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    if (performance.now() - started > READY_MS)
      throw new Error(`${url} is not ready after ${READY_MS / 1_000} seconds`);
    await sleep(100);
  }
}
