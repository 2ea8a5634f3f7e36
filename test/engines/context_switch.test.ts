import { describe, expect, it } from 'vitest';
import type { Analysis, Phrase } from '../../src/domain/analysis.ts';
import { ContextSwitchSchema } from '../../src/domain/conversation_patterns.ts';
import { contextSwitch } from '../../src/engines/context_switch.ts';
import { CUE_NAMES, packCues, readCues, unpackCues } from '../../src/engines/context_switch/cues.ts';
import type { Cues } from '../../src/engines/context_switch/cues.ts';
import { featuresAt } from '../../src/engines/context_switch/segment.ts';
import { packedCosine, packedMean, packVector } from '../../src/engines/context_switch/vector.ts';
import type { AnnotatedEvent } from '../../src/engines/engine.ts';
import { MAX_STATE_BYTES } from '../../src/engines/engine.ts';
import { analyzeMessage } from '../../src/text/analyze.ts';
import { engineContract } from './engine.contract.ts';

const START = Date.UTC(2026, 2, 2, 9);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

engineContract(contextSwitch, ContextSwitchSchema);

type MessageEvent = Extract<AnnotatedEvent, { kind: 'message' }>;

function message(index: number, content: string, at: number, vector?: readonly number[], source = 'bot'): MessageEvent {
  return {
    kind: 'message',
    at,
    eventId: `e${index}`,
    payload: { role: index % 2 === 0 ? 'user' : 'bot', content },
    annotation: { analysis: analyzeMessage(content), embedding: vector ? { source, vector } : null },
  };
}

/** One message every half minute. */
function talk(lines: readonly string[], from = START): MessageEvent[] {
  return lines.map((line, i) => message(i, line, from + i * 30_000));
}

function fold(events: readonly AnnotatedEvent[]) {
  return events.reduce((state, event) => contextSwitch.fold(state, event), contextSwitch.init());
}

function rowOf(events: readonly AnnotatedEvent[], afterMs = MINUTE) {
  return contextSwitch.project(fold(events), new Date((events.at(-1)?.at ?? START) + afterMs));
}

const TOMATOES = [
  'My tomatoes in the greenhouse have brown spots on the leaves.',
  'That sounds like blight. Are the tomatoes very wet?',
  'Yes, the greenhouse is quite damp.',
  'Then open the greenhouse in the morning and take off those leaves.',
  'Okay, I will do that with the tomatoes tomorrow.',
  'Good luck with it! Is there anything else I can help with?',
];
const TRAIN = [
  'I need a train to Lisbon on Friday morning.',
  'There is a train at 8:15. Would you like a seat by the window?',
  'Yes please, and how long does the train take?',
  'It takes three hours to Lisbon. Shall I book it?',
  'Yes, book it.',
  'Done, your seat on the train is reserved. Anything else?',
];
const GUITAR = [
  'Can you recommend an acoustic guitar for a beginner?',
  'Sure, what is your budget for the guitar?',
  'About 200 euros.',
  'Then a used Yamaha guitar would be a good choice.',
  'Where can I buy one?',
  'Try the music shop in Park Street.',
];

/** Words that say nothing of a subject. */
const ASIDES = ['いいですね', '寒いよ', 'ほんとう', 'なるほど', 'うれしい', 'それで', 'ちょっと', 'まあね', 'さっき'];
ASIDES.push('すごいな', 'たのしみ', 'わかった');

