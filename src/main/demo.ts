import { parseArgs } from 'node:util';
import { pino } from 'pino';
import * as v from 'valibot';
import { parseConfig } from '../config.ts';
import { migrate } from '../db/migrate.ts';
import { openPGlite } from '../db/pglite.ts';
import { describeInsights, describeSection, InsightsAnswerSchema } from '../demo/describe_insights.ts';
import { wrap } from '../demo/layout.ts';
import { getJson, play } from '../demo/play.ts';
import type { PlayOptions } from '../demo/play.ts';
import { progressView } from '../demo/progress.ts';
import { measureReads } from '../demo/read_latency.ts';
import { SAMPLE_BOT, SAMPLE_USER, sampleConversation } from '../demo/sample_conversation.ts';
import { SectionSchema } from '../domain/insights.ts';
import type { EventInput } from '../domain/event.ts';
import { requestBotRefresh } from '../pipeline/schedule.ts';
import { startMeasuring } from './measuring.ts';
import { clock, startWeb, startWorker } from './wire.ts';

const USAGE = `Usage: npm run demo [-- --reads N]

Plays six weeks of a sample conversation into an empty coldpath in memory (database, HTTP server and
worker in this process), then says what coldpath knows of it. Needs nothing, leaves nothing behind.

  --reads N   reads that the latency is measured on, 1 to 100000 (default 500)
  --help      this text
`;

const INSIGHTS = `/v1/bots/${SAMPLE_BOT}/users/${SAMPLE_USER}/insights`;
const PERFORMANCE = `/v1/bots/${SAMPLE_BOT}/performance`;
const PerformanceAnswerSchema = v.object({ windows: v.object({ 720: SectionSchema }) });

function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** @throws Error that says what is wrong with the command line */
function readArguments(): { help: boolean; reads: number } {
  const { help, reads } = parseArgs({
    options: { reads: { type: 'string', default: '500' }, help: { type: 'boolean', short: 'h', default: false } },
  }).values;
  if (!/^([1-9]\d{0,4}|100000)$/u.test(reads)) throw new Error(`--reads must be 1 to 100000, got "${reads}"`);
  return { help, reads: Number(reads) };
}

/** Runs the demo on a database, a worker and a server of its own; whatever happens, all three are closed. */
async function demo(reads: number, signal: AbortSignal): Promise<void> {
  const config = parseConfig({ COLDPATH_DEBOUNCE_MS: '0', LOG_LEVEL: 'warn', PORT: '0' });
  const logger = pino({ level: config.logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
  await using closing = new AsyncDisposableStack();

  const db = closing.adopt(await openPGlite(), (opened) => opened.close());
  await migrate(db);
  signal.throwIfAborted();
  const measuring = startMeasuring(db, config, logger);
  const worker = await startWorker(db, config, logger, measuring);
  closing.defer(() => worker.stop());
  const web = await startWeb(db, config, logger, measuring);
  closing.defer(() => web.stop());

  const events = sampleConversation(clock());
  await playSample(events, {
    url: web.url,
    signal,
    refreshBot: () => requestBotRefresh(db, SAMPLE_BOT),
  });

  const answer = v.parse(InsightsAnswerSchema, await getJson(web.url + INSIGHTS, signal));
  print(`Before its next reply the bot asks: GET ${INSIGHTS}\n`);
  print(describeInsights(answer));
  print(`Of the bot itself there is more, at GET ${PERFORMANCE}. Over a month:\n`);
  const { windows } = v.parse(PerformanceAnswerSchema, await getJson(web.url + PERFORMANCE, signal));
  print(describeSection('character_performance', windows['720'], clock().toISOString()));
  print('GUIDANCE: the same in a few lines, ready for the prompt of the next reply\n');
  print(answer.guidance === '' ? '  (nothing worth saying)' : bulleted(answer.guidance));

  const { p50Ms, p95Ms, p99Ms } = await measureReads(web.url + INSIGHTS, reads, signal);
  print(`\nREAD LATENCY: ${reads} reads of all six sections and the guidance, one after the other\n`);
  print(`  p50 ${p50Ms.toFixed(1)} ms · p95 ${p95Ms.toFixed(1)} ms · p99 ${p99Ms.toFixed(1)} ms`);
  print('  over HTTP, client, server, worker and database sharing this one process');
  print('\nTo try it with your own bot: npm start');
}

async function playSample(
  events: readonly EventInput[],
  options: Pick<PlayOptions, 'url' | 'signal' | 'refreshBot'>,
): Promise<void> {
  const messages = events.filter(({ kind }) => kind === 'message').length;
  print('coldpath demo\n');
  const intro = `An empty database in memory, a server at ${options.url} and a background worker are up. Six weeks between the bot "${SAMPLE_BOT}", a marine biologist, and the user "${SAMPLE_USER}" go in: ${messages} messages and ${events.length - messages} memories, recalls, scores and first words of the bot.`;
  print(`${wrap(intro).join('\n')}\n`);
  const progress = progressView(process.stdout);
  const start = performance.now();
  try {
    const onProgress = progress.show.bind(progress);
    await play(events, { ...options, botName: SAMPLE_BOT, userId: SAMPLE_USER, onProgress });
  } finally {
    progress.stop();
  }
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  print(`  All in, and folded by seven engines into six tables, in ${seconds} s.\n`);
}

function bulleted(text: string): string {
  return text
    .split('\n')
    .map((line) => `  - ${wrap(line, 94).join('\n    ')}`)
    .join('\n');
}

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => (stopping.signal.aborted ? process.exit(130) : stopping.abort()));
}
process.stdout.on('error', () => stopping.abort());

try {
  const { help, reads } = readArguments();
  if (help) print(USAGE.trimEnd());
  else await demo(reads, stopping.signal);
} catch (error) {
  if (stopping.signal.aborted) {
    process.stderr.write('\nstopped\n');
  } else {
    process.stderr.write(`coldpath: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
process.exit();
