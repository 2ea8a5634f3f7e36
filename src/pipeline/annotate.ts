import { setImmediate } from 'node:timers/promises';
import type { Analysis } from '../domain/analysis.ts';
import type { Message } from '../domain/event.ts';
import type { Annotation, Embedding } from '../engines/engine.ts';

/** Sentence embeddings of messages that came without one. */
export interface Embedder {
  /** Names the model; vectors of different names are never compared. */
  readonly source: string;
  /** @returns one vector a text, in the same order */
  embed(texts: readonly string[]): Promise<readonly (readonly number[])[]>;
}

/** What turns a message into its annotation. */
export interface Annotator {
  readonly version: number;
  analyze(content: string): Analysis;
  /** Absent: only embeddings that the bot sends are used. */
  readonly embedder?: Embedder;
}

/** An annotation to be stored; the embedding only where it is ours. */
export interface StoredAnnotation {
  analysis: Analysis;
  embedding: Embedding | null;
}

/** Characters analysed before other work of the process gets its turn: some milliseconds. */
const CHARACTERS_A_TURN = 4_000;

/**
 * Computes what is stored of each message. The embedder sees only those that came without an embedding.
 * @param onProgress called each time other work gets its turn
 */
export async function annotate(
  annotator: Annotator,
  messages: readonly Message[],
  onProgress?: () => void,
): Promise<StoredAnnotation[]> {
  const without = messages.filter((message) => message.embedding === undefined).map(({ content }) => content);
  const vectors = annotator.embedder && without.length > 0 ? await annotator.embedder.embed(without) : [];
  const source = annotator.embedder?.source;
  const annotations: StoredAnnotation[] = [];
  let next = 0;
  let characters = 0;
  for (const message of messages) {
    const vector = message.embedding === undefined ? vectors[next++] : undefined;
    const embedding = vector === undefined || source === undefined ? null : { source, vector: vector.map(Math.fround) };
    annotations.push({ analysis: annotator.analyze(message.content), embedding });
    characters += message.content.length;
    if (characters < CHARACTERS_A_TURN) continue;
    characters = 0;
    onProgress?.();
    await setImmediate();
  }
  return annotations;
}

/** What the engines see: the bot's own embedding first. Single precision, as Postgres stores it. */
export function annotationOf(message: Message, stored: StoredAnnotation): Annotation {
  const sent = message.embedding;
  if (sent === undefined) return stored;
  return { analysis: stored.analysis, embedding: { source: 'bot', vector: sent.map(Math.fround) } };
}
