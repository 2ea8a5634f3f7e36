import * as v from 'valibot';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { contextSwitch } from '../../src/engines/context_switch.ts';
import type { ContextSwitchState } from '../../src/engines/context_switch/state.ts';
import { openBuiltInEmbedder } from '../../src/embeddings/built_in.ts';
import { ANNOTATOR } from '../../src/main/wire.ts';
import { annotate, annotationOf } from '../../src/pipeline/annotate.ts';
import type { Annotator } from '../../src/pipeline/annotate.ts';

const LineSchema = v.object({ id: v.string(), utterances: v.array(v.string()) });
/** The labelled data have no times: messages are given this far apart. */
const SPACING_MS = 30_000;

/** Where topics open, by context_switch on messages annotated as a worker does it, with the built-in embeddings. */
export const topicsTask = { predict: predictor(withEmbeddings) };

/** The same with COLDPATH_EMBEDDINGS=none. */
export const topicsByWords = { predict: predictor(() => ANNOTATOR) };

function predictor(open: () => Annotator) {
  let annotator: Annotator | undefined;
  return async (line: unknown): Promise<{ id: string; starts: number[] }> => {
    const { id, utterances } = v.parse(LineSchema, line);
    annotator ??= open();
    return { id, starts: startsOf(await eventsOf(utterances, annotator)) };
  };
}

/** @throws AppError when the model's packages are not installed: a figure must not depend on that unnoticed */
export function withEmbeddings(): Annotator {
  return { ...ANNOTATOR, embedder: openBuiltInEmbedder() };
}

/** Folds the messages and collects the starts of all topics, those of the undecided end included. */
export function startsOf(events: readonly AnnotatedEvent[]): number[] {
  const starts = new Set<number>();
  let state: ContextSwitchState = contextSwitch.init();
  for (const event of events) {
    state = contextSwitch.fold(state, event);
    for (const topic of state.recent) starts.add(topic.start);
  }
  const row = contextSwitch.project(state, new Date(events.at(-1)?.at ?? 0));
  for (const topic of row.recent_topics) starts.add(Date.parse(topic.start_time));
  const places = [...starts].map((at) => events.findIndex((event) => event.at === at));
  return places.filter((place) => place > 0).sort((a, b) => a - b);
}

/** The utterances as the messages of two who take turns, annotated. */
export async function eventsOf(utterances: readonly string[], annotator: Annotator): Promise<AnnotatedEvent[]> {
  const messages = utterances.map((content, i) => ({
    role: i % 2 === 0 ? ('user' as const) : ('bot' as const),
    content,
  }));
  const stored = await annotate(annotator, messages);
  return messages.flatMap((payload, i) => {
    const annotation = stored[i];
    if (annotation === undefined) return [];
    const position = { at: i * SPACING_MS, eventId: `e${i}` };
    return [{ ...position, kind: 'message' as const, payload, annotation: annotationOf(payload, annotation) }];
  });
}
