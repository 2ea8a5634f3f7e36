import { describe, expect, it } from 'vitest';
import { analyzeMessage } from '../../src/text/analyze.ts';

const sentiment = (content: string) => analyzeMessage(content).sentiment;

describe('sentiment', () => {
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
