import type { EventInput } from '../../src/domain/event.ts';
import { message } from '../http/open_test_app.ts';

const TOPICS = [
  ['the tomatoes on my balcony are growing', 'do you water them every day?', 'only in the evening, it is hot'],
  ['I have a job interview tomorrow', 'what is the job?', 'a lab in Lisbon, I am so nervous'],
  ['my sister Clara got a dog', 'what is it called?', 'Biscuit, he ate my shoe haha'],
  ['piano lesson was hard', 'which piece?', 'a nocturne by Chopin, my fingers hurt'],
];

/** A short conversation with every kind of event over three weeks that end at `end`. */
export function shortConversation(end: Date, messages = 60): EventInput[] {
  const start = end.getTime() - 21 * 86_400_000;
  const step = (end.getTime() - start) / messages;
  const events: EventInput[] = [];
  for (let i = 0; i < messages; i++) {
    const at = new Date(start + i * step);
    const text = TOPICS[Math.floor(i / 6) % TOPICS.length]?.[i % 3] ?? '';
    const traits = i % 4 === 1 ? { traits: ['curious'] } : { traits: ['warm'] };
    const said = message(`m${i}`, at, `${text} (${i})`, i % 2 === 0 ? 'user' : 'bot');
    events.push(i % 2 === 0 ? said : ({ ...said, payload: { ...said.payload, ...traits } } as EventInput));
    const later = new Date(at.getTime() + 60_000).toISOString();
    if (i % 10 === 3) {
      const payload = { memory_id: `fact-${i}`, content: text, importance: 0.5 };
      events.push({ event_id: `y${i}`, kind: 'memory', occurred_at: later, payload });
    }
    if (i % 7 === 5) {
      const payload = { memory_id: `fact-${i % 2 === 0 ? 3 : 13}`, recalled: i % 3 !== 0 };
      events.push({ event_id: `r${i}`, kind: 'recall', occurred_at: later, payload });
    }
    if (i % 5 === 2) {
      const payload = { metric: 'engagement' as const, value: 0.1 + (i % 9) / 10 };
      events.push({ event_id: `s${i}`, kind: 'score', occurred_at: later, payload });
    }
    if (i % 20 === 19)
      events.push({ event_id: `o${i}`, kind: 'outreach', occurred_at: later, payload: { topic: 'piano' } });
  }
  return events;
}

/** The same events in another order, the same one each time. */
export function shuffled<T>(items: readonly T[], seed = 42): T[] {
  const copy = [...items];
  let state = seed;
  for (let i = copy.length - 1; i > 0; i--) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const j = state % (i + 1);
    const [a, b] = [copy[i], copy[j]];
    if (a !== undefined && b !== undefined) [copy[i], copy[j]] = [b, a];
  }
  return copy;
}
