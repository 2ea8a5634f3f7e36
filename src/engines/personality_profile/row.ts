import { isoTime } from '../../domain/iso_time.ts';
import type { PersonalityProfile } from '../../domain/personality_profile.ts';
import { rounded } from '../../stats/rounded.ts';
import type { TraitEffect } from './effects.ts';
import { oppositeMode } from './style_modes.ts';
import type { TraitTable } from './trait_table.ts';
import { HISTORY_DAYS } from './trait_table.ts';

/** Most traits told as dominant, and most suggestions. */
const MAX_DOMINANT = 10;
const MAX_SUGGESTIONS = 3;
const DAY_MS = 86_400_000;

/** The traits shown most, with how they were answered. */
export function dominantTraits(
  table: TraitTable,
  effects: readonly TraitEffect[],
  source: 'tag' | 'style',
): PersonalityProfile['dominant_traits'] {
  return table.traits
    .map((trait, i) => ({
      trait: trait.name,
      frequency: rounded(trait.messages / Math.max(1, table.messages), 4),
      effectiveness: rounded(effects[i]?.effect ?? 0, 3),
      source,
      n: Math.round(trait.turns),
    }))
    .sort((a, b) => b.frequency - a.frequency || (a.trait < b.trait ? -1 : 1))
    .slice(0, MAX_DOMINANT);
}

/** What to show more or less of: traits whose simultaneous interval leaves 0 out, the surest first. */
export function adaptationSuggestions(
  table: TraitTable,
  effects: readonly TraitEffect[],
): PersonalityProfile['adaptation_suggestions'] {
  const sure = effects
    .map((effect, i) => ({ ...effect, trait: table.traits[i]?.name ?? '', surety: suretyOf(effect) }))
    .filter(({ isLookedAt, surety }) => isLookedAt && surety > 0)
    .sort((a, b) => b.surety - a.surety || (a.trait < b.trait ? -1 : 1));
  return sure
    .filter(({ trait }, i) => !sure.slice(0, i).some((surer) => surer.trait === oppositeMode(trait)))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ trait, effect, low, high }) => ({
      trait,
      action: effect > 0 ? ('more' as const) : ('less' as const),
      effect: rounded(effect, 3),
      effect_low: rounded(low, 3),
      effect_high: rounded(high, 3),
    }));
}

/** The days with messages of the bot among the 30 that end with `today`, oldest first. */
export function traitHistory(table: TraitTable, today: number): PersonalityProfile['trait_evolution_history'] {
  return table.days
    .filter(([day]) => day > today - HISTORY_DAYS && day <= today)
    .map(([day, messages, counts]) => ({
      date: isoTime(day * DAY_MS).slice(0, 10),
      messages,
      traits: counts
        .map(([place, count]) => ({
          trait: table.traits[place]?.name ?? '',
          share: rounded(count / messages, 3),
        }))
        .sort((a, b) => b.share - a.share || (a.trait < b.trait ? -1 : 1)),
    }));
}

/** How far the interval stays clear of 0, in half-widths; 0 or less when it does not. */
function suretyOf({ effect, low, high }: { effect: number; low: number; high: number }): number {
  const half = (high - low) / 2;
  return half > 0 ? Math.abs(effect) / half - 1 : 0;
}
