import type { Benchmark } from './benchmark.ts';
import { engines } from './engines.ts';
import { fair } from './fair.ts';
import { flat } from './flat.ts';
import { freshness } from './freshness.ts';
import { read } from './read.ts';
import { refresh } from './refresh.ts';
import { scale } from './scale.ts';
import { sizing } from './sizing.ts';
import { start } from './start.ts';

export const BENCHMARKS: readonly Benchmark[] = [engines, refresh, flat, fair, scale, freshness, read, start, sizing];

/** The help text: of one benchmark, or of all. */
export function usage(benchmark?: Benchmark): string {
  if (benchmark === undefined) {
    const lines = BENCHMARKS.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`);
    return `Usage: npm run bench -- NAME [options]\n\n${lines.join('\n')}\n\n${SERVER}\n\nnpm run bench -- NAME --help tells the options.\n`;
  }
  const options = benchmark.options.map(
    ({ name, meaning, fallback, many }) =>
      `  --${`${name} N${many === true ? ',N…' : ''}`.padEnd(18)}${meaning} (default ${fallback.join(',')})`,
  );
  const files = benchmark.files === true ? ' FILE…' : '';
  return `Usage: npm run bench -- ${benchmark.name} [options]${files}\n\n${benchmark.summary}\n\n${options.join('\n')}\n\n${SERVER}\n`;
}

const SERVER = `Runs in a database of its own on the Postgres that DATABASE_URL names (its role must be allowed to
create databases), else on one that is started from Debian's packages and thrown away. Results go to
stdout and end with one JSON line, progress goes to stderr. Ctrl-C stops and cleans up.`;
