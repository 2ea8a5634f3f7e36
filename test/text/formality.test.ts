import { describe, expect, it } from 'vitest';
import { analyzeMessage } from '../../src/text/analyze.ts';
import { formalityTask } from '../eval/formality.ts';

const formality = (content: string) => analyzeMessage(content).formality;

describe('formality', () => {
  it.each([
    ['yo whats up', 'Good evening, I would like to enquire about a table for two.'],
    ['u coming 2nite?', 'Are you coming tonight?'],
    ['Are you coming tonight?', 'Will you be attending the reception this evening?'],
    ['i dunno lol', 'I do not know.'],
    ['thx!!', 'Thank you very much for your assistance.'],
    ["gonna grab some food, can't wait 😋", 'I am going to have lunch and will return shortly.'],
    ['omg that is sooo cool!!!', 'That is very impressive.'],
    ['ok', 'Yes, certainly.'],
  ])('is lower for %j than for %j', (casual, formal) => {
    expect(formality(casual)).toBeLessThan(formality(formal));
  });

  it('stays within 0 and 1 and off the ends, so that a more casual text can still be lower', () => {
    for (const content of [
      '',
      'k',
      'lol '.repeat(200),
      '!!!!',
      'a '.repeat(800),
      '😂'.repeat(50),
      'Notwithstanding. '.repeat(300),
    ]) {
      expect(formality(content)).toBeGreaterThan(0);
      expect(formality(content)).toBeLessThan(1);
    }
  });

  it('is told in other languages by what shows without knowing them', () => {
    expect(formality('hahaha jaaa!!! 😂😂')).toBeLessThan(
      formality('Sehr geehrte Damen und Herren, hiermit bestätigen wir Ihnen den Eingang Ihrer Unterlagen.'),
    );
  });

  it('is what the evaluation predicts', () => {
    const text = 'Would you be so kind as to confirm the appointment?';
    expect(formalityTask.predict({ text, score: 0.9 })).toEqual({ score: formality(text) });
  });
});
