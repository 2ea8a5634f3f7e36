import { connect, visitNode } from './graph.ts';
import { labelOf, rememberPhrases } from './labels.ts';
import type { ContextSwitchState, OpenPhrase, OpenTopic } from './state.ts';
import { MAX_OPEN_PHRASES, MAX_RECENT } from './state.ts';
import { TALK_ENDS_AFTER_MS } from './turn.ts';
import type { Turn } from './turn.ts';
import { packedMean } from './vector.ts';

/** The longest silence that still counts as talk, in ms; a longer one counts for this much. */
export const MAX_TALKING_SILENCE_MS = 10 * 60_000;

/** The topic that a turn opens. */
export function openTopic(turn: Turn): OpenTopic {
  return {
    start: turn.at,
    end: turn.at,
    messages: 1,
    talkMs: 0,
    snippet: turn.snippet,
    phrases: addPhrases([], turn, 1),
    vector: turn.vector,
  };
}

/** The topic with one more turn. */
export function extendTopic(topic: OpenTopic, turn: Turn): OpenTopic {
  return {
    ...topic,
    end: turn.at,
    messages: topic.messages + 1,
    talkMs: topic.talkMs + talkingMs(topic.end, turn.at),
    snippet: topic.snippet === '' ? turn.snippet : topic.snippet,
    phrases: addPhrases(topic.phrases, turn, topic.messages + 1),
    vector: meanVector(topic, turn),
  };
}

/**
 * Closes the open topic: it gets its label, its place in the graph and its share of the sums.
 * @param at when the next one opened; epoch ms
 */
export function closeTopic(state: ContextSwitchState, at: number): ContextSwitchState {
  const topic = state.open;
  if (topic === null) return state;
  const ms = topic.talkMs + talkingMs(topic.end, at);
  const { label, graph } = placeTopic(state, topic);
  const goesOn = continuesLast(state, graph.lastNode, topic);
  const totals = {
    ...state.totals,
    topics: state.totals.topics + (goesOn ? 0 : 1),
    topicMs: state.totals.topicMs + ms,
    talkMs: state.totals.talkMs + ms,
  };
  const closed = { label, start: topic.start, end: topic.end, messages: topic.messages };
  return {
    ...state,
    ...graph,
    totals,
    knownPhrases: rememberPhrases(state.knownPhrases, topic.phrases, totals.topics),
    recent: goesOn ? joinLast(state.recent, closed) : [...state.recent, closed].slice(-MAX_RECENT),
    open: null,
  };
}

/** Whether a topic is the one before it over again, in the same sitting: then nothing was switched. */
export function continuesLast(state: ContextSwitchState, node: number | null, topic: OpenTopic): boolean {
  const last = state.recent.at(-1);
  return last !== undefined && node === state.lastNode && topic.start - last.end < TALK_ENDS_AFTER_MS;
}

/** The list with its last entry reaching to the end of `topic`. */
export function joinLast<T extends { messages: number; end: number }>(recent: readonly T[], topic: T): T[] {
  const last = recent.at(-1);
  if (last === undefined) return [topic];
  return [...recent.slice(0, -1), { ...last, end: topic.end, messages: last.messages + topic.messages }];
}

/** The topic's label, and the graph with a visit to it. */
export function placeTopic(
  state: ContextSwitchState,
  topic: OpenTopic,
): { label: string; graph: Pick<ContextSwitchState, 'nodes' | 'nextNode' | 'lastNode' | 'edges'> } {
  const named = labelOf(topic, state.knownPhrases, state.totals.topics);
  const visit = visitNode(state, named, topic);
  return { label: visit.node.label, graph: connect(state, visit) };
}

/** Time from one message to the next, as far as it counts as talk; ms. */
export function talkingMs(from: number, to: number): number {
  return Math.min(Math.max(0, to - from), MAX_TALKING_SILENCE_MS);
}

function addPhrases(phrases: readonly OpenPhrase[], turn: Turn, message: number): OpenPhrase[] {
  const next = [...phrases];
  for (const { text, key, kind } of turn.phrases) {
    const at = next.findIndex((phrase) => phrase.key === key);
    const known = next[at];
    if (known) next[at] = { ...known, count: known.count + 1 };
    else next.push({ text, key, name: kind === 'name', count: 1, first: message });
  }
  if (next.length <= MAX_OPEN_PHRASES) return next;
  return next
    .sort((a, b) => b.count - a.count || a.first - b.first)
    .slice(0, MAX_OPEN_PHRASES)
    .sort((a, b) => a.first - b.first);
}

function meanVector(topic: OpenTopic, turn: Turn): OpenTopic['vector'] {
  if (turn.vector === null) return topic.vector;
  if (topic.vector === null || topic.vector.source !== turn.vector.source) return turn.vector;
  return {
    source: turn.vector.source,
    packed: packedMean(topic.vector.packed, Math.min(topic.messages, 20), turn.vector.packed),
  };
}
