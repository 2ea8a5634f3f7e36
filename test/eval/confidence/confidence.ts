import { basename } from 'node:path';
import { sampleRankCorrelation } from 'simple-statistics';
import { tableLines } from '../../../loadtest/bench/table.ts';
import type { AnnotatedEvent } from '../../../src/engines/engine.ts';
import { BadLine } from '../read_lines.ts';
import { readChat } from './read_chat.ts';
import { rowsAfter } from './rows.ts';
import { distanceOf, distancesOf, settledBy } from './settling.ts';
import type { Sample } from './settling.ts';

const SIZES = [10, 30, 100, 300];
/** Places in a conversation, as shares of its messages, at which a row from the last few is compared to one from all. */
const MOMENTS = [0.6, 0.7, 0.8, 0.9, 1];
const FEWEST_CONVERSATIONS = 3;
const SOON_MS = 60_000;

/**
 * Whether rows settle as their confidence rises: at five moments of each conversation, the row from the last 10, 30, 100
 * and 300 messages before it is compared to the row from all messages before it.
 * @throws BadLine when there are fewer than 3 conversations, or a line cannot be used
 */
export async function measureConfidence(files: readonly string[], print: (line: string) => void): Promise<void> {
  if (files.length < FEWEST_CONVERSATIONS)
    throw new BadLine(`confidence needs at least ${FEWEST_CONVERSATIONS} conversations, got ${files.length}`);
  const samples = new Map<string, Sample[]>();
  for (const file of files) {
    const events = await readChat(file);
    process.stderr.write(`  ${basename(file)}: ${events.length} events\n`);
    for (const share of MOMENTS) addSamples(samples, basename(file), events, share);
  }
  const results: Record<string, object> = {};
  for (const [section, list] of samples) {
    const distances = distancesOf(list);
    const correlation = sampleRankCorrelation(
      distances.map(({ sample }) => sample.part.confidence),
      distances.map(distanceOf),
    );
    const rows = settledBy(distances);
    print(`\n${section}: rank correlation of confidence and distance ${correlation.toFixed(2)}`);
    const cells = rows.map(({ messages, confidence, reliability, n }) => [
      messages,
      confidence.toFixed(2),
      reliability.toFixed(2),
      n,
    ]);
    for (const line of tableLines(['messages', 'confidence', 'reliability', 'rows'], cells)) print(line);
    results[section] = { correlation: Number(correlation.toFixed(3)), by_messages: rows };
  }
  print(JSON.stringify(results, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(3)) : value)));
}

function addSamples(
  samples: Map<string, Sample[]>,
  conversation: string,
  events: readonly AnnotatedEvent[],
  share: number,
): void {
  const until = events.slice(0, Math.round(events.length * share));
  const now = (until.at(-1)?.at ?? 0) + SOON_MS;
  const whole = rowsAfter(until, now);
  for (const messages of SIZES.filter((size) => size <= 0.8 * until.length)) {
    const part = rowsAfter(until.slice(-messages), now);
    for (const [section, row] of whole) {
      const other = part.get(section);
      if (other !== undefined)
        samples.set(section, [...(samples.get(section) ?? []), { conversation, messages, part: other, whole: row }]);
    }
  }
}
