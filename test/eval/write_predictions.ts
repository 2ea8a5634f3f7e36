import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { predictFile } from './predict_file.ts';
import type { Task } from './task.ts';

/**
 * Writes one prediction a line. Nothing is left of an output that was not completed.
 * @returns how many lines, how long it took, and the rate
 */
export async function writePredictions(task: Task, input: string, output: string): Promise<string> {
  const started = performance.now();
  const partial = `${output}.partial`;
  let count = 0;
  async function* lines(): AsyncIterable<string> {
    for await (const prediction of predictFile(task, input)) {
      count++;
      yield `${JSON.stringify(prediction)}\n`;
    }
  }
  try {
    await pipeline(lines, createWriteStream(partial));
    await rename(partial, output);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return rateOf(count, (performance.now() - started) / 1_000);
}

/** @param seconds that the lines took */
export function rateOf(lines: number, seconds: number): string {
  return `${lines} lines in ${seconds.toFixed(1)} s (${Math.round(lines / Math.max(seconds, 1e-3))} lines/s)`;
}
