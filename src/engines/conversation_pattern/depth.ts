import { cumulativeStdNormalProbability } from 'simple-statistics';
import type { ConversationPattern } from '../../domain/conversation_patterns.ts';
import type { DecayingMoments } from '../../stats/decaying_moments.ts';
import { effectiveCount, standardError } from '../../stats/decaying_moments.ts';
import type { UserTurns } from './user_turns.ts';

/** The middle of the road: words a turn, turns a session, share of turns that ask. Each is where the index is 0. */
const WORDS_PER_TURN = 15;
const TURNS_PER_SESSION = 4;
const ASKING = 0.3;
/** One step of the index: a doubling of words or turns, 20 points more turns that ask. */
const ASKING_STEP = 0.2;
const WEIGHTS = { words: 0.5, turns: 0.25, asking: 0.25 };
/** Above it is deep, below its negative is brief. */
const EDGE = 0.5;
/** Before anything is known of sessions they count as this many usual ones, with this deviation of log(turns). */
const PRIOR_SESSIONS = 2;
const PRIOR_SESSION_DEVIATION = 0.7;
const MIN_TURNS = 8;
/** A class is told when it is at least this probable. */
const SURE = 0.8;
/** A user at an edge is never sure to be on one side; from this error on the likelier class is right enough. */
const SMALL_ERROR = 0.1;

/** How deep this user goes, in steps from the middle of the road, with its standard error. */
export function depthIndex(turns: UserTurns): { index: number; error: number } {
  const words = (turns.logWords.mean - Math.log1p(WORDS_PER_TURN)) / Math.LN2;
  const sessions = sessionsWithPrior(turns.logSessionTurns);
  const asking = (turns.asks.mean - ASKING) / ASKING_STEP;
  const n = effectiveCount(turns.asks);
  return {
    index: WEIGHTS.words * words + (WEIGHTS.turns * sessions.mean) / Math.LN2 + WEIGHTS.asking * asking,
    error: Math.hypot(
      (WEIGHTS.words * (standardError(turns.logWords) ?? 1)) / Math.LN2,
      (WEIGHTS.turns * sessions.error) / Math.LN2,
      (WEIGHTS.asking * Math.sqrt(0.25 / (n + 4))) / ASKING_STEP,
    ),
  };
}

/** `brief` below -0.5 steps, `deep` above 0.5; null until one class is sure enough, taking the index as normal. */
export function preferredDepth(turns: UserTurns): ConversationPattern['preferred_depth'] {
  if (turns.turns < MIN_TURNS) return null;
  const { index, error } = depthIndex(turns);
  const brief = cumulativeStdNormalProbability((-EDGE - index) / Math.max(error, 1e-3));
  const deep = cumulativeStdNormalProbability((index - EDGE) / Math.max(error, 1e-3));
  const least = error <= SMALL_ERROR ? 0.5 : SURE;
  if (brief >= least) return 'brief';
  if (deep >= least) return 'deep';
  return 1 - brief - deep >= least ? 'moderate' : null;
}

/** Log of turns per session against the usual, shrunk towards 0 while sessions are few. */
function sessionsWithPrior(sessions: DecayingMoments): { mean: number; error: number } {
  const n = effectiveCount(sessions);
  const mean = (n * (sessions.mean - Math.log(TURNS_PER_SESSION))) / (n + PRIOR_SESSIONS);
  return { mean, error: PRIOR_SESSION_DEVIATION / Math.sqrt(n + PRIOR_SESSIONS) };
}
