import { BadLine, readLines, using } from './read_lines.ts';
import type { Task } from './task.ts';

/** The predictions for a file, in its order: as its lines are read, or at its end where all lines belong together. */
export async function* predictFile(task: Task, file: string): AsyncIterable<unknown> {
  const held: unknown[] = [];
  let count = 0;
  for await (const { number, line } of readLines(file)) {
    count++;
    const where = `${file}:${number}`;
    if ('predict' in task) yield await using(where, () => task.predict(line));
    else {
      await using(where, () => task.check(line));
      held.push(line);
    }
  }
  if (count === 0) throw new BadLine(`${file}: has no lines`);
  if ('predictAll' in task) yield* task.predictAll(held);
}
