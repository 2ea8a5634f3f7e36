import { setImmediate } from 'node:timers/promises';
import type { Analysis } from '../domain/analysis.ts';
import type { Message } from '../domain/event.ts';
import type { Annotation, Embedding } from '../engines/engine.ts';

/** Sentence embeddings of messages that came without one. */
export interface Embedder {
  /** Names the model; vectors of different names are never compared. */
  readonly source: string;
  /** ISO 639-1 codes of what it was trained on. Messages in other languages get no vector: it would say nothing. */
  readonly languages: ReadonlySet<string>;
  /**
   * One text at a time: in batches a vector would differ in its last digits with the texts beside it, and nothing is
   * gained by them.
   * @throws when the model cannot be loaded or has failed
   */
  embed(text: string): Promise<readonly number[]>;
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
 * @param onProgress called after each embedding and each time other work gets its turn
 */
export async function annotate(
  annotator: Annotator,
  messages: readonly Message[],
  onProgress?: () => void,
): Promise<StoredAnnotation[]> {
  const annotations: StoredAnnotation[] = [];
  let characters = 0;
  for (const message of messages) {
    const analysis = annotator.analyze(message.content);
    const embedding = await embeddingOf(annotator.embedder, message, analysis);
    annotations.push({ analysis, embedding });
    characters += message.content.length;
    if (embedding !== null) onProgress?.();
    if (characters < CHARACTERS_A_TURN) continue;
    characters = 0;
    onProgress?.();
    await setImmediate();
  }
  return annotations;
}

/** The built-in model's vector of a message, in single precision as Postgres stores it; null where it has none to give. */
async function embeddingOf(
  embedder: Embedder | undefined,
  message: Message,
  { language }: Analysis,
): Promise<Embedding | null> {
  if (embedder === undefined || message.embedding !== undefined || !embedder.languages.has(language)) return null;
  const vector = await embedder.embed(message.content);
  return { source: embedder.source, vector: vector.map(Math.fround) };
}

/** What the engines see: the bot's own embedding first. Single precision, as Postgres stores it. */
export function annotationOf(message: Message, stored: StoredAnnotation): Annotation {
  const sent = message.embedding;
  if (sent === undefined) return stored;
  return { analysis: stored.analysis, embedding: { source: 'bot', vector: sent.map(Math.fround) } };
}
