import * as v from 'valibot';

export const HOUR_MS = 3_600_000;
export const DAY_HOURS = 24;

/** What is summed by the hour, in the order in which states number it: append only. */
export const HOURLY_METRICS = [
  'engagement',
  'satisfaction',
  'coherence',
  'reply_rate',
  'session_length',
  'return_rate',
  'sentiment',
  'sentiment_drift',
] as const;
export type HourlyMetric = (typeof HOURLY_METRICS)[number];

/** A message after this silence opens a new session; a bot's turn is answered when the user writes within it. */
export const SESSION_GAP_MS = HOUR_MS;
/** A session is cut here, so that a channel that never sleeps has sessions too. */
export const LONGEST_SESSION_MS = 24 * HOUR_MS;
/** A user has returned when the next session opens within this of the start of the last. */
export const RETURN_MS = 7 * 24 * HOUR_MS;

/** Hours kept before the last event: the longest window, and two days for late readers. Older ones are dropped. */
export const KEPT_HOURS = 720 + 48;
/** Most [metric, n, sum, squares] entries kept; past that the oldest hours are dropped. Under 45 kB at the worst. */
export const MAX_CELLS = 1_200;
/** Most days of style kept; the oldest is dropped. 45 numbers a day, under 12 kB at the worst. */
export const MAX_STYLE_DAYS = 32;
/** User messages at either end of a session whose sentiment makes its drift. */
export const DRIFT_MESSAGES = 3;

const Whole = v.pipe(v.number(), v.integer());
const Count = v.pipe(Whole, v.minValue(0));

/** Sums of one hour: metric number, n, sum in ten-thousandths, sum of squares in hundred-millionths; again and again. */
const HourSchema = v.tuple([Whole, v.array(Whole)]);
export type Hour = v.InferOutput<typeof HourSchema>;

/** One day of the bot's own messages: day since the epoch, words, messages, count of each style feature. */
const StyleDaySchema = v.tuple([Whole, Count, Count, v.array(Count)]);
export type StyleDay = v.InferOutput<typeof StyleDaySchema>;

const SessionSchema = v.object({
  start: v.number(),
  last: v.number(),
  messages: Count,
  /** Whether the user wrote in it; a session of the bot alone is none. */
  counted: v.boolean(),
  /** Contributions so far, to be replaced as it grows; null while there is none. */
  length: v.nullable(Whole),
  drift: v.nullable(Whole),
  /** Sentiments of the user's first and last messages, in ten-thousandths. */
  first: v.array(Whole),
  recent: v.array(Whole),
});
export type Session = v.InferOutput<typeof SessionSchema>;

export const StateSchema = v.object({
  hours: v.array(HourSchema),
  style: v.array(StyleDaySchema),
  session: v.nullable(SessionSchema),
  /** Start of the user's last session that nobody has returned from yet. */
  unreturned: v.nullable(v.number()),
  /** The bot's turn that waits for an answer: when it began and last spoke. */
  turn: v.nullable(v.object({ start: v.number(), last: v.number() })),
});
export type State = v.InferOutput<typeof StateSchema>;

export const EMPTY: State = { hours: [], style: [], session: null, unreturned: null, turn: null };
