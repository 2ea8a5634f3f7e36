import { SECTION_NAMES } from '../../src/domain/insights.ts';
import type { SectionName } from '../../src/domain/table.ts';
import { guidanceOf } from '../../src/guidance/guidance.ts';
import { readerOfData, sentencesOfJson } from '../../src/guidance/told.ts';

/** Rows with nothing stored beside them, as somebody may have typed them. */
export interface Typed {
  bot_name?: string;
  sections: Partial<Record<SectionName, { confidence: number; data: unknown }>>;
}

/** What a read makes of them. */
export function guidanceOfData({ bot_name: botName = '', sections }: Typed, maxTokens: number): string {
  const reader = readerOfData(botName, sections.engagement_opportunities?.data);
  const telling = SECTION_NAMES.flatMap((name) => {
    const section = sections[name];
    if (section === undefined) return [];
    return { name, sentences: sentencesOfJson(name, JSON.stringify(section.data), section.confidence, reader) };
  });
  return guidanceOf(telling, maxTokens);
}
