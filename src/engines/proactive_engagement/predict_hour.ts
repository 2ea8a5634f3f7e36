import { presenceFeatures } from './features.ts';
import { COEFFICIENTS } from './population.ts';
import type { Presence } from './presence.ts';

/** No hour is certain: predictions stay between these. */
const LEAST = 1e-5;
const MOST = 0.99;

/**
 * Chance that the user sends at least one message within the hour from `startMs`, by logistic regression on what was
 * known before it ({@link presenceFeatures}).
 * @param startMs epoch ms; the figure is meant for "now", or an hour through which the user stays silent until then
 * @returns 0 to 1, null before the user's first message
 */
export function predictHour(presence: Presence, startMs: number): number | null {
  const features = presenceFeatures(presence, startMs);
  if (features === null) return null;
  const logit = features.reduce((sum, feature, i) => sum + feature * (COEFFICIENTS[i] ?? 0), 0);
  return Math.min(MOST, Math.max(LEAST, 1 / (1 + Math.exp(-logit))));
}
