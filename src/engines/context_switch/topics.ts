import { connect, visitNode } from './graph.ts';
import { addPhrases, addWords } from './said.ts';
import { nameTopic, rememberWords } from './labels.ts';
import { isOneSubject } from './one_subject.ts';
import type { ContextSwitchState, OpenTopic } from './state.ts';
import { MAX_OPEN_LANGUAGES, MAX_RECENT } from './state.ts';
import { TALK_ENDS_AFTER_MS } from './turn.ts';
import type { Turn } from './turn.ts';
import { packedMean } from './vector.ts';

/** A silence longer than this ends a session, in ms: it is no talk. */
export const SESSION_GAP_MS = 30 * 60_000;

/** The topic that a turn opens. */
export function openTopic(turn: Turn): OpenTopic {
  return {
    start: turn.at,
    end: turn.at,
    messages: 1,
    talkMs: 0,
    snippet: turn.snippet,
    phrases: addPhrases([], turn, 1),
    words: addWords([], turn, 1),
    languages: addLanguage([], turn),
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
    snippet: saysMore(topic, turn) ? turn.snippet : topic.snippet,
    phrases: addPhrases(topic.phrases, turn, topic.messages + 1),
    words: addWords(topic.words, turn, topic.messages + 1),
    languages: addLanguage(topic.languages, turn),
    vector: meanVector(topic, turn),
  };
}

function addLanguage(languages: OpenTopic['languages'], { language }: Turn): OpenTopic['languages'] {
  if (language === 'und') return languages;
  const count = languages.find(([known]) => known === language)?.[1] ?? 0;
  const others = languages.filter(([known]) => known !== language);
  const counted: OpenTopic['languages'] = [...others, [language, count + 1]];
  return counted.sort((a, b) => b[1] - a[1]).slice(0, MAX_OPEN_LANGUAGES);
}

/** The language of most of a topic's messages, ISO 639-1; `und` where it cannot be told. */
export function languageOf({ languages }: OpenTopic): string {
  return languages[0]?.[0] ?? 'und';
}

/** Whether a turn's first words are better to know a topic by: the first that speak of something. */
function saysMore(topic: OpenTopic, turn: Turn): boolean {
  return topic.snippet === '' || (topic.words.length === 0 && turn.phrases.length > 0 && turn.snippet !== '');
}

/**
 * Closes the open topic: it gets its label, its place in the graph and its share of the sums.
 * @param at when the next one opened; epoch ms
 */
export function closeTopic(state: ContextSwitchState, at: number): ContextSwitchState {
  const topic = state.open;
  if (topic === null) return state;
  const ms = topic.talkMs + talkingMs(topic.end, at);
  const { label, nodeLabel, graph } = placeTopic(state, topic);
  const goesOn = continuesLast(state, graph.lastNode, topic);
  const totals = {
    ...state.totals,
    topics: state.totals.topics + (goesOn ? 0 : 1),
    topicMs: state.totals.topicMs + ms,
    talkMs: state.totals.talkMs + ms,
  };
  const { start, end, messages } = topic;
  const closed = { label: goesOn ? nodeLabel : label, language: languageOf(topic), start, end, messages };
  return {
    ...state,
    ...graph,
    totals,
    knownWords: rememberWords(state.knownWords, topic.words, totals.topics),
    recent: goesOn ? joinLast(state.recent, closed) : [...state.recent, closed].slice(-MAX_RECENT),
    open: null,
  };
}

/** Whether a topic is the one before it over again, in the same sitting: then nothing was switched. */
export function continuesLast(state: ContextSwitchState, node: number | null, topic: OpenTopic): boolean {
  const last = state.recent.at(-1);
  return last !== undefined && node === state.lastNode && topic.start - last.end < TALK_ENDS_AFTER_MS;
}

/** The list with its last entry reaching to the end of `topic`, under the label of the two. */
export function joinLast<T extends { label: string; messages: number; end: number }>(
  recent: readonly T[],
  topic: T,
): T[] {
  const last = recent.at(-1);
  if (last === undefined) return [topic];
  return [
    ...recent.slice(0, -1),
    { ...last, label: topic.label, end: topic.end, messages: last.messages + topic.messages },
  ];
}

/** The topic's label, that of its node, and the graph with a visit to it. */
export function placeTopic(
  state: ContextSwitchState,
  topic: OpenTopic,
): { label: string; nodeLabel: string; graph: Pick<ContextSwitchState, 'nodes' | 'nextNode' | 'lastNode' | 'edges'> } {
  const named = nameTopic(topic, state.knownWords, state.totals.topics);
  const visit = visitNode(state, named, topic);
  const label = isOneSubject(named.key, visit.node.key) ? visit.node.label : named.label;
  return { label, nodeLabel: visit.node.label, graph: connect(state, visit) };
}

/** Time from one message to the next as far as it is talk, ms: none of a silence that ends a session. */
export function talkingMs(from: number, to: number): number {
  const ms = Math.max(0, to - from);
  return ms > SESSION_GAP_MS ? 0 : ms;
}

function meanVector(topic: OpenTopic, turn: Turn): OpenTopic['vector'] {
  if (turn.vector === null) return topic.vector;
  if (topic.vector === null || topic.vector.source !== turn.vector.source) return turn.vector;
  return {
    source: turn.vector.source,
    packed: packedMean(topic.vector.packed, Math.min(topic.messages, 20), turn.vector.packed),
  };
}
