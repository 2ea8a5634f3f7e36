import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from './victoria.ts';

/** Debian's InfluxDB 1.6 (INFLUXD says where else it is), which has no v2 write protocol, but the InfluxQL that Grafana asks in. */
const PROGRAM = process.env['INFLUXD'] ?? '/usr/bin/influxd';
export const HAS_INFLUXD = existsSync(PROGRAM);

export interface Influxd {
  /** Takes points in the line protocol, with nanoseconds. */
  write: (lines: string) => Promise<void>;
  /** @returns the rows of an InfluxQL query; @throws Error with InfluxDB's words */
  query: (influxql: string) => Promise<{ columns: string[]; values: unknown[][] }[]>;
  stop: () => Promise<void>;
}

/** Starts one on a free port of loopback, with a directory of its own. */
export async function startInfluxd(): Promise<Influxd> {
  const directory = await mkdtemp(join(tmpdir(), 'coldpath-influxd-'));
  const [port, backup] = [await freePort(), await freePort()];
  const sections = ['meta', 'data', 'wal'].map((name) => join(directory, name));
  await writeFile(
    join(directory, 'config'),
    `reporting-disabled = true
bind-address = "127.0.0.1:${backup}"
[meta]
dir = "${sections[0]}"
[data]
dir = "${sections[1]}"
wal-dir = "${sections[2]}"
[http]
bind-address = "127.0.0.1:${port}"
`,
  );
  const child = spawn(PROGRAM, ['-config', join(directory, 'config')], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const up = await fetch(`${url}/ping`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) break;
    if (tries > 200 || child.exitCode !== null) throw new Error('influxd does not start');
    await setTimeout(50);
  }
  const ask = async (path: string, body: string | URLSearchParams): Promise<string> => {
    const response = await fetch(url + path, { method: 'POST', body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return text;
  };
  await ask('/query', new URLSearchParams({ q: 'CREATE DATABASE coldpath' }));
  return {
    write: async (lines) => void (await ask('/write?db=coldpath', lines)),
    async query(influxql) {
      const text = await ask('/query', new URLSearchParams({ db: 'coldpath', q: influxql }));
      const { results } = JSON.parse(text) as {
        results: { error?: string; series?: { columns: string[]; values: unknown[][] }[] }[];
      };
      if (results[0]?.error !== undefined) throw new Error(results[0].error);
      return results[0]?.series ?? [];
    },
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      await rm(directory, { recursive: true });
    },
  };
}
