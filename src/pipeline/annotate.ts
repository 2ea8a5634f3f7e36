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

/** Computes what is stored of each message. The embedder sees only those that came without an embedding. */
export async function annotate(annotator: Annotator, messages: readonly Message[]): Promise<StoredAnnotation[]> {
  const without = messages.filter((message) => message.embedding === undefined).map(({ content }) => content);
  const vectors = annotator.embedder && without.length > 0 ? await annotator.embedder.embed(without) : [];
  let next = 0;
  return messages.map((message) => {
    const vector = message.embedding === undefined ? vectors[next++] : undefined;
    const source = annotator.embedder?.source;
    const embedding = vector === undefined || source === undefined ? null : { source, vector: vector.map(Math.fround) };
    return { analysis: annotator.analyze(message.content), embedding };
  });
}

/** What the engines see: the bot's own embedding first. Single precision, as Postgres stores it. */
export function annotationOf(message: Message, stored: StoredAnnotation): Annotation {
  const sent = message.embedding;
  if (sent === undefined) return stored;
  return { analysis: stored.analysis, embedding: { source: 'bot', vector: sent.map(Math.fround) } };
}