describe('context_switch', () => {
  it('finds where the talk turns to something else, and names the topics by what was said', () => {
    const row = rowOf(talk([...TOMATOES, ...TRAIN, ...GUITAR]));
    expect(row.recent_topics.map(({ start_time }) => (Date.parse(start_time) - START) / 30_000)).toEqual([0, 6, 12]);
    const [first, second, third] = row.recent_topics.map(({ topic }) => topic.toLowerCase());
    expect(first).toMatch(/tomato|greenhouse/);
    expect(second).toMatch(/train|lisbon/);
    expect(third).toMatch(/guitar/);
  });

  it('leaves the topic that goes on without an end, and closes the others', () => {
    const { recent_topics: topics } = rowOf(talk([...TOMATOES, ...TRAIN]));
    expect(topics.map(({ end_time }) => end_time === null)).toEqual([false, true]);
    expect(topics.map(({ messages }) => messages)).toEqual([6, 6]);
  });

  it('knows a topic again when it comes back', () => {
    const row = rowOf(talk([...TOMATOES, ...TRAIN, ...TOMATOES, ...TRAIN]));
    const visits = row.topic_transition_graph.nodes.map((node) => node.visits);
    expect(visits).toEqual([2, 2]);
    const [edge] = row.topic_transition_graph.edges;
    expect(edge?.count).toBe(2);
    expect(edge?.from).toBe(row.recent_topics[0]?.topic);
  });

  it('knows a topic again that comes back in other words, by what the two have in common', () => {
    const again = [
      'Bad news from the greenhouse: the tomatoes have spots again.',
      'Blight again? Did you open the greenhouse in the mornings?',
      'I forgot it twice. Now the lowest leaves of the tomatoes are brown.',
      'Take those leaves off, and water the soil only.',
      'Okay, I will do that.',
      'Good luck with it! Is there anything else I can help with?',
    ];
    const { nodes } = rowOf(talk([...TOMATOES, ...TRAIN, ...again, ...GUITAR])).topic_transition_graph;
    expect(nodes.map(({ visits }) => visits)).toEqual([2, 1, 1]);
    expect(nodes[0]?.topic.toLowerCase()).toMatch(/tomato|greenhouse/);
  });

  it('does not take two topics for one because of a word that is common in any talk', () => {
    const skating = [
      'The ice rink opens on Friday, I want to learn skating.',
      'Skating is lovely! Do you have skates of your own?',
      'No, I would rent skates at the rink.',
      'Then go early in the morning, the ice is smooth.',
      'Okay, I will do that.',
      'Good luck with it! Is there anything else I can help with?',
    ];
    const { nodes } = rowOf(talk([...TOMATOES, ...skating, ...TRAIN])).topic_transition_graph;
    expect(nodes.map(({ visits }) => visits)).toEqual([1, 1, 1]);
  });

  it('labels a topic by what both speak of, not by what is mentioned in passing', () => {
    const [topic] = rowOf(
      talk([
        'My sister wants to sell her old canoe.',
        'How long is the canoe?',
        'Four metres. By the way she painted it like a Venetian postcard.',
        'Somebody will love that. What does she want for the canoe?',
      ]),
    ).recent_topics;
    expect(topic?.topic).toMatch(/canoe/);
  });

  it('quotes first words where nothing is clearly spoken of, and not those of a mere reaction', () => {
    const [topic] = rowOf(talk(['Haha nice. I signed it and then I cried a little', 'Really?', 'yes'])).recent_topics;
    expect(topic?.topic).toBe('I signed it and then I cried a little');
  });

  it('takes a phrase that says something before first words, and none that is said of anything', () => {
    const labelOf = (lines: string[]) => rowOf(talk(lines)).recent_topics[0]?.topic;
    expect(labelOf(['I finally saw the new photo exhibition.', 'Was it crowded?', 'Not at all.'])).toBe(
      'photo exhibition',
    );
    expect(labelOf(['It was a nice event.', 'Was it a nice event?', 'Yes, what an event.'])).not.toBe('event');
  });

  it('writes a label as it would be written within a sentence', () => {
    const labelOf = (lines: string[]) => rowOf(talk(lines)).recent_topics[0]?.topic;
    expect(labelOf(['Turtles eat lettuce.', 'Do turtles like it?', 'All turtles do.'])).toBe('turtles');
    expect(labelOf(['i met mrs varga today', 'how is mrs varga?', 'mrs varga is fine'])).toBe('Mrs Varga');
  });

  it('gives a name its capital as soon as anybody writes it so', () => {
    const hasty = ['i walked otto in the rain', 'Was it cold?', 'otto hates rain', 'Poor dog.'];
    const careful = ['otto sings at the piano', 'What does Otto sing?', 'whatever i play', 'Otto must love music.'];
    const { nodes } = rowOf(talk([...hasty, ...TOMATOES, ...TRAIN, ...careful])).topic_transition_graph;
    expect(nodes.map(({ topic }) => topic).filter((topic) => /otto/iu.test(topic))).toEqual(['Otto']);
  });

  it('calls one subject by one name, in whatever form it was spoken of', () => {
    const studio = [
      'I rented the dance studio.',
      'Is the dance studio big?',
      'The dance studio is huge.',
      'Well done.',
    ];
    const dancers = ['I watched the dancers.', 'Were the dancers good?', 'The dancers were great.', 'How nice.'];
    const { nodes } = rowOf(talk([...studio, ...TOMATOES, ...TRAIN, ...dancers])).topic_transition_graph;
    expect(nodes.filter(({ topic }) => /danc/iu.test(topic))).toEqual([{ topic: 'dance studio', visits: 2 }]);
  });

  it('counts as duration the time of talk only, no night in between', () => {
    const evening = [...talk(TOMATOES), ...talk(TRAIN, START + 6 * 30_000)];
    const morning = talk(GUITAR, START + 14 * HOUR);
    const events = [...evening, ...morning].map((event, i) => ({ ...event, eventId: `e${i}` }));
    const row = rowOf(events);
    // Six messages half a minute apart and half a minute to the next topic; the second topic ends with the evening.
    expect(row.avg_topic_duration_minutes).toBeCloseTo((3 + 2.5) / 2, 5);
    // Two topics ended in eight minutes of talk.
    expect(row.context_switch_frequency).toBeCloseTo(2 / (8 / 60), 1);
  });

  it('does not cut between a question and its answer', () => {
    const row = rowOf(talk(['Which day suits you?', 'Thursday.', 'At what time?', 'Half past nine.']));
    expect(row.recent_topics).toHaveLength(1);
  });

  it('takes a silence of a day as a reason to expect another topic', () => {
    const events = talk(TOMATOES.slice(0, 5));
    const soon = rowOf(events, MINUTE).predicted_switch_likelihood ?? 0;
    const nextDay = rowOf(events, 24 * HOUR).predicted_switch_likelihood ?? 0;
    expect(nextDay).toBeGreaterThan(soon + 0.2);
  });

  it('starts another topic after a night where the same words without a pause would go on', () => {
    const evening = ['I baked bread today.', 'How did it turn out?', 'Crusty.', 'Well done.'];
    const morning = ['Good morning! I slept badly.', 'Oh no, why?', 'The neighbours had a party.', 'That is bad.'];
    const events = [...talk(evening), ...talk(morning, START + 14 * HOUR)].map((event, i) => ({
      ...event,
      eventId: `e${i}`,
    }));
    expect(rowOf(events).recent_topics.map(({ start_time }) => Date.parse(start_time))).toEqual([
      START,
      START + 14 * HOUR,
    ]);
  });

  it('expects a switch less while a question waits for its answer than after a farewell', () => {
    const asked = rowOf(talk([...TRAIN.slice(0, 3), 'Which day do you want to come back?']));
    const done = rowOf(talk([...TRAIN.slice(0, 5), 'You are welcome. Is there anything else?']));
    expect(done.predicted_switch_likelihood).toBeGreaterThan(2 * (asked.predicted_switch_likelihood ?? 1));
  });

  it('says nothing of what it cannot know, with no confidence', () => {
    const row = contextSwitch.project(contextSwitch.init(), new Date(START));
    expect(row).toEqual({
      recent_topics: [],
      avg_topic_duration_minutes: null,
      context_switch_frequency: null,
      predicted_switch_likelihood: null,
      topic_transition_graph: { nodes: [], edges: [] },
      confidence: 0,
    });
  });

  it('grows in confidence with the topics it has seen end', () => {
    const short = rowOf(talk([...TOMATOES, ...TRAIN]));
    const long = rowOf(talk([...TOMATOES, ...TRAIN, ...GUITAR, ...TOMATOES, ...TRAIN, ...GUITAR]));
    expect(long.confidence).toBeGreaterThan(short.confidence);
    expect(short.confidence).toBeGreaterThan(0);
  });

  it('hears topics in vectors where the words say nothing, and compares only vectors of one source', () => {
    const turned = (i: number) => (i < 6 ? [1, 0.1 * (i % 2), 0] : [0, 0.1 * (i % 2), 1]);
    const one = ASIDES.map((line, i) => message(i, line, START + i * 30_000, turned(i)));
    expect(rowOf(one).recent_topics.map(({ start_time }) => Date.parse(start_time))).toContain(START + 6 * 30_000);
    const mixed = ASIDES.map((line, i) => message(i, line, START + i * 30_000, turned(i), i % 2 ? 'bot' : 'built-in'));
    expect(() => rowOf(mixed)).not.toThrow();
    expect(fold(mixed).turns.every((turn) => turn.semantic[0] === null || turn.semantic[0] === undefined)).toBe(true);
  });

  it('hears vectors past a message without one, and goes by words where half of them have none', () => {
    const semanticAt6 = (without: (i: number) => boolean) => {
      const vector = (i: number) => (without(i) ? undefined : i < 6 ? [1, 0.2 * (i % 2), 0] : [0, 0.2 * (i % 2), 1]);
      const lines = ASIDES.slice(0, 9).map((line, i) => message(i, line, START + i * 30_000, vector(i)));
      return featuresAt(fold(lines), 6).semantic;
    };
    const whole = semanticAt6(() => false)?.[2] ?? 0;
    const holed = semanticAt6((i) => i === 4)?.[2] ?? 0;
    expect(whole).toBeLessThan(-1);
    expect(holed).toBeLessThan(-0.5);
    expect(holed).toBeGreaterThan(whole);
    expect(semanticAt6((i) => i % 2 === 1)).toBeNull();
  });

  it('keeps apart what is usual for the vectors of each source', () => {
    const near = (i: number) => [1, 0.1 * (i % 2)];
    const far = (i: number) => [1, i % 2];
    const lines = Array.from({ length: 24 }, (_, i) =>
      message(i, 'Right.', START + i * 30_000, i < 12 ? near(i) : far(i), i < 12 ? 'bot' : 'built-in'),
    );
    const levels = fold(lines).levels.semantic;
    expect(levels.map(({ source }) => source)).toEqual(['built-in', 'bot']);
    expect(levels[1]?.cosines.mean).toBeGreaterThan(0.99);
    expect(levels[0]?.cosines.mean).toBeCloseTo(Math.SQRT1_2, 1);
  });

  it('keeps the cues of a message for as long as a boundary may be decided by them, and gets them back as they were', () => {
    const events = talk([...TOMATOES, ...TRAIN]);
    const { turns, decided } = fold(events);
    expect(turns.length).toBeGreaterThan(decided);
    const read = events
      .map(({ payload: { content } }) => readCues(content, analyzeMessage(content)))
      .slice(-turns.length);
    expect(turns.map(({ cues }) => cues.length > 0)).toEqual(turns.map((_, i) => i >= decided - 2));
    expect(turns.slice(decided - 2).map(({ cues }) => unpackCues(cues))).toEqual(read.slice(decided - 2));
    // Every one of them is another, so that none is taken for its neighbour.
    const counted = Object.fromEntries(CUE_NAMES.map((name, i) => [name, i])) as unknown as Cues;
    expect(unpackCues(packCues(counted))).toEqual(counted);
  });

  it('keeps its state small through hundreds of topics with long labels in three-byte letters and long vectors', () => {
    const phrasesOf = (i: number): Phrase[] =>
      Array.from({ length: 12 }, (_, k) => {
        const text = `${i}a${k}${'漢'.repeat(6)} ${i}b${k}漢漢`;
        return { text, key: text, kind: 'name' };
      });
    let state = contextSwitch.init();
    for (let i = 0; i < 1_200; i++) {
      const turn = Math.floor(i / 4);
      const vector = Array.from({ length: 1_536 }, (_, d) => Math.sin(d * (1 + turn * 0.37)));
      const event = message(i, `${i}漢: ${TRAIN[[0, 1, 4, 5][i % 4] ?? 0]}`, START + i * 30_000, vector);
      const lemmas = Array.from({ length: 24 }, (_, k) => `${turn} ${k} ${'漢'.repeat(20)}`);
      const analysis: Analysis = { ...event.annotation.analysis, lemmas, phrases: phrasesOf(i) };
      state = contextSwitch.fold(state, { ...event, annotation: { ...event.annotation, analysis } });
    }
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThanOrEqual(MAX_STATE_BYTES);
    const row = contextSwitch.project(state, new Date(START));
    expect(row.recent_topics).toHaveLength(20);
    expect(row.topic_transition_graph.edges.length).toBeLessThanOrEqual(50);
  });
});

