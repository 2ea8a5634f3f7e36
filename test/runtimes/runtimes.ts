import { deepEqual, equal, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ANNOTATOR, clock } from '../../src/main/wire.ts';
import { verify } from '../../src/pipeline/verify.ts';
import { openBenchDatabase } from '../../loadtest/bench/bench_database.ts';
import { Checks, print } from '../smoke/checks.ts';
import { SMOKE } from '../smoke/smoke.ts';
import { start } from '../smoke/started.ts';
import { largestDifference } from './largest_difference.ts';

const USAGE = `Usage: npm run test:runtimes

Starts web and worker under Node, Deno and Bun, each on a database of its own, and puts both through the same checks over
HTTP; then Node recomputes what the runtime's worker computed. The last line is "N passed, N failed". DATABASE_URL names
the Postgres to make databases in; a throwaway one is started when it is not set.
`;

const bin = (name: string) => fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));
const main = (name: string) => fileURLToPath(new URL(`../../src/main/${name}.ts`, import.meta.url));
const RUNTIMES = { node: [bin('node')], deno: [bin('deno'), 'run', '-A'], bun: [bin('bun'), 'run'] };
/** Runtimes round the last digit of powers and logarithms each in their own way, and sums carry it on. */
const ROUNDING = { node: 0, deno: 1e-9, bun: 1e-9 };
const ADMIN_KEY = 'a'.repeat(32);

if (process.argv.includes('--help')) {
  process.stdout.write(USAGE);
  process.exit();
}
const checks = new Checks();
for (const [name, command] of Object.entries(RUNTIMES)) {
  const version = execFileSync(command[0] ?? '', ['--version'], { encoding: 'utf8' }).split('\n')[0];
  print(`${name} (${version})`);
  await using database = await openBenchDatabase(process.env['DATABASE_URL'] || undefined);
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url, PORT: '0', COLDPATH_DEBOUNCE_MS: '0' };
  const web = start([...command, main('web')], { ...env, COLDPATH_ADMIN_KEY: ADMIN_KEY });
  const worker = start([...command, main('worker')], env);
  await checks.run('starts web and worker', async () => {
    await Promise.all([web.said(/coldpath web is at/u), worker.said(/coldpath worker runs/u)]);
  });
  const url = await web.said(/coldpath web is at (http:[^\s"]+)/u).catch(() => 'http://127.0.0.1:0');
  const target = { url, adminKey: ADMIN_KEY, db: database.db };
  for (const [check, run] of Object.entries(SMOKE)) await checks.run(check, () => run(target));
  await checks.run('computes what Node computes', async () => {
    // One of the checks changed that row.
    await database.db.script('DELETE FROM strategic_memory_health');
    const differences: number[] = [];
    const { checked } = await verify(database.db, {
      annotator: ANNOTATOR,
      clock,
      onDifference: ({ stored, recomputed }) => differences.push(largestDifference(stored, recomputed)),
    });
    equal(checked, 2);
    const largest = Math.max(0, ...differences);
    print(
      `          ${differences.length} of 2 × 13 states and rows differ, by ${largest.toExponential(0)} at the most`,
    );
    ok(largest <= ROUNDING[name as keyof typeof RUNTIMES]);
  });
  await checks.run('stops with exit code 0 at SIGTERM, with nothing left locked', async () => {
    deepEqual(await Promise.all([web.stop(), worker.stop()]), [0, 0]);
    const { rows } = await database.db.pool.query('SELECT FROM graphile_worker.jobs WHERE locked_at IS NOT NULL');
    equal(rows.length, 0);
  });
}
process.exit(checks.end());
