import * as v from 'valibot';
import type { Turn } from './turn.ts';

/** Closed topics kept, newest last; older ones live on in the graph and the sums. */
export const MAX_RECENT = 20;
/** Topics in the graph; the one visited least, then longest ago, is dropped with its edges. */
export const MAX_NODES = 28;
/** Edges in the graph; the rarest, then oldest, is dropped. */
export const MAX_EDGES = 60;
/** Phrases of the open topic; the least said is dropped. */
export const MAX_OPEN_PHRASES = 32;
/** Languages of the open topic that are counted. */
export const MAX_OPEN_LANGUAGES = 4;
/** Words of the open topic that name what it is about; the least said is dropped. */
export const MAX_OPEN_WORDS = 40;
/** Words whose number of topics is known; the rarest, then oldest, is dropped. */
export const MAX_KNOWN_WORDS = 240;
/** Words by which a topic in the graph is known again. */
export const MAX_NODE_WORDS = 14;
/** Sources of vectors whose usual cosines are known; the one used longest ago is dropped. */
export const MAX_SOURCES = 3;
/** Observations after which running means forget: about two sittings of talk. */
export const HORIZON = 60;

const NumberList = v.array(v.number());
const PackedVector = v.nullable(v.object({ source: v.string(), packed: v.string() }));

const TurnSchema: v.GenericSchema<unknown, Turn> = v.object({
  at: v.number(),
  role: v.picklist(['user', 'bot']),
  position: v.number(),
  language: v.string(),
  phrases: v.array(v.object({ text: v.string(), key: v.string(), kind: v.picklist(['name', 'noun_phrase']) })),
  snippet: v.string(),
  cues: NumberList,
  terms: v.array(v.string()),
  novelty: v.number(),
  vector: PackedVector,
  semantic: v.array(v.nullable(v.number())),
  lexical: NumberList,
});

/** Mean and mean square of the last observations. */
const RunningSchema = v.object({ n: v.number(), mean: v.number(), square: v.number() });
export type Running = v.InferOutput<typeof RunningSchema>;
const SourceLevelSchema = v.object({ source: v.string(), cosines: RunningSchema });

/** Who said something: 1 the user, 2 the bot, 3 both. */
const Sides = v.number();

/** A phrase said within the open topic: how it was first written, in which message first, in how many, by whom. */
const OpenPhraseSchema = v.object({
  text: v.string(),
  key: v.string(),
  name: v.boolean(),
  count: v.number(),
  first: v.number(),
  sides: Sides,
});
export type OpenPhrase = v.InferOutput<typeof OpenPhraseSchema>;

/** A word of those phrases: in how many messages it was said, in which first, by whom. */
const OpenWordSchema = v.object({ word: v.string(), count: v.number(), first: v.number(), sides: Sides });
export type OpenWord = v.InferOutput<typeof OpenWordSchema>;

const OpenTopicSchema = v.object({
  start: v.number(),
  end: v.number(),
  messages: v.number(),
  talkMs: v.number(),
  snippet: v.string(),
  phrases: v.array(OpenPhraseSchema),
  words: v.array(OpenWordSchema),
  /** [ISO 639-1, messages in it], `und` left out. */
  languages: v.array(v.tuple([v.string(), v.number()])),
  vector: PackedVector,
});
export type OpenTopic = v.InferOutput<typeof OpenTopicSchema>;

const ClosedTopicSchema = v.object({
  label: v.string(),
  /** That of most of its messages. */
  language: v.string(),
  start: v.number(),
  end: v.number(),
  messages: v.number(),
});

/** A topic of the graph. Edges name topics by `id`. */
const NodeSchema = v.object({
  id: v.number(),
  label: v.string(),
  /** Lemmas of the label; empty where it is not a phrase but first words. */
  key: v.string(),
  /** [word, weight], heaviest first. */
  words: v.array(v.tuple([v.string(), v.number()])),
  visits: v.number(),
  last: v.number(),
  vector: PackedVector,
});
export type Node = v.InferOutput<typeof NodeSchema>;

export const StateSchema = v.object({
  /** The last turns: those decided that later ones are compared with, then those undecided. */
  turns: v.array(TurnSchema),
  /** How many of `turns` belong to a topic already. */
  decided: v.number(),
  /** Whether the last decided turn opened a topic. */
  openedLast: v.boolean(),
  /** Cosines of neighbouring turns: on words, and on vectors by their source, the one used last first. */
  levels: v.object({ lexical: RunningSchema, semantic: v.array(SourceLevelSchema) }),
  /** Mean of each cue over the last messages: how this conversation is held. */
  manner: v.object({ n: v.number(), means: NumberList }),
  /** Logarithm of the silences between messages, in seconds. */
  pace: RunningSchema,
  open: v.nullable(OpenTopicSchema),
  recent: v.array(ClosedTopicSchema),
  nodes: v.array(NodeSchema),
  nextNode: v.number(),
  lastNode: v.nullable(v.number()),
  edges: v.array(v.object({ from: v.number(), to: v.number(), count: v.number(), last: v.number() })),
  /** [word, topics it was said in, index of the last of them]. */
  knownWords: v.array(v.tuple([v.string(), v.number(), v.number()])),
  totals: v.object({
    messages: v.number(),
    english: v.number(),
    topics: v.number(),
    topicMs: v.number(),
    talkMs: v.number(),
  }),
});
export type ContextSwitchState = v.InferOutput<typeof StateSchema>;

/** Nothing observed yet. */
export const NOTHING: Running = { n: 0, mean: 0, square: 0 };

export function emptyState(): ContextSwitchState {
  return {
    turns: [],
    decided: 0,
    openedLast: false,
    levels: { lexical: NOTHING, semantic: [] },
    manner: { n: 0, means: [] },
    pace: NOTHING,
    open: null,
    recent: [],
    nodes: [],
    nextNode: 0,
    lastNode: null,
    edges: [],
    knownWords: [],
    totals: { messages: 0, english: 0, topics: 0, topicMs: 0, talkMs: 0 },
  };
}

/** Adds an observation; past the horizon, older ones fade. */
export function observe(running: Running, x: number): Running {
  const n = Math.min(running.n + 1, HORIZON);
  return {
    n,
    mean: running.mean + (x - running.mean) / n,
    square: running.square + (x * x - running.square) / n,
  };
}
