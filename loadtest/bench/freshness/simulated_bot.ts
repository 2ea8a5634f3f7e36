import { InsightReads } from '../../../src/cache/insight_reads.ts';
import { loadSections } from '../../../src/cache/load_sections.ts';
import type { RefreshPolicy } from '../../../src/config.ts';
import { addJob } from '../../../src/db/queries/add_job.ts';
import { readBotState } from '../../../src/db/queries/read_bot_state.ts';
import { readInsights } from '../../../src/db/queries/read_insights.ts';
import { worstFreshness } from '../../../src/domain/insights.ts';
import type { Freshness } from '../../../src/domain/insights.ts';
import { CONVERSATION_ENGINES } from '../../../src/engines/registry.ts';
import { nextRefreshAhead } from '../../../src/pipeline/refresh_ahead.ts';
import { scheduleBotRefresh, scheduleRefresh, scheduleRefreshAhead } from '../../../src/pipeline/schedule.ts';
import { SimulatedConversation } from './simulated_conversation.ts';
import { simulatedDatabase } from './simulated_database.ts';
import { SimulatedQueue } from './simulated_queue.ts';
import type { SimulatedJob } from './simulated_queue.ts';
import { storedInsights } from './simulated_rows.ts';
import type { Rows } from './simulated_rows.ts';

const BOT = 'bot';
/** `bots.changed_at` is marked at most once a second. */
const MARK_MS = 1_000;
/** A change this close before the bot's refresh may not be in what it read. */
const UNSURE_MS = 5_000;
const STATES = JSON.stringify(
  Object.fromEntries(CONVERSATION_ENGINES.map((engine) => [`${engine.name} ${engine.version}`, engine.run().state()])),
);

export interface Timing {
  policy: RefreshPolicy;
  refreshAheadSeconds: number;
  /** Milliseconds until the worker looks for jobs whose time has come, and that a refresh takes. */
  pollMs: number;
  refreshMs: number;
}

/** What a reader gets. */
export interface Reading {
  /** The label of the answer, which is that of its worst section. */
  freshness: Freshness;
  /** Whether the conversation's own sections are fresh, whatever that of the bot is. */
  ownFresh: boolean;
  /** Whether the conversation's rows in the tables are unexpired. */
  rowsUnexpired: boolean;
}

/**
 * A bot and its conversations as far as freshness goes: events are numbers, rows are times. What decides is
 * production's code (`loadSections`, `schedule.ts`, `refresh_ahead.ts`), over a database port that answers from here;
 * what a refresh and the bot's refresh write is told again, in `#refresh` and `#refreshBot`.
 */
export class SimulatedBot {
  readonly #timing: Timing;
  readonly #queue: SimulatedQueue;
  readonly #conversations = new Map<number, SimulatedConversation>();
  #now = 0;
  #performance: Rows | undefined;
  #changedAt: number | undefined;
  #staleSince: number | undefined;
  #performedAt: number | undefined;
  readonly refreshes = { conversation: 0, bot: 0 };

  constructor(timing: Timing) {
    this.#timing = timing;
    this.#queue = new SimulatedQueue(timing.pollMs);
  }

