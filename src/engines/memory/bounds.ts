import { jsonBytes } from './label.ts';
import type { Ledger } from './ledger.ts';
import { importanceOf } from './remembered.ts';
import type { Remembered } from './remembered.ts';

/** Most things remembered of a conversation. */
export const MAX_REMEMBERED = 120;
/** Places that memories the bot stored leave to things spoken of, as long as there are that many. */
export const MIN_MENTIONS_KEPT = 30;
/** Most bytes of JSON that they may take together: long ids and labels leave room for fewer. */
const MAX_REMEMBERED_BYTES = 46_000;
/** JSON of one thing without its id and label, at the most. */
const FIXED_BYTES = 340;

/**
 * Drops what is over the bounds, the weakest first: things spoken of before memories the bot stored, except for the 30
 * best; among equals the less important, then what was longest not brought to mind.
 * @param newest never dropped, so that what was just stored is there
 */
export function dropWeakest(ledger: Ledger, newest?: Remembered): Ledger {
  let bytes = ledger.items.reduce((sum, item) => sum + bytesOf(item), 0);
  let items = ledger.items;
  while (items.length > MAX_REMEMBERED || (bytes > MAX_REMEMBERED_BYTES && items.length > 1)) {
    const weakest = weakestOf(items, newest);
    bytes -= bytesOf(weakest);
    items = items.filter((item) => item !== weakest);
  }
  return items === ledger.items
    ? ledger
    : { ...ledger, items, dropped: ledger.dropped + ledger.items.length - items.length };
}

function bytesOf(item: Remembered): number {
  return FIXED_BYTES + jsonBytes(item.id) + jsonBytes(item.label);
}

function weakestOf(items: readonly Remembered[], newest: Remembered | undefined): Remembered {
  const mentions = items.filter(({ source }) => source === 'mention');
  const source = mentions.length > MIN_MENTIONS_KEPT || mentions.length === items.length ? 'mention' : 'memory';
  const droppable = items.filter((item) => item.source === source && item !== newest);
  const others = droppable.length > 0 ? droppable : items.filter((item) => item !== newest);
  return others.reduce((weakest, item) => (isWeaker(item, weakest) ? item : weakest));
}

function isWeaker(a: Remembered, b: Remembered): boolean {
  const byImportance = importanceOf(a) - importanceOf(b);
  return byImportance !== 0 ? byImportance < 0 : a.at < b.at;
}
