import type { ContextSwitch } from '../domain/conversation_patterns.ts';
import { isoTime } from '../domain/iso_time.ts';
import { nextSwitchChance } from './context_switch/next.ts';
import { addTurn, decide } from './context_switch/segment.ts';
import type { ContextSwitchState } from './context_switch/state.ts';
import { emptyState, MAX_RECENT, StateSchema } from './context_switch/state.ts';
import { continuesLast, joinLast, languageOf, placeTopic } from './context_switch/topics.ts';
import { readTurn } from './context_switch/turn.ts';
import type { Engine, Projection } from './engine.ts';

/** Edges and nodes told. */
const MAX_TOLD_EDGES = 50;
/** Least talk, in ms, for a rate per hour. */
const LEAST_TALK_MS = 5 * 60_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Times that JavaScript can write. */
const MAX_TIME = 8.64e15;

/**
 * Where topics begin and end, what they are about, what follows what. A boundary is decided when three messages have
 * come after it; `project` decides the last ones with what is there.
 */
export const contextSwitch: Engine<ContextSwitchState, ContextSwitch> = {
  name: 'context_switch',
  table: 'strategic_conversation_patterns',
  version: 6,
  stateSchema: StateSchema,
  init: emptyState,
  fold: (state, event) => (event.kind === 'message' ? addTurn(state, readTurn(event, state.turns)) : state),
  project: (state, now) => tell(decide(state, 1), now.getTime()),
};

/** @param state with every turn decided */
function tell(state: ContextSwitchState, now: number): Projection<ContextSwitch> {
  const { open, totals } = state;
  const current = open === null ? null : placeTopic(state, open);
  const recent = recentTopics(state, current);
  const talkMs = totals.talkMs + (open?.talkMs ?? 0);
  return {
    recent_topics: recent,
    avg_topic_duration_minutes: totals.topics === 0 ? null : round(totals.topicMs / totals.topics / MINUTE_MS, 2),
    context_switch_frequency: talkMs < LEAST_TALK_MS ? null : round(totals.topics / (talkMs / HOUR_MS), 2),
    predicted_switch_likelihood: nextSwitchChance(state, now),
    topic_transition_graph: graphOf(current?.graph ?? state),
    confidence: round((1 - 1 / Math.sqrt(1 + totals.topics)) * languageTrust(totals), 3),
  };
}

/** 1 where all is English; half where nothing is, since boundaries then rest on what shows without a language. */
function languageTrust({ english, messages }: ContextSwitchState['totals']): number {
  return messages === 0 ? 1 : (1 + english / messages) / 2;
}

function recentTopics(
  state: ContextSwitchState,
  current: ReturnType<typeof placeTopic> | null,
): ContextSwitch['recent_topics'] {
  const { open } = state;
  if (open === null || current === null) return [];
  const goesOn = continuesLast(state, current.graph.lastNode, open);
  const label = goesOn ? current.nodeLabel : current.label;
  const { start, end, messages } = open;
  const going = { label, language: languageOf(open), start, end, messages };
  const topics = goesOn ? joinLast(state.recent, going) : [...state.recent, going];
  return topics.slice(-MAX_RECENT).map((topic, i, told) => ({
    topic: topic.label,
    start_time: iso(topic.start),
    end_time: i === told.length - 1 ? null : iso(topic.end),
    messages: topic.messages,
    language: topic.language,
  }));
}

function graphOf(graph: Pick<ContextSwitchState, 'nodes' | 'edges'>): ContextSwitch['topic_transition_graph'] {
  const labels = new Map(graph.nodes.map(({ id, label }) => [id, label]));
  return {
    nodes: graph.nodes
      .map(({ label, visits }) => ({ topic: label, visits }))
      .reverse()
      .sort((a, b) => b.visits - a.visits),
    edges: graph.edges
      .slice(0, MAX_TOLD_EDGES)
      .map(({ from, to, count }) => ({ from: labels.get(from) ?? '', to: labels.get(to) ?? '', count })),
  };
}

function iso(ms: number): string {
  return isoTime(Math.max(-MAX_TIME, Math.min(MAX_TIME, ms)));
}

function round(x: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(x * scale) / scale;
}
