import * as v from 'valibot';
import { retrievability, SAME_SITTING_DAYS } from '../../stats/forgetting_curve.ts';
import { learnOutcome, logit, predictOutcome, priorBelief, sigmoid } from '../../stats/online_logistic.ts';
import { daysSince } from './remembered.ts';
import type { Remembered } from './remembered.ts';

/** The weights of a user's own model, in this order. All 0 is FSRS-6 as published. */
export const PERSONAL_WEIGHTS = [
  'bias',
  'retrievability_slope',
  'log_stability',
  'difficulty',
  'log_lapses',
  'log_failures',
  'log_reviews',
] as const;

/** How far a user may be expected from the defaults, before anything is seen: variance of each weight. */
const PRIOR_VARIANCE = 0.03;
/** Chance, before anything is seen, that the user's own weights predict better than the defaults. */
const PRIOR_TRUST = 0.1;
/** Trust is kept within these log-odds, so that a user who changes is noticed again. */
const MAX_TRUST_LOG_ODDS = 6;
/** Until so many failures were seen, only the defaults speak: a bot that reports successes alone must not teach us that nothing is forgotten. */
export const MIN_FAILURES = 3;
/** Below this the chance of recall would no longer fall with time. */
const MIN_SLOPE_WEIGHT = -0.8;

const Numbers = v.array(v.number());
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How one user forgets, as far as their recalls have told. */
export const PersonalModelSchema = v.strictObject({
  belief: v.strictObject({ mean: Numbers, covariance: v.array(Numbers) }),
  /** Log-odds that the user's own weights predict better than the defaults. */
  trust: v.number(),
  /** Recalls after a break that were learnt from, and how many failed. */
  outcomes: Count,
  failures: Count,
  /** Sums of the log-loss of what was predicted before each: as shipped, and by the defaults alone. */
  logLoss: v.number(),
  defaultLogLoss: v.number(),
});
export type PersonalModel = v.InferOutput<typeof PersonalModelSchema>;

export function defaultModel(): PersonalModel {
  const { mean, covariance } = priorBelief(PERSONAL_WEIGHTS.length, PRIOR_VARIANCE);
  return {
    belief: { mean: [...mean], covariance: covariance.map((row) => [...row]) },
    trust: logit(PRIOR_TRUST),
    outcomes: 0,
    failures: 0,
    logLoss: 0,
    defaultLogLoss: 0,
  };
}

/** The share of a prediction that is the user's own: the posterior chance that it is the better one. */
export function personalShare(model: PersonalModel): number {
  return model.failures < MIN_FAILURES ? 0 : sigmoid(model.trust);
}

/**
 * Chance that `item` is recalled at `at`: the mixture of FSRS-6 as published and as recalibrated to this user, each
 * weighted by how well it predicted so far. A Bayesian mixture is never worse than the defaults by more than
 * -ln(1 - 0.1) = 0.11 nats over all predictions together.
 * Source of the mixture: Vovk, A game of prediction with expert advice, J. Comput. Syst. Sci. 56 (1998).
 * @returns 0 to 1
 */
export function predictRecall(model: PersonalModel, item: Remembered, at: number): number {
  return predictAfter(model, item, daysSince(item, at));
}

/** The same `days` after the thing was last brought to mind. */
export function predictAfter(model: PersonalModel, item: Remembered, days: number): number {
  const byDefault = retrievability(days, item.stabilityDays);
  const share = personalShare(model);
  return share === 0 ? byDefault : share * personalChance(model, item, byDefault) + (1 - share) * byDefault;
}

/** The model after `item` was asked for at `at`. What is asked again in the same sitting tells nothing of forgetting. */
export function learnRecall(model: PersonalModel, item: Remembered, at: number, recalled: boolean): PersonalModel {
  const days = daysSince(item, at);
  if (days < SAME_SITTING_DAYS) return model;
  const byDefault = retrievability(days, item.stabilityDays);
  const personal = personalChance(model, item, byDefault);
  const isTried = model.failures >= MIN_FAILURES;
  const advantage = isTried ? logLoss(byDefault, recalled) - logLoss(personal, recalled) : 0;
  const { mean, covariance } = learnOutcome(model.belief, features(item, byDefault), logit(byDefault), recalled);
  return {
    belief: {
      mean: mean.map((weight, i) => (i === 1 ? Math.max(MIN_SLOPE_WEIGHT, weight) : weight)),
      covariance: covariance.map((row) => [...row]),
    },
    trust: Math.min(MAX_TRUST_LOG_ODDS, Math.max(-MAX_TRUST_LOG_ODDS, model.trust + advantage)),
    outcomes: model.outcomes + 1,
    failures: model.failures + (recalled ? 0 : 1),
    logLoss: model.logLoss + logLoss(predictAfter(model, item, days), recalled),
    defaultLogLoss: model.defaultLogLoss + logLoss(byDefault, recalled),
  };
}

function personalChance(model: PersonalModel, item: Remembered, byDefault: number): number {
  return predictOutcome(model.belief, features(item, byDefault), logit(byDefault));
}

/** Centred near what is usual, so that the bias alone can shift the level. */
function features(item: Remembered, byDefault: number): number[] {
  return [
    1,
    logit(byDefault) - 2,
    Math.log(item.stabilityDays) - 2,
    (item.difficulty - 5) / 2,
    Math.log1p(item.lapses),
    Math.log1p(item.failures),
    Math.log(item.reviews) - 1.5,
  ];
}

function logLoss(chance: number, outcome: boolean): number {
  return -Math.log(Math.max(1e-6, outcome ? chance : 1 - chance));
}
