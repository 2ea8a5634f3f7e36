import fc from 'fast-check';
import type { Analysis, Phrase } from '../../src/domain/analysis.ts';
import { compareEvents, SCORE_METRICS } from '../../src/domain/event.ts';
import type { AnnotatedEvent, Annotation } from '../../src/engines/engine.ts';

const START = Date.UTC(2026, 0, 5);
const WORDS = [
  'garden',
  'tomato',
  'piano',
  'exam',
  'sister',
  'Lisbon',
  'rain',
  'recipe',
  'bike',
  '🎉',
  'constructor',
  '__proto__',
];

const count = (max: number) => fc.nat({ max });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const signedUnit = fc.double({ min: -1, max: 1, noNaN: true });

const phrase: fc.Arbitrary<Phrase> = fc.record({
  text: fc.constantFrom(...WORDS),
  key: fc.constantFrom(...WORDS),
  kind: fc.constantFrom('name', 'noun_phrase'),
});

const analysis: fc.Arbitrary<Analysis> = fc.record({
  language: fc.constantFrom('en', 'de', 'ja', 'und'),
  characters: count(32_768),
  words: count(6_000),
  sentences: count(300),
  questions: count(5),
  exclamations: count(5),
  emoji: count(40),
  links: count(3),
  sentiment: signedUnit,
  formality: unit,
  part_of_speech: fc.dictionary(fc.constantFrom('NOUN', 'VERB', 'PRON', 'ADJ'), count(50)),
  function_words: fc.dictionary(fc.constantFrom('the', 'i', 'you', 'and', 'to', 'of', 'but'), count(50)),
  lemmas: fc.array(fc.constantFrom(...WORDS), { maxLength: 20 }),
  phrases: fc.array(phrase, { maxLength: 12 }),
});

const annotation: fc.Arbitrary<Annotation> = fc.record({
  analysis,
  embedding: fc.option(
    fc.record({
      source: fc.constantFrom('bot', 'built-in'),
      vector: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }),
    }),
  ),
});

const name = fc.oneof(fc.constantFrom('warm', 'witty', 'm1', 'm2', 'm3', '__proto__', 'constructor'), fc.uuid());
const traits = fc.option(fc.array(name, { maxLength: 3 }), { nil: undefined });
const emotion = fc.option(fc.record({ label: name, valence: signedUnit, intensity: unit }), { nil: undefined });

/** Leaves out what is undefined: an optional field of an event is absent, never undefined. */
function present<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const body = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('message' as const),
      payload: fc.record({
        role: fc.constantFrom('user', 'bot'),
        content: fc.string({ maxLength: 60 }),
        traits,
        emotion,
      }),
      annotation,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('memory' as const),
      payload: fc.record({
        memory_id: name,
        content: fc.string({ maxLength: 40 }),
        importance: fc.option(unit, { nil: undefined }),
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('recall' as const),
      payload: fc.record({ memory_id: name, recalled: fc.boolean() }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('score' as const),
      payload: fc.record({ metric: fc.constantFrom(...SCORE_METRICS), value: unit }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('outreach' as const),
      payload: fc.record({ topic: fc.option(name, { nil: undefined }) }),
    }),
  },
);

/** Gaps between events: same instant, seconds, minutes, hours, months. */
const gap = fc.oneof(fc.constant(0), fc.nat(60_000), fc.nat(3_600_000), fc.nat(86_400_000), fc.nat(90 * 86_400_000));

/** A conversation of up to `maxLength` events in folding order. */
export function arbitraryEvents(maxLength: number): fc.Arbitrary<AnnotatedEvent[]> {
  return fc.array(fc.tuple(gap, body), { maxLength }).map((entries) => {
    let at = START;
    const events = entries.map(([ms, event], index) => {
      at += ms;
      return present({ at, eventId: `e${index}`, ...event });
    });
    return events.sort(compareEvents);
  });
}
