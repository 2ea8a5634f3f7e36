import type { Analysis } from '../../src/domain/analysis.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { madeUpMessages } from './made_up_messages.ts';

const SEED = 11;
const PER_DAY = 40;
/** The last message, in epoch ms: a fixed date, so that every run folds the same events. */
const ENDS_AT = Date.UTC(2026, 0, 31, 12);
/** After so many messages come a memory, a recall of an earlier one and a score; after ten times as many an outreach. */
const OTHERS_EVERY = 20;

/** A conversation of made-up messages, 40 a day, with now and then an event of each other kind, in order. */
export function* madeUpEvents(
  messages: number,
  analyze: (content: string) => Analysis,
): Generator<AnnotatedEvent, void, undefined> {
  const list = madeUpMessages({ seed: SEED, first: 0, count: messages, endsAt: ENDS_AT, perDay: PER_DAY });
  let told = 0;
  for (const { at, eventId, role, content } of list) {
    yield { kind: 'message', at, eventId, payload: { role, content }, annotation: { analysis: analyze(content), embedding: null } }; // prettier-ignore
    told++;
    if (told % OTHERS_EVERY !== 0) continue;
    const turn = told / OTHERS_EVERY;
    const importance = (turn % 10) / 10;
    yield {
      kind: 'memory',
      at: at + 1,
      eventId: `memory${turn}`,
      payload: { memory_id: `${turn}`, content, importance },
    };
    const recall = { memory_id: `${Math.ceil(turn / 2)}`, recalled: turn % 5 !== 0 };
    yield { kind: 'recall', at: at + 2, eventId: `recall${turn}`, payload: recall };
    const value = 0.6 + (turn % 4) / 10;
    yield { kind: 'score', at: at + 3, eventId: `score${turn}`, payload: { metric: 'engagement', value } };
    if (turn % 10 === 0) yield { kind: 'outreach', at: at + 4, eventId: `outreach${turn}`, payload: {} };
  }
}
