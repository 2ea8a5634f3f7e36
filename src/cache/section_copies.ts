import { LRUCache } from 'lru-cache';
import * as v from 'valibot';
import type { ConversationKey } from '../domain/conversation.ts';
import type { SectionName } from '../domain/table.ts';
import { packSections, unpackSections } from './packed_sections.ts';
import type { ServedSection } from './served_section.ts';

export type Sections = Record<SectionName, ServedSection>;

/** How long a copy is good for. */
interface Term {
  /** Epoch milliseconds up to which it is told without asking the database. */
  goodUntil: number;
  /** Of the time when it was read: notifications may have been missed since if it is another one now. */
  epoch: number;
}

/** A conversation's own sections, or a bot's one, as they were read. */
interface Copy extends Term {
  sections: Partial<Sections>;
  /** With the bot's copy that it was last served with: one object for as long as both stay, to hang prepared text on. */
  served?: { bot: Copy; sections: Sections };
}

/**
 * A copy that nobody has asked for yet, packed. Most are never asked for; as bytes outside of the heap they cost the
 * garbage collector nothing, which would move the objects of each twice before it leaves them alone.
 */
interface Packed extends Term {
  bytes: Buffer;
}

/** A conversation that is being read. */
export interface Load extends ConversationKey {
  /** Whether it changed since. */
  overtaken: boolean;
}

/** Milliseconds for which what is not fresh is told again: until a refresh it would be read again as it was. */
const UNFRESH_MS = 1_000;
/** A bot's copy is small and there are few bots. */
const MAX_BOTS = 1_000;
const PayloadSchema = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/**
 * What this process read of conversations and bots, bounded in bytes. A copy is served as fresh until its rows expire,
 * unless a notification says that they changed, or the connection that brings notifications was lost. Afterwards it is
 * only good for when the database cannot be asked.
 */
export class SectionCopies {
  readonly #conversations: LRUCache<string, Copy | Packed>;
  readonly #bots = new LRUCache<string, Copy>({ max: MAX_BOTS });
  readonly #maxBytes: number;
  #epoch = 0;
  #listening = false;
  /** Loads under way: what one of them read before a change is not stored after it. */
  readonly #loads = new Set<Load>();

  /** @param maxBytes of memory, about; 0 holds nothing */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#conversations = new LRUCache({
      maxSize: Math.max(1, maxBytes),
      maxEntrySize: Math.max(1, maxBytes),
      sizeCalculation: sizeOf,
    });
  }

  /**
   * Notifications are heard from now on: what is read from now on can be kept. What was held before goes: a user may
   * have been erased while nothing was heard.
   */
  startListening(): void {
    this.#conversations.clear();
    this.#bots.clear();
    this.#listening = true;
  }

  /** Notifications may be missed from now on: nothing that is held can be trusted to be fresh. */
  stopListening(): void {
    this.#listening = false;
    this.#epoch += 1;
    for (const load of this.#loads) load.overtaken = true;
  }

  /** @returns all six sections, if they can be told at `now`; the same object until one of them changes */
  good(key: ConversationKey, now: number): Sections | undefined {
    const id = idOf(key);
    const held = this.#conversations.get(id);
    const bot = this.#bots.get(key.botName);
    if (held === undefined || bot === undefined || !this.#isGood(held, now) || !this.#isGood(bot, now))
      return undefined;
    const own = opened(held);
    if (own !== held) this.#conversations.set(id, own);
    if (own.served?.bot !== bot) own.served = { bot, sections: { ...own.sections, ...bot.sections } as Sections };
    return own.served.sections;
  }

  /** @returns what is held of the conversation, however old */
  any(key: ConversationKey): Partial<Sections> {
    const own = this.#conversations.get(idOf(key));
    return { ...(own && opened(own).sections), ...this.#bots.get(key.botName)?.sections };
  }

  /** Tells that a conversation is being read; to be ended by {@link store} or {@link abandon}. */
  begin(key: ConversationKey): Load {
    const load = { ...key, overtaken: !this.#listening };
    this.#loads.add(load);
    return load;
  }

  /** Keeps what was read, unless it changed meanwhile. Of somebody of whom nothing is known there is nothing to keep. */
  store(load: Load, { character_performance: performance, ...own }: Sections, now: number): void {
    this.abandon(load);
    if (load.overtaken) return;
    if (this.#maxBytes > 0 && Object.values(own).some(({ computedAt }) => computedAt !== null))
      this.#conversations.set(idOf(load), { bytes: packSections(own), ...this.#termOf(own, now) });
    const sections = { character_performance: performance };
    this.#bots.set(load.botName, { sections, ...this.#termOf(sections, now) });
  }

  abandon(load: Load): void {
    this.#loads.delete(load);
  }

  /** @param payload of a notification: `["bot", "user"]`, `["bot"]`, or `[]` for everybody */
  forget(payload: string): void {
    const parsed = v.safeParse(PayloadSchema, payload);
    const [botName, userId] = parsed.success ? parsed.output : [];
    for (const load of this.#loads) {
      const concerned = botName === undefined || (load.botName === botName && (userId ?? load.userId) === load.userId);
      if (concerned) load.overtaken = true;
    }
    if (botName === undefined) {
      this.#conversations.clear();
      this.#bots.clear();
    } else if (userId === undefined) this.#bots.delete(botName);
    else this.#conversations.delete(idOf({ botName, userId }));
  }

  #isGood(copy: Term, now: number): boolean {
    return this.#listening && copy.epoch === this.#epoch && now < copy.goodUntil;
  }

  #termOf(sections: Partial<Sections>, now: number): Term {
    let goodUntil = Infinity;
    for (const { freshness, expiresAt } of Object.values(sections)) {
      goodUntil = Math.min(goodUntil, freshness === 'fresh' && expiresAt !== null ? expiresAt : now + UNFRESH_MS);
    }
    return { goodUntil, epoch: this.#epoch };
  }
}

function opened(copy: Copy | Packed): Copy {
  if ('sections' in copy) return copy;
  const { bytes, ...term } = copy;
  return { sections: unpackSections(bytes), ...term };
}

/** No name has a line break. */
function idOf({ botName, userId }: ConversationKey): string {
  return `${botName}\n${userId}`;
}

/** Bytes beside what is counted: of a packed copy its place in the table; of another the objects and what is prepared of them. */
const PACKED_BYTES = 512;
const OPEN_BYTES = 4_096;

/** Bytes of memory, about. What has been asked for is there twice: as it was read, and in the answer. */
function sizeOf(copy: Copy | Packed): number {
  if (!('sections' in copy)) return copy.bytes.length + PACKED_BYTES;
  return Object.values(copy.sections).reduce(
    (sum, { head, data }) => sum + (head.length + data.length) * 2,
    OPEN_BYTES,
  );
}
