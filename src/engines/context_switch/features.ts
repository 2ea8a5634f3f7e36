import { unpackCues } from './cues.ts';
import type { Turn } from './turn.ts';
import { SPAN } from './turn.ts';

/** Turns looked at from a boundary on before it is decided. */
export const LOOK_AHEAD = 4;

/** Turns on either side of a boundary that are compared with each other. */
const SIDE = 3;
/** Share of the pairs of those, one on either side, that must have comparable vectors for the vectors to be heard. */
const MIN_COMPARABLE = 0.6;

/** Cosine of the turns at two places of the window, or null. */
type Similarity = (a: number, b: number) => number | null;

/** Where a conversation usually is: mean and spread of the cosines of neighbouring turns. */
export interface Level {
  mean: number;
  deviation: number;
}

/** What the model sees of one gap between two turns. `semantic` is null where the turns around have no vectors to compare. */
export interface BoundaryFeatures {
  cues: number[];
  lexical: number[];
  semantic: number[] | null;
  /** Whether the English cues can be heard in it. */
  english: boolean;
}

/**
 * The features of a boundary before `turns[at]`.
 * @param turns the window, oldest first
 * @param at 1 to turns.length - 1
 * @param opened messages since the talk began (its first message is 0)
 */
export function boundaryFeatures(
  turns: readonly Turn[],
  at: number,
  opened: number,
  levels: { semantic: Level; lexical: Level },
): BoundaryFeatures {
  const lexical = similarity(turns, 'lexical');
  return {
    cues: cueFeatures(turns, at, opened),
    lexical: cohesion(lexical, turns.length, at, levels.lexical) ?? [],
    semantic: semanticCohesion(turns, at, levels.semantic),
    english: isEnglish(turns),
  };
}

/** Whether more of the turns are English than anything else that can be told. */
function isEnglish(turns: readonly Turn[]): boolean {
  let told = 0;
  let english = 0;
  for (const { language } of turns) {
    if (language !== 'und') told += 1;
    if (language === 'en') english += 1;
  }
  return told > 0 && 2 * english >= told;
}

/**
 * Cohesion by vectors. A pair that cannot be compared (one has no vector, or they come from different sources) says
 * nothing: it counts as this conversation's usual one. Null where too few pairs can be compared.
 */
function semanticCohesion(turns: readonly Turn[], at: number, level: Level): number[] | null {
  const known = similarity(turns, 'semantic');
  const before = places(at - SIDE, at, turns.length);
  const after = places(at, at + SIDE, turns.length);
  let comparable = 0;
  for (let a = before.from; a < before.to; a++)
    for (let b = after.from; b < after.to; b++) if (known(a, b) !== null) comparable += 1;
  const pairs = (before.to - before.from) * (after.to - after.from);
  if (comparable < MIN_COMPARABLE * pairs) return null;
  const there = (a: number, b: number) => Math.max(a, b) < turns.length && Math.abs(a - b) <= SPAN;
  return cohesion((a, b) => known(a, b) ?? (there(a, b) ? level.mean : null), turns.length, at, level);
}

function similarity(turns: readonly Turn[], kind: 'semantic' | 'lexical'): Similarity {
  return (a, b) => {
    if (a === b) return 1;
    return turns[Math.max(a, b)]?.[kind][Math.abs(a - b) - 1] ?? null;
  };
}

/** Places of the window that follow each other: `from` to `to`, that one left out. */
interface Places {
  from: number;
  to: number;
}

/** Those of the places that a window of `length` has. */
function places(from: number, to: number, length: number): Places {
  return { from: Math.max(0, from), to: Math.min(to, length) };
}

/** Cosine of the mean of places `as` with the mean of places `bs`, from the pairwise cosines alone. */
function blockCosine(s: Similarity, as: Places, bs: Places): number | null {
  const cross = sumOver(s, as, bs);
  if (cross === null) return null;
  const left = sumOver(s, as, as);
  const right = sumOver(s, bs, bs);
  if (left === null || right === null || left <= 0 || right <= 0) return null;
  return cross / Math.sqrt(left * right);
}

function sumOver(s: Similarity, as: Places, bs: Places): number | null {
  let sum = 0;
  for (let a = as.from; a < as.to; a++) {
    for (let b = bs.from; b < bs.to; b++) {
      const cosine = s(a, b);
      if (cosine === null) return null;
      sum += cosine;
    }
  }
  return sum;
}

