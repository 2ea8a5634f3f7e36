import * as v from 'valibot';
import { sampleConversation } from '../../src/demo/sample_conversation.ts';
import { EventSchema } from '../../src/domain/event.ts';
import { SECTION_TABLES } from '../../src/domain/table.ts';
import { characterPerformance } from '../../src/engines/character_performance.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { BOT_ENGINE, CONVERSATION_ENGINES, projectRows } from '../../src/engines/registry.ts';
import type { ProjectedRow } from '../../src/engines/registry.ts';
import { annotationOf } from '../../src/pipeline/annotate.ts';
import { analyzeMessage } from '../../src/text/analyze.ts';

const HOUR = 3_600_000;
/** Hours after an event at which rows are projected: in the talk, a day later, after an absence. */
const LATER = [0.1, 24, 24 * 9];

/** All rows of one moment, by table. */
export interface Moment {
  now: Date;
  rows: Map<string, ProjectedRow>;
}

/** The rows of the sample conversation, as engines make them, at moments all along it. */
export function sampleMoments(every = 10): Moment[] {
  const engines = CONVERSATION_ENGINES.map((engine) => engine.run());
  const bot = BOT_ENGINE.run();
  return sampleConversation(new Date(Date.UTC(2026, 5, 1))).flatMap((input, index) => {
    const event = annotated(v.parse(EventSchema, input));
    for (const engine of [...engines, bot]) engine.fold(event);
    if (index % every !== 0) return [];
    return LATER.map((hours) => {
      const now = new Date(event.at + hours * HOUR);
      const rows = projectRows(engines, now);
      const performance = characterPerformance.project(bot.hours(), 168, now);
      rows.set(SECTION_TABLES.character_performance, { ...performance, engine_version: bot.version });
      return { now, rows };
    });
  });
}

function annotated({ event_id: eventId, occurred_at, ...event }: v.InferOutput<typeof EventSchema>): AnnotatedEvent {
  const position = { eventId, at: new Date(occurred_at).getTime() };
  if (event.kind !== 'message') return { ...position, ...event };
  const stored = { analysis: analyzeMessage(event.payload.content), embedding: null };
  return { ...position, ...event, annotation: annotationOf(event.payload, stored) };
}
