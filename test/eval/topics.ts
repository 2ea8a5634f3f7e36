import * as v from 'valibot';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { contextSwitch } from '../../src/engines/context_switch.ts';
import { analyzeMessage } from '../../src/text/analyze.ts';

const LineSchema = v.object({ id: v.string(), utterances: v.array(v.string()) });
/** The labelled data have no times: messages are given this far apart. */
const SPACING_MS = 30_000;

type Embed = (texts: string[]) => Promise<number[][]>;

/**
 * Where topics open in the utterances of one line.
 * @param embed gives each message a vector; without it the engine works on words alone
 */
export async function predictTopics(line: unknown, embed?: Embed): Promise<{ id: string; starts: number[] }> {
  const { id, utterances } = v.parse(LineSchema, line);
  const vectors = embed ? await embed(utterances) : [];
  return { id, starts: startsOf(eventsOf(utterances, vectors)) };
}

/** Folds the messages and collects the starts of all topics, those of the undecided end included. */
export function startsOf(events: readonly AnnotatedEvent[]): number[] {
  const starts = new Set<number>();
  let state = contextSwitch.init();
  for (const event of events) {
    state = contextSwitch.fold(state, event);
    for (const topic of state.recent) starts.add(topic.start);
  }
  const row = contextSwitch.project(state, new Date(events.at(-1)?.at ?? 0));
  for (const topic of row.recent_topics) starts.add(Date.parse(topic.start_time));
  const places = [...starts].map((at) => events.findIndex((event) => event.at === at));
  return places.filter((place) => place > 0).sort((a, b) => a - b);
}

export function eventsOf(utterances: readonly string[], vectors: readonly number[][] = []): AnnotatedEvent[] {
  return utterances.map((content, i) => {
    const vector = vectors[i];
    return {
      kind: 'message',
      at: i * SPACING_MS,
      eventId: `e${i}`,
      payload: { role: i % 2 === 0 ? 'user' : 'bot', content },
      annotation: {
        analysis: analyzeMessage(content),
        embedding: vector ? { source: 'built-in', vector } : null,
      },
    };
  });
}

function predict(line: unknown): { id: string; starts: number[] } {
  const { id, utterances } = v.parse(LineSchema, line);
  return { id, starts: startsOf(eventsOf(utterances)) };
}

export const topicsTask = { predict };
