import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { AppError } from '../src/domain/errors.ts';

const SCRIPTS = fileURLToPath(new URL('.', import.meta.url));
/** Where summaries are saved. */
export const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));

/**
 * How much k6's heap may grow, in percent, before it collects garbage; Go's own is 100. The pauses of that, with hundreds
 * of readers in it, were the p99 of a server that answers at once: 4 instead of 1.5 ms.
 */
const GOGC = '400';

/** What k6 ends with when a threshold was crossed. */
export const CROSSED = 99;

const TrendSchema = v.record(v.string(), v.unknown());
const SummarySchema = v.object({ metrics: v.record(v.string(), TrendSchema) });

export type Summary = v.InferOutput<typeof SummarySchema>['metrics'];

/**
 * Runs one k6 script.
 * @param saveAs name of the file, without its ending, that the summary is saved as
 * @returns whether all thresholds held, and its summary
 * @throws AppError `unavailable` when it did not get to the end
 */
export async function runK6(
  k6: string,
  script: string,
  saveAs: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ held: boolean; summary: Summary }> {
  await mkdir(RESULTS, { recursive: true });
  const file = `${RESULTS}${saveAs}.json`;
  const given = Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  // Without k6's own API: two load tests at once would want the same port for it.
  const quiet = ['--quiet', '--no-usage-report', '--address', ''];
  const args = ['run', ...quiet, '--summary-export', file, ...given, `${SCRIPTS}${script}.js`];
  const child = spawn(k6, args, { env: { GOGC, ...process.env }, stdio: ['ignore', 2, 2] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 && code !== CROSSED) throw new AppError('unavailable', `k6 ended with ${code ?? 'a signal'}`);
  const text = await readFile(file, 'utf8');
  return { held: code === 0, summary: v.parse(v.pipe(v.string(), v.parseJson(), SummarySchema), text).metrics };
}
