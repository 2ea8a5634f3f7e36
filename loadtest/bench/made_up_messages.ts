import { ChatText } from './chat_text.ts';
import { seededRandom } from './seeded_random.ts';

/** A message that nobody wrote. `at` is epoch milliseconds. */
export interface MadeUpMessage {
  eventId: string;
  at: number;
  role: 'user' | 'bot';
  content: string;
}

export interface MessageRange {
  seed: number;
  /** Number of the first message: it is in the event ids, so ranges of one conversation must not overlap. */
  first: number;
  count: number;
  /** When the last one was sent, in epoch milliseconds. */
  endsAt: number;
  /** Messages a day, sent in {@link SESSIONS_A_DAY} sessions. */
  perDay: number;
}

const DAY_MS = 86_400_000;
const SESSIONS_A_DAY = 4;
/** Seconds between two messages of a session. */
const PACE_SECONDS = 40;

/** Messages of one conversation, user and bot in turn, in sessions spread over the days before `endsAt`. */
export function madeUpMessages({ seed, first, count, endsAt, perDay }: MessageRange): MadeUpMessage[] {
  const text = new ChatText(seededRandom(seed));
  const session = Math.max(2, Math.round(perDay / SESSIONS_A_DAY));
  const ageOf = (fromLast: number): number =>
    Math.floor(fromLast / session) * (DAY_MS / SESSIONS_A_DAY) + (fromLast % session) * PACE_SECONDS * 1_000;
  return Array.from({ length: count }, (_, index) => {
    const role = index % 2 === 0 ? 'user' : 'bot';
    return {
      eventId: `m${first + index}`,
      at: Math.round(endsAt - ageOf(count - 1 - index)),
      role,
      content: text.next(role),
    };
  });
}
