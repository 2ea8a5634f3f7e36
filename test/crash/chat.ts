import type { EventInput } from '../../src/domain/event.ts';
import type { Random } from './random.ts';

const MINUTE_MS = 60_000;
/** Days before now in which a conversation begins: all hours stay within the 720 that are kept exact. */
const OLDEST_DAYS = 18;
const YOUNGEST_DAYS = 4;
/** Share of events that are posted later than those that happened after them, and for how many turns they wait. */
const LATE_SHARE = 0.05;
const LATE_TURNS = 12;

const SUBJECTS = [
  'the kitchen shelf',
  'my thesis',
  'the night train',
  'our old dog',
  'a sourdough starter',
  'the choir',
];
const OPENERS = [
  'guess what happened with',
  'I keep thinking about',
  'you asked about',
  'good news about',
  'I gave up on',
];
const MOODS = ['it makes me so happy', 'honestly I am tired', 'no idea what to do', 'it went fine', 'I was furious'];
const REPLIES = ['tell me more about', 'how do you feel about', 'last week you were worried about', 'well done with'];
const METRICS = ['engagement', 'satisfaction', 'coherence'] as const;

/** A conversation as its bot sends it: in turns, some events late. */
export interface Chat {
  botName: string;
  userId: string;
  /** The next events to post, in the order in which they are posted; at least one. */
  nextTurn: () => EventInput[];
}

/** Begins a made-up conversation; the same `random` and `now` give the same one. */
export function beginChat(botName: string, userId: string, random: Random, now: Date): Chat {
  let at = now.getTime() - random.whole(YOUNGEST_DAYS * 24, OLDEST_DAYS * 24) * 60 * MINUTE_MS;
  let count = 0;
  let turn = 0;
  let late: { event: EventInput; until: number }[] = [];
  const memories: string[] = [];
  const event = (): EventInput => {
    count += 1;
    at = Math.min(at + random.whole(1, 50) * MINUTE_MS, now.getTime() - MINUTE_MS);
    return { event_id: `${userId}-${count}`, occurred_at: new Date(at).toISOString(), ...happening(random, memories) };
  };
  return {
    botName,
    userId,
    nextTurn() {
      turn += 1;
      const posted = late.filter(({ until }) => until <= turn).map(({ event: held }) => held);
      late = late.filter(({ until }) => until > turn);
      const size = random.whole(1, 7);
      for (let i = 0; i < size; i++) {
        const made = event();
        if (random.chance(LATE_SHARE)) late.push({ event: made, until: turn + random.whole(1, LATE_TURNS) });
        else posted.push(made);
      }
      return posted.length > 0 ? posted : [event()];
    },
  };
}

type Happening = EventInput extends infer One
  ? One extends EventInput
    ? Pick<One, 'kind' | 'payload'>
    : never
  : never;

function happening(random: Random, memories: string[]): Happening {
  const subject = random.pick(SUBJECTS);
  const kind = random.uniform();
  if (kind < 0.45) {
    const content = `${random.pick(OPENERS)} ${subject}, ${random.pick(MOODS)}${random.pick(['', '!', '?', ' haha'])}`;
    return { kind: 'message', payload: { role: 'user', content } };
  }
  if (kind < 0.8) {
    const traits = [random.pick(['warm', 'curious', 'playful'])];
    return { kind: 'message', payload: { role: 'bot', content: `${random.pick(REPLIES)} ${subject}`, traits } };
  }
  if (kind < 0.87 || memories.length === 0) {
    const memoryId = `fact-${memories.length}`;
    memories.push(memoryId);
    return { kind: 'memory', payload: { memory_id: memoryId, content: `likes ${subject}`, importance: 0.5 } };
  }
  if (kind < 0.92) {
    return { kind: 'recall', payload: { memory_id: random.pick(memories), recalled: random.chance(0.8) } };
  }
  if (kind < 0.98) {
    return { kind: 'score', payload: { metric: random.pick(METRICS), value: random.whole(0, 100) / 100 } };
  }
  return { kind: 'outreach', payload: { topic: subject } };
}
