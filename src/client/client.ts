import * as v from 'valibot';
import {
  ErasedSchema,
  InsightsAnswerSchema,
  PostedEventsSchema,
  RefreshAnswerSchema,
  StatusAnswerSchema,
} from '../domain/answers.ts';
import type { ErasedAnswer, InsightsAnswer, PostedEvents, RefreshAnswer, StatusAnswer } from '../domain/answers.ts';
import type { EventInput } from '../domain/event.ts';
import type { SectionName } from '../domain/table.ts';

export type { ErasedAnswer, EventInput, InsightsAnswer, PostedEvents, RefreshAnswer, SectionName, StatusAnswer };

/** What the server refused, or that it could not be reached. `status` is 0 then. */
export class ColdpathError extends Error {
  readonly status: number;
  /** The fields that are wrong. */
  readonly errors: readonly { field: string; message: string }[];

  constructor(status: number, message: string, options: { cause?: unknown; errors?: ColdpathError['errors'] } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ColdpathError';
    this.status = status;
    this.errors = options.errors ?? [];
  }
}

export interface ClientOptions {
  /** Of the server, e.g. `http://127.0.0.1:8787`. */
  url: string;
  /** Of `coldpath keys create`; none on loopback. */
  key?: string;
  /** Milliseconds that a read may take, 200 by default: a reply does not wait for more. */
  readTimeoutMs?: number;
  /** Milliseconds that one attempt of any other call may take, 10,000 by default. */
  timeoutMs?: number;
  /** How often a call that failed is tried again, 3 times by default, after 100, 200, 400 … ms. */
  retries?: number;
  /** Told why a read was answered without the server; what it throws is dropped. */
  onError?: (error: unknown) => void;
}

export interface ReadOptions {
  sections?: readonly SectionName[];
  /** Most tokens of the guidance. */
  maxTokens?: number;
}

export interface Client {
  /**
   * What is known, each section labelled. Never rejects: without the server the answer is `degraded`, with no guidance
   * and no sections, so that a bot replies as it would without coldpath.
   */
  readInsights(bot: string, user: string, options?: ReadOptions): Promise<InsightsAnswer>;
  /**
   * Posts events, 1 to 1,000. Safe to repeat, and repeated where the server was away: an event_id is accepted once.
   * @throws ColdpathError when the server refuses, or stays away
   */
  postEvents(bot: string, user: string, events: readonly EventInput[]): Promise<PostedEvents>;
  /** @throws ColdpathError */
  readStatus(bot: string, user: string, eventId?: string): Promise<StatusAnswer>;
  /** Refreshes now and waits for it, up to 30,000 ms. @throws ColdpathError */
  refresh(bot: string, user: string, waitMs?: number): Promise<RefreshAnswer>;
  /** Erases everything of a user. @throws ColdpathError */
  erase(bot: string, user: string): Promise<ErasedAnswer>;
}

const FIRST_PAUSE_MS = 100;
const ProblemSchema = v.object({
  detail: v.string(),
  errors: v.optional(v.array(v.object({ field: v.string(), message: v.string() })), []),
});
/** Sections are taken as they come: a row that somebody typed may hold anything. */
const InsightsSchema = v.looseObject({
  ...InsightsAnswerSchema.entries,
  sections: v.record(v.string(), v.looseObject({})),
});

/**
 * A client of the HTTP API.
 * @example
 * const coldpath = createClient({ url: 'http://127.0.0.1:8787' });
 * const { guidance } = await coldpath.readInsights('elena', '42');
 */
export function createClient(options: ClientOptions): Client {
  const { url, key, readTimeoutMs = 200, timeoutMs = 10_000, retries = 3, onError } = options;
  const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };

  /** Not even what is told of an error may fail the read. */
  function tell(error: unknown): void {
    try {
      onError?.(error);
    } catch {
      // It is the caller's own: there is nobody left to tell.
    }
  }

  async function once(method: string, path: string, timeout: number, body?: unknown): Promise<unknown> {
    const address = new URL(path, url);
    const init = {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeout),
    };
    let status = 0;
    let text: string;
    try {
      const answer = await fetch(address, init);
      status = answer.status;
      text = await answer.text();
    } catch (cause) {
      throw new ColdpathError(0, `no answer from ${url}`, { cause });
    }
    if (status >= 400) throw refusal(status, text);
    return v.parse(v.pipe(v.string(), v.parseJson()), text);
  }

  /** Every call here may be repeated: reads, what is the same done twice, and events, which have ids. */
  async function call<Output>(
    schema: v.GenericSchema<unknown, Output>,
    method: string,
    path: string,
    more: { body?: unknown; waitMs?: number } = {},
  ): Promise<Output> {
    for (let attempt = 0; ; attempt++) {
      try {
        return v.parse(schema, await once(method, path, timeoutMs + (more.waitMs ?? 0), more.body));
      } catch (error) {
        if (attempt >= retries || !(error instanceof ColdpathError) || !isPassing(error.status)) throw error;
        await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt));
      }
    }
  }

  return {
    async readInsights(bot, user, { sections, maxTokens } = {}) {
      try {
        const query = new URLSearchParams();
        if (sections !== undefined) query.set('sections', sections.join(','));
        if (maxTokens !== undefined) query.set('max_tokens', String(maxTokens));
        const answer = await once('GET', `${pathOf(bot, user)}/insights?${query.toString()}`, readTimeoutMs);
        return v.parse(InsightsSchema, answer);
      } catch (error) {
        tell(error);
        const servedAt = new Date().toISOString();
        return { bot_name: bot, user_id: user, served_at: servedAt, freshness: 'degraded', guidance: '', sections: {} };
      }
    },
    postEvents: (bot, user, events) =>
      call(PostedEventsSchema, 'POST', `${pathOf(bot, user)}/events`, { body: { events } }),
    readStatus: (bot, user, eventId) => {
      const query = eventId === undefined ? '' : `?event_id=${encodeURIComponent(eventId)}`;
      return call(StatusAnswerSchema, 'GET', `${pathOf(bot, user)}/status${query}`);
    },
    refresh: (bot, user, waitMs = 0) =>
      call(RefreshAnswerSchema, 'POST', `${pathOf(bot, user)}/refresh?wait=${waitMs}`, { waitMs }),
    erase: (bot, user) => call(ErasedSchema, 'DELETE', pathOf(bot, user)),
  };
}

function pathOf(bot: string, user: string): string {
  return `/v1/bots/${encodeURIComponent(bot)}/users/${encodeURIComponent(user)}`;
}

/** No answer, too many requests, or trouble of the server's own that may pass. */
function isPassing(status: number): boolean {
  return status === 0 || status === 408 || status === 429 || status >= 500;
}

function refusal(status: number, text: string): ColdpathError {
  const problem = v.safeParse(v.pipe(v.string(), v.parseJson(), ProblemSchema), text);
  if (!problem.success) return new ColdpathError(status, `the server answered ${status}`);
  return new ColdpathError(status, problem.output.detail, { errors: problem.output.errors });
}
