import { setTimeout as sleep } from 'node:timers/promises';
import type { EventInput } from '../../src/domain/event.ts';
import { beginChat } from './chat.ts';
import type { Chat } from './chat.ts';
import type { Client, Parcel } from './client.ts';
import type { Random } from './random.ts';

/** Users a bot talks with at any time. */
const ACTIVE_USERS = 4;
/** Chance that a user is not seen again after a post: conversations stay short, so that folding anew stays cheap. */
const LEAVES = 0.025;
/** Share of posts that repeat what was posted before, and of those that go through the NDJSON stream. */
const REPEATS = 0.08;
const AS_LINES = 0.25;
/** Most milliseconds between two posts of one bot. */
const PAUSE_MS = 400;

/** One bot that talks with several users, one post after the other, until `signal`. */
export async function streamEvents(
  botName: string,
  random: Random,
  client: Client,
  signal: AbortSignal,
): Promise<void> {
  const now = new Date();
  let users = 0;
  const begin = (): Chat => beginChat(botName, `${botName}-${(users += 1)}`, random, now);
  const active = Array.from({ length: ACTIVE_USERS }, begin);
  const posted = new Map<Chat, readonly EventInput[]>();
  const next = (): Parcel => {
    const place = random.whole(0, ACTIVE_USERS - 1);
    const chat = active[place] ?? begin();
    const fresh = chat.nextTurn();
    const events = random.chance(REPEATS) ? [...(posted.get(chat) ?? []), ...fresh, ...fresh] : fresh;
    posted.set(chat, fresh);
    if (random.chance(LEAVES)) {
      posted.delete(chat);
      active[place] = begin();
    }
    return { chat, events };
  };
  while (!signal.aborted) {
    if (random.chance(AS_LINES)) await client.postLines([next(), next()]);
    else await client.post(next());
    await sleep(random.whole(0, PAUSE_MS));
  }
}
