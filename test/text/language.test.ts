import { describe, expect, it } from 'vitest';
import { analyzeMessage } from '../../src/text/analyze.ts';

describe('the language of a message', () => {
  it.each([
    ['en', 'did you find your keys in the end'],
    ['en', 'nice pics'],
    ['de', 'Hast du heute schon etwas gegessen?'],
    ['fr', 'Je ne sais pas encore, peut-être demain'],
    ['es', '¿Quieres venir con nosotros a la playa?'],
    ['it', 'Non lo so, forse domani andiamo al mare'],
    ['pt', 'Não sei se vou conseguir chegar a tempo'],
    ['nl', 'Ik weet het nog niet, misschien morgen'],
    ['ja', '明日は雨が降るそうです'],
    ['zh', '我明天不去学校'],
    ['ko', '내일 비가 온대요'],
    ['ru', 'Завтра будет дождь'],
    ['uk', 'Завтра буде дощ, і я вдома'],
    ['el', 'Αύριο θα βρέξει'],
    ['ar', 'غدا سيكون الجو ممطرا'],
  ])('is %s for: %s', (language, content) => {
    expect(analyzeMessage(content).language).toBe(language);
  });

  it.each(['', '123', '😂', 'Amalia', 'asdf qwer', 'Jag är trött idag'])(
    'is und where it cannot be told: %j',
    (content) => {
      expect(analyzeMessage(content).language).toBe('und');
    },
  );

  it('is told by what is said and not by a link', () => {
    expect(analyzeMessage('https://example.com/the/best/of/the/year').language).toBe('und');
  });
});
