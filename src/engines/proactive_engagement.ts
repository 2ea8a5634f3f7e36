import * as v from 'valibot';
import type { EngagementOpportunities } from '../domain/engagement_opportunities.ts';
import { isoTime } from '../domain/iso_time.ts';
import type { AnnotatedEvent, Engine } from './engine.ts';
import { countMessage, initMilestones, milestonesAt, MilestoneStateSchema } from './proactive_engagement/milestones.ts';
import { followMessage, openAt, OpenEndsSchema } from './proactive_engagement/open_ends.ts';
import {
  addOutreach,
  addReturn,
  initOutreach,
  OutreachHistorySchema,
  restUntil,
  successRate,
} from './proactive_engagement/outreach.ts';
import { predictHour } from './proactive_engagement/predict_hour.ts';
import { decay, HOUR_MS, HOUR_OF_DAY_TAU, initPresence, PresenceSchema } from './proactive_engagement/presence.ts';
import { fadingAt, noteSubjects, recurringAt, SubjectsSchema } from './proactive_engagement/recurring.ts';
import { followUser } from './proactive_engagement/user_kind.ts';
import { bestWindows, dayProfile, optimalHours, quietUntil } from './proactive_engagement/windows.ts';

/** Most open ends and topics that a row names. */
const MAX_UNRESOLVED = 5;
const MAX_SUGGESTED = 5;
const MAX_PER_REASON = 2;
/** Active hours of the user's own that weigh as much as what is known of everybody. */
const PRIOR_ACTIVE_HOURS = 10;
/** The last millisecond a Date can hold. */
const LAST_MS = 8.64e15;

const StateSchema = v.object({
  presence: PresenceSchema,
  outreach: OutreachHistorySchema,
  milestones: MilestoneStateSchema,
  open: OpenEndsSchema,
  subjects: SubjectsSchema,
});
type State = v.InferOutput<typeof StateSchema>;

/** When, about what, and when not to write to a user first. Only their own messages count as being there. */
export const proactiveEngagement: Engine<State, EngagementOpportunities> = {
  name: 'proactive_engagement',
  table: 'strategic_engagement_opportunities',
  version: 5,
  stateSchema: StateSchema,
  init: () => ({
    presence: initPresence(),
    outreach: initOutreach(),
    milestones: initMilestones(),
    open: [],
    subjects: [],
  }),
  fold,
  project,
};

function fold(state: State, event: AnnotatedEvent): State {
  if (event.kind === 'outreach') return { ...state, outreach: addOutreach(state.outreach, event.at) };
  if (event.kind !== 'message') return state;
  const { at, payload, annotation } = event;
  const { role, content } = payload;
  const open = followMessage(state.open, { at, role, content, analysis: annotation.analysis });
  if (role === 'bot') return { ...state, open, milestones: countMessage(state.milestones, at, null) };
  const presence = followUser(state.presence, at);
  const newDay = presence.activeDays > state.presence.activeDays;
  return {
    presence,
    outreach: addReturn(state.outreach, at),
    milestones: countMessage(state.milestones, at, newDay ? presence.streak : null),
    open,
    subjects: [...noteSubjects(state.subjects, at, content, annotation.analysis)],
  };
}

function project(state: State, date: Date): EngagementOpportunities & { confidence: number } {
  const { presence } = state;
  const now = date.getTime();
  const open = openAt(state.open, now).slice(0, MAX_UNRESOLVED);
  const milestones = milestonesAt(state.milestones, now);
  const day = dayProfile(presence, now);
  return {
    optimal_timing_hours: optimalHours(day),
    receptivity_score: predictHour(presence, now),
    suggested_topics: suggestions(state, now),
    last_engagement_gap_hours: presence.lastAt === null ? null : Math.max(0, now - presence.lastAt) / HOUR_MS,
    proactive_success_rate: successRate(state.outreach, now),
    best_windows: bestWindows(presence, day, now),
    unresolved_topics: open.map(({ topic, text, at, by }) => ({ topic, text, since: iso(at), by })),
    milestones: milestones.map(({ milestone, at }) => ({ milestone, at: iso(at) })),
    hold_off_until: holdOff(state, now),
    confidence: confidenceAt(state, now),
  };
}

/**
 * Weight of the user's own hours against everybody's in what is said of their timing: faded active hours over that
 * plus 10.
 */
function confidenceAt({ presence }: State, now: number): number {
  if (presence.lastAt === null) return 0;
  const own =
    presence.hourOfDay.reduce((sum, hours) => sum + hours, 0) *
    decay((now - presence.lastAt) / HOUR_MS, HOUR_OF_DAY_TAU);
  return own / (own + PRIOR_ACTIVE_HOURS);
}

/** Rest after ignored outreach, then the quiet hours that the end of it may fall into. */
function holdOff({ presence, outreach }: State, now: number): string | null {
  const rest = restUntil(outreach, now);
  const until = quietUntil(presence, rest ?? now) ?? rest;
  return until === null ? null : iso(until);
}

function suggestions(state: State, now: number): EngagementOpportunities['suggested_topics'] {
  const unresolved = openAt(state.open, now).map(({ topic }) => topic);
  const all = [
    ...distinct(unresolved).map((topic) => ({ topic, reason: 'unresolved' as const })),
    ...take(recurringAt(state.subjects, now), 'recurring'),
    ...take(fadingAt(state.subjects, now), 'fading'),
  ];
  const seen = distinct(all.map(({ topic }) => topic.toLowerCase()));
  return seen.slice(0, MAX_SUGGESTED).flatMap((key) => all.find(({ topic }) => topic.toLowerCase() === key) ?? []);
}

function take<Reason extends string>(topics: readonly string[], reason: Reason): { topic: string; reason: Reason }[] {
  return topics.slice(0, MAX_PER_REASON).map((topic) => ({ topic, reason }));
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function iso(at: number): string {
  return isoTime(Math.min(LAST_MS, at));
}
