import type { Analysis } from '../../src/domain/analysis.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';

const MINUTE = 60_000;
export const START = Date.UTC(2026, 2, 2, 9);

/** Uniform numbers from a seed (mulberry32), so that a simulation is the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A standard normal number (Box & Muller 1958). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function analysisOf(some: Partial<Analysis> = {}): Analysis {
  const words = some.words ?? 10;
  return {
    language: 'en',
    characters: words * 5,
    words,
    sentences: 1,
    questions: 0,
    exclamations: 0,
    emoji: 0,
    links: 0,
    sentiment: 0.2,
    formality: 0.5,
    part_of_speech: {},
    function_words: {},
    lemmas: [],
    phrases: [],
    ...some,
  };
}

type Said = { analysis?: Partial<Analysis>; content?: string; traits?: string[]; emotion?: { label: string } };

export function message(role: 'user' | 'bot', at: number, said: Said = {}): AnnotatedEvent {
  const { analysis, content = 'well', traits, emotion } = said;
  return {
    kind: 'message',
    at,
    eventId: `${role}${at}`,
    payload: { role, content, ...(traits && { traits }), ...(emotion && { emotion }) },
    annotation: { analysis: analysisOf(analysis), embedding: null },
  };
}

/** What the bot does in a turn, and how much better than usual (in standard deviations) this user answers that. */
export interface SimulatedTurn extends Said {
  liking: number;
}

/** A user who drifts in talkativeness, answers 95 % of turns, and what is liked more often, sooner and longer. */
export function answeredConversation(
  turns: number,
  seed: number,
  turnOf: (random: () => number) => SimulatedTurn,
): AnnotatedEvent[] {
  const random = seeded(seed);
  const events: AnnotatedEvent[] = [];
  let at = START;
  let mood = 0;
  for (let i = 0; i < turns; i++) {
    const { liking, ...said } = turnOf(random);
    at += 30 * MINUTE;
    events.push(message('bot', at, said));
    mood = 0.95 * mood + 0.15 * normal(random);
    if (random() < 0.05 * Math.exp(-2 * liking)) {
      at += 25 * 60 * MINUTE;
      continue;
    }
    at += Math.round(MINUTE * Math.exp(0.8 * (normal(random) - 0.5 * liking)));
    const words = Math.max(1, Math.round(Math.exp(2.5 + mood + 0.7 * (normal(random) + liking))));
    events.push(
      message('user', at, { analysis: { words, sentiment: Math.max(-1, Math.min(1, 0.2 + 0.3 * normal(random))) } }),
    );
  }
  return events;
}

/** A bot that writes as long as the user just did, to a user whose talkativeness drifts: lengths go together, and neither causes the other. */
export function mirroredConversation(turns: number, seed: number): AnnotatedEvent[] {
  const random = seeded(seed);
  const events: AnnotatedEvent[] = [];
  let at = START;
  let mood = 0;
  let words = 12;
  for (let i = 0; i < turns; i++) {
    at += 30 * MINUTE;
    const botWords = Math.max(1, Math.round(Math.exp(0.6 * Math.log(words) + 1 + 0.4 * normal(random))));
    events.push(message('bot', at, { analysis: { words: botWords } }));
    mood = 0.9 * mood + 0.25 * normal(random);
    words = Math.max(1, Math.round(Math.exp(2.5 + mood + 0.6 * normal(random))));
    at += Math.round(MINUTE * Math.exp(0.8 * normal(random)));
    events.push(message('user', at, { analysis: { words } }));
  }
  return events;
}
