import { sigmoid } from '../../stats/online_logistic.ts';
import { presenceFeatures } from './features.ts';
import type { ProfileTotals } from './features.ts';
import { USER_KINDS } from './population.ts';
import type { Presence } from './presence.ts';

/** No hour is certain: predictions stay between these. */
const LEAST = 1e-5;
const MOST = 0.99;

/**
 * Chance that the user sends at least one message within the hour from `startMs`, by logistic regression on what was
 * known before it ({@link presenceFeatures}), for each kind of user.
 * @param startMs epoch ms; the figure is meant for "now", or an hour through which the user stays silent until then
 * @param totals of the profiles, for whoever asks about many hours
 * @returns 0 to 1 for a user of the first kind and for one of the second; null before the user's first message
 */
export function chancesByKind(
  presence: Presence,
  startMs: number,
  totals?: ProfileTotals,
): readonly [number, number] | null {
  const features = presenceFeatures(presence, startMs, totals);
  if (features === null) return null;
  const chance = (coefficients: readonly number[]): number => {
    let logit = 0;
    for (let i = 0; i < features.length; i++) logit += (features[i] ?? 0) * (coefficients[i] ?? 0);
    return Math.min(MOST, Math.max(LEAST, sigmoid(logit)));
  };
  const [first, second] = USER_KINDS;
  return [chance(first.coefficients), chance(second.coefficients)];
}

/** The same for this user, of whom it is known only how likely they are of either kind. */
export function predictHour(presence: Presence, startMs: number): number | null {
  const chances = chancesByKind(presence, startMs);
  if (chances === null) return null;
  const share = sigmoid(presence.firstKind);
  return share * chances[0] + (1 - share) * chances[1];
}
