import { describe, expect, it } from 'vitest';
import type { ConversationPatterns } from '../../src/domain/conversation_patterns.ts';
import { conversationPattern } from '../../src/engines/conversation_pattern.ts';
import type { AnnotatedEvent, Engine } from '../../src/engines/engine.ts';
import { memoryAging } from '../../src/engines/memory_aging.ts';
import { memoryBehavior } from '../../src/engines/memory_behavior.ts';
import { personalityProfile } from '../../src/engines/personality_profile.ts';
import { proactiveEngagement } from '../../src/engines/proactive_engagement.ts';
import { guidanceOfData } from '../guidance/guidance_of_data.ts';
import { analyzeMessage } from '../../src/text/analyze.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5, 18);
const DAYS = 12;
const END = new Date(START + DAYS * DAY);

type Turns = readonly (readonly [user: string, bot: string])[];

const GERMAN: Turns = [
  ['Morgen habe ich eine Prüfung in Chemie.', 'Viel Erfolg! Wie lange lernst du schon?'],
  ['Seit Wochen, und meine Schwester hilft mir dabei.', 'Das ist nett von deiner Schwester.'],
  ['Kennst du einen guten Bäcker in Hamburg?', 'Der an der Ecke ist gut.'],
];
const JAPANESE: Turns = [
  ['明日は化学の試験があります。', '頑張ってください！'],
  ['毎晩ギターを弾いています。', 'それはいいですね。'],
  ['京都のどこがいいですか。', 'お寺がいいと思います。'],
];
const EMOJI: Turns = [
  ['😀😀', '👍'],
  ['🎉🎉🎉', '🥳'],
  ['😢', '🤗'],
];

/** The same turns every evening. */
function evenings(turns: Turns): AnnotatedEvent[] {
  return Array.from({ length: DAYS }, (_, day) =>
    turns.flatMap((turn, i) =>
      turn.map((content, side): AnnotatedEvent => {
        const at = START + day * DAY + (2 * i + side) * 30_000;
        const role = side === 0 ? 'user' : 'bot';
        const annotation = { analysis: analyzeMessage(content), embedding: null };
        return { at, eventId: `e${at}`, kind: 'message', payload: { role, content }, annotation };
      }),
    ),
  ).flat();
}

function rowOf<State, Row extends object>(engine: Engine<State, Row>, turns: Turns, now: Date = END) {
  return engine.project(
    evenings(turns).reduce((state, event) => engine.fold(state, event), engine.init()),
    now,
  );
}

function guidanceOf(turns: Turns): string {
  const section = ({ confidence, ...data }: { confidence: number }) => ({ confidence, data });
  const style = rowOf(conversationPattern, turns);
  const patterns: Omit<ConversationPatterns, keyof typeof style> = {
    recent_topics: [],
    avg_topic_duration_minutes: null,
    context_switch_frequency: null,
    predicted_switch_likelihood: null,
    topic_transition_graph: { nodes: [], edges: [] },
  };
  return guidanceOfData(
    {
      sections: {
        memory_health: section(rowOf(memoryAging, turns)),
        conversation_patterns: section({ ...patterns, ...style }),
        engagement_opportunities: section(rowOf(proactiveEngagement, turns)),
      },
    },
    200,
  );
}

describe('of a conversation in German, the engines', () => {
  it('list what is spoken of by its nouns', () => {
    const { memories } = rowOf(memoryAging, GERMAN).memory_snapshot;
    expect(memories.map(({ label }) => label).sort()).toEqual([
      'Bäcker',
      'Chemie',
      'Hamburg',
      'Prüfung',
      'Schwester',
      'Wochen',
    ]);
  });

  it('say that it is German, and nothing of a mood that no lexicon tells', () => {
    const row = rowOf(conversationPattern, GERMAN);
    expect(row.communication_style.languages).toEqual([{ language: 'de', share: 1 }]);
    expect(row.communication_style.question_rate?.mean).toBeCloseTo(1 / 3, 1);
    expect(row.emotional_engagement).toMatchObject({ sentiment: null, variability: null, trend: 'steady' });
    expect(rowOf(personalityProfile, GERMAN).user_response_patterns.mean_reply_sentiment).toBeNull();
  });

  it('keep a question open and read no plan', () => {
    const asked = evenings(GERMAN.slice(2)).slice(0, 1);
    const state = asked.reduce((folded, event) => proactiveEngagement.fold(folded, event), proactiveEngagement.init());
    const open = proactiveEngagement.project(state, new Date(START + DAY / 2)).unresolved_topics;
    expect(open.map(({ text }) => text)).toEqual(['Kennst du einen guten Bäcker in Hamburg?']);
    expect(rowOf(proactiveEngagement, GERMAN.slice(0, 1)).unresolved_topics).toEqual([]);
  });
});

describe('of a conversation in Japanese, the engines', () => {
  it('say that it is Japanese and count what can be counted', () => {
    const { communication_style: style, emotional_engagement: mood } = rowOf(conversationPattern, JAPANESE);
    expect(style.languages).toEqual([{ language: 'ja', share: 1 }]);
    expect(style.words_per_message?.mean).toBeGreaterThan(4);
    expect(style.question_rate?.mean).toBeCloseTo(1 / 3, 1);
    expect(mood.sentiment).toBeNull();
  });

  it('name nothing that is spoken of, since no phrases are found', () => {
    expect(rowOf(memoryAging, JAPANESE).memory_snapshot).toMatchObject({ total: 0, memories: [] });
    expect(rowOf(memoryBehavior, JAPANESE)).toMatchObject({
      high_retention_memories: [],
      recall_simulation_score: null,
    });
    expect(rowOf(proactiveEngagement, JAPANESE)).toMatchObject({ suggested_topics: [], unresolved_topics: [] });
  });

  it('still tell the times of the user', () => {
    expect(rowOf(proactiveEngagement, JAPANESE).optimal_timing_hours).toContain(18);
  });
});

describe('of a conversation in emoji alone, the engines', () => {
  it('tell the mood by the pictures, no language, no formality and no words', () => {
    const { communication_style: style, emotional_engagement: mood } = rowOf(conversationPattern, EMOJI);
    expect(style).toMatchObject({ languages: [], formality: null, words_per_message: { mean: 0 } });
    expect(mood.sentiment?.mean).not.toBe(0);
  });

  it('advise emoji, and count no words in the prompt', () => {
    expect(guidanceOf(EMOJI).split('\n')).toContain('The user writes with emoji.');
    expect(guidanceOf(JAPANESE)).not.toContain('mood');
  });
});
