import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tableLines } from '../../loadtest/bench/table.ts';
import { predictFile } from './predict_file.ts';
import { BadLine, readLines, using } from './read_lines.ts';
import { scoreChangepoints } from './score/changepoints.ts';
import { scoreFormality } from './score/formality.ts';
import { scoreRecall } from './score/recall.ts';
import type { Figures, Scored } from './score/scored.ts';
import { scoreTiming } from './score/timing.ts';
import { scoreTopics } from './score/topics.ts';
import type { Task } from './task.ts';
import { TASKS } from './tasks.ts';
import { rateOf } from './write_predictions.ts';

type Score = (truth: readonly unknown[], predictions: readonly unknown[]) => Scored;

const SCORES: Readonly<Record<string, Score>> = {
  topics: scoreTopics,
  recall: scoreRecall,
  timing: scoreTiming,
  changepoints: scoreChangepoints,
  formality: scoreFormality,
};

/**
 * Predicts and scores every `DIR/TASK/*.jsonl`, prints a table for each task with its baselines, and one JSON line.
 * @throws BadLine when no folder of DIR is named after a task, or a file has a line that cannot be used
 */
export async function evaluateAll(
  directory: string,
  print: (line: string) => void,
  tasks: typeof TASKS = TASKS,
): Promise<void> {
  const results: Record<string, Record<string, Figures>> = {};
  for (const [name, task] of Object.entries(tasks)) {
    const files = await filesOf(join(directory, name));
    if (files.length === 0) print(`${name}: no ${join(directory, name)}/*.jsonl`);
    for (const file of files) {
      const path = join(directory, name, file);
      const scored = await evaluate(path, task, SCORES[name], print);
      if (scored !== null) results[name] = { ...results[name], [file.replace(/\.jsonl$/u, '')]: scored.shipped };
    }
  }
  if (Object.keys(results).length === 0)
    throw new BadLine(`"${directory}" must hold a folder ${Object.keys(TASKS).join(', ')} with files *.jsonl`);
  print(JSON.stringify(results, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(5)) : value)));
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((file) => file.endsWith('.jsonl')).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function evaluate(
  path: string,
  task: Task,
  score: Score | undefined,
  print: (line: string) => void,
): Promise<Scored | null> {
  if (score === undefined) return null;
  const started = performance.now();
  const predictions: unknown[] = [];
  for await (const prediction of predictFile(task, path)) predictions.push(prediction);
  const rate = rateOf(predictions.length, (performance.now() - started) / 1_000);
  const truth: unknown[] = [];
  for await (const { line } of readLines(path)) truth.push(line);
  // The truth may lack what a prediction does not need: that is told with the file, too.
  const scored = await using(path, () => score(truth, predictions));
  print(`\n${path}: ${rate}`);
  const names = Object.keys(scored.shipped);
  const row = (label: string, figures: Figures) => [label, ...names.map((name) => (figures[name] ?? NaN).toFixed(4))];
  const rows = Object.entries(scored.baselines).map(([label, figures]) => row(label, figures));
  for (const line of tableLines(['', ...names], [row('coldpath', scored.shipped), ...rows])) print(line);
  return scored;
}
