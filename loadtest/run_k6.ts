import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const SCRIPTS = fileURLToPath(new URL('.', import.meta.url));
/** Where summaries are saved. */
export const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));

const TrendSchema = v.record(v.string(), v.unknown());
const SummarySchema = v.object({ metrics: v.record(v.string(), TrendSchema) });

export type Summary = v.InferOutput<typeof SummarySchema>['metrics'];

/**
 * Runs one k6 script.
 * @param saveAs name of the file, without its ending, that the summary is saved as
 * @returns its exit code (0: all thresholds held) and its summary
 */
export async function runK6(
  k6: string,
  script: string,
  saveAs: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ code: number; summary: Summary }> {
  await mkdir(RESULTS, { recursive: true });
  const file = `${RESULTS}${saveAs}.json`;
  const given = Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const args = ['run', '--quiet', '--no-usage-report', '--summary-export', file, ...given, `${SCRIPTS}${script}.js`];
  const child = spawn(k6, args, { stdio: ['ignore', 2, 2] });
  const [code] = (await once(child, 'exit')) as [number | null];
  const text = await readFile(file, 'utf8').catch(() => '{"metrics":{}}');
  return { code: code ?? 1, summary: v.parse(v.pipe(v.string(), v.parseJson(), SummarySchema), text).metrics };
}
