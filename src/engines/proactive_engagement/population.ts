/**
 * What "all users" are like, as constants: the engine sees one conversation only.
 *
 * Fitted by ridge logistic regression (Newton's method, penalty 30 on every coefficient but the constant) on 225,000
 * user-hours of two kinds of chat: a campus network (146 users over weeks to months, 1 % of hours active) and pairs of
 * people who talk daily (8 users over three weeks, 10 % active), the latter weighted tenfold. Only the first 70 % of
 * each user's span was fitted on. Nothing in here knows a clock: hours enter relative to the user's own.
 */

/** Share of a user's hours that are active, where nothing else is known. */
export const PRIOR_RATE = 0.02;

/**
 * Chance of coming back within an hour, by bucket of silence (`gapBucket`): returns over hours at risk in the same
 * data. The last three are halvings of the one before, for few have come back after a month.
 */
export const RETURN_HAZARD: readonly number[] = [
  0.02, 0.296, 0.1024, 0.076, 0.0567, 0.0579, 0.0412, 0.0476, 0.038, 0.0146, 0.0074, 0.0035, 0.0023, 0.0012, 0.0006,
  0.0003,
];

/** One for each of `presenceFeatures`, in its order. */
export const COEFFICIENTS: readonly number[] = [
  // constant
  -1.4346,
  // log minutes of silence, and its change of slope at each of 14 knots
  -0.2841, -0.3515, 0.0066, 0.2424, 0.1855, 0.0332, -0.1003, 0.0307, 0.474, -0.3517, -0.3312, -0.1148, -0.0657, -0.204,
  -0.1109,
  // log messages, fading over 10 minutes, 1, 6 and 24 hours
  0.988, 0.0492, -0.6424, 0.3035,
  // log rate of active hours, fading over 6 hours, 1, 3, 7 and 30 days; since the beginning
  0.3239, 0.3031, 0.1406, 0.3249, 0.0993, -0.2691,
  // hour of day (narrow, wide), hour of week, weekday
  0.4562, 1.081, 0.1452, 0.1011,
  // daily round: two harmonics
  -0.089, -0.4187, 0.1804, 0.4874,
  // own hazard of return, length of history
  0.5918, -0.1378,
  // silence times: hour of day, rate of the week, rate of the day, own hazard
  0.0882, -0.0345, 0.0489, -0.1413,
];
