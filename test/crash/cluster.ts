import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const POSTGRES = new URL('../../.ci/postgres', import.meta.url).pathname;
const run = promisify(execFile);

/** A Postgres server of our own. */
export interface Cluster {
  url: string;
  /** `fast` ends sessions and shuts down in order; `immediate` is a crash that is recovered from at the start. */
  restart: (mode: 'fast' | 'immediate') => Promise<void>;
  /** `restart` starts it again. */
  stop: () => Promise<void>;
}

/** @param options the server's own, as on its command line */
export async function startCluster(directory: string, options: readonly string[] = []): Promise<Cluster> {
  const { stdout } = await run(POSTGRES, ['start', directory, ...options]);
  return {
    url: stdout.trim(),
    async restart(mode) {
      await run(POSTGRES, ['restart', directory, mode]);
    },
    async stop() {
      await run(POSTGRES, ['stop', directory]);
    },
  };
}
