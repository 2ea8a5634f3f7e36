import * as v from 'valibot';
import { rounded } from '../../stats/rounded.ts';

/** Most traits kept; what is dropped for a new one is the trait shown in the fewest messages, the stalest of those first. */
export const MAX_KEPT_TRAITS = 32;
/** Days of history kept: those of the last 30 days are among them. */
export const HISTORY_DAYS = 30;
/** When this many turns are held, all sums are halved, so that what is older counts less. */
const HALVE_AT_TURNS = 1_000;

const TraitSchema = v.strictObject({
  name: v.string(),
  /** Messages that showed it, and the number of the last of them. */
  messages: v.number(),
  lastMessage: v.number(),
  /** Scored turns that showed it, and the sum of their scores. */
  turns: v.number(),
  scores: v.number(),
});
export type Trait = v.InferOutput<typeof TraitSchema>;

/** What is known of the bot's traits. A trait is called by its place in `traits`. */
export const TraitTableSchema = v.strictObject({
  /** Messages of the bot. */
  messages: v.number(),
  traits: v.array(TraitSchema),
  /** Scored turns in which two traits were shown together: row i holds the traits before i. */
  together: v.array(v.array(v.number())),
  turns: v.number(),
  scores: v.number(),
  squares: v.number(),
  /** The last days with messages of the bot, oldest first: [day since the epoch, messages, [[trait, messages]]]. */
  days: v.array(v.tuple([v.number(), v.number(), v.array(v.tuple([v.number(), v.number()]))])),
});
export type TraitTable = v.InferOutput<typeof TraitTableSchema>;

export const NO_TRAITS: TraitTable = {
  messages: 0,
  traits: [],
  together: [],
  turns: 0,
  scores: 0,
  squares: 0,
  days: [],
};

/**
 * Counts one message of the bot.
 * @param names the traits it showed
 * @returns the table, the traits' places in it, and the places whose former trait was dropped
 */
export function countMessage(
  table: TraitTable,
  names: readonly string[],
  day: number,
): { table: TraitTable; shown: number[]; dropped: number[] } {
  let next: TraitTable = { ...table, messages: table.messages + 1, traits: [...table.traits] };
  const shown: number[] = [];
  const dropped: number[] = [];
  for (const name of new Set(names)) {
    let place = next.traits.findIndex((trait) => trait.name === name);
    if (place === -1) {
      place = placeForNew(next.traits);
      if (place < next.traits.length) dropped.push(place);
      next = withNewTrait(next, place, name);
    }
    const trait = next.traits[place];
    if (trait === undefined) continue;
    next.traits[place] = { ...trait, messages: trait.messages + 1, lastMessage: next.messages };
    shown.push(place);
  }
  return { table: { ...next, days: countDay(next.days, day, shown) }, shown, dropped };
}

/** Counts a turn whose score is known. `shown` are places of traits, each once. */
export function countTurn(table: TraitTable, shown: readonly number[], score: number): TraitTable {
  const is = new Set(shown);
  const next = {
    ...table,
    turns: table.turns + 1,
    scores: table.scores + score,
    squares: table.squares + score * score,
    traits: table.traits.map((trait, i) =>
      is.has(i) ? { ...trait, turns: trait.turns + 1, scores: trait.scores + score } : trait,
    ),
    together: table.together.map((row, i) => (is.has(i) ? row.map((n, k) => (is.has(k) ? n + 1 : n)) : row)),
  };
  return next.turns < HALVE_AT_TURNS ? next : halved(next);
}

/** How many scored turns showed both traits. */
export function turnsTogether(table: TraitTable, a: number, b: number): number {
  if (a === b) return table.traits[a]?.turns ?? 0;
  return table.together[Math.max(a, b)]?.[Math.min(a, b)] ?? 0;
}

function placeForNew(traits: readonly Trait[]): number {
  if (traits.length < MAX_KEPT_TRAITS) return traits.length;
  let least = 0;
  for (const [i, trait] of traits.entries()) {
    const other = traits[least];
    if (other === undefined) continue;
    if (trait.messages < other.messages || (trait.messages === other.messages && trait.lastMessage < other.lastMessage))
      least = i;
  }
  return least;
}

function withNewTrait(table: TraitTable, place: number, name: string): TraitTable {
  const traits = [...table.traits];
  traits[place] = { name, messages: 0, lastMessage: 0, turns: 0, scores: 0 };
  const together = table.together.map((row, i) =>
    i === place ? row.map(() => 0) : row.map((n, k) => (k === place ? 0 : n)),
  );
  if (place === together.length) together.push(Array.from({ length: place }, () => 0));
  const days = table.days.map(([day, messages, counts]): TraitTable['days'][number] => [
    day,
    messages,
    counts.filter(([other]) => other !== place),
  ]);
  return { ...table, traits, together, days };
}

function countDay(days: TraitTable['days'], day: number, shown: readonly number[]): TraitTable['days'] {
  const last = days.at(-1);
  const isSameDay = last !== undefined && last[0] === day;
  const counts = isSameDay ? [...last[2]] : [];
  for (const place of shown) {
    const at = counts.findIndex(([other]) => other === place);
    if (at === -1) counts.push([place, 1]);
    else counts[at] = [place, (counts[at]?.[1] ?? 0) + 1];
  }
  const kept = isSameDay ? days.slice(0, -1) : days.slice(-(HISTORY_DAYS - 1));
  return [...kept, [day, (isSameDay ? last[1] : 0) + 1, counts]];
}

/** Three decimals are kept, or repeated halving would fill the state with digits. */
function halved(table: TraitTable): TraitTable {
  const half = (sum: number) => rounded(sum / 2, 3);
  return {
    ...table,
    turns: half(table.turns),
    scores: half(table.scores),
    squares: half(table.squares),
    traits: table.traits.map((trait) => ({ ...trait, turns: half(trait.turns), scores: half(trait.scores) })),
    together: table.together.map((row) => row.map(half)),
  };
}
