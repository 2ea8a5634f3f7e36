import type { PersonalityProfile } from '../domain/personality_profile.ts';
import { quote } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** What the modes of style come to in a reply, for a bot that sends no traits of its own. */
const MODES: Readonly<Record<string, { more: string; less: string }>> = {
  curious: { more: 'Ask more', less: 'Ask less' },
  expressive: { more: 'Use more exclamation marks and emoji', less: 'Use fewer exclamation marks and emoji' },
  upbeat: { more: 'Be more upbeat', less: 'Be less upbeat' },
  sober: { more: 'Be more sober', less: 'Be less sober' },
  formal: { more: 'Write more formally', less: 'Write less formally' },
  casual: { more: 'Write more casually', less: 'Write less casually' },
  elaborate: { more: 'Write longer now and then', less: 'Write long replies less often' },
  brief: { more: 'Write short replies more often', less: 'Write very short replies less often' },
};

/** What to show more and less of: the two surest suggestions. */
export function traitSentences({ adaptation_suggestions, dominant_traits }: PersonalityProfile): Sentence[] {
  const isStyle = dominant_traits.some(({ source }) => source === 'style');
  return adaptation_suggestions.slice(0, 2).map(({ trait, action }) => {
    const advice = (isStyle ? MODES[trait]?.[action] : undefined) ?? `Be ${action} ${quote(trait)}`;
    return {
      worth: 0.75,
      text: `${advice}: this user answers that ${action === 'more' ? 'better' : 'worse'} than the rest.`,
    };
  });
}
