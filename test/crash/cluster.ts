import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const POSTGRES = new URL('../../.ci/postgres', import.meta.url).pathname;
const run = promisify(execFile);

/** A Postgres server of our own. */
export interface Cluster {
  url: string;
  /** `fast` ends sessions and shuts down in order; `immediate` is a crash that is recovered from at the start. */
  restart: (mode: 'fast' | 'immediate') => Promise<void>;
  stop: () => Promise<void>;
}

export async function startCluster(directory: string): Promise<Cluster> {
  const { stdout } = await run(POSTGRES, ['start', directory]);
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
