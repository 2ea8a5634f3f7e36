import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { AnalysisSchema } from '../../src/domain/analysis.ts';
import { MAX_CONTENT_LENGTH } from '../../src/domain/event.ts';
import { analyzeMessage } from '../../src/text/analyze.ts';

const labels = (content: string) => analyzeMessage(content).phrases.map(({ text }) => text);

describe('analyzeMessage() counts', () => {
  it('words, sentences, questions and exclamations of a chat message', () => {
    expect(analyzeMessage("Guess what! Dr. Lee said yes... Isn't that great? I'm so relieved")).toMatchObject({
      language: 'en',
      words: 12,
      sentences: 4,
      questions: 1,
      exclamations: 1,
    });
  });

  it('a question that was left without its mark', () => {
    expect(analyzeMessage('what are you doing tonight').questions).toBe(1);
    expect(analyzeMessage('where did you put the ladder').questions).toBe(1);
    expect(analyzeMessage('What a day').questions).toBe(0);
    expect(analyzeMessage('When I was small, we had a boat').questions).toBe(0);
  });

  it('links apart from words, and no smiley inside them', () => {
    const analysis = analyzeMessage('Look at https://example.com/:/path?x=1 and mail me@example.org');
    expect(analysis).toMatchObject({ links: 2, words: 4, questions: 0, sentiment: 0 });
  });

  it('emoji as the pictures a reader sees', () => {
    expect(analyzeMessage('👩‍👩‍👧 🇯🇵 👍🏽').emoji).toBe(3);
    expect(analyzeMessage('👩‍👩‍👧 🇯🇵 👍🏽').characters).toBe(5);
  });

  it('a message of emoji alone', () => {
    expect(analyzeMessage('🎉🎉😂')).toMatchObject({
      language: 'und',
      words: 0,
      sentences: 1,
      emoji: 3,
      lemmas: [],
      phrases: [],
    });
  });

  it('Japanese words and sentences, which no spaces part', () => {
    const analysis = analyzeMessage('昨日は友達と映画を見ました。とても面白かったです！');
    expect(analysis).toMatchObject({ language: 'ja', sentences: 2, exclamations: 1, part_of_speech: {}, phrases: [] });
    expect(analysis.words).toBeGreaterThan(8);
    expect(analysis.lemmas).toContain('映画');
  });

  it('German words, with its nouns as phrases and without English parts of speech', () => {
    const analysis = analyzeMessage('Ich fahre am Wochenende mit meiner Schwester nach Hamburg.');
    expect(analysis).toMatchObject({ language: 'de', words: 9, part_of_speech: {} });
    expect(analysis.phrases.map(({ text }) => text)).toEqual(['Wochenende', 'Schwester', 'Hamburg']);
    expect(analysis.function_words).toMatchObject({ ich: 1, mit: 1, nach: 1 });
  });
});

