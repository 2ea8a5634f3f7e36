import * as v from 'valibot';
import { compareEvents, EventSchema } from '../../../src/domain/event.ts';
import type { AnnotatedEvent } from '../../../src/engines/engine.ts';
import { analyzeMessage } from '../../../src/text/analyze.ts';
import { readLines, using } from '../read_lines.ts';

const LineSchema = v.looseObject({ bot_name: v.string(), user_id: v.string() });

/** One conversation, in order, each message annotated by the built-in text analysis (an embedding that came with it kept). */
export async function readChat(file: string): Promise<AnnotatedEvent[]> {
  const events: AnnotatedEvent[] = [];
  for await (const { number, line } of readLines(file)) {
    const {
      bot_name: _bot,
      user_id: _user,
      ...rest
    } = await using(`${file}:${number}`, () => v.parse(LineSchema, line));
    events.push(annotated(await using(`${file}:${number}`, () => v.parse(EventSchema, rest))));
  }
  return events.sort(compareEvents);
}

function annotated(event: v.InferOutput<typeof EventSchema>): AnnotatedEvent {
  const position = { at: event.occurred_at.getTime(), eventId: event.event_id };
  if (event.kind !== 'message') return { ...event, ...position };
  const { content, embedding } = event.payload;
  return {
    ...event,
    ...position,
    annotation: {
      analysis: analyzeMessage(content),
      embedding: embedding === undefined ? null : { source: 'bot', vector: embedding },
    },
  };
}