describe('a packed vector', () => {
  it('keeps cosines to a hundredth', () => {
    const a = Array.from({ length: 512 }, (_, d) => Math.sin(d));
    const b = Array.from({ length: 512 }, (_, d) => Math.sin(d + 1));
    expect(packedCosine(packVector(a) ?? '', packVector(b) ?? '')).toBeCloseTo(Math.cos(1), 1.7);
  });

  it('folds long vectors and keeps their cosines to a twentieth or so', () => {
    const a = Array.from({ length: 3_072 }, (_, d) => Math.sin(d * 7.3));
    const b = Array.from({ length: 3_072 }, (_, d) => Math.sin(d * 7.3 + 1));
    const cosine = packedCosine(packVector(a) ?? '', packVector(b) ?? '') ?? 0;
    expect(Math.abs(cosine - Math.cos(1))).toBeLessThan(0.1);
  });

  it('has no character that JSON would have to escape', () => {
    const packed = packVector(Array.from({ length: 512 }, (_, d) => d - 256)) ?? '';
    expect(JSON.stringify(packed)).toHaveLength(514);
  });

  it('has a mean in between, and none without a direction', () => {
    const mean = packedMean(packVector([1, 0]) ?? '', 1, packVector([0, 1]) ?? '');
    expect(packedCosine(mean, packVector([1, 1]) ?? '')).toBeCloseTo(1, 2);
    expect(packVector([0, 0, 0])).toBeNull();
  });
});
