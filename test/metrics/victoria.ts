import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const PROGRAM = '/usr/bin/victoria-metrics';

/** Whether Debian's victoria-metrics is installed: a server that speaks InfluxDB's v2 write protocol and PromQL. */
export const HAS_VICTORIA = existsSync(PROGRAM);

/** One series as `/api/v1/export` tells it. */
export interface Series {
  metric: Record<string, string>;
  values: number[];
  timestamps: number[];
}

export interface Victoria {
  url: string;
  /** Everything that is stored of series whose name matches. */
  export: (match: string) => Promise<Series[]>;
  /** @returns the result of a PromQL query now */
  query: (promql: string) => Promise<{ metric: Record<string, string>; value: [number, string] }[]>;
  /** Takes text in Prometheus's format. */
  importPrometheus: (text: string) => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts one on a free port of loopback, with a directory of its own. */
export async function startVictoria(): Promise<Victoria> {
  const directory = await mkdtemp(join(tmpdir(), 'coldpath-victoria-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    PROGRAM,
    [`-storageDataPath=${directory}`, `-httpListenAddr=127.0.0.1:${port}`, '-retentionPeriod=100y'],
    { stdio: 'ignore' },
  );
  const ask = async (path: string, body?: string): Promise<string> => {
    const response = await fetch(url + path, body === undefined ? {} : { method: 'POST', body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text;
  };
  for (let tries = 0; ; tries++) {
    const up = await ask('/health').then(
      () => true,
      () => false,
    );
    if (up) break;
    if (tries > 200 || child.exitCode !== null) throw new Error('victoria-metrics does not start');
    await setTimeout(50);
  }
  return {
    url,
    async export(match) {
      await ask('/internal/force_flush');
      const text = await ask(`/api/v1/export?match[]=${encodeURIComponent(match)}`);
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Series);
    },
    async query(promql) {
      await ask('/internal/force_flush');
      const text = await ask(`/api/v1/query?nocache=1&latency_offset=1ms&query=${encodeURIComponent(promql)}`);
      const { data } = JSON.parse(text) as { data: { result: Awaited<ReturnType<Victoria['query']>> } };
      return data.result;
    },
    importPrometheus: async (text) => void (await ask('/api/v1/import/prometheus', text)),
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true });
    },
  };
}

/** @returns a port of loopback that nobody listened on just now */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
