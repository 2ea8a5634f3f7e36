import type { StoredEvent } from '../db/stored_event.ts';
import type { AnnotatedEvent } from '../engines/engine.ts';
import { annotate, annotationOf } from './annotate.ts';
import type { Annotator, StoredAnnotation } from './annotate.ts';
import { positionOf } from './fold_range.ts';

type StoredMessage = Extract<StoredEvent, { kind: 'message' }>;

/** An annotation that is not in the database yet. */
export interface NewAnnotation extends StoredAnnotation {
  seq: number;
}

/**
 * Gives every message of a page its annotation: the stored one, or a new one.
 * @returns the events as engines see them, in the same order, and the annotations to store
 */
export async function annotatePage(
  annotator: Annotator,
  page: readonly StoredEvent[],
  onProgress?: () => void,
): Promise<{ events: AnnotatedEvent[]; added: NewAnnotation[] }> {
  const fresh = page.filter((event): event is StoredMessage => event.kind === 'message' && event.analysis === null);
  const annotations = await annotate(
    annotator,
    fresh.map(({ payload }) => payload),
    onProgress,
  );
  const added = fresh.flatMap(({ seq }, index) => {
    const annotation = annotations[index];
    return annotation === undefined ? [] : [{ seq, ...annotation }];
  });
  const bySeq = new Map<number, StoredAnnotation>(added.map((annotation) => [annotation.seq, annotation]));
  return { events: page.map((event) => annotated(event, bySeq)), added };
}

function annotated(event: StoredEvent, fresh: ReadonlyMap<number, StoredAnnotation>): AnnotatedEvent {
  const position = positionOf(event);
  if (event.kind !== 'message') return { ...position, kind: event.kind, payload: event.payload } as AnnotatedEvent;
  const stored = storedAnnotation(event) ?? fresh.get(event.seq);
  if (stored === undefined) throw new Error(`message ${event.seq} has no annotation`);
  return { ...position, kind: 'message', payload: event.payload, annotation: annotationOf(event.payload, stored) };
}

function storedAnnotation({
  analysis,
  embedding,
  embedding_source: source,
}: StoredMessage): StoredAnnotation | undefined {
  if (analysis === null) return undefined;
  if (embedding === null || source === null) return { analysis, embedding: null };
  return { analysis, embedding: { source, vector: embedding.map(Math.fround) } };
}
