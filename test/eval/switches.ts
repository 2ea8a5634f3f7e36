import * as v from 'valibot';
import { contextSwitch } from '../../src/engines/context_switch.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import type { Annotator } from '../../src/pipeline/annotate.ts';
import { readLines, using } from './read_lines.ts';
import { eventsOf } from './topics.ts';

const LineSchema = v.object({ utterances: v.array(v.string()), starts: v.array(v.number()) });
/** Where one row of the table ends and the next begins. */
const BOUNDS = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4];

interface Row {
  n: number;
  predicted: number;
  happened: number;
}

/**
 * What `predicted_switch_likelihood` says right before each message but the first, against where the labels have a topic
 * open: a reliability table, expected calibration error and log-loss.
 * @param file of the topics task
 * @throws BadLine
 */
export async function switchReliability(file: string, annotator: Annotator): Promise<string> {
  const rows: Row[] = Array.from({ length: BOUNDS.length + 1 }, () => ({ n: 0, predicted: 0, happened: 0 }));
  let logLoss = 0;
  for await (const { number, line } of readLines(file)) {
    const { utterances, starts } = await using(`${file}:${number}`, () => v.parse(LineSchema, line));
    for (const [i, chance] of chancesBefore(await eventsOf(utterances, annotator)).entries()) {
      const happened = starts.includes(i + 1) ? 1 : 0;
      const row = rows[BOUNDS.filter((bound) => chance >= bound).length];
      if (row === undefined) continue;
      row.n += 1;
      row.predicted += chance;
      row.happened += happened;
      logLoss -= Math.log(happened === 1 ? chance : 1 - chance);
    }
  }
  return summarise(rows, logLoss);
}

function chancesBefore(events: readonly AnnotatedEvent[]): number[] {
  let state = contextSwitch.init();
  return events.flatMap((event, i) => {
    const row = contextSwitch.project(state, new Date(event.at));
    state = contextSwitch.fold(state, event);
    return i === 0 || row.predicted_switch_likelihood === null ? [] : [row.predicted_switch_likelihood];
  });
}

function summarise(rows: readonly Row[], logLoss: number): string {
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  const rate = rows.reduce((sum, row) => sum + row.happened, 0) / n;
  const gap = (row: Row): number => Math.abs(row.predicted - row.happened);
  const error = rows.reduce((sum, row) => sum + gap(row), 0) / n;
  const constant = -rate * Math.log(rate) - (1 - rate) * Math.log(1 - rate);
  const lines = rows.map((row, i) => {
    const range = `${(BOUNDS[i - 1] ?? 0).toFixed(2)} to ${(BOUNDS[i] ?? 1).toFixed(2)}`;
    if (row.n === 0) return `  ${range}        -        -        0`;
    const spread = 2 * Math.sqrt(((row.happened / row.n) * (1 - row.happened / row.n)) / row.n);
    const shares = `${(row.predicted / row.n).toFixed(3)}    ${(row.happened / row.n).toFixed(3)}`;
    return `  ${range}    ${shares} ± ${spread.toFixed(3)}    ${row.n}`;
  });
  return [
    '  predicted       mean     happened (± 2 standard errors)    messages',
    ...lines,
    `expected calibration error ${error.toFixed(3)}; log-loss ${(logLoss / n).toFixed(3)}, of a constant at the true rate ${constant.toFixed(3)}`,
  ].join('\n');
}
