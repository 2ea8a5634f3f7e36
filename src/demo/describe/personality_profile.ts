import type { PersonalityProfile } from '../../domain/personality_profile.ts';
import type { Entry } from '../layout.ts';
import { count, percent } from '../words.ts';

const SHOWN = 6;
/** Effects smaller than this, in standard deviations, are not worth a word. */
const NOTABLE = 0.1;

export function describePersonalityProfile(row: PersonalityProfile): Entry[] {
  const days = row.trait_evolution_history;
  return [
    ['Traits shown', row.dominant_traits.slice(0, SHOWN).map(describeTrait)],
    ['How the user answers', describeAnswers(row.user_response_patterns)],
    [
      'Suggestions',
      row.adaptation_suggestions.length === 0
        ? 'None that the evidence carries.'
        : row.adaptation_suggestions.map(describeSuggestion),
    ],
    ['History', `${count(days.length, 'day')} of the last 30 had messages of the bot.`],
  ];
}

function describeTrait({ trait, frequency, effectiveness, n }: PersonalityProfile['dominant_traits'][number]): string {
  const effect =
    Math.abs(effectiveness) < NOTABLE
      ? 'answered as usual'
      : `answered ${effectiveness > 0 ? 'better' : 'worse'} than usual (${signed(effectiveness)} SD)`;
  return `${trait}: in ${percent(frequency)} of the messages (${n}), ${effect}`;
}

function describeAnswers(row: PersonalityProfile['user_response_patterns']): string {
  const { reply_rate: rate, median_reply_words: words, median_reply_latency_seconds: seconds } = row;
  const mood = row.mean_reply_sentiment;
  return [
    `${rate === null ? 'An unknown share' : percent(rate)} of ${count(row.turns, 'turn')} answered`,
    ...(words === null ? [] : [`with ${Math.round(words)} words`]),
    ...(seconds === null ? [] : [`after ${Math.round(seconds)} seconds (medians)`]),
    ...(mood === null ? [] : [`in a ${mood > 0.1 ? 'pleasant' : mood < -0.1 ? 'unpleasant' : 'neutral'} tone`]),
  ].join(', ');
}

function describeSuggestion(row: PersonalityProfile['adaptation_suggestions'][number]): string {
  const range = `90 % interval ${signed(row.effect_low)} to ${signed(row.effect_high)}`;
  return `Be ${row.action} ${row.trait}: ${signed(row.effect)} SD in how the user answers (${range}).`;
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(2)}`;
}
