import type { HeldMemory, MemoryHealth } from '../domain/memory_health.ts';
import { list, quote, when } from './sentence.ts';
import type { Reader, Sentence } from './sentence.ts';

/** Times that a thing spoken of came up again, from which on the two keep coming back to it. */
const OFTEN = 3;

/** What not to forget, what the two keep coming back to, and what could be asked about. */
export function memorySentences(row: MemoryHealth, { botName }: Reader): Sentence[] {
  const isOther = ({ label }: HeldMemory) => label.toLowerCase() !== botName.toLowerCase();
  const fading = row.forgetting_risk_memories.filter(isOther);
  const stored = distinct(
    fading.filter(({ source }) => source === 'memory'),
    2,
  );
  const often = row.memory_snapshot.memories
    .filter((memory) => memory.source === 'mention' && memory.recall_count >= OFTEN && isOther(memory))
    .toSorted((a, b) => b.recall_count - a.recall_count);
  const favourites = distinct(specificFirst(often), 3);
  const mentioned = distinct(specificFirst(fading.filter(({ source }) => source === 'mention')), 2, favourites);
  return [
    ...when(stored.length > 0, 0.75, () => `Not mentioned for long, do not forget: ${labels(stored)}.`),
    ...when(favourites.length > 0, 0.45, () => `You two keep coming back to ${labels(favourites)}.`),
    ...when(mentioned.length > 0, 0.4, () => `Not mentioned for long, could be asked about: ${labels(mentioned)}.`),
  ];
}

/** Names and things of several words before single common nouns, which say less; otherwise in the order they have. */
function specificFirst(memories: readonly HeldMemory[]): HeldMemory[] {
  const isSpecific = ({ label }: HeldMemory) => label.includes(' ') || /^\p{Lu}/u.test(label);
  return [...memories.filter(isSpecific), ...memories.filter((memory) => !isSpecific(memory))];
}

/** The first `most` of them, each thing once: `dancing` says nothing beside `dance studio`. */
function distinct(memories: readonly HeldMemory[], most: number, others: readonly HeldMemory[] = []): HeldMemory[] {
  const told = new Set(others.flatMap(({ label }) => stemsOf(label)));
  const kept: HeldMemory[] = [];
  for (const memory of memories) {
    if (kept.length === most) break;
    const stems = stemsOf(memory.label);
    if (stems.some((stem) => told.has(stem))) continue;
    for (const stem of stems) told.add(stem);
    kept.push(memory);
  }
  return kept;
}

/** Letters by which two words are taken for forms of one. */
const STEM = 4;

function stemsOf(label: string): string[] {
  return label
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word.length >= STEM)
    .map((word) => word.slice(0, STEM));
}

function labels(memories: readonly HeldMemory[]): string {
  return list(memories.map(({ label }) => quote(label)));
}