/** The largest cosine of one of `as` with one of `bs`; what is not known counts as `usual`. */
function nearest(s: Similarity, as: Places, bs: Places, usual: number): number {
  let most = -Infinity;
  for (let a = as.from; a < as.to; a++) for (let b = bs.from; b < bs.to; b++) most = Math.max(most, s(a, b) ?? usual);
  return most;
}

/** Cohesion across the gap before `at`: cosine of the blocks of `width` turns on either side. */
function acrossGap(s: Similarity, length: number, at: number, width: number): number | null {
  if (at < 1 || at >= length) return null;
  return blockCosine(s, places(at - width, at, length), places(at, at + width, length));
}

function cohesion(s: Similarity, length: number, at: number, level: Level): number[] | null {
  const step = acrossGap(s, length, at, 1);
  const pair = acrossGap(s, length, at, 2);
  const triple = acrossGap(s, length, at, 3);
  if (step === null || pair === null || triple === null) return null;
  const z = (x: number) => (x - level.mean) / level.deviation;
  const here = places(at, at + 1, length);
  const before = places(at - SIDE, at, length);
  const next = places(at + 1, at + 3, length);
  const backward = nearest(s, before, here, level.mean);
  const onward = acrossGap(s, length, at + 1, 1);
  const inward = acrossGap(s, length, at - 1, 1);
  const wide = blockCosine(s, places(at - SPAN + 3, at, length), places(at, at + 2, length));
  return [
    z(step),
    z(pair),
    z(triple),
    z(nearest(s, before, places(at, at + SIDE, length), level.mean)),
    z(wide ?? triple),
    // Does the new turn go with what follows more than with what came before?
    (next.from < next.to ? nearest(s, here, next, level.mean) - backward : 0) / level.deviation,
    ((onward ?? step) - step) / level.deviation,
    ((inward ?? step) - step) / level.deviation,
    depth(s, length, at, pair, 2) / level.deviation,
    depth(s, length, at, step, 1) / level.deviation,
    z(backward),
    ((s(at - 1, at + 1) ?? step) - step) / level.deviation,
  ];
}

/**
 * How deep the valley of cohesion before `at` is: the climb to the nearest peak on either side, added up
 * (TextTiling, Hearst 1997), at most 3 gaps each way.
 * @param here the cohesion across the gap itself
 */
function depth(s: Similarity, length: number, at: number, here: number, width: number): number {
  return climb(s, length, at, width, here, -1) + climb(s, length, at, width, here, 1);
}

function climb(s: Similarity, length: number, at: number, width: number, here: number, step: 1 | -1): number {
  let peak = here;
  for (let i = 1; i <= 3; i++) {
    const next = acrossGap(s, length, at + i * step, width);
    if (next === null || next < peak) break;
    peak = next;
  }
  return peak - here;
}

function cueFeatures(turns: readonly Turn[], at: number, opened: number): number[] {
  const turn = turns[at];
  const before = turns[at - 1];
  if (turn === undefined || before === undefined) return [];
  const next = turns[at + 1];
  const c = unpackCues(turn.cues);
  const p = unpackCues(before.cues);
  const n = unpackCues(next?.cues ?? []);
  return [
    1 / Math.max(1, opened),
    c.length,
    c.asks,
    c.endsAsking,
    c.digits,
    c.requests,
    c.asksYou,
    c.anaphora,
    c.opensPointingBack,
    c.assents,
    c.reacts,
    c.greets,
    c.thanks,
    c.shifts,
    c.links,
    c.indefinites,
    c.self,
    turn.novelty,
    p.length,
    p.endsAsking * (1 - p.shifts),
    p.endsAsking * p.asksYou,
    p.digits,
    p.requests,
    p.assents,
    p.reacts,
    p.greets,
    p.thanks,
    p.shifts,
    p.self,
    before.novelty,
    unpackCues(turns[at - 2]?.cues ?? []).endsAsking,
    n.assents,
    n.endsAsking,
    n.anaphora,
    n.opensPointingBack,
    n.reacts,
    n.greets,
    next?.novelty ?? 0.5,
    next === undefined ? 1 : 0,
    c.asks * (1 - p.endsAsking),
    c.requests * (1 - p.endsAsking * (1 - p.shifts)),
    c.endsAsking * turn.novelty,
  ];
}
