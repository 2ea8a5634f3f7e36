// Measures the shipped engines on labelled data; --help tells how.
import { parseArgs } from 'node:util';
import { ANNOTATOR } from '../../src/main/wire.ts';
import { measureConfidence } from './confidence/confidence.ts';
import { evaluateAll } from './evaluate_all.ts';
import { BadLine } from './read_lines.ts';
import { switchReliability } from './switches.ts';
import { TASKS, TASKS_BY_WORDS } from './tasks.ts';
import { withEmbeddings } from './topics.ts';
import { writePredictions } from './write_predictions.ts';

const USAGE = `Usage: npm run eval -- TASK INPUT.jsonl OUTPUT.jsonl   write predictions for a file, and tell the rate
       npm run eval -- all DIR                         predict and score every DIR/TASK/*.jsonl, beside baselines
       npm run eval -- switches INPUT.jsonl            topics: how far the chances of a switch can be believed
       npm run eval -- confidence FILE.jsonl…          whether rows settle as confidence rises, on conversations to import

  --no-embeddings  topics, switches: words alone (the default setting). Else the built-in embedding model is used too

TASK is one of ${Object.keys(TASKS).join(', ')}.
The engines run as shipped: default settings but for embeddings, no network, the same output for the same input. Ctrl-C
stops; OUTPUT is written under another name and renamed when complete. "all" and "confidence" end with one JSON line.
`;

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' }, 'no-embeddings': { type: 'boolean' } },
  });
  const [name = '', input, output, ...rest] = positionals;
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const byWords = values['no-embeddings'] === true;
  const tasks = byWords ? TASKS_BY_WORDS : TASKS;
  if (name === 'switches' && input !== undefined && output === undefined) {
    print(await switchReliability(input, byWords ? ANNOTATOR : withEmbeddings()));
    return 0;
  }
  if (name === 'confidence') {
    await measureConfidence(positionals.slice(1), print);
    return 0;
  }
  if (name === 'all' && input !== undefined && output === undefined) {
    await evaluateAll(input, print, tasks);
    return 0;
  }
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined || input === undefined || output === undefined || rest.length > 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  print(`${name}: ${await writePredictions(task, input, output)}`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const expected = error instanceof BadLine || (error instanceof Error && 'code' in error);
  process.stderr.write(`eval: ${error instanceof Error ? (expected ? error.message : error.stack) : String(error)}\n`);
  process.exitCode = 1;
}
