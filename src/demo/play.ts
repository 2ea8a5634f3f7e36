import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { EventInput } from '../domain/event.ts';

/** Events a call: about one evening's chat. */
const EVENTS_PER_CALL = 16;
const POLL_MS = 50;
/** A demo that takes longer than this is broken. */
const PATIENCE_MS = 60_000;

const StatusSchema = v.object({ folded_seq: v.number(), folded_at: v.nullable(v.string()), unfolded: v.number() });
const PerformanceSchema = v.object({
  windows: v.record(v.string(), v.object({ computed_at: v.nullable(v.string()) })),
});

/** How far the demo has got. */
export interface Progress {
  posted: number;
  folded: number;
  total: number;
}

export interface PlayOptions {
  /** Of the running server. */
  url: string;
  botName: string;
  userId: string;
  signal: AbortSignal;
  /** Asks for the bot's own rows now: on their schedule they come a minute after the first event. */
  refreshBot: () => Promise<void>;
  onProgress: (progress: Progress) => void;
}

/**
 * Posts the events a few at a time, as a bot would, while the worker folds what is there already; resolves when
 * everything is folded and the bot's own rows are written.
 * @throws Error when the server refuses something or the worker does not get there
 */
export async function play(events: readonly EventInput[], options: PlayOptions): Promise<void> {
  const { signal, onProgress } = options;
  const bot = `${options.url}/v1/bots/${encodeURIComponent(options.botName)}`;
  const conversation = `${bot}/users/${encodeURIComponent(options.userId)}`;
  const status = async () => v.parse(StatusSchema, await getJson(`${conversation}/status`, signal));
  const deadline = performance.now() + PATIENCE_MS;

  for (let posted = 0; posted < events.length;) {
    const batch = events.slice(posted, posted + EVENTS_PER_CALL);
    await post(`${conversation}/events`, batch, signal);
    posted += batch.length;
    onProgress({ posted, folded: (await status()).folded_seq, total: events.length });
  }
  for (;;) {
    const { folded_seq: folded, unfolded } = await status();
    onProgress({ posted: events.length, folded, total: events.length });
    if (unfolded === 0) break;
    await waitUntil(deadline, `${unfolded} events are not folded yet`, signal);
  }
  const { folded_at: foldedAt } = await status();
  await options.refreshBot();
  while (!isComputedSince(foldedAt ?? '', await getJson(`${bot}/performance`, signal))) {
    await waitUntil(deadline, "the bot's performance is not computed yet", signal);
  }
}

/** Whether the bot's rows are at least as young as the conversation's. */
function isComputedSince(foldedAt: string, answer: unknown): boolean {
  const { windows } = v.parse(PerformanceSchema, answer);
  return Object.values(windows).every(
    ({ computed_at: computedAt }) => computedAt !== null && Date.parse(computedAt) >= Date.parse(foldedAt),
  );
}

/** GETs JSON. @throws Error with the answer when it is not a 2xx */
export async function getJson(url: string, signal: AbortSignal): Promise<unknown> {
  return answerOf(await fetch(url, { signal }));
}

const RejectionsSchema = v.object({ rejected: v.number() });

async function post(url: string, events: readonly EventInput[], signal: AbortSignal): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await answerOf(
    await fetch(url, { method: 'POST', headers, body: JSON.stringify({ events }), signal }),
  );
  if (v.parse(RejectionsSchema, answer).rejected > 0)
    throw new Error(`events were rejected: ${JSON.stringify(answer)}`);
}

async function answerOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.status} from ${response.url}: ${await response.text()}`);
  return response.json();
}

async function waitUntil(deadline: number, what: string, signal: AbortSignal): Promise<void> {
  if (performance.now() > deadline) throw new Error(`after ${PATIENCE_MS / 1_000} s, ${what}`);
  await delay(POLL_MS, undefined, { signal });
}
