import * as v from 'valibot';
import { rounded } from '../../stats/rounded.ts';

/** Quarter octaves of length: 1, 1.2, 1.4, 1.7, 2 ... 65,536 words; longer turns share the last bin. */
const BINS_PER_OCTAVE = 4;
const MAX_BIN = 64;
/** When this many turns are held, all sums are halved, so that what is older counts less. */
const HALVE_AT_TURNS = 1_000;
/** Most groups of turns kept apart; turns with yet other traits go to the last. */
const MAX_GROUPS = 16;
/** A group with less than this left when sums are halved makes room for another. */
const LEAST_TURNS = 1;

/** Turns of the bot that showed the same traits, and how they were answered. */
const GroupSchema = v.strictObject({
  /** Stands for the set of traits: see `traits_key.ts`. */
  key: v.number(),
  turns: v.number(),
  scores: v.number(),
  squares: v.number(),
  /** [bin, turns, sum of scores], ascending. */
  bins: v.array(v.tuple([v.number(), v.number(), v.number()])),
});
type Group = v.InferOutput<typeof GroupSchema>;

/** Scores of the bot's turns by their length, apart for each set of traits. */
export const AnsweredLengthsSchema = v.strictObject({ turns: v.number(), groups: v.array(GroupSchema) });
export type AnsweredLengths = v.InferOutput<typeof AnsweredLengthsSchema>;

export const NO_LENGTHS: AnsweredLengths = { turns: 0, groups: [] };

/** log2 of the words in the middle of a bin. */
export function octavesOf(bin: number): number {
  return bin / BINS_PER_OCTAVE;
}

/**
 * The lengths with one more turn of the bot.
 * @param traits stands for the set of traits that the turn showed
 * @param score the response score
 */
export function withTurn(lengths: AnsweredLengths, words: number, traits: number, score: number): AnsweredLengths {
  const bin = Math.min(MAX_BIN, Math.round(Math.log2(Math.max(1, words)) * BINS_PER_OCTAVE));
  const groups = [...lengths.groups];
  const known = groups.findIndex(({ key }) => key === traits);
  const place = known >= 0 ? known : Math.min(groups.length, MAX_GROUPS - 1);
  const group = groups[place] ?? { key: traits, turns: 0, scores: 0, squares: 0, bins: [] };
  groups[place] = withScore(group, bin, score);
  const next = { turns: lengths.turns + 1, groups };
  return next.turns < HALVE_AT_TURNS ? next : halved(next);
}

function withScore(group: Group, bin: number, score: number): Group {
  const [, turns, scores] = group.bins.find(([other]) => other === bin) ?? [bin, 0, 0];
  return {
    key: group.key,
    turns: group.turns + 1,
    scores: group.scores + score,
    squares: group.squares + score ** 2,
    bins: [
      ...group.bins.filter(([other]) => other < bin),
      [bin, turns + 1, scores + score],
      ...group.bins.filter(([other]) => other > bin),
    ],
  };
}

/** Three decimals are kept, or repeated halving would fill the state with digits. What is left of rare groups is dropped. */
function halved(lengths: AnsweredLengths): AnsweredLengths {
  const half = (sum: number) => rounded(sum / 2, 3);
  const groups = lengths.groups
    .filter(({ turns }) => turns >= LEAST_TURNS)
    .map(({ key, turns, scores, squares, bins }) => ({
      key,
      turns: half(turns),
      scores: half(scores),
      squares: half(squares),
      bins: bins.map(([bin, n, sum]): [number, number, number] => [bin, half(n), half(sum)]),
    }));
  return { turns: groups.reduce((sum, { turns }) => sum + turns, 0), groups };
}
