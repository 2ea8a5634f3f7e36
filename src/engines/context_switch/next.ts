import { unpackCues } from './cues.ts';
import { logistic, nextLogOdds, servingShare } from './model.ts';
import { semanticLevel, silenceLogOdds } from './segment.ts';
import type { ContextSwitchState } from './state.ts';

/** Share of messages that open a topic, before any were seen, and for how many messages that counts. */
const USUAL_RATE = 0.17;
const USUAL_RATE_WEIGHT = 30;

/**
 * Chance that the next message opens another topic, if it comes at `now`; 0 to 1.
 * @param state with every turn decided
 */
export function nextSwitchChance(state: ContextSwitchState, now: number): number | null {
  const last = state.turns.at(-1);
  if (last === undefined) return null;
  const silence = Math.max(0, now - last.at);
  return Math.round(logistic(nextLogOdds(nextFeatures(state)) + silenceLogOdds(state, silence)) * 1e3) / 1e3;
}

/** What is known before the next message: the last one, how long the topic has lasted, how this user switches. */
export function nextFeatures(state: ContextSwitchState): number[] {
  const last = state.turns.at(-1);
  const open = state.open;
  if (last === undefined || open === null) return [];
  const c = unpackCues(last.cues);
  const serving = servingShare(state.manner.means);
  const pending = c.endsAsking * (1 - c.shifts);
  const rate = (state.totals.topics + USUAL_RATE * USUAL_RATE_WEIGHT) / (state.totals.messages + USUAL_RATE_WEIGHT);
  const semantic = semanticLevel(state, last.vector?.source ?? null);
  const step = last.semantic[0] ?? null;
  return [
    serving,
    c.length,
    pending,
    pending * serving,
    c.asksYou,
    c.digits,
    c.digits * serving,
    c.requests,
    c.assents,
    c.reacts,
    c.greets,
    c.thanks,
    c.thanks * serving,
    c.shifts,
    c.shifts * serving,
    c.anaphora,
    c.self,
    last.novelty,
    Math.log(open.messages),
    Math.log(open.messages) * serving,
    open.messages === 1 ? 1 : 0,
    1 / (1 + last.position),
    Math.log(rate / (1 - Math.min(0.95, rate))),
    step === null ? 0 : (step - semantic.mean) / semantic.deviation,
    unpackCues(state.turns.at(-2)?.cues ?? []).endsAsking,
  ];
}
