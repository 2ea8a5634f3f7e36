import { describe, expect, it } from 'vitest';
import { analyzeMessage } from '../../src/text/analyze.ts';

const sentiment = (content: string) => analyzeMessage(content).sentiment;

/** From here on a sentence is taken to be felt one way or the other. */
const FELT = 0.16;
const SENTENCES = {
  neutral: [
    'ok',
    'wow ok',
    'noted',
    'good to know',
    'mhm',
    'yes please',
    'sure, will do',
    'alright then',
    'my neighbour downstairs is retired and plays the piano',
    'the bus stops behind the church',
    'i left my keys on the kitchen table',
    'the cat is sitting on the wall',
    'my brother works for an insurance company',
    'we moved the sofa to the other room',
    'the meeting starts at ten',
    'she turned left after the bridge',
    'can you go to the shop later',
    'he wears a dark coat and grey shoes',
    'the old man next door sells used bikes',
    'it is cold and dry outside today',
    'what time does the train leave',
    'i read three pages of the report',
  ],
  positive: [
    'i got the job!!',
    'this made my whole week',
    'you always know how to cheer me up',
    'what a lovely evening that was',
    'the cake turned out perfect',
    "i'm so proud of you",
    'we laughed until midnight',
    'not bad at all',
    'thanks, that really helped',
    'best holiday ever',
    "i can't wait to see you",
    'she finally said yes and we are thrilled',
    'he is such a kind and generous man',
  ],
  negative: [
    "i'm not happy about this",
    'my flight was cancelled and i missed the wedding',
    'i failed the exam again',
    'this is the worst coffee in town',
    'i feel lonely since she left',
    'he yelled at me in front of everyone',
    'grandpa died last night',
    "i'm scared of the operation",
    'that movie was a waste of time',
    'everything hurts today',
    'i hate mondays',
    'the landlord cheated us',
    "i can't stop crying",
    'it was a disaster',
    'we were robbed at the station',
    "no, that didn't work, i'm really frustrated",
    "i don't like the new teacher",
  ],
};

describe('sentiment', () => {
  it('tells nine in ten of plain sentences right', () => {
    const told = (content: string) => {
      const value = sentiment(content);
      return value > FELT ? 'positive' : value < -FELT ? 'negative' : 'neutral';
    };
    const all = Object.entries(SENTENCES).flatMap(([sign, list]) => list.map((content) => ({ sign, content })));
    const right = all.filter(({ sign, content }) => told(content) === sign);
    expect(all.length).toBeGreaterThanOrEqual(50);
    expect(right.length / all.length).toBeGreaterThanOrEqual(0.9);
  });

  it.each(['ok', 'wow ok', 'noted', 'sure, will do', 'good to know', 'ok. got it'])('is near 0 for: %s', (content) => {
    expect(Math.abs(sentiment(content))).toBeLessThan(0.2);
  });

  it('is moved less by one warm word in a long message than in a short one', () => {
    const report = 'the parcel went to the depot on Monday and the driver left the papers with the clerk at the desk';
    expect(sentiment(`nice, ${report}, and ${report}`)).toBeLessThan(sentiment('nice, it went to the depot'));
  });

  it.each([
    'I love this place',
    'what a wonderful evening',
    'not bad at all',
    "I've never been so happy",
    '🥰😍',
    'no problem',
  ])('is positive for: %s', (content) => {
    expect(sentiment(content)).toBeGreaterThan(0.1);
  });

  it.each([
    'this is terrible',
    'I am not happy with it',
    "that's not good",
    "I don't like it",
    'my cat died',
    'so sad 😢',
  ])('is negative for: %s', (content) => {
    expect(sentiment(content)).toBeLessThan(-0.1);
  });

  it.each(['the train leaves at nine', 'it looks like rain', '今日は月曜日です', ''])('is 0 for: %j', (content) => {
    expect(sentiment(content)).toBe(0);
  });

  it('grows with emphasis and fades with doubt', () => {
    expect(sentiment('the concert was very good')).toBeGreaterThan(sentiment('the concert was good'));
    expect(sentiment('the concert was good!!!')).toBeGreaterThan(sentiment('the concert was good'));
    expect(sentiment('the concert was GOOD')).toBeGreaterThan(sentiment('the concert was good'));
    expect(sentiment('the concert was slightly good')).toBeLessThan(sentiment('the concert was good'));
  });

  it('goes by what comes after but', () => {
    expect(sentiment('the food was good but the service was awful')).toBeLessThan(0);
    expect(sentiment('the service was awful but the food was good')).toBeGreaterThan(
      sentiment('the food was good but the service was awful'),
    );
  });

  it('reads the pictures of any language', () => {
    expect(sentiment('今日は月曜日です 😍')).toBeGreaterThan(0.2);
  });
});
