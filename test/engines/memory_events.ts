import type { Analysis, Phrase } from '../../src/domain/analysis.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2026, 0, 5, 12);

const SILENT: Analysis = {
  language: 'en',
  characters: 0,
  words: 0,
  sentences: 0,
  questions: 0,
  exclamations: 0,
  emoji: 0,
  links: 0,
  sentiment: 0,
  formality: 0.5,
  part_of_speech: {},
  function_words: {},
  lemmas: [],
  phrases: [],
};

/** The bot stores a memory, `days` after START. */
export function memory(days: number, id: string, content: string, importance?: number): AnnotatedEvent {
  const payload = { memory_id: id, content, ...(importance === undefined ? {} : { importance }) };
  return { ...position(days, `memory ${id}`), kind: 'memory', payload };
}

/** A memory is asked for, `days` after START. */
export function recall(days: number, id: string, recalled = true): AnnotatedEvent {
  return { ...position(days, `recall ${id}`), kind: 'recall', payload: { memory_id: id, recalled } };
}

/** Somebody speaks of things (capitalised ones are names), `days` after START. */
export function message(days: number, role: 'user' | 'bot', ...things: string[]): AnnotatedEvent {
  const annotation = { analysis: { ...SILENT, phrases: things.map(toPhrase) }, embedding: null };
  return { ...position(days, `${role} ${things.join()}`), kind: 'message', payload: { role, content: '' }, annotation };
}

function position(days: number, what: string) {
  return { at: START + Math.round(days * DAY), eventId: `${what} at ${days}` };
}

function toPhrase(text: string): Phrase {
  return { text, key: text.toLowerCase(), kind: /^\p{Lu}/u.test(text) ? 'name' : 'noun_phrase' };
}
