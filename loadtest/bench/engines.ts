import { AppError } from '../../src/domain/errors.ts';
import { openBuiltInEmbedder } from '../../src/embeddings/built_in.ts';
import { characterPerformance } from '../../src/engines/character_performance.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { BOT_ENGINE, CONVERSATION_ENGINES } from '../../src/engines/registry.ts';
import { analyzeMessage } from '../../src/text/analyze.ts';
import type { BenchContext, Benchmark } from './benchmark.ts';
import { madeUpEvents } from './made_up_events.ts';
import { spreadOf } from './spread.ts';
import { rounded, tableLines } from './table.ts';

/** Events before a size over which folds are timed; fewer where there are fewer. */
const TIMED_EVENTS = 1_000;
const PROJECTIONS = 50;
/** Messages whose embedding is timed, after one that loads the model. */
const EMBEDDED = 50;
const PERFORMANCE_HOURS = 720;

interface Cost {
  engine: string;
  fold_us: number;
  project_us: number;
  state_bytes: number;
}

/** What annotation and each engine cost, and how large states are, as one conversation grows. */
export const engines: Benchmark = {
  name: 'engines',
  summary:
    'One made-up conversation: ms a message for annotation, us a fold and a projection, bytes of state. No database.',
  options: [
    { name: 'sizes', meaning: 'messages at which engines are looked at', fallback: [100, 1_000, 100_000], many: true },
    { name: 'embeddings', meaning: '1: time the built-in embedding model as well', fallback: [1], least: 0 },
  ],
  async run(context) {
    // Folded once before, so that compiling the code is not measured.
    const warm = runAll();
    for (const event of madeUpEvents(TIMED_EVENTS, analyzeMessage)) for (const engine of warm) engine.fold(event);
    const analysis: number[] = [];
    const results: Record<string, readonly Cost[]> = {};
    const running = runAll();
    const sizes = context.values('sizes').toSorted((a, b) => a - b);
    const most = sizes.at(-1) ?? 0;
    let messages = 0;
    for (const event of madeUpEvents(most, analyzed(analysis))) {
      context.signal.throwIfAborted();
      for (const engine of running) engine.fold(event);
      if (event.kind !== 'message') continue;
      messages++;
      if (messages % 1_000 === 0) context.progress.show('folding', messages, most);
      if (!sizes.includes(messages)) continue;
      results[messages] = running.map((engine) => engine.cost(event.at));
      printCosts(messages, results[messages] ?? [], context);
    }
    const { median, low, high } = spreadOf(analysis);
    context.print(
      `\n  annotation: median ${rounded(median, 3)} ms a message (quartiles ${rounded(low, 3)} to ${rounded(high, 3)})`,
    );
    const embedding = context.value('embeddings') > 0 ? await timeEmbedding(context) : null;
    return { annotation_ms: rounded(median, 3), embedding_ms: embedding, engines: results };
  },
};

function analyzed(times: number[]): typeof analyzeMessage {
  return (content) => {
    const start = performance.now();
    const analysis = analyzeMessage(content);
    times.push(performance.now() - start);
    return analysis;
  };
}

/** Every engine at work, its folds timed. */
function runAll() {
  const bot = BOT_ENGINE.run();
  const perform = (now: Date) => characterPerformance.project(bot.hours(), PERFORMANCE_HOURS, now);
  const all = CONVERSATION_ENGINES.map((engine) => engine.run());
  return [...all.map((engine) => ({ engine, project: engine.project })), { engine: bot, project: perform }].map(
    ({ engine, project }) => {
      const folds: number[] = [];
      return {
        fold(event: AnnotatedEvent): void {
          const start = performance.now();
          engine.fold(event);
          if (folds.push(performance.now() - start) > TIMED_EVENTS) folds.shift();
        },
        cost(now: number): Cost {
          const projections = Array.from({ length: PROJECTIONS }, (_, i) => {
            const start = performance.now();
            project(new Date(now + i * 1_000));
            return performance.now() - start;
          });
          return {
            engine: engine.name,
            fold_us: rounded(1_000 * spreadOf(folds).median, 1),
            project_us: rounded(1_000 * spreadOf(projections).median, 0),
            state_bytes: Buffer.byteLength(JSON.stringify(engine.state())),
          };
        },
      };
    },
  );
}

function printCosts(messages: number, costs: readonly Cost[], { print }: BenchContext): void {
  print(`\nAfter ${messages} messages\n`);
  const rows = costs.map(({ engine, fold_us, project_us, state_bytes }) => [engine, fold_us, project_us, state_bytes]);
  for (const line of tableLines(['engine', 'us a fold', 'us a projection', 'bytes of state'], rows)) print(line);
}

/** @returns milliseconds a message; null when the model is not installed */
async function timeEmbedding({ print }: BenchContext): Promise<number | null> {
  try {
    await using embedder = withDisposal(openBuiltInEmbedder());
    await embedder.embed('Hello there.');
    const times: number[] = [];
    for (const event of madeUpEvents(EMBEDDED, analyzeMessage)) {
      if (event.kind !== 'message') continue;
      const start = performance.now();
      await embedder.embed(event.payload.content);
      times.push(performance.now() - start);
    }
    const ms = rounded(spreadOf(times).median, 2);
    print(`  built-in embedding: median ${ms} ms a message, the model loaded`);
    return ms;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    print(`  built-in embedding: ${error.message}`);
    return null;
  }
}

function withDisposal(embedder: ReturnType<typeof openBuiltInEmbedder>) {
  return { embed: embedder.embed.bind(embedder), [Symbol.asyncDispose]: () => embedder.close() };
}
