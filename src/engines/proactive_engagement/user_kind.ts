import { profileTotals } from './features.ts';
import type { ProfileTotals } from './features.ts';
import { chancesByKind } from './predict_hour.ts';
import { addMessage, HOUR_MS, hourOf } from './presence.ts';
import type { Presence } from './presence.ts';

/** Hours of a silence that are learnt from, its last one apart: bounds the cost of a message after a long one. */
const MAX_HOURS = 48;
/** Log-odds are kept within these, so that a user who changes is noticed again. */
export const MAX_KIND_LOG_ODDS = 6;

/**
 * Adds a message of the user, after learning of which kind they are from the hours since their last one. The two kinds
 * are weighed by how well they foretold each hour (a Bayesian mixture; Vovk, A game of prediction with expert advice,
 * J. Comput. Syst. Sci. 56, 1998), even at first. While the log-odds stay within {@link MAX_KIND_LOG_ODDS}, all the
 * predictions learnt from together are worse than those of the better kind by at most ln 2 = 0.69 nats.
 * @param at epoch ms, not before the last message
 */
export function followUser(presence: Presence, at: number): Presence {
  return addMessage({ ...presence, firstKind: learnt(presence, at) }, at);
}

function learnt(presence: Presence, at: number): number {
  if (presence.lastAt === null) return presence.firstKind;
  const from = hourOf(presence.lastAt) + 1;
  const back = hourOf(at);
  const totals = profileTotals(presence);
  let logOdds = presence.firstKind;
  for (let hour = from; hour < Math.min(back, from + MAX_HOURS); hour++)
    logOdds += evidence(presence, totals, hour, false);
  if (back >= from) logOdds += evidence(presence, totals, back, true);
  const kept = Math.min(MAX_KIND_LOG_ODDS, Math.max(-MAX_KIND_LOG_ODDS, logOdds));
  return Math.round(kept * 1e6) / 1e6;
}

/** Log of how much better the first kind foretold the hour than the second. */
function evidence(presence: Presence, totals: ProfileTotals, hour: number, there: boolean): number {
  const [first, second] = chancesByKind(presence, hour * HOUR_MS, totals) ?? [0.5, 0.5];
  return there ? Math.log(first / second) : Math.log((1 - first) / (1 - second));
}