describe('analyzeMessage() says what a message is about', () => {
  it('by noun phrases as they were written', () => {
    expect(labels('Our Italian cooking class was fully booked, so we tried a gluten-free bread at home')).toEqual([
      'Italian cooking class',
      'gluten-free bread',
    ]);
  });

  it('by names, whole', () => {
    expect(analyzeMessage('We saw Doctor Strange in the Scottish Highlands').phrases).toEqual([
      { text: 'Doctor Strange', key: 'doctor strange', kind: 'name' },
      { text: 'Scottish Highlands', key: 'scottish highlands', kind: 'name' },
    ]);
  });

  it('with one key for singular and plural', () => {
    const key = (content: string) => analyzeMessage(content).phrases[0]?.key;
    expect(key('I bought two concert tickets')).toBe(key('that concert ticket was cheap'));
  });

  it.each([
    'Hey! How are you?',
    'lol yeah haha',
    'I had a great time that day, lots of good things',
    'Have you seen it? I’m gonna look',
    'See you on Monday',
    'Take care!',
  ])('and with nothing where nothing is named: %s', (content) => {
    expect(labels(content)).toEqual([]);
  });

  it.each(['Hey Nora!', 'Thanks, Nora', 'Nora, come here', "That's lovely, Nora!", 'What about you Nora?'])(
    'not with the name of who is spoken to: %s',
    (content) => {
      expect(labels(content)).toEqual([]);
    },
  );

  it.each([
    ['We spent a day at the pool Nora!', ['pool']],
    ['Anytime Nora!', []],
    ["How've you been Nora?", []],
    ['I went to a pottery class last Fri', ['pottery class']],
    ['We met at the lake on Sat morning, of course', ['lake']],
    ['Guess who I saw tomorrow Nora', []],
    ['That sounds delicious Nora!', []],
    ['How did the audition go Nora?', ['audition']],
    ['See you tomorrow Nora I have to run', []],
    ['Hello, I am Nora', []],
    ['My name is Nora, and yours?', []],
    ['We all need a holiday', ['holiday']],
    ['Is there anything specific causing the rash?', ['rash']],
    ['She made a vegetable stir-fry', ['vegetable stir-fry']],
    ['Fingers crossed for the audition', ['audition']],
  ])('without calls, contractions and dates: %s', (content, expected) => {
    expect(labels(content)).toEqual(expected);
  });

  it('but with the name of who is spoken of', () => {
    expect(labels('I met Nora at the library')).toEqual(['Nora', 'library']);
    expect(labels('We fell in love with sunny Lisbon.')).toEqual(['sunny Lisbon']);
    expect(labels('I want to see beautiful Lisbon.')).toEqual(['Lisbon']);
  });

  it('line by line', () => {
    expect(labels('the violin by Anna Berg\nHouse plants from Oslo')).toEqual([
      'violin',
      'Anna Berg',
      'House plants',
      'Oslo',
    ]);
  });
});

describe('analyzeMessage() holds for any text', () => {
  it('of Unicode, keeping to the schema and giving the same answer again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (content) => {
        const analysis = analyzeMessage(content);
        expect(v.is(AnalysisSchema, analysis)).toBe(true);
        expect(analyzeMessage(content)).toEqual(analysis);
      }),
      { numRuns: 300 },
    );
  });

  it('of words that JavaScript objects know', () => {
    const analysis = analyzeMessage('the constructor of __proto__ has toString and valueOf');
    expect(v.is(AnalysisSchema, analysis)).toBe(true);
    expect(Object.keys(analysis.function_words)).toEqual(['and', 'has', 'of', 'the']);
  });

  it('whatever was analysed before, also after the tagger was built anew', () => {
    const message = 'Zorblax and I went to the flurbian market, it was AMAZING!!';
    const before = analyzeMessage(message);
    for (let i = 0; i < 90; i++) analyzeMessage(`the xq${i} ${'flurbian zorblax '.repeat(1_500)}`);
    expect(analyzeMessage(message)).toEqual(before);
  });

  // The tokenizer alone takes seconds to hours for some of these; its input is cut so that it takes milliseconds.
  it.each([
    '?',
    'a',
    '(',
    '? ',
    'http://',
    'a.',
    "a'",
    'not the ',
    'a@',
    '😀',
    '\n',
    'the but good ',
    '"the" ',
    '日本。',
  ])('of the greatest length made of %j', (piece) => {
    const content = piece.repeat(Math.floor(MAX_CONTENT_LENGTH / piece.length));
    expect(v.is(AnalysisSchema, analyzeMessage(content))).toBe(true);
  });

  it('counting all of a long message', () => {
    const analysis = analyzeMessage('The harbour was calm. '.repeat(1_000));
    expect(analysis).toMatchObject({ words: 4_000, sentences: 1_000 });
    expect(analysis.function_words).toEqual({ the: 1_000, was: 1_000 });
    expect(analysis.part_of_speech['PUNCT']).toBe(1_000);
    expect(analysis.lemmas).toHaveLength(96);
  });
});
