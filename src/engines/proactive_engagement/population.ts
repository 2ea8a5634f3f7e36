/**
 * What "all users" are like, as constants: the engine sees one conversation only.
 *
 * Fitted by ridge logistic regression (Newton's method, penalty 30 on every coefficient but the constant) on 325,000
 * user-hours of two kinds of chat: a campus network (146 users over days to months, 1 % of hours active) and pairs of
 * people who talk daily (8 users over three weeks, 10 % active). Nothing in here knows a clock: hours enter relative to
 * the user's own.
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

/** What an hour's chance is made of: one coefficient for each of `presenceFeatures`, in its order. */
export interface UserKind {
  name: string;
  coefficients: readonly number[];
}

/**
 * Two kinds of users, told apart as they write (`user_kind.ts`). Both were fitted on all hours, those of daily talk
 * weighted by 0.3 for the first and by 40 for the second.
 */
export const USER_KINDS: readonly [UserKind, UserKind] = [
  {
    name: 'now and then',
    coefficients: [
      // constant
      -2.1561,
      // log minutes of silence, and its change of slope at each of 14 knots
      -0.191, -0.3079, 0.118, 0.1103, 0.1351, 0.069, 0.132, -0.2424, -0.0051, -0.1375, -0.041, -0.0397, 0.0855, -0.1047,
      0.0072,
      // log messages, fading over 10 minutes, 1, 6 and 24 hours
      0.8029, 0.0669, 0.1285, 0.0714,
      // log rate of active hours, fading over 6 hours, 1, 3, 7 and 30 days; since the beginning
      -0.1149, 0.3503, 0.1573, 0.3811, 0.0389, -0.2158,
      // hour of day (narrow, wide), hour of week, weekday
      0.4814, 1.0088, 0.1145, 0.0953,
      // daily round: two harmonics
      -0.0264, -0.8476, 0.0716, 0.4543,
      // own hazard of return, length of history
      0.3383, -0.1075,
      // silence times: hour of day, rate of the week, rate of the day, own hazard
      0.06, -0.0161, 0.001, -0.0575,
    ],
  },
  {
    name: 'daily',
    coefficients: [
      // constant
      -0.758,
      // log minutes of silence, and its change of slope at each of 14 knots
      -0.3518, -0.2533, 0.0395, -0.0844, 0.3539, 0.0921, -0.5812, 0.0963, 1.2403, -0.5939, -0.601, 0.0483, 0.023,
      -0.2338, -0.0608,
      // log messages, fading over 10 minutes, 1, 6 and 24 hours
      1.0644, 0.1801, -1.5644, 0.5964,
      // log rate of active hours, fading over 6 hours, 1, 3, 7 and 30 days; since the beginning
      0.3778, -0.0626, 0.2105, 0.4766, 0.0276, -0.278,
      // hour of day (narrow, wide), hour of week, weekday
      0.3145, 1.4254, 0.2903, 0.195,
      // daily round: two harmonics
      -0.0544, 0.0474, -0.0942, 0.4943,
      // own hazard of return, length of history
      1.0285, -0.1798,
      // silence times: hour of day, rate of the week, rate of the day, own hazard
      0.0908, -0.1124, 0.1009, -0.2273,
    ],
  },
];
