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
  const told = turns.filter(({ language }) => language !== 'und');
  return told.length > 0 && 2 * told.filter(({ language }) => language === 'en').length >= told.length;
}

/**
 * Cohesion by vectors. A pair that cannot be compared (one has no vector, or they come from different sources) says
 * nothing: it counts as this conversation's usual one. Null where too few pairs can be compared.
 */
function semanticCohesion(turns: readonly Turn[], at: number, level: Level): number[] | null {
  const known = similarity(turns, 'semantic');
  const after = range(at, at + SIDE, turns.length);
  const pairs = range(at - SIDE, at, turns.length).flatMap((a) => after.map((b) => known(a, b)));
  if (pairs.filter((cosine) => cosine !== null).length < MIN_COMPARABLE * pairs.length) return null;
  const there = (a: number, b: number) => Math.max(a, b) < turns.length && Math.abs(a - b) <= SPAN;
  return cohesion((a, b) => known(a, b) ?? (there(a, b) ? level.mean : null), turns.length, at, level);
}

function similarity(turns: readonly Turn[], kind: 'semantic' | 'lexical'): Similarity {
  return (a, b) => {
    if (a === b) return 1;
    return turns[Math.max(a, b)]?.[kind][Math.abs(a - b) - 1] ?? null;
  };
}

/** Cosine of the mean of places `as` with the mean of places `bs`, from the pairwise cosines alone. */
function blockCosine(s: Similarity, as: readonly number[], bs: readonly number[]): number | null {
  const cross = sumOver(s, as, bs);
  const left = sumOver(s, as, as);
  const right = sumOver(s, bs, bs);
  if (cross === null || left === null || right === null || left <= 0 || right <= 0) return null;
  return cross / Math.sqrt(left * right);
}

function sumOver(s: Similarity, as: readonly number[], bs: readonly number[]): number | null {
  let sum = 0;
  for (const a of as) {
    for (const b of bs) {
      const cosine = s(a, b);
      if (cosine === null) return null;
      sum += cosine;
    }
  }
  return sum;
}

function range(from: number, to: number, length: number): number[] {
  const places: number[] = [];
  for (let i = Math.max(0, from); i < Math.min(to, length); i++) places.push(i);
  return places;
}

/** Cohesion across the gap before `at`: cosine of the blocks of `width` turns on either side. */
function acrossGap(s: Similarity, length: number, at: number, width: number): number | null {
  if (at < 1 || at >= length) return null;
  return blockCosine(s, range(at - width, at, length), range(at, at + width, length));
}

function cohesion(s: Similarity, length: number, at: number, level: Level): number[] | null {
  const step = acrossGap(s, length, at, 1);
  const pair = acrossGap(s, length, at, 2);
  const triple = acrossGap(s, length, at, 3);
  if (step === null || pair === null || triple === null) return null;
  const z = (x: number) => (x - level.mean) / level.deviation;
  const crosses = range(at - SIDE, at, length).flatMap((a) =>
    range(at, at + SIDE, length).map((b) => s(a, b) ?? level.mean),
  );
  const forward = range(at + 1, at + 3, length).map((b) => s(at, b) ?? level.mean);
  const backward = range(at - SIDE, at, length).map((a) => s(a, at) ?? level.mean);
  const onward = acrossGap(s, length, at + 1, 1);
  const inward = acrossGap(s, length, at - 1, 1);
  const wide = blockCosine(s, range(at - SPAN + 3, at, length), range(at, at + 2, length));
  return [
    z(step),
    z(pair),
    z(triple),
    z(Math.max(...crosses)),
    z(wide ?? triple),
    // Does the new turn go with what follows more than with what came before?
    (forward.length > 0 ? Math.max(...forward) - Math.max(...backward) : 0) / level.deviation,
    ((onward ?? step) - step) / level.deviation,
    ((inward ?? step) - step) / level.deviation,
    depth(s, length, at, 2) / level.deviation,
    depth(s, length, at, 1) / level.deviation,
    z(Math.max(...backward)),
    ((s(at - 1, at + 1) ?? step) - step) / level.deviation,
  ];
}

/**
 * How deep the valley of cohesion before `at` is: the climb to the nearest peak on either side, added up
 * (TextTiling, Hearst 1997), at most 3 gaps each way.
 */
function depth(s: Similarity, length: number, at: number, width: number): number {
  const here = acrossGap(s, length, at, width) ?? 0;
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
  const c = turn.cues;
  const p = before.cues;
  const n = next?.cues;
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
    turns[at - 2]?.cues.endsAsking ?? 0,
    n?.assents ?? 0,
    n?.endsAsking ?? 0,
    n?.anaphora ?? 0,
    n?.opensPointingBack ?? 0,
    n?.reacts ?? 0,
    n?.greets ?? 0,
    next?.novelty ?? 0.5,
    n === undefined ? 1 : 0,
    c.asks * (1 - p.endsAsking),
    c.requests * (1 - p.endsAsking * (1 - p.shifts)),
    c.endsAsking * turn.novelty,
  ];
}
