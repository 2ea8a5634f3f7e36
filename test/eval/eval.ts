// Writes predictions of the shipped engines for labelled data.
//   npm run eval -- TASK INPUT.jsonl OUTPUT.jsonl
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { changepointsTask } from './changepoints.ts';
import { formalityTask } from './formality.ts';
import { recallTask } from './recall.ts';
import { timingTask } from './timing.ts';
import { topicsTask } from './topics.ts';

/** A task predicts line by line, or, where lines belong together, from all of them. */
type Task = { predict: (line: unknown) => unknown } | { predictAll: (lines: unknown[]) => unknown[] };

const TASKS: Record<string, Task> = {
  topics: topicsTask,
  recall: recallTask,
  timing: timingTask,
  changepoints: changepointsTask,
  formality: formalityTask,
};
const USAGE = `usage: npm run eval -- TASK INPUT.jsonl OUTPUT.jsonl\n  TASK is one of ${Object.keys(TASKS).join(', ')}\n`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
const [name = '', input, output] = positionals;
const task = TASKS[name];
if (values.help === true || task === undefined || input === undefined || output === undefined) {
  process.stderr.write(USAGE);
  process.exit(values.help === true ? 0 : 2);
}

const started = performance.now();
const out = createWriteStream(output);
const lines = createInterface({ input: createReadStream(input), crlfDelay: Infinity });
let count = 0;
for await (const prediction of predictions(task, lines)) {
  count += 1;
  if (!out.write(`${JSON.stringify(prediction)}\n`)) await once(out, 'drain');
}
out.end();
await once(out, 'finish');
const seconds = (performance.now() - started) / 1_000;
process.stdout.write(`${name}: ${count} lines in ${seconds.toFixed(1)} s (${Math.round(count / seconds)} lines/s)\n`);

async function* predictions(how: Task, from: AsyncIterable<string>): AsyncIterable<unknown> {
  const held: unknown[] = [];
  for await (const line of from) {
    if (line.trim() === '') continue;
    const parsed: unknown = JSON.parse(line);
    if ('predict' in how) yield how.predict(parsed);
    else held.push(parsed);
  }
  if ('predictAll' in how) yield* how.predictAll(held);
}
