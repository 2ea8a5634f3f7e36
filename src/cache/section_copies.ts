import { LRUCache } from 'lru-cache';
import * as v from 'valibot';
import type { ConversationKey } from '../domain/conversation.ts';
import type { SectionName } from '../domain/table.ts';
import { ByteBlocks, bytesFor } from './byte_blocks.ts';
import { packSections, unpackSections } from './packed_sections.ts';
import type { ServedSection } from './served_section.ts';

export type Sections = Record<SectionName, ServedSection>;

/** How long a copy is good for. */
interface Term {
  /** Epoch milliseconds up to which it is told without asking the database. */
  goodUntil: number;
}

/** A bot's own section, as it was read. */
interface BotCopy extends Term {
  sections: Partial<Sections>;
}

/** A conversation's own sections, as they were read, packed. */
interface PackedCopy extends Term {
  /** Where the bytes are. */
  first: number;
  length: number;
  /** Whether it has been told. */
  isTold: boolean;
}

/** The same unpacked, for conversations that are asked for again and again. */
interface OpenCopy {
  sections: Partial<Sections>;
  /** With the bot's copy that it was last served with: one object for as long as both stay, to hang prepared text on. */
  served?: { bot: BotCopy; sections: Sections };
}

/** A conversation that is being read. */
export interface Load extends ConversationKey {
  /** Whether it changed since, or may have. */
  overtaken: boolean;
}

/** Milliseconds for which what is not fresh is told again: until a refresh it would be read again as it was. */
const UNFRESH_MS = 1_000;
/** Part of the memory that is for unpacked copies: those few that most reads are of. */
const OPEN_SHARE = 1 / 16;
/** A bot's copy is small and there are few bots. */
const MAX_BOTS = 1_000;
const PayloadSchema = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/**
 * What this process read of conversations and bots, bounded in bytes. A copy is served as fresh until its rows expire,
 * unless a notification says that they changed, or the connection that brings notifications was lost. Afterwards it is
 * only good for when the database cannot be asked.
 */
export class SectionCopies {
  readonly #packed: LRUCache<string, PackedCopy>;
  readonly #open: LRUCache<string, OpenCopy>;
  readonly #bytes = new ByteBlocks();
  readonly #bots = new LRUCache<string, BotCopy>({ max: MAX_BOTS });
  readonly #maxPackedBytes: number;
  #listening = false;
  /** Loads under way: what one of them read before a change is not stored after it. */
  readonly #loads = new Set<Load>();

  /** @param maxBytes of memory, about; 0 holds nothing */
  constructor(maxBytes: number) {
    const maxOpenBytes = Math.floor(maxBytes * OPEN_SHARE);
    this.#maxPackedBytes = maxBytes - maxOpenBytes;
    this.#open = new LRUCache({ maxSize: Math.max(1, maxOpenBytes), sizeCalculation: openSize });
    this.#packed = new LRUCache({
      maxSize: Math.max(1, this.#maxPackedBytes),
      sizeCalculation: ({ length }) => packedSize(length),
      dispose: ({ first }, id) => {
        this.#bytes.free(first);
        this.#open.delete(id);
      },
    });
  }

  /** Bytes that packed copies have taken from the system so far. */
  get takenBytes(): number {
    return this.#bytes.takenBytes;
  }

  /**
   * Notifications are heard from now on: what is read from now on can be kept. What was held before, or is being read,
   * goes: a user may have been erased while nothing was heard.
   */
  startListening(): void {
    this.#packed.clear();
    this.#bots.clear();
    for (const load of this.#loads) load.overtaken = true;
    this.#listening = true;
  }

  /** Notifications may be missed from now on: nothing that is held can be trusted to be fresh. */
  stopListening(): void {
    this.#listening = false;
  }

  /** @returns all six sections, if they can be told at `now`; for who asks often the same object, until they change */
  good(key: ConversationKey, now: number): Sections | undefined {
    const id = idOf(key);
    const packed = this.#packed.get(id);
    const bot = this.#bots.get(key.botName);
    if (packed === undefined || bot === undefined || !this.#isGood(packed, now) || !this.#isGood(bot, now))
      return undefined;
    let own = this.#open.get(id);
    if (own === undefined) {
      own = { sections: this.#unpack(packed) };
      // Most are told once before they change, and then what was made of them is garbage while it is young.
      if (packed.isTold) this.#open.set(id, own);
      packed.isTold = true;
    }
    if (own.served?.bot !== bot) own.served = { bot, sections: { ...own.sections, ...bot.sections } as Sections };
    return own.served.sections;
  }

  /** @returns what is held of the conversation, however old */
  any(key: ConversationKey): Partial<Sections> {
    const packed = this.#packed.get(idOf(key));
    return { ...(packed && this.#unpack(packed)), ...this.#bots.get(key.botName)?.sections };
  }

  /** Tells that a conversation is being read; to be ended by {@link store} or {@link abandon}. */
  begin(key: ConversationKey): Load {
    const load = { ...key, overtaken: false };
    this.#loads.add(load);
    return load;
  }

  /** Keeps what was read, unless it changed meanwhile or may have. Of somebody of whom nothing is known there is nothing to keep. */
  store(load: Load, { character_performance: performance, ...own }: Sections, now: number): void {
    this.abandon(load);
    if (load.overtaken || !this.#listening) return;
    if (Object.values(own).some(({ computedAt }) => computedAt !== null)) this.#keep(idOf(load), own, now);
    const sections = { character_performance: performance };
    this.#bots.set(load.botName, { sections, goodUntil: goodUntil(sections, now) });
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
      this.#packed.clear();
      this.#bots.clear();
    } else if (userId === undefined) this.#bots.delete(botName);
    else this.#packed.delete(idOf({ botName, userId }));
  }

  #keep(id: string, own: Partial<Sections>, now: number): void {
    const bytes = packSections(own);
    // Nothing else would find room beside it.
    if (packedSize(bytes.length) > this.#maxPackedBytes) return;
    const place = { first: this.#bytes.keep(bytes), length: bytes.length };
    this.#packed.set(id, { ...place, isTold: false, goodUntil: goodUntil(own, now) });
  }

  #unpack({ first, length }: PackedCopy): Partial<Sections> {
    return unpackSections(this.#bytes.read(first, length));
  }

  #isGood(copy: Term, now: number): boolean {
    return this.#listening && now < copy.goodUntil;
  }
}

function goodUntil(sections: Partial<Sections>, now: number): number {
  const ends = Object.values(sections).map(({ freshness, expiresAt }) =>
    freshness === 'fresh' && expiresAt !== null ? expiresAt : now + UNFRESH_MS,
  );
  return Math.min(...ends);
}

/** No name has a line break. */
function idOf({ botName, userId }: ConversationKey): string {
  return `${botName}\n${userId}`;
}

/** Bytes beside what is counted: a packed copy's place in the table; an open one's objects and what is prepared of them. */
const PACKED_BYTES = 512;
const OPEN_BYTES = 8_192;

/** Bytes of memory, about. */
function packedSize(length: number): number {
  return bytesFor(length) + PACKED_BYTES;
}

/** Bytes of memory, about. */
function openSize({ sections }: OpenCopy): number {
  return Object.values(sections).reduce((sum, { data }) => sum + data.length, OPEN_BYTES);
}
