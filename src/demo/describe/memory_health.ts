import type { HeldMemory, MemoryHealth } from '../../domain/memory_health.ts';
import { quote, span } from '../../guidance/sentence.ts';
import type { Entry } from '../layout.ts';
import { ago, count, percent } from '../words.ts';

const SHOWN = 4;

const TRENDS = {
  increasing: 'Memories are being brought up more often than before.',
  stable: 'Memories are being brought up about as often as before.',
  declining: 'Memories are being brought up less often than before.',
};

export function describeMemoryHealth(row: MemoryHealth, now: string): Entry[] {
  const { total, memories } = row.memory_snapshot;
  const age = row.avg_memory_age_hours;
  const fading = row.forgetting_risk_memories;
  return [
    ['Known', `${count(total, 'thing')}${age === null ? '' : `, on average ${span(age)} old`}.`],
    ['Trend', TRENDS[row.retrieval_frequency_trend]],
    ['Chance of recall now', memories.slice(0, SHOWN).map((memory) => describeMemory(memory, now))],
    [
      'About to be forgotten',
      fading.length === 0 ? 'Nothing.' : fading.slice(0, SHOWN).map((memory) => describeMemory(memory, now)),
    ],
  ];
}

/** One memory with the chance that it would come to mind now. */
export function describeMemory(memory: HeldMemory, now: string): string {
  const { label, source, retrievability, recall_count: recalls, last_recalled_at: last } = memory;
  const history =
    last === null ? 'not brought up since' : `brought up ${count(recalls, 'time')}, last ${ago(last, now)}`;
  return `${percent(retrievability)}  ${source === 'mention' ? 'the word ' : ''}${quote(label)} (${history})`;
}