  /** Reads at `now`, which must not be before any earlier call's. */
  async read(id: number, now: number): Promise<Reading> {
    await this.#workUntil(now);
    const key = { botName: BOT, userId: String(id) };
    const requests = { ask: (_id: string, request: () => Promise<void>): void => void request().catch(fail) };
    const sections = await loadSections(this.#db, key, {
      reads: this.#reads,
      policy: this.#timing.policy,
      now: new Date(now),
      requests,
      onError: fail,
    });
    const { character_performance: performance, ...own } = sections;
    const labels = Object.values(own).map(({ freshness }) => freshness);
    const rows = this.#conversations.get(id)?.rows;
    return {
      freshness: worstFreshness([...labels, performance.freshness]),
      ownFresh: worstFreshness(labels) === 'fresh',
      rowsUnexpired: rows !== undefined && rows.expiresAt > now,
    };
  }

  /** A message arrives. */
  async message(id: number, now: number): Promise<void> {
    await this.#workUntil(now);
    const conversation = this.#conversations.get(id) ?? new SimulatedConversation(id);
    this.#conversations.set(id, conversation);
    conversation.append(now);
    const backlog = { botName: BOT, conversationId: id, unfolded: conversation.unfolded };
    await scheduleRefresh(this.#db, backlog, this.#timing.policy);
  }

  /** Lets the queue run dry. */
  async runOut(): Promise<void> {
    await this.#workUntil(Number.MAX_SAFE_INTEGER);
  }

  /** Runs the jobs that start by then, those that they queue included. */
  async #workUntil(now: number): Promise<void> {
    for (let job = this.#queue.take(now); job !== undefined; job = this.#queue.take(now)) {
      this.#now = job.startsAt;
      if (job.task === 'refresh_bot') this.#refreshBot();
      else await this.#refresh(job);
    }
    this.#now = now;
  }

  async #refresh({ conversationId }: SimulatedJob): Promise<void> {
    const conversation = this.#conversations.get(conversationId);
    if (conversation === undefined) throw new Error(`a job for conversation ${conversationId}, which is not there`);
    const { policy, refreshAheadSeconds, refreshMs } = this.#timing;
    this.refreshes.conversation += 1;
    this.#now += refreshMs;
    const at = this.#now;
    const hadNew = conversation.unfolded > 0;
    const { expiresAt } = conversation.fold(at, policy.ttlSeconds);
    const ahead = nextRefreshAhead({
      now: new Date(at),
      lastEventAt: new Date(conversation.lastEventAt),
      expiresAt: new Date(expiresAt),
      refreshAheadSeconds,
    });
    if (ahead !== null) await scheduleRefreshAhead(this.#db, conversationId, (ahead.getTime() - at) / 1_000);
    if (!hadNew || (this.#changedAt !== undefined && this.#changedAt >= at - MARK_MS)) return;
    this.#changedAt = at;
    this.#staleSince ??= at;
    await scheduleBotRefresh(this.#db, BOT, this.#performedAt === undefined, policy);
  }

  #refreshBot(): void {
    this.refreshes.bot += 1;
    this.#performedAt = this.#now;
    // As claim_performance does.
    const isSurelyRead = this.#changedAt === undefined || this.#changedAt <= this.#now - UNSURE_MS;
    this.#staleSince = isSurelyRead ? undefined : this.#changedAt;
    this.#performance = { computedAt: this.#now, expiresAt: this.#now + this.#timing.policy.ttlSeconds * 1_000 };
  }

  readonly #answers: Record<string, (values: readonly unknown[]) => unknown[]> = {
    [addJob.name]: (values) => {
      this.#queue.add(values, this.#now);
      return [{}];
    },
    [readInsights.name]: ([asked]) => {
      const [{ user_id: userId, now }] = JSON.parse(String(asked)) as [{ user_id: string; now: number }];
      const conversation = this.#conversations.get(Number(userId));
      const own = [...SimulatedConversation.values(conversation), this.#staleSince ?? null, this.#performedAt ?? null];
      const rows = { conversation: conversation?.rows, bot: this.#performance };
      const hasExpired = rows.conversation !== undefined && rows.conversation.expiresAt <= now;
      return [storedInsights(own, rows, hasExpired && conversation?.unfolded === 0 ? STATES : '')];
    },
    [readBotState.name]: () => (this.#performedAt === undefined ? [] : [{ state: [] }]),
  };

  readonly #db = simulatedDatabase((name, values) => {
    const answer = this.#answers[name];
    if (answer === undefined) throw new Error(`the simulation has no answer to the statement "${name}"`);
    return answer(values);
  });
  readonly #reads = new InsightReads(this.#db);
}

function fail(error: unknown): never {
  throw error;
}
