// Benchmarks: npm run bench -- NAME [options]. Each ends with one JSON line; everything else is for people.
import { BENCHMARKS, usage } from './benchmarks.ts';
import { readCommandLine } from './command_line.ts';
import { openProgress } from './progress.ts';
import { AppError } from '../../src/domain/errors.ts';
import { MOST_STOLEN, watchStolenTime } from '../stolen_time.ts';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => (stopping.signal.aborted ? process.exit(130) : stopping.abort(new Error(`got ${signal}`))));
}

async function main(): Promise<number> {
  const [name = '--help', ...rest] = process.argv.slice(2);
  const benchmark = BENCHMARKS.find((candidate) => candidate.name === name);
  if (benchmark === undefined || rest.includes('--help')) {
    const known = benchmark !== undefined || name === '--help' || name === 'help';
    process[known ? 'stdout' : 'stderr'].write(usage(benchmark));
    return known ? 0 : 2;
  }
  const progress = openProgress();
  const stolenTime = watchStolenTime();
  try {
    const result = await benchmark.run({
      ...readCommandLine(benchmark, rest),
      server: process.env['DATABASE_URL'] || undefined,
      progress,
      signal: stopping.signal,
      print: (line) => process.stdout.write(`${line}\n`),
    });
    const stolen = stolenTime();
    if (stolen > MOST_STOLEN) {
      process.stdout.write(
        `  the host of this machine gave ${Math.round(100 * stolen)} % of its time to others meanwhile\n`,
      );
    }
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return 0;
  } finally {
    progress.stop();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (stopping.signal.aborted) process.stderr.write('\nstopped\n');
  else if (error instanceof AppError || (error instanceof Error && 'path' in error))
    process.stderr.write(`bench: ${error.message}\n`);
  else process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = stopping.signal.aborted ? 130 : 1;
}
process.exit();
