import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { EventInput } from '../../src/domain/event.ts';
import type { Chat } from './chat.ts';
import type { Ledger } from './ledger.ts';

const ANSWER_MS = 15_000;
const RETRY_MS = 150;
/** A post that is not acknowledged by then is a failure. */
const GIVE_UP_MS = 60_000;

/** Events of one conversation on their way. */
export interface Parcel {
  chat: Chat;
  events: readonly EventInput[];
}

/** A bot's side: posts until it is told that the events are in. */
export interface Client {
  /** POST …/events. */
  post: (parcel: Parcel) => Promise<void>;
  /** POST /v1/events with the lines of several conversations. */
  postLines: (parcels: readonly Parcel[]) => Promise<void>;
  /** Posts once, to one server that holds its answer back. @returns whether an answer came nevertheless */
  postHeld: (url: string, parcel: Parcel) => Promise<boolean>;
  /** How often each status was answered, or none at all. */
  answers: () => Record<string, number>;
}

const OneSchema = v.object({ results: v.array(v.object({ status: v.string() })) });
const LinesSchema = v.object({ accepted: v.number(), duplicates: v.number(), rejected: v.number() });

/** @param onFailure called with what must not happen */
export function openClient(urls: readonly string[], ledger: Ledger, onFailure: (what: string) => void): Client {
  const answers: Record<string, number> = {};
  let turn = 0;
  const send = async (url: string, body: string, headers = {}): Promise<unknown> => {
    let status = 'none';
    try {
      const answer = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(ANSWER_MS) });
      const said = await answer.json();
      status = String(answer.status);
      if (answer.status === 202) return said;
      if (answer.status < 500) onFailure(`POST ${url} was answered ${status}: ${JSON.stringify(said)}`);
    } catch (error) {
      if (!(error instanceof Error)) throw error; // no answer: the server or the connection is gone
    } finally {
      answers[status] = (answers[status] ?? 0) + 1;
    }
    return undefined;
  };
  const sendUntilAnswered = async (path: string, body: string): Promise<unknown> => {
    const started = performance.now();
    while (performance.now() - started < GIVE_UP_MS) {
      const said = await send(`${urls[turn++ % urls.length] ?? ''}${path}`, body);
      if (said !== undefined) return said;
      await sleep(RETRY_MS);
    }
    throw new Error(`POST ${path} was not acknowledged for ${GIVE_UP_MS / 1_000} seconds`);
  };
  return {
    answers: () => answers,
    async post(parcel) {
      const said = await sendUntilAnswered(pathOf(parcel.chat), JSON.stringify({ events: parcel.events }));
      const { results } = v.parse(OneSchema, said);
      for (const [index, event] of parcel.events.entries()) {
        const status = results[index]?.status;
        const right = ledger.has(parcel.chat, event) ? status === 'duplicate' : status !== 'rejected';
        if (status === undefined || !right) onFailure(`event ${event.event_id} was answered "${status}"`);
      }
      ledger.add(parcel.chat, parcel.events);
    },
    async postLines(parcels) {
      const lines = parcels.flatMap(({ chat, events }) => events.map((event) => ({ chat, event })));
      const known = lines.filter(({ chat, event }) => ledger.has(chat, event)).length;
      const body = lines.map(({ chat: { botName, userId }, event }) =>
        JSON.stringify({ bot_name: botName, user_id: userId, ...event }),
      );
      const said = v.parse(LinesSchema, await sendUntilAnswered('/v1/events', body.join('\n')));
      const right = said.accepted + said.duplicates === lines.length && said.duplicates >= known;
      if (!right) onFailure(`${lines.length} lines, ${known} of them known, were answered ${JSON.stringify(said)}`);
      for (const { chat, events } of parcels) ledger.add(chat, events);
    },
    async postHeld(url, parcel) {
      const body = JSON.stringify({ events: parcel.events });
      return (await send(`${url}${pathOf(parcel.chat)}`, body, { 'x-hold-answer': '1' })) !== undefined;
    },
  };
}

function pathOf({ botName, userId }: Chat): string {
  return `/v1/bots/${botName}/users/${userId}/events`;
}
