import * as v from 'valibot';
import { defaultModel, learnRecall, predictRecall } from '../../src/engines/memory/personal_model.ts';
import { remember, review } from '../../src/engines/memory/remembered.ts';
import type { Remembered } from '../../src/engines/memory/remembered.ts';

const CardSchema = v.object({
  id: v.string(),
  reviews: v.array(v.object({ at_ms: v.number(), recalled: v.union([v.literal(0), v.literal(1), v.boolean()]) })),
});

/** What is said of a card that was never seen: nothing is known. */
const UNKNOWN = 0.5;

/**
 * All cards of a file as the memories of one user, reviewed in the order of time: the model that memory_behavior folds
 * (`remember`, `review`, `learnRecall`) says before each review how likely it is to succeed. The engine's ledger keeps
 * 120 memories at the most; here nothing is dropped, since dropping is not what is measured.
 */
export const recallTask = { check: (line: unknown) => void v.parse(CardSchema, line), predictAll };

/** The same by FSRS-6 as published, without learning anything of the user. */
export function recallByDefaults(lines: unknown[]): unknown[] {
  return follow(lines, false);
}

function predictAll(lines: unknown[]): unknown[] {
  return follow(lines, true);
}

function follow(lines: unknown[], learning: boolean): unknown[] {
  const cards = lines.map((line) => v.parse(CardSchema, line));
  const predictions = cards.map(({ id, reviews }) => ({ id, p: reviews.map(() => UNKNOWN) }));
  const items = new Map<number, Remembered>();
  let model = defaultModel();
  for (const { card, index, at, recalled } of inOrder(cards)) {
    const item = items.get(card);
    const p = predictions[card]?.p;
    if (!item) {
      const what = { id: `${card}`, source: 'memory', label: '', importance: null, named: false } as const;
      items.set(card, remember(what, at, recalled));
      continue;
    }
    if (p) p[index] = predictRecall(model, item, at);
    if (learning) model = learnRecall(model, item, at, recalled);
    items.set(card, review(item, at, recalled));
  }
  return predictions;
}

function inOrder(cards: readonly v.InferOutput<typeof CardSchema>[]) {
  return cards
    .flatMap(({ reviews }, card) =>
      reviews.map(({ at_ms: at, recalled }, index) => ({ card, index, at, recalled: Boolean(recalled) })),
    )
    .sort((a, b) => a.at - b.at || a.card - b.card || a.index - b.index);
}
